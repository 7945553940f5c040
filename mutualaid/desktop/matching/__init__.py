"""The matching page: plans, why, why not, and what would help most."""
