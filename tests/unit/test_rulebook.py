"""The rulebook in words: every row is told in both languages, defined somewhere, and tested."""

import re
from pathlib import Path

import pytest
from refresh_rules import COMMAND, PAGE, REF, ROOT, named_tests, page

from cs_cli.app.explain import everywhere
from cs_cli.domain.errors import Broken
from cs_cli.domain.rule_text import carriers
from cs_cli.domain.source import Source
from cs_cli.store import rulebook, yamltext

TEXTS = rulebook.texts(None)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# The front matter of a form, the whole of any other template.
FRONT = re.compile(r"\A---\n(.*?)^---$", re.DOTALL | re.MULTILINE)


def found(text, name="X"):
    """Give what carries a ``ref`` in one file: section, name, line, label, rows."""
    node = yamltext.parse(text.encode(), path="x.yaml")
    source = Source("x.yaml", name, node.data, node.line)
    return [(c.section, c.name, c.origin.line, c.text.en, c.refs) for c in carriers([source])]


def refs_in(node):
    """Give every ``ref`` in a document, wherever it stands."""
    if isinstance(node, list):
        for child in node:
            yield from refs_in(child)
    if isinstance(node, dict):
        given = node.get("ref")
        yield from (one for one in (given if isinstance(given, list) else [given]) if one)
        for child in node.values():
            yield from refs_in(child)


def rows_named(path):
    text = path.read_text(encoding="utf-8")
    front = FRONT.match(text)
    node = yamltext.parse((front[1] if front else text).encode(), path=path.name)
    return {one for one in refs_in(node.data) if isinstance(one, str)}


TEMPLATES = [p for p in sorted((ROOT / "templates").rglob("*.*")) if p.suffix in (".yaml", ".md")]


def test_the_page_of_rules_is_up_to_date():
    written = PAGE.read_text(encoding="utf-8")
    assert written == page(), f"run {COMMAND}"


@pytest.mark.parametrize("ref", TEXTS)
def test_a_row_is_told_in_both_languages(ref):
    text = TEXTS[ref]
    assert REF.fullmatch(ref)
    assert text.packs
    for said in (text.rule, text.example):
        assert CHINESE.search(said.zh)
        assert re.search("[a-z]", said.en)
        assert said.en.endswith(".")
        assert said.zh.endswith("。")


def test_a_row_stands_in_the_file_of_its_group_and_in_order():
    for group, rows in rulebook.groups(None).items():
        assert list(rows) == [f"{group}-{number:02}" for number in range(1, len(rows) + 1)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_template_names_only_rows_that_there_are(path):
    """Groups that have no file in ``templates/rules`` yet are not looked at."""
    written = {ref.partition("-")[0] for ref in TEXTS}
    named = {ref for ref in rows_named(path) if ref.partition("-")[0] in written}
    assert sorted(named - set(TEXTS)) == []


def test_nothing_that_carries_a_ref_is_overlooked():
    named = {(f"templates/{path.parent.name}/{path.name}", ref)
             for path in TEMPLATES for ref in rows_named(path) if REF.fullmatch(ref)}  # fmt: skip
    assert sorted(named - {(rule.origin.path, rule.ref) for rule in everywhere(None)}) == []


def test_every_row_is_defined_somewhere():
    defined = {rule.ref for rule in everywhere(None)}
    assert [ref for ref in TEXTS if ref not in defined] == []


def test_every_row_has_a_test():
    tested = {ref for _path, _name, refs in named_tests() for ref in refs}
    assert [ref for ref in TEXTS if ref not in tested] == []


def test_elements_of_a_kind_carry_rows_too():
    assert found("""\
kind: visitor
ref: GEN-01
label: {en: visitor, zh: 访客}
fields:
  host: {ref: [GEN-02, GEN-03], label: {en: host, zh: 被访人}}
  bags:
    label: {en: bags, zh: 行李}
    fields:
      ref: {label: {en: number, zh: 编号}}
      tag: {ref: GEN-04, label: {en: tag, zh: 行李牌}}
states:
  gone:
    ref: GEN-05
    label: {en: gone, zh: 已离开}
open: {ref: GEN-06, label: {en: arrive, zh: 来访}}
verbs:
  leave:
    label: {en: leave, zh: 离开}
    ref: GEN-07
guards:
  badge: {ref: GEN-08, says: {en: no badge, zh: 无证}, on: {do: leave}}
""", "visitor") == [
        ("guards", "badge", 21, "no badge", ("GEN-08",)),
        ("kinds", "visitor", 1, "visitor", ("GEN-01",)),
        ("kinds", "visitor.fields.host", 5, "host", ("GEN-02", "GEN-03")),
        ("kinds", "visitor.fields.bags.fields.tag", 10, "tag", ("GEN-04",)),
        ("kinds", "visitor.states.gone", 12, "gone", ("GEN-05",)),
        ("kinds", "visitor.verbs.leave", 17, "leave", ("GEN-07",)),
        ("kinds", "visitor.open", 15, "arrive", ("GEN-06",)),
    ]  # fmt: skip


def test_a_pack_puts_rows_on_a_field_that_is_there_already_and_takes_others_away():
    def source(name, text):
        node = yamltext.parse(text.encode(), path=f"{name}.yaml")
        return Source(f"{name}.yaml", name, node.data, node.line)

    kind = source("visitor", (
        "kind: visitor\nlabel: {en: visitor, zh: 访客}\n"
        "fields:\n  host: {ref: GEN-02, label: {en: host, zh: 被访人}}\n  tag: {ref: GEN-04}\n"
    ))  # fmt: skip
    pack = source("OUR", (
        "pack: OUR\nkinds:\n  visitor/guest:\n    fields: {host: {ref: GEN-09}}\n"
        "  visitor:\n    fields: {tag: off}\n"
    ))  # fmt: skip
    told = [(c.name, c.origin.pack, c.text.zh, c.refs) for c in carriers([kind, pack])]
    assert told == [
        ("visitor.fields.host", "base", "被访人", ("GEN-02",)),
        ("visitor/guest.fields.host", "OUR", "被访人", ("GEN-09",)),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("OUR-01:\n  packs: [OUR]\n  rule: {en: a}\n", "templates/rules/OUR.yaml:3: "),
        ("OUR-01:\n  packs: [OUR]\n  rul: {en: a, zh: b}\n", "templates/rules/OUR.yaml:3: "),
        ("OUR-01:\n  packs: [OUR]\n  rule: {en: a, zh: b}\n", "templates/rules/OUR.yaml:1: "),
    ],
)
def test_what_is_wrong_with_the_words_of_a_rule_is_told_with_file_and_line(
    tmp_path: Path, text, said
):
    folder = tmp_path / "templates" / "rules"
    folder.mkdir(parents=True)
    (folder / "OUR.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Broken, match=re.escape(said)):
        rulebook.texts(tmp_path)
