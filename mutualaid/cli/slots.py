"""`slots`: who may open a store, and with what: list, add, rename, revoke, change a passphrase, new recovery words."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from mutualaid.cli.opening import opened, store_argument
from mutualaid.cli.output import Output
from mutualaid.cli.secrets import passphrase
from mutualaid.language.catalog import N_, current_language, ptr, tr
from mutualaid.records.errors import UsageFault

if TYPE_CHECKING:
    from mutualaid.services.keys import SlotLine
    from mutualaid.services.office import Office

_KINDS = {
    "passphrase": N_("passphrase"),
    "recovery": N_("recovery sheet"),
    "quorum": N_("two of three recovery sheets"),
    "keyring": N_("keyring of this system"),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    store_argument(parser)
    parser.add_argument(
        "what",
        choices=list(_WORK),
        metavar="list|add|rename|revoke|passphrase|recovery",
        help=tr("list them; add or rename a coordinator; revoke one; change a passphrase; print new recovery words"),
    )
    parser.add_argument("--coordinator", metavar="NAME", help=tr("name or alias of the coordinator"))
    parser.add_argument("--slot", metavar="ID", help=tr("which one, as listed; your own when left out"))
    parser.add_argument(
        "--new-passphrase-fd",
        type=int,
        metavar="N",
        help=tr("read the new passphrase from file descriptor N, one line"),
    )
    parser.add_argument(
        "--keyring", action="store_true", help=tr("with add and revoke: this account's keyring, as a way in for you")
    )
    parser.add_argument(
        "--quorum", action="store_true", help=tr("with recovery: three sheets, any two of which open the store")
    )


def run(given: argparse.Namespace, output: Output) -> int:
    """Open the store and do it."""
    work = _WORK[given.what]
    with opened(given) as office:
        work(office, given, output)
    return 0


def _list(office: Office, _given: argparse.Namespace, output: Output) -> None:
    from mutualaid.services.keys import slots

    found = slots(office)
    output.table(
        {"items": [_item(slot) for slot in found], "total": len(found)},
        (tr("Entry"), tr("Opens with"), ptr("of a coordinator", "Name"), tr("Yours")),
        [(slot.id, tr(_KINDS[slot.kind]), _name(slot), tr("yes") if slot.own else "") for slot in found],
    )


def _name(slot: SlotLine) -> str:
    return "" if slot.kind in ("recovery", "quorum") else slot.name  # paper is nobody's


def _item(slot: SlotLine) -> dict[str, object]:
    return {"slot": slot.id, "kind": slot.kind, "name": slot.name, "own": slot.own}


def _add(office: Office, given: argparse.Namespace, output: Output) -> None:
    from mutualaid.services.keys import add_coordinator, keep_in_keyring

    if given.keyring:
        _told(output, keep_in_keyring(office), tr("This account's keyring now opens the store for you."))
        return
    name = _needed(given.coordinator, "--coordinator")
    slot = add_coordinator(office, name=name, passphrase=_new_passphrase(given))
    _told(output, slot, tr("She can open the store now, with a passphrase of her own."))


def _rename(office: Office, given: argparse.Namespace, output: Output) -> None:
    from mutualaid.services.keys import rename_slot

    slot = given.slot or _own(office)
    rename_slot(office, slot_id=slot, name=_needed(given.coordinator, "--coordinator"))
    _told(output, slot, tr("Renamed. What was done before stays under the name it was done in."))


def _revoke(office: Office, given: argparse.Namespace, output: Output) -> None:
    from mutualaid.services.keys import forget_keyring, slots

    if not given.keyring:
        from mutualaid.services.rekeying import revoke

        slot = _needed(given.slot, "--slot")
        revoke(office, slot_id=slot, progress=output.progress())
        _told(output, slot, tr("She cannot open the store any more, and all keys are new."))
        return
    mine = next((slot.id for slot in slots(office) if slot.own and slot.kind == "keyring"), "")
    forget_keyring(office)
    _told(output, mine, tr("The keyring does not open the store any more."))


def _passphrase(office: Office, given: argparse.Namespace, output: Output) -> None:
    from mutualaid.services.keys import change_passphrase

    slot = given.slot or _own(office)
    change_passphrase(office, slot_id=slot, passphrase=_new_passphrase(given))
    _told(output, slot, tr("The passphrase is changed; the old one does not open the store any more."))


def _recovery(office: Office, given: argparse.Namespace, output: Output) -> None:
    from mutualaid.services.keys import new_recovery

    words = new_recovery(office, language=current_language(), quorum=given.quorum)
    output.say(tr("Write these words on paper and keep them away from the laptop. They are not shown again."))
    if given.quorum:
        output.say(tr("Each line is one sheet; keep the three apart. Any two of them open the store."))
    output.document({"recovery": list(words)}, "\n".join(words))


_WORK: dict[str, Callable[[Office, argparse.Namespace, Output], None]] = {
    "list": _list,
    "add": _add,
    "rename": _rename,
    "revoke": _revoke,
    "passphrase": _passphrase,
    "recovery": _recovery,
}


def _told(output: Output, slot: str, words: str) -> None:
    output.document({"slot": slot})
    output.say(words)


def _own(office: Office) -> str:
    from mutualaid.services.keys import slots

    return next(slot.id for slot in slots(office) if slot.own)


def _new_passphrase(given: argparse.Namespace) -> str:
    return passphrase(given.new_passphrase_fd, fresh=True)


def _needed(value: str | None, option: str) -> str:
    if not value:
        raise UsageFault("option_missing", option=option)
    return value
