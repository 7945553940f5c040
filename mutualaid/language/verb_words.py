"""What undo says it takes back: each verb of the change journal as a person says it."""

from __future__ import annotations

from mutualaid.language.catalog import N_, tr

VERBS: dict[str, str] = {
    "accept plan": N_("accept matches"),
    "add household": N_("add a household"),
    "add item": N_("add to the catalog"),
    "add need": N_("add a need"),
    "add partner": N_("add an organization"),
    "add site": N_("add a site"),
    "add volunteer": N_("add a volunteer"),
    "add zone": N_("add a zone"),
    "cancel match": N_("call a match off"),
    "change household": N_("change a household"),
    "change item": N_("change the catalog"),
    "change need": N_("change a need"),
    "change needs": N_("change several needs"),
    "change partner": N_("change an organization"),
    "change site": N_("change a site"),
    "change volunteer": N_("change a volunteer"),
    "change zone": N_("change a zone"),
    "close need": N_("close a need"),
    "close needs": N_("close several needs"),
    "close site": N_("close a site"),
    "close zone": N_("close a zone"),
    "confirm match": N_("note that a volunteer said yes"),
    "consent": N_("note a consent"),
    "count lot": N_("count a lot"),
    "count site": N_("count a whole place"),
    "drop filter": N_("drop a saved filter"),
    "fulfil match": N_("mark a match as done"),
    "hand out": N_("hand something out"),
    "hand out box": N_("hand out a box"),
    "hand out part": N_("hand out part of a need"),
    "hold need": N_("let a need wait"),
    "import partners": N_("bring in a directory"),
    "import zones": N_("bring in zones from a file"),
    "keep filter": N_("save a filter"),
    "key in a sheet": N_("key in a sheet"),
    "lift rule": N_("lift a rule"),
    "log contact": N_("log a contact"),
    "make next needs": N_("make the next needs of those that come back"),
    "merge households": N_("merge two households"),
    "merge needs": N_("merge needs"),
    "open site": N_("open a site again"),
    "open zone": N_("open a zone again"),
    "pause partner": N_("pause an organization"),
    "pin": N_("pin a match"),
    "receive lot": N_("receive a lot"),
    "receive lots": N_("receive several lots"),
    "refer need": N_("refer a need"),
    "refer needs": N_("refer several needs"),
    "reject": N_("turn a match down"),
    "remove partner": N_("take an organization out"),
    "rename filter": N_("rename a saved filter"),
    "reopen need": N_("open a need again"),
    "reserve box": N_("keep a box for a need"),
    "resume partner": N_("take an organization up again"),
    "return units": N_("take something back"),
    "settings": N_("change the settings"),
    "skip next need": N_("skip the next need"),
    "split need": N_("split a need"),
    "spoil": N_("write something off"),
    "stop series": N_("let a need come back no more"),
    "take back": N_("take a decision back"),
    "teach code": N_("learn a barcode"),
    "transfer": N_("bring something to another place"),
    "unpin": N_("unpin a match"),
}
"""By verb; a verb that nothing can take back needs none."""

_OTHER = N_("the last step")


def verb_words(verb: str) -> str:
    """A verb of the journal in the current language."""
    return tr(VERBS.get(verb, _OTHER))
