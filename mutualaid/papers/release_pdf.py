"""A release as tagged PDF: US Letter, for a printer in black and white and for a screen reader."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from mutualaid.papers.release_content import Bars, Block, Content, Grid, Listing
from mutualaid.papers.release_map import AreaMap
from mutualaid.papers.tagged import tagged_pdf

TEMPLATE = "summary"
_MOST_ACROSS = 8
_LONG_WORD = re.compile(r"\S{60,}")


def summary_pdf(whole: Content) -> bytes:
    """The paper. Raises ImportError when Typst is not installed."""
    return tagged_pdf(TEMPLATE, _data(whole))


def _data(whole: Content) -> dict[str, Any]:
    """The content as the template takes it: every block with its kind, and grids narrow enough for the page."""
    through = whole.through
    sections = [
        {
            "table": section.table,
            "title": section.title,
            "note": section.note,
            "blocks": [made for block in section.blocks for made in _blocks(block)],
        }
        for section in whole.sections
    ]
    return {
        **asdict(whole),
        "sections": sections,
        "through": {"year": through.year, "month": through.month, "day": through.day},
    }


def _blocks(block: Block) -> list[dict[str, Any]]:
    if isinstance(block, Bars):
        return [
            {"kind": "columns" if block.upright else "bars", "told": block.told, "most": block.most, **asdict(block)}
        ]
    if isinstance(block, Listing):
        return [
            {"kind": "listing", "head": block.head, "rows": [(name, _breakable(made)) for name, made in block.rows]}
        ]
    if isinstance(block, AreaMap):
        return [{"kind": "map", **asdict(block), "missing": _breakable(block.missing)}]
    return [{"kind": "grid", **asdict(part)} for part in _narrow(block)]


def _narrow(grid: Grid) -> list[Grid]:
    """A wide grid in parts of much the same width, each with the names of the rows."""
    count = -(-len(grid.across) // _MOST_ACROSS)
    wide = -(-len(grid.across) // max(1, count))
    return [
        Grid(
            grid.caption,
            grid.head,
            grid.across[start : start + wide],
            tuple((name, numbers[start : start + wide]) for name, numbers in grid.rows),
        )
        for start in range(0, len(grid.across), wide)
    ]


def _breakable(text: str) -> str:
    """The text with places to break a word that is longer than a line, where Typst would run over the edge."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(word.group()), text)
