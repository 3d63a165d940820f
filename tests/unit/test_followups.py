"""What a verb makes happen besides: records made, verbs done on others, all of it or nothing."""

import pytest
from given import refused

ME = "li.na"

VISIT = """\
kind: visitor
label: {en: visitor, zh: 来访}
prefix: V
title: title
fields:
  title: {label: {en: purpose, zh: 来访事由}, required: true}
  about: {label: {en: about, zh: 关联记录}, type: record, many: true}
  customer: {label: {en: customer, zh: 客户}, type: record, to: customer}
  guests: {label: {en: guests, zh: 随行客户}, type: record, to: customer, many: true}
  steps: {label: {en: steps, zh: 步骤}, type: record, to: step, many: true}
  main: {label: {en: main step, zh: 主要步骤}, type: record, to: step}
  hosts: {label: {en: hosts, zh: 接待人}, type: person, many: true}
  teams:
    label: {en: teams, zh: 班组}
    type: choice
    many: true
    choices: {guard: {en: guards, zh: 保安}, clean: {en: cleaners, zh: 保洁}}
  parts:
    label: {en: parts, zh: 部分}
    type: list
    fields:
      name: {label: {en: name, zh: 名称}}
states:
  here: {label: {en: here, zh: 在访}}
  gone: {label: {en: gone, zh: 已离开}, final: true}
start: here
verbs:
  leave: {label: {en: leave, zh: 离开}, to: gone}
  nudge: {label: {en: nudge, zh: 催办}}
"""
STEP = """\
kind: step
label: {en: step, zh: 步骤}
prefix: S
title: title
fields:
  title: {label: {en: title, zh: 标题}, required: true}
  about: {label: {en: about, zh: 关联记录}, type: record, many: true}
  owner: {label: {en: owner, zh: 负责人}, type: person}
  customer: {label: {en: customer, zh: 客户}, type: record, to: customer}
  team: {label: {en: team, zh: 班组}}
  next: {label: {en: next, zh: 下一步}, type: record, to: step}
  result: {label: {en: result, zh: 结果}}
states:
  open: {label: {en: open, zh: 待办}}
  done: {label: {en: done, zh: 已完成}, final: true}
start: open
verbs:
  done: {label: {en: done, zh: 完成}, to: done, ask: [result], require: [result]}
  touch: {label: {en: touch, zh: 跟进}, note: "true"}
"""
ALL_STEPS = """\
  finish:
    ref: XX-01
    on: {kind: visitor, do: leave}
    verb: done
    at: steps
    fields: {result: $title}
"""
ONE_EACH = """\
  one-each:
    on: {kind: visitor, do: nudge}
    create: step
    title: {en: "{each}: {title}", zh: "{each}：{title}"}
"""
SHARED = """\
  shared:
    on: {kind: visitor, do: nudge}
    create: step
    each: {kind: step, open: "true", team: pool}
    among: AMONG
    title: {en: "check {each}", zh: "检查 {each}"}
    fields: {owner: $turn}
"""


@pytest.fixture
def with_rows(desk):
    """Give the desk with two more kinds and these rows."""
    return ruled(desk)


@pytest.fixture
def with_rows_in_git(desk_in_git):
    """Give the same as a repository."""
    return ruled(desk_in_git)


def ruled(desk):
    desk.write("templates/kinds/visitor.yaml", VISIT)
    desk.write("templates/kinds/step.yaml", STEP)

    def rows(text, more=""):
        desk.write("policy/ours.yaml", f"followups:\n{text}{more}")
        return desk

    return rows


def visit(desk, *words):
    return desk.new("visitor", "--title", "audit", *words)


def step(desk, title="tidy up", *words):
    return desk.new("step", "--title", title, *words)


def repeat(name, values):
    return [word for value in values for word in (name, value)]


def do(desk, id_, verb="nudge", **options):
    """Do a verb and give what it said as data."""
    return desk.json("visitor", verb, id_, **options)


def steps(desk, answer):
    return [desk.json("step", "show", id_) for id_ in answer["made"]]


def on_leave(desk, first, last):
    """Ask for leave for Wang Wei."""
    asked = ("--person", "wang.wei", "--from", first, "--to", last, "--reason", "x")
    return desk.new("leave", *asked, now="2026-02-20T09:00:00+08:00")


def files(desk):
    return {p: p.read_bytes() for p in desk.root.rglob("*.md")}


class TestVerbOnAnother:
    def test_is_done_on_every_record_named(self, with_rows):
        desk = with_rows(ALL_STEPS)
        both = [step(desk, "a"), step(desk, "b")]
        desk.ok("visitor", "leave", visit(desk, *repeat("--steps", both)))
        shown = [desk.json("step", "show", id_) for id_ in both]
        assert [(s["status"], s["result"], s["log"][-1]["by"]) for s in shown] == [
            ("done", "audit", ME), ("done", "audit", ME)
        ]  # fmt: skip

    def test_when_the_second_is_refused_nothing_is_written(self, with_rows):
        desk = with_rows(ALL_STEPS)
        both = [step(desk, "a"), step(desk, "b")]
        id_ = visit(desk, *repeat("--steps", both))
        desk.ok("step", "done", both[1], "--result", "x")
        before = files(desk)
        said = refused(desk, None, "visitor", "leave", id_)
        assert both[1] in said
        assert files(desk) == before

    def test_what_was_refused_is_forgotten_by_the_next_command(self, with_rows):
        desk = with_rows(ALL_STEPS)
        both = [step(desk, "a"), step(desk, "b")]
        id_ = visit(desk, *repeat("--steps", both))
        desk.ok("step", "void", both[1], "-m", "never mind")
        assert both[1] in refused(desk, None, "visitor", "leave", id_)
        assert desk.json("step", "show", both[0])["status"] == "open"
        assert [s["id"] for s in desk.json("step", "list", "--status", "open")] == [both[0]]

    def test_guards_of_the_other_record_judge_it(self, with_rows):
        guard = (
            "guards:\n  own:\n    ref: XX-02\n    says: {en: not yours, zh: 不是您的}\n"
            "    on: {kind: step, do: done}\n    by: [owner]\n"
        )
        desk = with_rows(ALL_STEPS, guard)
        other = step(desk, "a", "--owner", "wang.wei")
        id_ = visit(desk, "--steps", other)
        assert "not yours" in refused(desk, "XX-02", "visitor", "leave", id_)
        desk.ok("visitor", "leave", id_, as_="wang.wei")

    def test_what_its_verb_needs_must_come_from_the_row(self, with_rows):
        desk = with_rows(ALL_STEPS.replace("    fields: {result: $title}\n", ""))
        other = step(desk)
        said = refused(desk, "XX-01", "visitor", "leave", visit(desk, "--steps", other))
        assert other in said
        assert "finish" in said
        assert "--result" in said

    def test_a_note_that_its_verb_needs_comes_from_the_row(self, with_rows):
        row = ALL_STEPS.replace("verb: done", "verb: touch").replace("result: $title", "note: left")
        desk = with_rows(row)
        other = step(desk)
        desk.ok("visitor", "leave", visit(desk, "--steps", other))
        assert desk.json("step", "show", other)["log"][-1]["note"] == "left"

    def test_a_record_that_is_not_there_is_named(self, with_rows):
        desk = with_rows(ALL_STEPS)
        other = step(desk)
        id_ = visit(desk, "--steps", other)
        (desk.root / desk.path(other)).unlink()
        assert other in refused(desk, "XX-01", "visitor", "leave", id_)

    def test_nothing_named_is_nothing_to_do(self, with_rows):
        desk = with_rows(ALL_STEPS)
        assert do(desk, visit(desk), "leave")["status"] == "gone"

    def test_follows_a_path(self, with_rows):
        desk = with_rows(ALL_STEPS.replace("at: steps", "at: main.next"))
        last = step(desk, "last")
        first = step(desk, "first", "--next", last)
        desk.ok("visitor", "leave", visit(desk, "--main", first))
        assert [desk.json("step", "show", i)["status"] for i in (first, last)] == ["open", "done"]

    def test_may_be_done_on_every_record_a_query_finds(self, with_rows):
        each = 'at: each\n    each: {kind: step, open: "true", customer: $customer}'
        desk = with_rows(ALL_STEPS.replace("at: steps", each))
        mine, yours = (desk.new("customer", "--name", name) for name in ("甲", "乙"))
        one, other = (step(desk, "x", "--customer", c) for c in (mine, yours))
        desk.ok("visitor", "leave", visit(desk, "--customer", mine))
        assert desk.json("step", "show", one)["status"] == "done"
        assert desk.json("step", "show", other)["status"] == "open"

    def test_its_own_follow_ups_happen_too(self, with_rows):
        next_ = "  on:\n    on: {kind: step, do: done}\n    verb: done\n    at: next\n"
        desk = with_rows(ALL_STEPS, next_ + "    fields: {result: so far}\n")
        last = step(desk, "last")
        first = step(desk, "first", "--next", last)
        desk.ok("visitor", "leave", visit(desk, "--steps", first))
        assert desk.json("step", "show", last)["result"] == "so far"

    def test_a_chain_without_an_end_is_refused(self, with_rows):
        row = (
            "  round:\n    ref: XX-03\n    on: {kind: step, do: touch}\n    verb: touch\n"
            "    at: next\n    fields: {note: again}\n"
        )
        desk = with_rows(row)
        first = step(desk)
        desk.ok("step", "set", first, "--next", step(desk, "b", "--next", first))
        before = files(desk)
        assert "round, round" in refused(desk, "XX-03", "step", "touch", first, "-m", "x")
        assert files(desk) == before

    def test_two_rows_on_one_record_both_leave_their_event(self, with_rows):
        row = ALL_STEPS.replace("finish", "tell").replace("verb: done", "verb: touch")
        desk = with_rows(row.replace("result: $title", "note: bye"), ALL_STEPS)
        other = step(desk)
        id_ = visit(desk, "--steps", other)
        desk.ok("visitor", "leave", id_)
        assert [e["do"] for e in desk.json("step", "show", other)["log"]] == [
            "open", "touch", "done"
        ]  # fmt: skip

    def test_rules_see_what_the_command_has_changed_before(self, with_rows):
        guard = (
            "guards:\n  last:\n    says: {en: one is open, zh: 尚有未完成}\n"
            "    on: {kind: step, do: done, team: last}\n"
            '    forbid: {kind: step, open: "true", team: first}\n'
        )
        desk = with_rows(ALL_STEPS, guard)
        first, last = step(desk, "a", "--team", "first"), step(desk, "b", "--team", "last")
        id_ = visit(desk, *repeat("--steps", [last, first]))
        assert "one is open" in refused(desk, None, "visitor", "leave", id_)
        desk.ok("visitor", "leave", visit(desk, *repeat("--steps", [first, last])))

    def test_a_dry_run_shows_it_and_writes_nothing(self, with_rows):
        desk = with_rows(ALL_STEPS)
        other = step(desk)
        id_ = visit(desk, "--steps", other)
        before = files(desk)
        assert "+status: done" in desk.ok("visitor", "leave", id_, "--dry-run")
        assert files(desk) == before

    def test_all_files_are_in_one_commit(self, with_rows_in_git):
        desk = with_rows_in_git(ALL_STEPS)
        other = step(desk)
        id_ = visit(desk, "--steps", other)
        desk.ok("visitor", "leave", id_)
        changed = desk.git("show", "--name-only", "--format=%s", "HEAD").split("\n")
        assert changed[0] == f"visitor {id_}: leave"
        assert sorted(changed[2:4]) == sorted([desk.path(other), desk.path(id_)])
        assert desk.run("check").code == 0


class TestOneForEach:
    def test_value_of_a_field(self, with_rows):
        desk = with_rows(ONE_EACH, "    each: teams\n    fields: {team: $each}\n")
        made = steps(desk, do(desk, visit(desk, *repeat("--teams", ["guard", "clean"]))))
        assert [(s["title"], s["team"]) for s in made] == [
            ("guards: audit", "guard"), ("cleaners: audit", "clean")
        ]  # fmt: skip

    def test_only_what_has_none_open_gets_another(self, with_rows):
        desk = with_rows(ONE_EACH, "    each: teams\n    fields: {team: $each}\n")
        id_ = visit(desk, *repeat("--teams", ["guard", "clean"]))
        first, _other = do(desk, id_)["made"]
        assert do(desk, id_)["made"] == []
        desk.ok("step", "done", first, "--result", "x")
        assert [s["team"] for s in steps(desk, do(desk, id_))] == ["guard"]

    def test_titles_tell_apart_where_no_field_does(self, with_rows):
        desk = with_rows(ONE_EACH, "    each: teams\n")
        id_ = visit(desk, *repeat("--teams", ["guard", "clean"]))
        assert len(do(desk, id_)["made"]) == 2
        assert do(desk, id_)["made"] == []

    def test_record_named_in_a_field_which_is_linked(self, with_rows):
        row = ONE_EACH + "    each: steps\n    fields: {team: $each.team}\n"
        desk = with_rows(row)
        one = step(desk, "sweep", "--team", "clean")
        id_ = visit(desk, "--steps", one)
        (made,) = steps(desk, do(desk, id_))
        assert made["about"] == [id_, one]
        assert (made["title"], made["team"]) == ("sweep: audit", "clean")

    def test_customer_found_by_a_query_without_the_name_in_the_title(self, with_rows):
        row = ONE_EACH + "    each: {kind: customer}\n    fields: {customer: $each}\n"
        desk = with_rows(row)
        customers = sorted(desk.new("customer", "--name", name) for name in ("张三", "李四"))
        made = steps(desk, do(desk, visit(desk)))
        assert [s["customer"] for s in made] == customers
        assert [s["title"] for s in made] == [f"{id_}: audit" for id_ in customers]

    def test_entry_of_a_list(self, with_rows):
        desk = with_rows(ONE_EACH, "    each: parts\n    fields: {team: $each.name}\n")
        parts = [{"name": "roof"}, {"name": "cellar"}]
        id_ = visit(desk)
        path = desk.path(id_)
        lines = "parts:\n" + "".join(f"  - name: {p['name']}\n" for p in parts)
        desk.write(path, desk.read(path).replace("opened_at:", lines + "opened_at:", 1))
        made = steps(desk, do(desk, id_))
        assert [(s["title"], s["team"]) for s in made] == [
            ("roof: audit", "roof"), ("cellar: audit", "cellar")
        ]  # fmt: skip

    def test_two_clones_make_the_same_records(self, with_rows):
        desk = with_rows(ONE_EACH, "    each: teams\n    fields: {team: $each}\n")
        id_ = visit(desk, *repeat("--teams", ["guard", "clean"]))
        before = files(desk)
        here = do(desk, id_)["made"]
        for path in files(desk).keys() - before.keys():
            path.unlink()
        for path, content in before.items():
            path.write_bytes(content)
        assert do(desk, id_)["made"] == here
        assert len(set(here)) == 2


class TestTurns:
    def shared(self, with_rows, among, count=5):
        desk = with_rows(SHARED.replace("AMONG", among))
        for number in range(count):
            step(desk, f"pool {number}", "--team", "pool")
        return desk

    def owners(self, desk, id_, **options):
        made = do(desk, id_, **options)["made"]
        return [desk.json("step", "show", one)["owner"] for one in made]

    def test_go_round_evenly(self, with_rows):
        desk = self.shared(with_rows, "hosts")
        id_ = visit(desk, *repeat("--hosts", ["wang.wei", "li.na"]))
        assert self.owners(desk, id_) == ["wang.wei", "li.na", "wang.wei", "li.na", "wang.wei"]

    def test_of_a_role_are_of_those_on_the_roster(self, with_rows):
        desk = self.shared(with_rows, "role:clerk", 2)
        desk.write("roster/2026-03.yaml", "2026-03-02: {day: [wang.wei, wu.gang]}\n")
        assert self.owners(desk, visit(desk)) == ["wang.wei", "wang.wei"]

    def test_of_a_role_that_nobody_has_on_the_roster_are_of_all(self, with_rows):
        desk = self.shared(with_rows, "role:clerk", 2)
        desk.write("roster/2026-03.yaml", "2026-03-02: {day: [wu.gang]}\n")
        assert self.owners(desk, visit(desk)) == ["li.na", "wang.wei"]

    def test_pass_over_whoever_is_on_leave(self, with_rows):
        desk = self.shared(with_rows, "role:clerk", 2)
        leave = on_leave(desk, "2026-03-02", "2026-03-04")
        assert self.owners(desk, visit(desk)) == ["li.na", "wang.wei"]
        desk.ok("leave", "approve", leave, "--opinion", "yes", as_="chen.jing")
        for one in desk.json("step", "list", "--status", "open"):
            if one["title"].startswith("check"):
                desk.ok("step", "done", one["id"], "--result", "x")
        assert self.owners(desk, visit(desk)) == ["li.na", "li.na"]

    @pytest.mark.parametrize(
        ("first", "last", "away"),
        [
            ("2026-03-02", "2026-03-02", True),
            ("2026-03-01T09:00:00+08:00", "2026-03-02T09:30:00+08:00", True),
            ("2026-03-02T09:00:00+08:00", "2026-03-02T11:00:00+08:00", True),
            ("2026-03-02T14:00:00+08:00", "2026-03-02T16:00:00+08:00", False),
            ("2026-03-03", "2026-03-04", False),
        ],
    )
    def test_leave_counts_on_its_days_and_within_a_day_while_it_lasts(
        self, with_rows, first, last, away
    ):
        desk = self.shared(with_rows, "role:clerk", 2)
        leave = on_leave(desk, first, last)
        desk.ok("leave", "approve", leave, "--opinion", "yes", as_="chen.jing")
        assert ("wang.wei" not in self.owners(desk, visit(desk))) == away

    def test_fall_to_the_acting_person_when_there_is_nobody(self, with_rows):
        desk = self.shared(with_rows, "hosts", 1)
        assert self.owners(desk, visit(desk), as_="chen.jing") == ["chen.jing"]


class TestMadeRecord:
    def test_that_would_be_incomplete_is_refused_with_the_row(self, with_rows):
        kind = STEP.replace("zh: 班组}}", "zh: 班组}, required: true}")
        desk = with_rows(ONE_EACH)
        desk.write("templates/kinds/step.yaml", kind)
        id_ = visit(desk)
        before = files(desk)
        said = refused(desk, None, "visitor", "nudge", id_)
        assert "one-each" in said
        assert "--team" in said
        assert files(desk) == before

    def test_has_what_opening_puts_and_is_asked_by_no_guard(self, with_rows):
        guard = (
            "guards:\n  habit:\n    says: {en: say the result, zh: 请填结果}\n"
            "    on: {kind: step, do: open}\n    require: [result]\n"
        )
        desk = with_rows(ONE_EACH, guard)
        opening = 'open: {label: {en: open, zh: 登记}, put: {team: "@me"}}\n'
        desk.write("templates/kinds/step.yaml", STEP + opening)
        (made,) = steps(desk, do(desk, visit(desk)))
        assert made["team"] == ME
        refused(desk, None, "step", "new", "--title", "x")

    def test_copies_along_a_path(self, with_rows):
        desk = with_rows(ONE_EACH, "    fields: {owner: [$customer.callback_owner, $hosts]}\n")
        customer = desk.new("customer", "--name", "张三", "--callback-owner", "wang.wei")
        (made,) = steps(desk, do(desk, visit(desk, "--customer", customer)))
        assert made["owner"] == "wang.wei"

    def test_makes_its_own_follow_ups_happen(self, with_rows):
        second = (
            "  second:\n    on: {kind: step, do: open, team: start}\n    create: step\n"
            "    title: {en: then, zh: 然后}\n"
        )
        desk = with_rows(ONE_EACH + "    fields: {team: start}\n", second)
        first, then = steps(desk, do(desk, visit(desk)))
        assert (then["title"], then["about"]) == ("then", [first["id"]])


BAD = [
    ("title: {en: x, zh: 甲}", "say either what it creates or which verb it does"),
    ("create: step\n    verb: done\n    at: steps", "say either what it creates or which verb"),
    ("create: step", "title is missing"),
    ("verb: done", "at is missing"),
    ("verb: done\n    at: title", "title names no record"),
    ("verb: dne\n    at: steps", "verb: dne is not known here"),
    ("verb: done\n    at: steps\n    fields: {reslt: x}", "reslt is not known here"),
    ("verb: done\n    at: steps\n    type: x", "type has no meaning beside verb"),
    ("create: step\n    title: {en: x, zh: 甲}\n    at: steps", "at has no meaning beside create"),
    ("create: step\n    title: {en: x, zh: 甲}\n    each: title", "title holds one value"),
    ("create: step\n    title: {en: x, zh: 甲}\n    each: {kind: stp}", "stp is not known here"),
    ("create: step\n    title: {en: x, zh: 甲}\n    among: [title]", "title names no person"),
    ("create: step\n    title: {en: x, zh: 甲}\n    among: [role:clrk]", "did you mean clerk?"),
    ("create: step\n    title: {en: x, zh: 甲}\n    fields: {owner: $turn}",
     "$turn has no meaning without among"),
    ("create: step\n    title: {en: x, zh: 甲}\n    fields: {team: $each}",
     "$each has no meaning without each"),
    ("create: step\n    title: {en: x, zh: 甲}\n    each: {kind: customer}\n"
     "    fields: {team: $each.tem}", "tem is not known here"),
    ("create: step\n    title: {en: x, zh: 甲}\n    each: parts\n"
     "    fields: {team: $each.nam}", "did you mean name?"),
    ("create: step\n    title: {en: x, zh: 甲}\n    each: steps\n"
     "    fields: {team: $each.tem}", "did you mean team?"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "said"), BAD)
def test_a_row_that_means_nothing_is_told(with_rows, row, said):
    desk = with_rows(f"  x:\n    on: {{kind: visitor, do: leave}}\n    {row}\n")
    result = desk.run("check")
    assert result.code != 0
    assert said in result.out + result.err
