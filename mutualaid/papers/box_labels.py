"""Labels for boxes, on sheets of stickers as shops sell them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from mutualaid.papers.sheet import Sheet, day_parts


@dataclass(frozen=True)
class LabelFormat:
    """A sheet of stickers, in millimeters: the page, where the first sticker is, how large each is, and the gaps."""

    code: str
    page_width: float
    page_height: float
    left: float
    top: float
    width: float
    height: float
    gap_x: float
    gap_y: float
    across: int
    down: int

    @property
    def places(self) -> int:
        """Stickers on a sheet."""
        return self.across * self.down


FORMATS: dict[str, LabelFormat] = {
    one.code: one
    for one in (
        LabelFormat("Avery 5160", 215.9, 279.4, 4.76, 12.7, 66.68, 25.4, 3.18, 0.0, 3, 10),
        LabelFormat("Avery 5163", 215.9, 279.4, 3.96, 12.7, 101.6, 50.8, 4.78, 0.0, 2, 5),
        LabelFormat("Avery 5164", 215.9, 279.4, 3.96, 12.7, 101.6, 84.67, 4.78, 0.0, 2, 3),
        LabelFormat("Avery L7160", 210.0, 297.0, 7.2, 15.15, 63.5, 38.1, 2.5, 0.0, 3, 7),
        LabelFormat("Avery L7163", 210.0, 297.0, 4.65, 15.15, 99.1, 38.1, 2.5, 0.0, 2, 7),
    )
}
"""By the number that stands on the package."""


@dataclass(frozen=True)
class BoxLabel:
    """A label: a code, which stop of which run, what is in the box by language, diet marks, and its best-before day."""

    code: str
    place: str
    contents: tuple[tuple[str, str], ...]
    marks: str
    before: str


def box_labels(labels: Sequence[BoxLabel], *, kind: str, start: int, title: str, day: date) -> Sheet:
    """The sheet. `start` is the sticker to begin with, 1 for the first. Raises KeyError for a format that is not known,
    ValueError for a place that the sheet does not have.
    """
    shape = FORMATS[kind]
    if not 1 <= start <= shape.places:
        raise ValueError("no such sticker on the sheet")
    rows = [
        {
            "code": label.code,
            "place": label.place,
            "sides": [{"language": language, "contents": text} for language, text in label.contents],
            "marks": label.marks,
            "before": label.before,
        }
        for label in labels
    ]
    data = {"title": title, "day": day_parts(day), "format": asdict(shape), "skip": start - 1, "labels": rows}
    return Sheet("labels", data)
