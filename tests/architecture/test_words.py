"""Words are looked up when they are shown, whole, with every fact they speak of."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from mutualaid.language import (
    day_errors,
    form_errors,
    import_errors,
    intake_errors,
    key_errors,
    release_errors,
    store_errors,
    strict_errors,
)
from mutualaid.language.errors import SENTENCES, fallback_codes
from tests.architecture.sources import called, trees

LOOKUPS = {"tr": 1, "ntr": 2, "ptr": 2, "N_": 1}
PLACEHOLDER = re.compile(r"(?<!\{)\{([A-Za-z_][A-Za-z0-9_]*)\}(?!\})")


def lookups(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in LOOKUPS and node.args:
            yield node


def text_of(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def test_no_message_is_glued_together_before_it_is_looked_up() -> None:
    glued = [
        f"{path}:{node.lineno}"
        for path, tree in trees().items()
        for node in lookups(tree)
        for part in node.args[: LOOKUPS[called(node)]]
        if isinstance(part, (ast.JoinedStr, ast.BinOp)) or (isinstance(part, ast.Call) and called(part) == "format")
    ]
    assert not glued


def test_no_message_is_looked_up_inside_an_f_string_where_the_extractor_cannot_see_it() -> None:
    unseen = [
        f"{path}:{node.lineno}"
        for path, tree in trees().items()
        for string in ast.walk(tree)
        if isinstance(string, ast.JoinedStr)
        for node in lookups(string)
        if text_of(node.args[0]) is not None
    ]
    assert not unseen


def test_every_placeholder_of_a_message_is_given() -> None:
    wrong = []
    for path, node in ((path, node) for path, tree in trees().items() for node in lookups(tree)):
        name = called(node)
        texts = [text_of(part) for part in node.args[: LOOKUPS[name]]]
        if name == "N_" or None in texts or any(keyword.arg is None for keyword in node.keywords):
            continue
        given = {keyword.arg for keyword in node.keywords if keyword.arg}
        spoken = texts[1:] if name == "ptr" else texts
        wanted = set(PLACEHOLDER.findall(" ".join(text for text in spoken if text)))
        if name == "ntr":
            wanted, given = wanted - {"n"}, given - {"n"}
        if wanted != given:
            wrong.append((f"{path}:{node.lineno}", sorted(wanted ^ given)))
    assert not wrong


def at_import(tree: ast.Module) -> Iterator[ast.Call]:
    """Look-ups that run when the module is imported: outside functions, or in their defaults and decorators."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            waiting += [*node.decorator_list, *node.args.defaults, *(part for part in node.args.kw_defaults if part)]
        elif isinstance(node, ast.Lambda):
            waiting += [*node.args.defaults, *(part for part in node.args.kw_defaults if part)]
        else:
            if isinstance(node, ast.Call) and called(node) in ("tr", "ntr", "ptr"):
                yield node
            waiting += ast.iter_child_nodes(node)


def test_no_message_is_looked_up_at_import() -> None:
    assert not [f"{path}:{node.lineno}" for path, tree in trees().items() for node in at_import(tree)]


def fault_classes() -> set[str]:
    """The names of Fault and of every class that descends from it."""
    bases = {
        node.name: {base.id if isinstance(base, ast.Name) else getattr(base, "attr", "") for base in node.bases}
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"Fault"}
    while more := {name for name, parents in bases.items() if parents & found} - found:
        found |= more
    return found


def faults() -> Iterator[tuple[str, str, set[str] | None]]:
    """(where, code, names of its facts) of every fault made with a literal code; None for facts not written out."""
    classes = fault_classes()
    for path, tree in trees().items():
        for owner in ast.walk(tree):
            if isinstance(owner, ast.ClassDef) and owner.name in classes:
                inits = [node for node in ast.walk(owner) if isinstance(node, ast.Call) and called(node) == "__init__"]
            else:
                inits = [owner] if isinstance(owner, ast.Call) and called(owner) in classes else []
            for node in inits:
                code = text_of(node.args[0]) if node.args else None
                if code is not None:
                    spread = any(keyword.arg is None for keyword in node.keywords)
                    facts = {keyword.arg for keyword in node.keywords if keyword.arg}
                    yield f"{path}:{node.lineno}", code, None if spread else facts


def test_every_error_has_a_sentence() -> None:
    raised = list(faults())
    assert raised
    unsaid = [f"{where} {code}" for where, code, _facts in raised if code not in SENTENCES]
    assert not unsaid, "\n".join(unsaid)


def test_every_sentence_is_given_the_facts_it_speaks_of() -> None:
    lacking = [
        f"{where} {code} {sorted(missing)}"
        for where, code, facts in faults()
        if facts is not None and (missing := set(PLACEHOLDER.findall(SENTENCES.get(code, ""))) - facts)
    ]
    assert not lacking, "\n".join(lacking)


_SENTENCES = {
    f"mutualaid/language/{name}.py"
    for name in (
        "errors",
        "form_errors",
        "import_errors",
        "intake_errors",
        "key_errors",
        "day_errors",
        "release_errors",
        "store_errors",
        "strict_errors",
    )
}


def test_no_sentence_is_left_over() -> None:
    literals = {
        node.value
        for path, tree in trees().items()
        if path not in _SENTENCES
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    by_kind = {code for code in SENTENCES if "." in code and literals.issuperset(code.split("."))}
    left_over = sorted(set(SENTENCES) - literals - fallback_codes() - by_kind)
    assert not left_over, ", ".join(left_over)


def test_error_codes_are_in_alphabetical_order() -> None:
    rooms = (
        day_errors,
        form_errors,
        import_errors,
        intake_errors,
        key_errors,
        release_errors,
        store_errors,
        strict_errors,
    )
    apart = [list(part.SENTENCES) for part in rooms]
    others = [code for code in SENTENCES if not any(code in codes for codes in apart)]
    parts = [*apart, others]
    assert sum(map(len, parts)) == len(SENTENCES)
    astray = [later for part in parts for earlier, later in pairwise(part) if later < earlier]
    assert not astray


def test_a_sentence_ends_like_one() -> None:
    assert not [code for code, sentence in SENTENCES.items() if not sentence.endswith((".", "?"))]
