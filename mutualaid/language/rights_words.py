"""What the know-your-rights card says unless the office says it in its own words: general, and no legal advice."""

from __future__ import annotations

from mutualaid.language.catalog import N_

TITLE = N_("You have rights")

LINES = (
    N_("You have the right to remain silent. You can say: “I choose to remain silent.”"),
    N_("You do not have to open the door. Ask them to slide the warrant under it or hold it to a window."),
    N_("Only a warrant signed by a judge, with your right name or address on it, lets them come in."),
    N_("Do not sign anything before you have talked with a lawyer."),
    N_("You have the right to talk with a lawyer. You can say: “I want to speak with a lawyer.”"),
    N_("Do not run, do not lie, do not show false papers. Ask: “Am I free to go?” If they say yes, leave calmly."),
)
"""One statement a line. Every country and state has its own rules; an office lets a lawyer of its own read them."""
