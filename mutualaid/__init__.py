"""mutualaid: matching and discretion for the coordinators of an immigrant mutual-aid network."""

__version__ = "0.1.0"
