"""`partners`: the directory of partner organizations: list it, bring one in (HSDS), give it away."""

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
        choices=["list", "import", "export"],
        metavar="list|import|export",
        help=tr("list organizations; bring a directory in (HSDS); give ours away"),
    )
    parser.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE",
        help=tr("with import: HSDS as JSON, or a package of tables as a zip or a folder"),
    )
    parser.add_argument("--yes", action="store_true", help=tr("import; without it, only a preview is made"))
    parser.add_argument("--out", type=Path, metavar="FILE", help=tr("with export: a new file, .json or .zip"))
    parser.add_argument("--category", default="", metavar="CODE", help=tr("with list: only for a kind of help"))
    parser.add_argument("--no-id", action="store_true", help=tr("with list: only those that ask for no ID"))


def run(given: argparse.Namespace, output: Output) -> int:
    """List, import or export. Raises UsageFault when a file is missing."""
    if (given.verb == "import" and given.file is None) or (given.verb == "export" and given.out is None):
        raise UsageFault("command_unclear", command="mutualaid partners")
    with opened(given) as office:
        from mutualaid.services.directory import export_hsds, import_hsds, look_hsds
        from mutualaid.services.partners import partners

        if given.verb == "list":
            lines = partners(office, category=given.category, no_id=given.no_id)
            items = [
                {"code": line.code, "name": line.name, "categories": list(line.categories), "no_id_asked": line.no_id}
                for line in lines
            ]
            rows = [[line.code, line.name, ", ".join(line.categories), "no ID" if line.no_id else ""] for line in lines]
            output.table({"items": items, "total": len(items)}, ["code", "name", "categories", "no_id_asked"], rows)
            return 0
        if given.verb == "export":
            export_hsds(office, out=given.out)
            output.say(tr("The directory is saved. It names organizations only; the journal says that it left."))
            return 0
        look = look_hsds(office, path=given.file, progress=output.progress())
        if given.yes:
            import_hsds(office, path=given.file, progress=output.progress())
    output.document(
        {
            "new": look.new,
            "changed": look.changed,
            "same": look.same,
            "services": look.services,
            "no_id_asked": look.no_id,
            "unknown": [one.term for one in look.unknown],
            "struck": look.struck,
            "left_out": dict(look.left_out),
        },
        tr("{new} new, {changed} changed, {same} as they were.", new=look.new, changed=look.changed, same=look.same),
    )
    if not given.yes:
        output.say(tr("Nothing was imported. Add --yes to import this."))
    return 0
