"""There is no place to record a person's standing with the state: no field, code, column or header, anywhere."""

from __future__ import annotations

import ast
import csv
import json
import re
from collections.abc import Iterator

import pytest

from tests.architecture.sources import ROOT, called, trees

BANNED = re.compile(
    r"immigra|migrator|nationalit|nacionalidad|citizen|ciudadan|undocumented|indocumentad|green_?card|legal_?status"
    r"|(country|place|pais|lugar)_?(of_?|de_?)?(birth|origin|nacimiento|origen)|birth_?(country|place)|birthplace|foreign_?born"
    r"|social_?secur|seguro_?social|^ssn$|_ssn$|^ssn_|^a_?number$|alien|^itin$|passport|pasaporte|^visa|_visa$"
    r"|police_?record|criminal|antecedentes|deport|asylum|asilo|uscis",
    re.IGNORECASE,
)

# The watch over free text must name what it looks for, to point it out before it is saved.
WATCH = "mutualaid/discretion/"


def names_in_classes(tree: ast.Module) -> Iterator[str]:
    """Fields, enum members with their values, and named columns of every class."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        for statement in node.body:
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                yield statement.target.id
            elif isinstance(statement, ast.Assign):
                yield from (target.id for target in statement.targets if isinstance(target, ast.Name))
                if isinstance(statement.value, ast.Constant) and isinstance(statement.value.value, str):
                    yield statement.value.value


def names_in_tables(tree: ast.Module) -> Iterator[str]:
    """Columns made by a call, and those of any SQL that creates or alters a table."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in ("Column", "column", "mapped_column", "Field", "add_column"):
            yield from (str(part.value) for part in node.args if isinstance(part, ast.Constant))
        elif isinstance(node, ast.Constant) and re.match(r"\s*(create|alter)\s", str(node.value), re.IGNORECASE):
            yield from re.findall(r"\w+", str(node.value))


def banned(names: Iterator[str]) -> list[str]:
    return [name for name in names if BANNED.search(re.sub(r"[\s-]+", "_", name))]


def test_no_field_or_code_records_a_persons_standing() -> None:
    found = {
        path: banned(names_in_classes(tree)) + banned(names_in_tables(tree))
        for path, tree in trees().items()
        if not path.startswith(WATCH)
    }
    assert len(found) > 300
    assert not {path: names for path, names in found.items() if names}


def test_no_shipped_list_has_a_column_for_it() -> None:
    headers: dict[str, list[str]] = {}
    for file in sorted((ROOT / "resources").rglob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as opened:
            headers[file.name] = next(csv.reader(opened), [])
    for file in sorted((ROOT / "resources").rglob("*.json")):
        data = json.loads(file.read_text(encoding="utf-8"))
        rows = data if isinstance(data, list) else [data]
        headers[file.name] = sorted({key for row in rows if isinstance(row, dict) for key in row})
    assert not {name: found for name, keys in headers.items() if (found := banned(iter(keys)))}


@pytest.mark.parametrize(
    "name",
    ["immigration_status", "nationality", "country_of_birth", "birth_country", "SSN", "a_number", "ITIN", "Citizenship",
     "social security number", "police_record", "passport_no", "pais_de_origen"],
)  # fmt: skip
def test_the_watch_knows_the_name(name: str) -> None:
    assert banned(iter([name]))


@pytest.mark.parametrize("name", ["status", "origin", "received_on", "advisable", "class_name", "session", "invisible"])
def test_plain_names_are_left_alone(name: str) -> None:
    assert not banned(iter([name]))
