"""Draws the pages of summaries' papers, of invented offices of several sizes, in both languages.

    .venv/bin/python packaging/release_shots.py DIR [--dots 90]

writes DIR/<office>-<period>.<language>.pdf with a PNG of each page, the page for browsers as .html and its map as a
PNG, and prints how long each release took to render. Poppler's pdftoppm draws; no browser is needed, and so the rest
of the .html is left for one to be looked at in.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from mutualaid.papers.release_papers import summary_papers
from mutualaid.papers.release_style import STYLE
from mutualaid.paths import resources
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.errors import Refused
from mutualaid.summaries.facts import Facts, Geography
from mutualaid.summaries.release import Release, make_release

OFFICES = {"small": 600, "middle": 2_500, "large": 9_000}
PERIODS = ("2026-10", "2026-Q3", "2026")
_LANGUAGES = ("spa", "eng", "mam", "quc", "kjb", "hat", "zho", "kek", "por", "vie", "tgl", "arb", "ukr", "")
_MAP_PIXELS = 700


def chicago() -> Geography:
    """The map that the program ships."""
    zones = json.loads((resources() / "zones" / "chicago.json").read_text(encoding="utf-8"))["zones"]
    return Geography.of(
        {zone["code"]: zone["neighbours"] for zone in zones},
        {zone["code"]: zone["name"] for zone in zones},
        {zone["code"]: tuple(tuple((x, y) for x, y in ring) for ring in zone["outline"]) for zone in zones},
    )


def invented(households: int, zones: tuple[str, ...]) -> Facts:
    """A year of needs, four a household, more from some zones, languages and kinds of help than from others."""
    rng = np.random.default_rng(households)
    needs = 4 * households

    def drawn(codes: tuple[str, ...], size: int, steep: float) -> np.ndarray:
        weights = 1 / np.arange(1, len(codes) + 1) ** steep
        return np.array(codes)[rng.choice(len(codes), size, p=weights / weights.sum())]

    asks = rng.integers(0, households, needs)
    order = tuple(rng.permutation(zones).tolist())
    return Facts(
        household=asks.astype(np.int64),
        day=(np.datetime64("2026-01-01") + rng.integers(0, 365, needs).astype("timedelta64[D]")).astype(
            "datetime64[D]"
        ),
        zone=drawn(order, households, 0.5)[asks],
        category=drawn(tuple(CATEGORIES), needs, 0.8),
        language=drawn(_LANGUAGES, households, 1.1)[asks],
        status=np.array(["fulfilled", "closed", "referred", "open"])[rng.choice(4, needs, p=[0.72, 0.13, 0.08, 0.07])],
    )


def releases() -> Iterator[tuple[str, Release]]:
    """Every office's releases, the usual way and strict, by name."""
    geography = chicago()
    for office, households in OFFICES.items():
        facts = invented(households, geography.zones)
        for period in PERIODS:
            for strict in (False, True):
                try:
                    release = make_release(
                        facts, period=period, today=date(2027, 2, 1), geography=geography, ledger=[], strict=strict,
                        randomness=random.Random(f"{office}/{period}").randrange,  # noqa: S311  invented numbers
                    )  # fmt: skip
                except Refused as refused:
                    print(f"{office} {period}: refused, {refused.code}")
                    continue
                yield f"{office}-{period}{'-strict' if strict else ''}", release


def draw_map(page: str, file: Path) -> None:
    """The map of a page for browsers, with the page's own style."""
    found = re.search(r'<figure class="map">(<svg.*?</svg>)', page, re.DOTALL)
    stripes = re.search(r"<defs>.*?</defs>", page, re.DOTALL)
    if found is None or stripes is None:
        return
    rules = "\n".join(re.findall(r"^(?:\.shade|g\.hidden|path\.).*$", STYLE, re.MULTILINE))
    inner = f"<style>{rules} text {{ text-anchor: middle; }} g path {{ fill-rule: evenodd; }}</style>{stripes.group()}"
    head, rest = found.group(1).split(">", 1)
    renderer = QSvgRenderer(f'{head} xmlns="http://www.w3.org/2000/svg">{inner}{rest}'.encode())
    size = renderer.defaultSize().scaled(_MAP_PIXELS, _MAP_PIXELS, Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    image.save(str(file))


def main() -> None:
    """Draw everything into the folder named."""
    parser = argparse.ArgumentParser(description="Draws the pages of summaries' papers.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dots", type=int, default=90, help="dots an inch of the pages")
    chosen = parser.parse_args()
    folder: Path = chosen.folder
    folder.mkdir(parents=True, exist_ok=True)
    application = QGuiApplication(["shots"])
    for name, release in releases():
        began = time.perf_counter()
        files = summary_papers(release)
        took = time.perf_counter() - began
        for kind, data in files.items():
            (folder / kind.replace("summary", name)).write_bytes(data)
        for language in ("en", "es"):
            stem = folder / f"{name}.{language}"
            for old in folder.glob(f"{stem.name}-*.png"):
                old.unlink()
            subprocess.run(["pdftoppm", "-r", str(chosen.dots), "-png", f"{stem}.pdf", str(stem)], check=True)
            draw_map(files[f"summary.{language}.html"].decode(), Path(f"{stem}-map.png"))
        sizes = ", ".join(f"{kind.partition('.')[2]} {len(data) // 1000} kB" for kind, data in files.items())
        print(f"{name}: {release.published} numbers, {release.hidden} hidden; {took:.2f} s; {sizes}")
    del application


if __name__ == "__main__":
    main()
