"""`zones`: the office's zones: list them, or take them out of a GeoJSON file."""

from __future__ import annotations

import argparse
from pathlib import Path

from mutualaid.cli.opening import opened, store_argument
from mutualaid.cli.output import Output
from mutualaid.language.catalog import tr
from mutualaid.records.errors import UsageFault


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    store_argument(parser)
    parser.add_argument(
        "verb",
        choices=["list", "import"],
        metavar="list|import",
        help=tr("list zones; take them out of a GeoJSON file"),
    )
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help=tr("with import: the GeoJSON file"))
    parser.add_argument("--name", default="", metavar="PROPERTY", help=tr("the property that names a zone"))
    parser.add_argument("--code", default="", metavar="PROPERTY", help=tr("the property that numbers it"))
    parser.add_argument("--yes", action="store_true", help=tr("import; without it, only a preview is made"))


def run(given: argparse.Namespace, output: Output) -> int:
    """List, or look and import. Raises UsageFault when the file is missing."""
    if given.verb == "import" and given.file is None:
        raise UsageFault("command_unclear", command="mutualaid zones")
    with opened(given) as office:
        from mutualaid.services.zone_files import import_geojson, look_zones
        from mutualaid.services.zones import zone_lines

        if given.verb == "list":
            lines = zone_lines(office)
            items = [
                {
                    "code": line.code,
                    "name": line.name,
                    "latitude": line.latitude,
                    "longitude": line.longitude,
                    "neighbors": list(line.neighbours),
                    "active": line.active,
                }
                for line in lines
            ]
            rows = [[line.code, line.name, f"{line.latitude:.4f}", f"{line.longitude:.4f}"] for line in lines]
            output.table({"items": items, "total": len(items)}, ["code", "name", "latitude", "longitude"], rows)
            return 0
        chosen = {"path": given.file, "name_key": given.name, "code_key": given.code}
        look = look_zones(office, **chosen, progress=output.progress())
        if given.yes:
            import_geojson(office, **chosen, progress=output.progress())
    counts = {kind: look.count(kind) for kind in ("new", "changed", "same", "left_out")}
    output.document(
        {"named_by": look.name_key, **counts},
        tr("{new} new, {changed} changed, {same} as they were.", new=counts["new"], changed=counts["changed"],
           same=counts["same"]),
    )  # fmt: skip
    if not given.yes:
        output.say(tr("Nothing was imported. Add --yes to import this."))
    return 0
