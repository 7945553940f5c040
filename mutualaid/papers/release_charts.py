"""Charts of a release as inline SVG, from published values only: a hidden bar has one height whatever it hides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from mutualaid.language.catalog import Catalog
from mutualaid.language.formats import format_number
from mutualaid.summaries.plan import THRESHOLD

WIDTH = 720
LABEL_WIDTH = 250
ROW = 34
_LETTERS_A_LINE = 31
_MOST_BAR = WIDTH - LABEL_WIDTH - 70
_HIDDEN_BAR = 34
_COLUMN_HEIGHT = 190


@dataclass(frozen=True)
class Bar:
    """A bar: what it is called, in full and shortened for a narrow axis, and its published value or None."""

    name: str
    value: int | None
    short: str = ""


def bar_chart(bars: Sequence[Bar], *, title: str, mark: str, hidden: str, cat: Catalog) -> str:
    """Horizontal bars in the order given.

    `hidden` is what is said of a hidden one; `mark` makes the element ids of the page unique.
    """
    most = max((bar.value or 0 for bar in bars), default=0) or 1
    height = ROW * len(bars) + 6
    parts = [_open(height, title, bars, mark, hidden, cat)]
    for number, bar in enumerate(bars):
        top = 3 + ROW * number
        parts.append(_label(bar.name, top + ROW / 2))
        if bar.value is None:
            width: float = _HIDDEN_BAR
            parts.append(
                f'<rect class="hidden" x="{LABEL_WIDTH}" y="{top + 7}" width="{width}" height="{ROW - 14}" '
                f'fill="url(#{mark}-stripes)"/>'
            )
        else:
            width = max(2.0, _MOST_BAR * bar.value / most)
            parts.append(
                f'<rect class="bar" x="{LABEL_WIDTH}" y="{top + 5}" width="{width:.1f}" height="{ROW - 10}" rx="2"/>'
            )
        style = "few" if bar.value is None else "number"
        parts.append(
            f'<text class="{style}" x="{LABEL_WIDTH + width + 8:.1f}" y="{top + ROW / 2 + 5:.1f}">'
            f"{escape(_words(bar.value, hidden, cat))}</text>"
        )
    parts.append(f'<line class="axis" x1="{LABEL_WIDTH}" y1="2" x2="{LABEL_WIDTH}" y2="{height - 2}"/></svg>')
    return "".join(parts)


def column_chart(bars: Sequence[Bar], *, title: str, mark: str, hidden: str, cat: Catalog) -> str:
    """Upright columns in the order given: the course of time."""
    most = max((bar.value or 0 for bar in bars), default=0) or 1
    step = WIDTH / max(1, len(bars))
    width = min(64.0, step * 0.62)
    base = _COLUMN_HEIGHT + 26
    parts = [_open(base + 28, title, bars, mark, hidden, cat)]
    for number, bar in enumerate(bars):
        middle = step * (number + 0.5)
        tall = _HIDDEN_BAR if bar.value is None else max(2.0, _COLUMN_HEIGHT * bar.value / most)
        paint = 'class="bar" rx="2"' if bar.value is not None else f'class="hidden" fill="url(#{mark}-stripes)"'
        parts.append(
            f'<rect {paint} x="{middle - width / 2:.1f}" y="{base - tall:.1f}" width="{width:.1f}" '
            f'height="{tall:.1f}"/>'
        )
        words = f"<{THRESHOLD}" if bar.value is None else format_number(bar.value, cat=cat)
        parts.append(
            f'<text class="number middle" x="{middle:.1f}" y="{base - tall - 7:.1f}">{escape(words)}</text>'
            f'<text class="label middle" x="{middle:.1f}" y="{base + 20}">{escape(bar.short or bar.name)}</text>'
        )
    parts.append(f'<line class="axis" x1="0" y1="{base}" x2="{WIDTH}" y2="{base}"/></svg>')
    return "".join(parts)


def _open(height: float, title: str, bars: Sequence[Bar], mark: str, hidden: str, cat: Catalog) -> str:
    """The element with its title, the whole content in words for who cannot see it, and the pattern of hidden bars."""
    told = "; ".join(f"{bar.name}: {_words(bar.value, hidden, cat)}" for bar in bars)
    return (
        f'<svg class="chart" role="img" aria-labelledby="{mark}-title {mark}-told" viewBox="0 0 {WIDTH} {height:g}" '
        f'xmlns="http://www.w3.org/2000/svg"><title id="{mark}-title">{escape(title)}</title>'
        f'<desc id="{mark}-told">{escape(told)}.</desc>'
        f'<defs><pattern id="{mark}-stripes" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/><rect width="2.4" height="6" '
        'fill="#8a8f94"/></pattern></defs>'
    )


def _words(value: int | None, hidden: str, cat: Catalog) -> str:
    return hidden if value is None else format_number(value, cat=cat)


def _label(name: str, middle: float) -> str:
    """A row's name to the left of its bar, on two lines when it is long."""
    lines = _wrap(name)
    start = middle + 5 - 8.5 * (len(lines) - 1)
    spans = "".join(
        f'<tspan x="{LABEL_WIDTH - 10}" y="{start + 17 * number:.1f}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return f'<text class="label end">{spans}</text>'


def _wrap(name: str) -> list[str]:
    if len(name) <= _LETTERS_A_LINE:
        return [name]
    first = ""
    words = name.split()
    while words and len(first) + len(words[0]) < _LETTERS_A_LINE:
        first = f"{first} {words.pop(0)}".strip()
    return [first, " ".join(words)] if first and words else [name]
