"""Write RULES.md: what every row of the rulebook says, where it is defined, what tests it.

    .venv/bin/python tests/refresh_rules.py

What the rows say is in ``templates/rules``; where they are defined is found by their ``ref`` in
kinds, packs, forms, phrases and the Python that these name; tests are found by their names, such
as ``test_cmp_29_a_soft_complaint_…`` (or ``test_cmp_29_cmp_36_…`` for two rows at once). There
are no line numbers, for they would change with every edit.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from cs_cli.app.explain import everywhere
from cs_cli.domain.rule_text import RuleText
from cs_cli.store import rulebook

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "RULES.md"
COMMAND = ".venv/bin/python tests/refresh_rules.py"
REF = re.compile(r"[A-Z]{3}-[0-9]{2}")
_TEST = re.compile(r"^[ \t]*def (test((?:_[a-z]{3}_[0-9]{2})+)_\w+)\(", re.MULTILINE)
_ROW = re.compile(r"_([a-z]{3})_([0-9]{2})")

GROUPS = {
    "TKT": "Tickets 工单",
    "CMP": "Complaints 投诉",
    "REP": "Repairs 维修",
    "ORD": "Orders 订单",
    "CBK": "Callbacks 回访",
    "LVE": "Leave 请假",
    "SFT": "Shifts 排班",
    "HND": "Handover 交接班",
}

HEAD = f"""\
# Rules

`{COMMAND}` writes this page, and a test holds it to the files it is made from: the words
are those of `templates/rules/`, the places are all that carry the row's `ref`, the tests are those
named after it (`test_cmp_29_…`). `*` stands for every pack. On a desk, `cs policy explain CMP-29`
tells the same with an example, the lines, and whether the rule is in force there.
"""

TABLE = "| row | packs | rule | where | tests |\n|---|---|---|---|---|\n"

Links = Mapping[str, list[str]]


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


def page() -> str:
    """Give the page as the files would have it now."""
    where, tests = places(), tested()
    tables = (table(group, rows, where, tests) for group, rows in rulebook.groups(None).items())
    return HEAD + "".join(tables)


def table(group: str, rows: Mapping[str, RuleText], where: Links, tests: Links) -> str:
    """Give the heading and the table of one group."""
    lines = (row(ref, text, where.get(ref, []), tests.get(ref, [])) for ref, text in rows.items())
    return f"\n## {GROUPS.get(group, group)}\n\n{TABLE}{''.join(lines)}"


def row(ref: str, text: RuleText, where: Iterable[str], tests: Iterable[str]) -> str:
    """Give one line of a table."""
    cells = [
        ref,
        " ".join(text.packs).replace("*", r"\*"),
        f"{text.rule.en}<br>{text.rule.zh}",
        "<br>".join(where),
        "<br>".join(tests),
    ]
    return "".join(f"| {cell.replace('|', chr(92) + '|')} " for cell in cells) + "|\n"


def places() -> dict[str, list[str]]:
    """Give links to the files that carry each row, by row, Python last."""
    found: dict[str, dict[str, None]] = {}
    for rule in everywhere(None):
        found.setdefault(rule.ref or "", {})[rule.origin.path] = None
    return {ref: [link(path) for path in paths] for ref, paths in found.items()}


def tested() -> dict[str, list[str]]:
    """Give links to the tests of each row, by row."""
    found: dict[str, list[str]] = {}
    for path, name, refs in named_tests():
        for ref in refs:
            found.setdefault(ref, []).append(f"[{name}]({path})")
    return found


def named_tests() -> Iterator[tuple[str, str, list[str]]]:
    """Give every test named after rows: its file, its name, the rows."""
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for name, rows in _TEST.findall(path.read_text(encoding="utf-8")):
            refs = [f"{group.upper()}-{number}" for group, number in _ROW.findall(rows)]
            yield path.relative_to(ROOT).as_posix(), name, refs


def link(path: str) -> str:
    """Give a link to a file, called by its folder and name."""
    said = PurePosixPath(path)
    return f"[{said.parent.name}/{said.stem}]({path})"


if __name__ == "__main__":
    main()
