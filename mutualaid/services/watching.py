"""The watch over free text: what a coordinator answered about a record's texts, and a write that her answers go with.

The store itself refuses a text with an identifier in it, unless she insisted on the very sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from mutualaid.discretion.told import Told
from mutualaid.services.office import Office

T = TypeVar("T")


def answered(office: Office, *, told: Told, work: Callable[[], T]) -> T:
    """Do a write with the answers that she gave in its form; both are kept in one transaction, on this thread.

    Of what she insisted on the journal keeps that she did, in which field and of what kind, never the number. Raises
    what `work` raises, and Refused("identifier_in_text", record, field, kind) for what she did not insist on.
    """
    with office.store.answering(told):
        return work()
