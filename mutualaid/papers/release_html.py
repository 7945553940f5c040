"""A release as one self-contained page: a title, three sentences, charts that are tables, a map, and the method.

No script, no outside resource. A bar stands in the row of the table that says its number, so that no chart needs its
numbers twice and a narrow telephone shows both; what is drawn is hidden from a screen reader, except the map, which
says all of itself in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from mutualaid.papers.map_shapes import Line
from mutualaid.papers.release_content import Bars, Block, Content, Grid, Listing, Number, Section
from mutualaid.papers.release_map import AreaMap, MapArea
from mutualaid.papers.release_style import STYLE

_BAR_HEIGHT = 18
_HIDDEN_BAR = 34
_COLUMN_HEIGHT = 150
_NAMES_REM, _COLUMN_REM = 12, 5
_ROOMY = 25
_SMALLEST = 0.62
_STRIPES = (
    '<svg class="unseen" aria-hidden="true" width="0" height="0"><defs><pattern id="stripes" width="6" height="6" '
    'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/>'
    '<rect width="2.2" height="6" fill="#7b8285"/></pattern></defs></svg>'
)


def summary_html(whole: Content) -> bytes:
    """The page, UTF-8."""
    told = "".join(f"<li>{escape(sentence)}</li>" for sentence in whole.sentences)
    page = (
        f'<!DOCTYPE html>\n<html lang="{whole.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(whole.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{_STRIPES}\n<main>\n"
        f'<header><h1>{escape(whole.title)}</h1>\n<ul class="told">{told}</ul></header>\n'
        + "\n".join(_section(section) for section in whole.sections)
        + f"\n{_method(whole)}\n</main>\n</body>\n</html>\n"
    )
    return page.encode()


def _section(section: Section) -> str:
    note = f'<p class="note">{escape(section.note)}</p>' if section.note else ""
    blocks = "".join(_block(block, section) for block in section.blocks)
    return f'<section class="{section.table}"><h2>{escape(section.title)}</h2>{note}{blocks}</section>'


def _block(block: Block, section: Section) -> str:
    if isinstance(block, Bars):
        return _columns(block) if block.upright else _bars(block)
    if isinstance(block, Grid):
        return _grid(block)
    return _listing(block) if isinstance(block, Listing) else _map(block, section.table)


def _bars(chart: Bars) -> str:
    """A row a bar; the column of bars does not exist for a screen reader."""
    rows = "".join(
        f'<tr><th scope="row">{escape(bar.name)}</th>{_cell(bar.number)}'
        f'<td class="bar" aria-hidden="true">{_bar(bar.number, chart.most)}</td></tr>'
        for bar in chart.bars
    )
    return (
        f'<table class="bars"><caption class="unseen">{escape(chart.caption)}</caption><thead><tr>'
        f'<th scope="col">{escape(chart.head)}</th><th scope="col" class="number">{escape(chart.measure)}</th>'
        f'<td aria-hidden="true"></td></tr></thead><tbody>{rows}</tbody></table>'
    )


def _bar(number: Number, most: int) -> str:
    """A bar across its cell. A hidden one has one length whatever it hides."""
    if number.value is None:
        paint = f'class="hidden" width="{_HIDDEN_BAR}" height="{_BAR_HEIGHT}" fill="url(#stripes)"'
    else:
        paint = f'class="bar" width="{max(0.4, 100 * number.value / most):.1f}%" height="{_BAR_HEIGHT}"'
    return f'<svg aria-hidden="true" width="100%" height="{_BAR_HEIGHT}"><rect {paint}/></svg>'


def _columns(chart: Bars) -> str:
    """Columns over a table whose cells stand beneath them."""
    step = 100 / len(chart.bars)
    drawn = ""
    for place, bar in enumerate(chart.bars):
        value = bar.number.value
        tall = _HIDDEN_BAR if value is None else max(1.0, _COLUMN_HEIGHT * value / chart.most)
        paint = 'class="bar"' if value is not None else 'class="hidden" fill="url(#stripes)"'
        drawn += (
            f'<rect {paint} x="{step * (place + 0.2):.2f}%" y="{_COLUMN_HEIGHT - tall:.1f}" width="{step * 0.6:.2f}%" '
            f'height="{tall:.1f}"/>'
        )
    names = f'<th scope="col">{escape(chart.head)}</th>' + "".join(
        f'<th scope="col"><abbr title="{escape(bar.name)}">{escape(bar.short)}</abbr></th>' for bar in chart.bars
    )
    numbers = f'<th scope="row">{escape(chart.measure)}</th>' + "".join(_cell(bar.number) for bar in chart.bars)
    return (
        f'<div class="wide" tabindex="0" role="group" aria-label="{escape(chart.caption)}"><div class="over-time">'
        f'<svg aria-hidden="true" width="100%" height="{_COLUMN_HEIGHT}">{drawn}</svg>'
        f'<table class="columns"><caption class="unseen">{escape(chart.caption)}</caption>'
        f"<thead><tr>{names}</tr></thead><tbody><tr>{numbers}</tr></tbody></table></div></div>"
    )


def _grid(grid: Grid) -> str:
    """A table that a narrow screen scrolls by itself."""
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in grid.across)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>{"".join(map(_cell, numbers))}</tr>' for name, numbers in grid.rows
    )
    least = f"min-width: {_NAMES_REM + _COLUMN_REM * len(grid.across)}rem"
    caption = escape(grid.caption)
    return (
        f'<div class="wide" tabindex="0" role="group" aria-label="{caption}"><table class="crossed" style="{least}">'
        f'<caption class="unseen">{caption}</caption>'
        f'<thead><tr><th scope="col">{escape(grid.head)}</th>{top}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _cell(number: Number) -> str:
    style = "few" if number.value is None else "number"
    return f'<td class="{style}">{escape(number.words)}</td>'


def _listing(listing: Listing) -> str:
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(made)}</dd></div>" for name, made in listing.rows)
    return f'<h3>{escape(listing.head)}</h3><dl class="areas">{rows}</dl>'


def _map(drawn: AreaMap, mark: str) -> str:
    zones = "".join(f'<g class="{_shade(area)}">{"".join(map(_zone, area.zones))}</g>' for area in drawn.areas)
    missing = f'<p class="note">{escape(drawn.missing)}</p>' if drawn.missing else ""
    legend = "".join(f"<li>{_swatch(f'shade{number}')}{escape(words)}</li>" for number, words in drawn.legend)
    if drawn.hidden:
        legend += f'<li class="few">{_swatch("hidden")}{escape(drawn.hidden)}</li>'
    return (
        f'<figure class="map"><svg role="img" aria-labelledby="{mark}-map {mark}-told" '
        f'viewBox="-6 -6 {drawn.width + 12} {drawn.height + 12}">'
        f'<title id="{mark}-map">{escape(drawn.caption)}</title><desc id="{mark}-told">{escape(drawn.told)}</desc>'
        f'{zones}<path class="line" d="{_path(drawn.lines)}"/><path class="border" d="{_path(drawn.borders)}"/>'
        f'{"".join(map(_label, drawn.areas))}</svg><ul class="legend">{legend}</ul></figure>{missing}'
    )


def _shade(area: MapArea) -> str:
    return "hidden" if area.shade is None else f"shade{area.shade}"


def _zone(rings: Sequence[Line]) -> str:
    return f'<path d="{_path(rings, close=True)}"/>'


def _swatch(style: str) -> str:
    shape = f'<rect class="{style}" x="1" y="1" width="24" height="14"/>'
    return f'<svg aria-hidden="true" width="26" height="16">{shape}</svg>'


def _label(area: MapArea) -> str:
    """The area's name over its number, smaller where there is little room."""
    size = min(1.0, max(_SMALLEST, area.room / _ROOMY))
    x, y = area.at
    few = ' class="few"' if area.shade is None else ' class="number"'
    return (
        f'<text x="{x}" y="{y - 4 * size:.0f}" font-size="{19 * size:.0f}">{escape(area.name)}</text>'
        f'<text{few} x="{x}" y="{y + 21 * size:.0f}" font-size="{(17 if area.shade is None else 25) * size:.0f}">'
        f"{escape(area.words)}</text>"
    )


def _path(lines: Sequence[Line], *, close: bool = False) -> str:
    """Path data in steps from point to point, which are shorter to write than places."""
    parts = []
    for line in lines:
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(line)]
        told = " ".join(f"{x} {y}" for x, y in (steps[:-1] if close else steps))
        parts.append(f"M{line[0][0]} {line[0][1]}l{told}{'z' if close else ''}")
    return "".join(parts)


def _method(whole: Content) -> str:
    parts = "".join(
        f"<h3>{escape(heading)}</h3>" + "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
        for heading, paragraphs in whole.method
    )
    return (
        f'<section class="method"><h2>{escape(whole.method_title)}</h2>{parts}'
        f'<p class="note">{escape(whole.named)}</p></section>'
    )
