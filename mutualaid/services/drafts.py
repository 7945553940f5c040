"""Half-filled forms, kept encrypted beside the store until the coordinator who was typing comes back to them.

Each lies in a file of its own, named by chance, sealed under a key of the store and padded, so that neither its name
nor its size tells what was typed. A draft that no key opens any more, as after a re-key, is removed.
"""

from __future__ import annotations

import contextlib
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mutualaid.records.errors import Damaged, NoSpace
from mutualaid.services.office import Office
from mutualaid.vault.atomic import write_whole
from mutualaid.vault.sealed import seal, unseal

_PURPOSE = "draft"
_NAME = re.compile(r"[0-9a-f]{16}\.sealed")
_BLOCK = 4096


@dataclass(frozen=True)
class Draft:
    """A form as it was left. `kind` is the form, `uid` the record that it changes, "" for a new one; `state` is plain
    JSON data that only the form understands.
    """

    id: str
    kind: str
    uid: str
    state: Mapping[str, Any] = field(repr=False)
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True)
class SealedDraft:
    """A draft that is encrypted already: it can be written when the keys are gone."""

    path: Path
    data: bytes = field(repr=False)


def new_draft_id() -> str:
    """A name that tells nothing."""
    return secrets.token_hex(8)


def seal_draft(office: Office, *, draft: Draft) -> SealedDraft:
    """Encrypt a draft for the coordinator at work. Quick, and writes nothing. Raises Refused("store_locked")."""
    content = {"slot": office.vault.slot_id, "kind": draft.kind, "uid": draft.uid, "state": dict(draft.state)}
    text = json.dumps(content | {"at": draft.at.isoformat()}, ensure_ascii=False).encode()
    text += b" " * (-len(text) % _BLOCK)
    return SealedDraft(office.folder / f"{draft.id}.sealed", seal(office.vault, _PURPOSE, text))


def write_drafts(sealed: Iterable[SealedDraft]) -> None:
    """Write sealed drafts, each whole or not at all. A full disk is no reason to stop locking: what does not fit is
    left out.
    """
    for one in sealed:
        with contextlib.suppress(NoSpace):
            write_whole(one.path, one.data)


def keep_draft(office: Office, *, draft: Draft) -> None:
    """Encrypt a draft and write it, in the place of an earlier one with its id."""
    write_drafts([seal_draft(office, draft=draft)])


def drafts(office: Office) -> tuple[Draft, ...]:
    """What the coordinator at work left half-filled, the oldest first; drafts of other coordinators stay hidden.

    Removes what no key opens and what belongs to nobody any more.
    """
    slots = {slot.id for slot in office.vault.slots}
    mine, files = [], []
    with contextlib.suppress(OSError):
        files = list(office.folder.iterdir())
    for file in files:
        if not _NAME.fullmatch(file.name):
            continue
        try:
            held = json.loads(unseal(office.vault, _PURPOSE, file.read_bytes()))
            if held["slot"] not in slots:
                raise Damaged("sealed_state_damaged")
        except OSError:
            continue
        except Damaged:
            drop_draft(office, draft_id=file.stem)
            continue
        if held["slot"] == office.vault.slot_id:
            at = datetime.fromisoformat(held["at"])
            mine.append(Draft(file.stem, held["kind"], held["uid"], held["state"], at))
    return tuple(sorted(mine, key=lambda draft: draft.at))


def drop_draft(office: Office, *, draft_id: str) -> None:
    """Forget a draft; harmless when there is none."""
    file = office.folder / f"{draft_id}.sealed"
    if _NAME.fullmatch(file.name):
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)
