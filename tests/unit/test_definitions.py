"""Kinds and packs as files: what is read, how it is merged, and what is said of a mistake."""

import shutil
from pathlib import Path

import pytest
from given import PACKS

from cs_cli.domain.errors import Broken, NotFound
from cs_cli.domain.limit import Limit
from cs_cli.store import definitions
from cs_cli.store.templates import built_in


@pytest.fixture
def write(tmp_path: Path):
    """Write a file of a desk and give the desk."""

    def write(path: str, text: str) -> Path:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return tmp_path

    return write


def said(desk: Path, *packs: str) -> str:
    """Give what is wrong with the definitions of a desk."""
    with pytest.raises(Broken) as broken:
        definitions.load(packs, desk)
    return str(broken.value)


@pytest.mark.parametrize("pack", [*PACKS, "property-desk", "base"])
def test_every_pack_works_alone(pack):
    policy = definitions.load([pack], None)
    assert {"ticket", "callback", "leave", "handover", "customer", "duty"} <= set(policy.kinds)


def test_all_packs_work_together():
    policy = definitions.load(PACKS, None)
    assert {"order", "booking"} <= set(policy.kinds)


def test_an_optional_kind_is_there_only_when_a_pack_names_it():
    assert "booking" not in definitions.load(["PSC"], None).kinds
    assert "booking" in definitions.load(["WED"], None).kinds


@pytest.mark.parametrize("word", ["psc", "PSC", " Psc ", "物业客户服务中心（主任负责制）"])
def test_a_pack_goes_by_its_code_in_any_case_and_by_its_label(word):
    assert definitions.canonical_names([word]) == ["PSC"]


def test_a_pack_that_does_not_exist_is_named_with_the_nearest():
    with pytest.raises(NotFound) as fault:
        definitions.load(["PCS"], None)
    assert str(fault.value) == "there is no pack PCS"
    assert fault.value.hint.startswith("did you mean PSC")
    with pytest.raises(NotFound) as fault:
        definitions.load(["酒店前台"], None)
    assert fault.value.hint == "cs policy packs lists every pack"
    with pytest.raises(NotFound) as fault:
        definitions.load(["物业服务中新"], None)
    assert fault.value.hint.startswith("did you mean property-desk")


@pytest.fixture
def one_broken(tmp_path, monkeypatch):
    """All templates, where PSC cannot be read and BAM has no label."""
    templates = tmp_path / "templates"
    shutil.copytree(built_in(), templates)
    (templates / "packs/PSC.yaml").write_text("pack: PSC\nlabel: {en: [\n")
    (templates / "packs/BAM.yaml").write_text("pack: BAM\n")
    monkeypatch.setattr(definitions, "built_in", lambda: templates)


def test_a_pack_that_cannot_be_read_matters_only_to_who_names_it(one_broken):
    assert definitions.canonical_names(["hot", "呼叫中心指标"]) == ["HOT", "CCM"]
    assert definitions.load(["HOT"], None).rows.guards
    assert "templates/packs/PSC.yaml:" in said(None, "PSC")
    assert "templates/packs/PSC.yaml:" in said(None, "property-desk")
    assert {"PSC", "BAM"}.isdisjoint(pack.name for pack in definitions.packs())
    with pytest.raises(NotFound):
        definitions.load(["no such pack"], None)


def test_a_combination_is_its_packs_in_order():
    one, two = (definitions.load(p, None) for p in (["complaint-office"], ["OFF", "CPE"]))
    assert one.rows == two.rows
    assert one.kinds == two.kinds


def test_the_later_pack_wins():
    """TKT-15 and CBK-31 both call back what was resolved; the last pack's rule makes the call."""
    rows = [definitions.load(p, None).rows for p in (["PSC", "CHD"], ["CHD", "PSC"])]
    assert [row.followups["callback"][0].type for row in rows] == ["handled", "first-contact"]


def test_every_row_in_force_tells_where_it_was_last_written(write):
    desk = write("policy/ours.yaml", "deadlines:\n  slip-fetch: {limit: 20 minutes}\n")
    policy = definitions.load(["ONE"], desk)
    origin = policy.origins["deadlines", "slip-fetch"]
    assert (origin.pack, origin.path, origin.line) == ("policy/ours", "policy/ours.yaml", 2)
    origin = policy.origins["guards", "slip-signed-for"]
    assert (origin.pack, origin.path) == ("ONE", "templates/packs/ONE.yaml")
    assert origin.line > 1


def test_the_desk_changes_one_key_of_a_row_and_keeps_the_others(write):
    desk = write("policy/ours.yaml", "deadlines:\n  slip-fetch: {limit: 20 minutes}\n")
    (row,) = definitions.load(["ONE"], desk).rows.deadlines["slip-fetch"]
    assert (row.limit, row.ref) == (Limit.parse("20 minutes"), "CMP-22")


def test_off_takes_a_row_or_a_key_away(write):
    desk = write("policy/ours.yaml", "guards:\n  log-read: off\n")
    assert "log-read" not in definitions.load(["PSC"], desk).rows.guards
    desk = write("policy/ours.yaml", "deadlines:\n  clear-answer: {escalate: off}\n")
    (row,) = definitions.load(["PSC"], desk).rows.deadlines["clear-answer"]
    assert row.escalate is None


VISITOR = """\
kind: visitor
label: {en: visitor, zh: 访客}
prefix: V
fields:
  title: {label: {en: purpose, zh: 事由}, required: true}
states:
  here: {label: {en: here, zh: 在访}}
  gone: {label: {en: gone, zh: 已离开}, final: true}
start: here
verbs:
  leave: {label: {en: leave, zh: 离开}, to: gone}
"""


def test_a_desk_adds_a_kind_with_one_file(write):
    desk = write("templates/kinds/visitor.yaml", VISITOR)
    kind = definitions.load([], desk).kinds["visitor"]
    assert kind.verbs["leave"].to[0].state == "gone"


def test_a_desk_adds_a_type_to_a_kind(write):
    text = "type: guard\nextends: ticket\nlabel: {en: guard matter, zh: 安保事务}\n"
    desk = write("templates/kinds/guard.yaml", text)
    ticket = definitions.load([], desk).kinds["ticket"]
    assert ticket.of("guard").label.zh == "安保事务"
    assert set(ticket.of("guard").verbs) == set(ticket.verbs)


def test_a_type_in_a_pack_takes_everything_from_another_one(write):
    desk = write(
        "policy/own.yaml",
        "kinds:\n"
        "  ticket/fitting: {extends: repair, label: {en: fitting, zh: 装配}, verbs: {sign: off}}\n"
        "  ticket/repair: {fields: {bay: {label: {en: bay, zh: 工位}}}}\n",
    )
    ticket = definitions.load([], desk).kinds["ticket"]
    fitting, repair = ticket.of("fitting"), ticket.of("repair")
    assert (fitting.label.zh, repair.label.zh) == ("装配", "报修")
    assert {"bay", "symptom"} <= set(fitting.fields)
    assert set(repair.verbs) - set(fitting.verbs) == {"sign"}


def test_a_type_takes_away_what_its_kind_has(write):
    desk = write("policy/own.yaml", "kinds: {ticket/repair: {verbs: {assign: off}}}\n")
    ticket = definitions.load([], desk).kinds["ticket"]
    assert "assign" not in ticket.of("repair").verbs
    assert "assign" in ticket.of("inquiry").verbs


def test_a_type_extends_one_that_is_there_and_stands_on_its_own(write):
    for other in ("repairs", "fitting"):
        text = f"  ticket/fitting: {{extends: {other}, label: {{en: fitting, zh: 装配}}}}\n"
        desk = write("policy/own.yaml", f"kinds:\n{text}")
        with pytest.raises(Broken, match=other):
            definitions.load([], desk)


def test_a_desk_adds_to_a_kind_that_is_there(write):
    text = "kind: customer\nfields:\n  house: {label: {en: house, zh: 房号}}\n"
    desk = write("templates/kinds/customer.yaml", text)
    assert {"name", "house"} <= set(definitions.load([], desk).kinds["customer"].fields)


def test_a_desk_has_packs_of_its_own(write):
    desk = write(
        "templates/packs/OURS.yaml",
        "pack: OURS\nlabel: {en: ours, zh: 我们}\nextends: [hot]\n"
        "settings: {leave.up_to: director}\n",
    )
    policy = definitions.load(["ours"], desk)
    assert policy.settings["leave.up_to"] == "director"
    assert "next-reply-agreed" in policy.rows.guards
    assert "OURS" in definitions.pack_names(desk)


def test_packs_that_extend_each_other_are_read_once(write):
    for name, other in (("AA", "BB"), ("BB", "AA")):
        text = f"pack: {name}\nlabel: {{en: x, zh: 甲}}\nextends: {other}\n"
        desk = write(f"templates/packs/{name}.yaml", text)
    assert definitions.load(["AA"], desk).kinds


def test_what_a_new_desk_starts_with_comes_from_its_packs():
    plain, studio = (definitions.desk_defaults(p)["calendar"] for p in ([], ["WED"]))
    assert plain["hours"]["sat"] == []
    assert (studio["hours"]["sat"], studio["holidays"]) == (["09:00-18:00"], "none")
    assert (plain["zone"], studio["zone"]) == ("Asia/Shanghai", "Asia/Shanghai")
    assert list(studio["shifts"]) == ["day"]


def test_every_file_a_policy_is_read_from_is_told(write):
    desk = write("policy/ours.yaml", "")
    names = [path.name for path in definitions.files(["property-desk"], desk)]
    assert {"ticket.yaml", "complaint.yaml", "base.yaml", "CHD.yaml", "ours.yaml"} <= set(names)
    assert "WED.yaml" not in names


MISTAKES = [
    ("deadlines:\n  x:\n    limt: 5 minutes\n",
     "policy/ours.yaml:3: deadlines x limt: limt is not known here - did you mean limit?"),
    ("guard:\n  x: {}\n",
     "policy/ours.yaml:1: guard: guard is not known here - did you mean guards?"),
    ("deadlines:\n  slip-fetch:\n    limit: 5 minuts\n",
     'policy/ours.yaml:3: deadlines slip-fetch limit: "5 minuts" is not a limit; limits are: '),
    ("deadlines:\n  x:\n    label: {en: x}\n    on: {kind: ticket}\n",
     "policy/ours.yaml:3: deadlines x label: give the text in both languages: en and zh"),
    ("deadlines:\n  x:\n    label: {en: x, zh: 甲}\n    on: {kind: tickt}\n",
     "policy/ours.yaml:4: deadlines x on kind: tickt is not known here - did you mean ticket?"),
    ("deadlines:\n  x:\n    label: {en: x, zh: 甲}\n    on: {kind: ticket}\n    until: do:resolv\n",
     "policy/ours.yaml:5: deadlines x until: resolv is not known here - did you mean resolve?"),
    ("deadlines:\n  x:\n    label: {en: x, zh: 甲}\n    on: {kind: ticket}\n    until: resolve\n",
     "policy/ours.yaml:5: deadlines x until: resolve is not a moment; write do:VERB"),
    ("guards:\n  x:\n    says: {en: x, zh: 甲}\n    on: {kind: ticket, severity: majr}\n",
     "policy/ours.yaml:4: guards x on severity: majr is not known here - did you mean major?"),
    ("guards:\n  x:\n    says: {en: x, zh: 甲}\n    on: {kind: ticket}\n    rule: renewd\n",
     "policy/ours.yaml:5: guards x rule: renewd is not known here - did you mean renewed?"),
    ("guards:\n  x:\n    says: {en: x, zh: 甲}\n    on: {kind: ticket}\n    roles: [clerc]\n",
     "policy/ours.yaml:5: guards x roles: clerc is not known here - did you mean clerk?"),
    ("guards:\n  x: soon\n", "policy/ours.yaml:2: guards x: expected keys and values"),
    ("duties:\n  x:\n    label: {en: x, zh: 甲}\n    role: clerk\n    rrule: FREQ=HOURLI\n",
     "policy/ours.yaml:5: duties x rrule: FREQ=HOURLI is not an iCalendar rule"),
    ("followups:\n  x:\n    on: {kind: ticket}\n    create: callback\n    title: {en: x, zh: 甲}\n"
     "    fields:\n      customer: $custmer\n",
     "policy/ours.yaml:7: followups x fields customer: custmer is not known here"),
    ("kinds:\n  tickets: {}\n",
     "policy/ours.yaml:2: kinds tickets: tickets is not known here - did you mean ticket?"),
    ("kinds:\n  ticket/complain: {}\n", "did you mean complaint?"),
    ("kinds:\n  ticket/complaint:\n    fields:\n      class: {typ: text}\n",
     "policy/ours.yaml:4: kinds ticket/complaint fields class typ: typ is not known here"),
    ("kinds:\n  ticket:\n    verbs:\n      close: {ask: [satisfactn]}\n",
     "policy/ours.yaml:4: kinds ticket verbs close ask: satisfactn is not known here"),
    ("kinds:\n  ticket/repair:\n    verbs:\n      sign: {from: [resolvd]}\n",
     "policy/ours.yaml:4: kinds ticket/repair verbs sign from: resolvd is not known here"),
    ("kinds: [ticket]\n", "policy/ours.yaml:1: kinds: expected keys and values"),
    ("roles:\n  clerk: {rank: high}\n",
     "policy/ours.yaml:2: roles clerk rank: expected a whole number"),
    ("- a list\n", "policy/ours.yaml:1: expected keys and values"),
    ("guards: {x: [1}\n", "policy/ours.yaml:1: "),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), MISTAKES)
def test_a_mistake_is_told_with_file_line_and_place(write, text, message):
    found = said(write("policy/ours.yaml", text), "ONE")
    assert message in found
    assert found.count("\n") == 0


def test_all_words_that_name_nothing_are_told_at_once(write):
    desk = write(
        "policy/ours.yaml",
        "guards:\n  x:\n    says: {en: x, zh: 甲}\n    on: {kind: ticket, do: clse}\n"
        "    require: [resullt]\n",
    )
    assert len(said(desk).splitlines()) == 2


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("prefix: V\n", "", ":1: prefix is missing"),
        ("kind: visitor", "kind: guest", ":1: the file's name says visitor"),
        ("to: gone", "to: away", ":11: verbs leave to: away is not known here"),
        ("start: here", "start: hre", ":9: start: hre is not known here - did you mean here?"),
        ("final: true", "final: maybe", ":8: states gone final: maybe is not one of true, false"),
        ("label: {en: visitor, zh: 访客}", "label: visitor", ":2: label: give the text in both"),
        ("fields:", "fieldz:", ":4: fieldz: fieldz is not known here - did you mean fields?"),
    ],
)
def test_a_mistake_in_a_kind_is_told_with_file_line_and_place(write, old, new, message):
    desk = write("templates/kinds/visitor.yaml", VISITOR.replace(old, new))
    assert f"templates/kinds/visitor.yaml{message}" in said(desk)


def test_a_mistake_in_a_type_is_told_in_the_file_of_the_type(write):
    text = "type: guard\nextends: ticket\nlabel: {en: guard matter, zh: 安保}\nverbs:\n  patrol:\n"
    desk = write("templates/kinds/guard.yaml", f"{text}    too: open\n")
    assert said(desk).startswith("templates/kinds/guard.yaml:6: verbs patrol too: too is not known")
    text += "    label: {en: patrol, zh: 巡逻}\n    to: opn\n"
    desk = write("templates/kinds/guard.yaml", text)
    assert said(desk).startswith("templates/kinds/guard.yaml:7: verbs patrol to: opn is not known")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pack: THEIRS\nlabel: {en: x, zh: 甲}\n", ":1: the file's name says OURS"),
        ("pack: OURS\nlabel: {en: x}\n", ":2: label: give the text in both languages"),
        ("pack: OURS\nextends: [PCS]\n", ":2: there is no pack PCS - did you mean PSC"),
        ("pack: OURS\nextends: {a: b}\n", ":2: expected the names of packs"),
        ("pack: OURS\ndesk: 8\n", ":2: desk: expected keys and values"),
    ],
)
def test_a_mistake_in_a_pack_is_told_with_file_and_line(write, text, message):
    desk = write("templates/packs/OURS.yaml", text)
    assert f"templates/packs/OURS.yaml{message}" in said(desk, "OURS")


def test_what_comes_with_cs_is_read_once_however_many_states_of_a_desk_are_looked_at(
    write, monkeypatch
):
    read = []
    parse = definitions.yamltext.parse

    def heard(text, path):
        read.append(path)
        return parse(text, path=path)

    desk = write("policy/own.yaml", "settings: {a: b}\n")
    definitions.load(["HOT"], desk)
    monkeypatch.setattr(definitions.yamltext, "parse", heard)
    definitions.load(["HOT"], desk)
    assert read == []
    write("policy/own.yaml", "settings: {a: c}\n")
    assert definitions.load(["HOT"], desk).settings["a"] == "c"
    assert read == ["policy/own.yaml"]


def test_rules_are_worked_out_once_for_as_long_as_their_files_say_the_same(write):
    desk = write("policy/own.yaml", "settings: {a: b}\n")
    first = definitions.load(["HOT"], desk)
    assert definitions.load(["HOT"], desk) is first
    assert definitions.load(["PSC"], desk) != first
    write("policy/own.yaml", "settings: {a: c}\n")
    assert definitions.load(["HOT"], desk) != first
    write("policy/own.yaml", "settings: {a: b}\n")
    assert definitions.load(["HOT"], desk) is first


def test_a_mistake_is_told_as_often_as_rules_are_asked_for(write):
    desk = write("policy/own.yaml", "guards: {a: {on: {kind: no-such}}}\n")
    assert "policy/own.yaml" in said(desk, "HOT")
    assert said(desk, "HOT") == said(desk, "HOT")


def test_only_so_many_rules_are_remembered(write, monkeypatch):
    monkeypatch.setattr(definitions, "KEPT", 2)
    monkeypatch.setattr(definitions, "_built", {})
    first, *_others = (definitions.load([pack], None) for pack in ("HOT", "PSC", "TEL"))
    assert len(definitions._built) == 2
    assert definitions.load(["HOT"], None) is not first
