"""Every file that the program may write, and why. docs/files.md shows the same table."""

from __future__ import annotations

import re
from typing import NamedTuple

from tests.durability.places import Place


class Explained(NamedTuple):
    """A file as docs/files.md shows it, a pattern for its path, and why it is written."""

    shown: str
    pattern: str
    why: str


_ROWS = """
STORE | {store} | the folder; what is restored or salvaged takes this name when it is whole
STORE/store.db | {store}/store\\.db | the database, encrypted
STORE/store.db-wal | {store}/store\\.db-wal | its log of the latest writes, encrypted alike
STORE/store.db-shm | {store}/store\\.db-shm | where the log has which page, while it is open; no content
STORE/store.db.new | {store}/store\\.db\\.new(-wal|-shm|-journal)? | a store that is being made, encrypted
STORE/store.state | {store}/store\\.state | what the database file was when it was closed, as hashes and a MAC
STORE/store.db.rekey | {store}/store\\.db\\.rekey(-wal|-shm|-journal)? | the database under new keys, for a moment
STORE/HEX.sealed | {store}/[0-9a-f]{16}\\.sealed | a half-filled form, encrypted
STORE/keyfile.json | {store}/keyfile(\\.copy)?\\.json | the keyfile, and its copy `keyfile.copy.json`
STORE/backups/ | {store}/backups/.* | backups made by themselves, unless another folder was chosen
STORE/lock | {store}/lock | locked while the store is open; empty
.NAME.HEX.part | ({store}|{out}|{root})/\\.[^/]+\\.part(/.*)? | what is not whole yet, encrypted where it holds people
FILE | {out}/.* | what was asked for, where it was asked for
CONFIG/mutualaid/window.json | {home}/.*/mutualaid/window\\.(json|new) | language, look, the store's place, looks
STATE/mutualaid/seen/HEX | {home}/.*/mutualaid/seen/[^/]* | the newest state of each store seen here, as numbers
/dev/null | /dev/null | nothing
"""

EXPLAINED = [Explained(*row.split(" | ")) for row in _ROWS.strip().splitlines()]


def explain(path: str, place: Place) -> Explained | None:
    """The row that explains a path."""
    stores = "|".join(re.escape(str(place.root / name)) for name in ("office", "second", "again"))
    known = {"{store}": f"(?:{stores})"}
    known |= {f"{{{name}}}": re.escape(str(place.root / name)) for name in ("out", "home")}
    known["{root}"] = re.escape(str(place.root))
    for row in EXPLAINED:
        pattern = row.pattern
        for word, meaning in known.items():
            pattern = pattern.replace(word, meaning)
        if re.fullmatch(pattern, path):
            return row
    return None
