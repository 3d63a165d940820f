"""The policy as it is kept between commands: read back the same, or not at all."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from given import PACKS, policy

from cs_cli.domain.kind import Count, Put, Verb
from cs_cli.domain.language import Text
from cs_cli.domain.match import Query
from cs_cli.store import compiled, definitions

EVERYTHING = """\
kind: visitor
label: {en: visitor, zh: 访客}
ref: GEN-01
prefix: V
banner: [host]
fields:
  title: {label: {en: purpose, zh: 事由}, ref: [GEN-02]}
  host: {label: {en: host, zh: 被访人}, type: person}
  visits: {label: {en: visits, zh: 次数}, type: number}
states:
  here: {label: {en: here, zh: 在访}, apart: "true"}
start: here
verbs:
  again:
    label: {en: again, zh: 再访}
    put: {host: {value: "@me", when: {host: none}}}
    count: {fields: visits, when: {host: any}}
    tell: [host.department]
    recall: {kind: visitor, host: $host, open: "true"}
guards:
  few:
    says: {en: "{count} are too many", zh: 过多}
    warn: "true"
    forbid: {kind: visitor, host: $host}
"""


@pytest.mark.parametrize("pack", PACKS)
def test_the_policy_of_every_pack_is_read_back_the_same(tmp_path, pack):
    compiled.keep(tmp_path, [pack], [], policy(pack))
    assert compiled.load(tmp_path, [pack]) == policy(pack)


def test_every_word_of_a_kind_is_read_back_the_same(tmp_path):
    kinds = tmp_path / "templates" / "kinds"
    kinds.mkdir(parents=True)
    (kinds / "visitor.yaml").write_text(EVERYTHING, "utf-8")
    rules = definitions.load([], tmp_path)
    again = rules.kinds["visitor"].verbs["again"]
    assert again == Verb(
        Text("again", "再访"),
        put={"host": Put("@me", {"host": ("none",)})},
        count=(Count(("visits",), {"host": ("any",)}),),
        tell=("host.department",),
        recall=Query("visitor", {"host": ("$host",)}, open=True),
    )
    compiled.keep(tmp_path, [], [], rules)
    assert compiled.load(tmp_path, []) == rules


@dataclass(frozen=True, slots=True)
class Query2:
    """A value type of another version, with one field fewer."""

    kind: str


def test_what_was_kept_with_other_fields_is_not_read(tmp_path: Path, monkeypatch):
    compiled.keep(tmp_path, [], [], policy("PSC"))
    assert compiled.load(tmp_path, []) is not None
    monkeypatch.setattr("cs_cli.domain.match.Query", Query2)
    assert compiled.load(tmp_path, []) is None


def test_a_desk_that_was_copied_with_its_cache_is_judged_by_its_own_rules(tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    for desk in (here, there):
        desk.mkdir()
    compiled.keep(here, [], [], policy("PSC"))
    (here / ".cs").rename(there / ".cs")
    assert compiled.load(there, []) is None
