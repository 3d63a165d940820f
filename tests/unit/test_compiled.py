"""The policy as it is kept between commands: read back the same, or not at all."""

import json
import os
import signal
from dataclasses import dataclass
from pathlib import Path

import pytest
from given import PACKS, policy

from cs_cli.domain.errors import Broken
from cs_cli.domain.kind import Count, Put, Verb
from cs_cli.domain.language import Text
from cs_cli.domain.match import Query
from cs_cli.store import compiled, definitions, parsed, transaction
from cs_cli.store import desk as desks
from cs_cli.store.desk import Desk

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


def test_rules_that_came_with_a_clone_are_not_believed(tmp_path):
    """They could name no file that they come from, at the place of somebody's desk."""
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "cs.yaml").touch()
    compiled.keep(desk, [], [], policy("PSC"))
    assert compiled.load(desk, []) is not None
    desk.rename(tmp_path / "forger")
    desk.mkdir()
    (desk / "cs.yaml").touch()
    (tmp_path / "forger/.cs").rename(desk / ".cs")
    assert compiled.load(desk, []) is None


PEOPLE = "- id: li.na\n  name: 李娜\n  roles: [clerk]  # since 2024\n"


@pytest.fixture
def parsing(monkeypatch):
    """Tell of every settings file that is parsed."""
    told = []
    parse = desks.yamltext.parse

    def heard(text, path):
        told.append(path)
        return parse(text, path=path)

    monkeypatch.setattr(desks.yamltext, "parse", heard)
    return told


def written(root, people=PEOPLE):
    (root / "cs.yaml").write_text("packs: [PSC]\n", "utf-8")
    (root / "people.yaml").write_text(people, "utf-8")
    return Desk(root)


def test_settings_are_parsed_once_and_again_when_a_byte_of_them_changes(tmp_path, parsing):
    first = written(tmp_path).people
    assert parsing == ["cs.yaml", "people.yaml"]
    assert Desk(tmp_path).people == first and len(parsing) == 2
    # Of the same size, at the same time: nothing but its bytes tell.
    before = (tmp_path / "people.yaml").stat()
    (tmp_path / "people.yaml").write_text(PEOPLE.replace("li.na", "wu.na"), "utf-8")
    os.utime(tmp_path / "people.yaml", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert [person.id for person in Desk(tmp_path).people] == ["wu.na"]
    assert parsing[2:] == ["people.yaml"]


def test_a_fault_in_settings_is_told_with_its_line_each_time(tmp_path):
    for _time in range(2):
        desk = written(tmp_path, PEOPLE + "- id: wu.gang\n  name: 吴刚\n  rolls: [x]\n")
        with pytest.raises(Broken) as refusal:
            desk.people  # noqa: B018 - it is read when it is asked for
        assert refusal.value.problems[0].line == 6


@pytest.mark.parametrize(
    "kept", ["", "[]", '{"cs.yaml": 1}', '[HERE, {"people.yaml": 1}]', "[HERE, 1]", "[HERE]",
             "\udcff", "{" * 9999, "null"],
)  # fmt: skip
def test_settings_that_were_kept_wrong_are_parsed(tmp_path, kept):
    people = written(tmp_path).people
    file = tmp_path / ".cs/parsed"
    here, _held = json.loads(file.read_text())
    file.write_bytes(kept.replace("HERE", json.dumps(here)).encode(errors="surrogateescape"))
    assert Desk(tmp_path).people == people


def test_settings_that_another_desk_or_program_kept_are_parsed(tmp_path, monkeypatch, parsing):
    """Git can bring them into a clone, at the very place where they were forged."""
    root = tmp_path / "desk"
    root.mkdir()
    people = written(root).people
    file = root / ".cs/parsed"
    forged = file.read_text().replace('\\"li.na', '\\"wu.na')
    root.rename(tmp_path / "forger")
    root.mkdir()
    assert written(root).people == people
    here = file.read_text()
    assert forged.partition("{")[0] != here.partition("{")[0] and "wu.na" in forged
    file.write_text(forged)
    assert Desk(root).people == people
    del parsing[:]
    assert Desk(root).people == people and parsing == []
    monkeypatch.setattr(parsed, "__version__", "another")
    assert Desk(root).people == people and "people.yaml" in parsing


def test_a_folder_of_machinery_that_is_a_link_is_not_read(tmp_path):
    (tmp_path / "desk").mkdir()
    people = written(tmp_path / "desk").people
    home = tmp_path / "desk/.cs"
    home.rename(tmp_path / "elsewhere")
    home.symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere/parsed").write_text('{"people.yaml": ["x", "[]"]}')
    assert Desk(tmp_path / "desk").people == people
    assert (tmp_path / "elsewhere/parsed").read_text() == '{"people.yaml": ["x", "[]"]}'


def test_what_a_kill_leaves_of_it_is_swept_up(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "replace", lambda *_names: os.kill(os.getpid(), signal.SIGKILL))
    child = os.fork()
    if child == 0:
        written(tmp_path).people  # noqa: B018 - it is kept when it is asked for
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    monkeypatch.undo()
    (tmp_path / ".cs/lock").touch()
    assert [Path(path).name[:8] for path in transaction.litter(tmp_path)] == [".parsed."]
    assert transaction.clean(tmp_path)
