"""A release as one self-contained page: a title, three sentences, charts with their tables, and the method.

Every number on it is published in data.csv or a percentage of two that are. No script, no outside resource.
"""

from __future__ import annotations

from html import escape

from mutualaid.language.catalog import Catalog, catalog
from mutualaid.papers.release_charts import Bar, bar_chart, column_chart
from mutualaid.papers.release_style import STYLE
from mutualaid.summaries.cells import Cell
from mutualaid.summaries.periods import MONTH, parse_period
from mutualaid.summaries.release import Release
from mutualaid.summaries.told import TITLES, hidden_words, sentences, table_note, title, value_words
from mutualaid.summaries.words import area_name, area_zones, protection, row_name


def summary_pages(release: Release) -> dict[str, bytes]:
    """summary.en.html and summary.es.html."""
    return {f"summary.{language}.html": summary_html(release, catalog(language)) for language in ("en", "es")}


def summary_html(release: Release, cat: Catalog) -> bytes:
    """The page in the catalogue's language, UTF-8."""
    whole = title(release, cat)
    sections = [
        _single(release, "categories", "category", cat),
        _months(release, cat),
        _single(release, "statuses", "status", cat),
        _areas(release, cat),
        _single(release, "languages", "language", cat),
        _crossed(release, "categories_by_status", "status", cat),
        _crossed(release, "areas_by_category", "geo", cat),
        _crossed(release, "languages_by_category", "language", cat),
    ]
    told = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences(release, cat))
    page = (
        f'<!DOCTYPE html>\n<html lang="{cat.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(whole)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<header><h1>{escape(whole)}</h1>\n<ul class="told">{told}</ul></header>\n'
        + "\n".join(section for section in sections if section)
        + f"\n{_method(release, cat)}\n</main>\n</body>\n</html>\n"
    )
    return page.encode()


def _single(release: Release, table: str, dimension: str, cat: Catalog, after: str = "") -> str:
    """A bar chart of a table with one dimension, and the same numbers as a table."""
    cells = release.table(table)
    if not cells:
        return ""
    head = cat.tr(TITLES[table])
    bars = [Bar(row_name(cell, dimension, cat), value) for cell, value in cells.items()]
    chart = bar_chart(bars, title=head, mark=table, hidden=hidden_words(release, cat), cat=cat)
    return _section(head, _note(table, cat) + chart + _listed(bars, head, release, cat) + after)


def _months(release: Release, cat: Catalog) -> str:
    cells = release.table("months")
    if release.period.level == MONTH or not cells:
        return ""
    table = "months"
    head = cat.tr(TITLES[table])
    bars = [
        Bar(row_name(cell, "period", cat), value, _short_month(parse_period(cell.period).first, cat))
        for cell, value in cells.items()
    ]
    chart = column_chart(bars, title=head, mark="months", hidden=hidden_words(release, cat), cat=cat)
    return _section(head, chart + _listed(bars, head, release, cat))


def _short_month(month: int, cat: Catalog) -> str:
    from babel.dates import get_month_names

    return str(get_month_names("abbreviated", context="stand-alone", locale=cat.language)[month])


def _areas(release: Release, cat: Catalog) -> str:
    cells = release.table("areas")
    if not cells:
        return ""
    rows = "".join(
        f"<dt>{escape(area_name(cell.geo, cat))}</dt><dd>{escape(area_zones(release, cell.geo, cat))}</dd>"
        for cell in cells
    )
    head = cat.tr("What each area is made of")
    listed = f'<h3>{escape(head)}</h3><dl class="areas">{rows}</dl>'
    return _single(release, "areas", "geo", cat, listed)


def _crossed(release: Release, table: str, across: str, cat: Catalog) -> str:
    """A table with the categories down and the other dimension across."""
    cells = release.table(table)
    if not cells:
        return ""
    rows: dict[str, dict[str, tuple[Cell, int | None]]] = {}
    for cell, value in cells.items():
        rows.setdefault(cell.category, {})[getattr(cell, across)] = (cell, value)
    heads = {code: row_name(cell, across, cat) for line in rows.values() for code, (cell, _) in line.items()}
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads.values())
    body = ""
    for line in rows.values():
        name = row_name(next(iter(line.values()))[0], "category", cat)
        body += f'<tr><th scope="row">{escape(name)}</th>' + "".join(
            _number(line[code][1], release, cat) for code in heads
        )
        body += "</tr>"
    head = cat.tr(TITLES[table])
    grid = (
        f'<div class="wide"><table class="crossed"><caption class="unseen">{escape(head)}</caption>'
        f"<thead><tr><td></td>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )
    return _section(head, _note(table, cat) + grid)


def _listed(bars: list[Bar], title: str, release: Release, cat: Catalog) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(bar.name)}</th>{_number(bar.value, release, cat)}</tr>' for bar in bars
    )
    opener, head = cat.tr("The same numbers as a table"), cat.tr("Needs")
    return (
        f'<details><summary>{escape(opener)}</summary><table><caption class="unseen">'
        f'{escape(title)}</caption><thead><tr><td></td><th scope="col">{escape(head)}</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></details>"
    )


def _number(value: int | None, release: Release, cat: Catalog) -> str:
    style = "few" if value is None else "number"
    return f'<td class="{style}">{escape(value_words(value, release, cat))}</td>'


def _note(table: str, cat: Catalog) -> str:
    """Where the sensitive kinds of help are left out, it is said."""
    note = table_note(table, cat)
    return f'<p class="note">{escape(note)}</p>' if note else ""


def _section(title: str, content: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{content}</section>"


def _method(release: Release, cat: Catalog) -> str:
    parts = "".join(
        f"<h3>{escape(heading)}</h3>" + "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
        for heading, paragraphs in protection(release, cat)
    )
    title = cat.tr("How these numbers are protected")
    named = cat.tr("Release {id}", id=release.release_id)
    return f'<section class="method"><h2>{escape(title)}</h2>{parts}<p class="note">{escape(named)}</p></section>'
