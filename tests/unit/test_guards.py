"""What the words of guards do, each tried on a desk with a rule of its own."""

import pytest
from given import refused

HEAD = "guards:\n  ours:\n    ref: GEN-01\n"
SAYS = '    says: {en: "not like this", zh: 不可}\n'


@pytest.fixture
def ruled(desk):
    """Give the desk with one more guard, written as the lines after ``says``."""

    def ruled(*lines: str, says: str = SAYS):
        desk.write("policy/ours.yaml", HEAD + says + "".join(f"    {line}\n" for line in lines))
        return desk

    return ruled


@pytest.fixture
def jobs(desk):
    """Give the desk with a kind ``job``."""
    desk.write("templates/kinds/job.yaml", JOB)
    return desk


JOB = """\
kind: job
label: {en: job, zh: 作业}
prefix: J
fields:
  title: {label: {en: title, zh: 标题}, required: true}
  assistants: {label: {en: assistants, zh: 协办人}, type: person, many: true}
  day: {label: {en: day, zh: 日期}, type: date}
states:
  open: {label: {en: open, zh: 进行中}}
start: open
"""


class TestWhoeverLacksAnyCheck:
    """A guard without a check."""

    def test_it_refuses_whenever_it_applies(self, ruled):
        desk = ruled("on: {kind: ticket, do: open, channel: fax}")
        assert refused(desk, "GEN-01", "ticket", "new", "--title", "x", "--channel", "fax") == (
            "not like this\n"
        )

    def test_it_leaves_everything_else_alone(self, ruled):
        desk = ruled("on: {kind: ticket, do: open, channel: fax}")
        desk.new("ticket", "--title", "x", "--channel", "phone")


class TestWarnings:
    """``warn``."""

    LINES = ("on: {kind: ticket, do: open, channel: fax}", 'warn: "true"')
    NEW = ("ticket", "new", "--title", "x", "--channel", "fax")

    def test_a_warning_is_told_and_the_command_passes(self, ruled):
        result = ruled(*self.LINES).run(*self.NEW)
        assert (result.code, result.err) == (0, "warning (GEN-01): not like this\n")
        assert result.out.startswith("T-260302-")

    def test_it_is_told_in_chinese(self, ruled):
        said = ruled(*self.LINES).run(*self.NEW, lang="zh").err
        assert "GEN-01" in said
        assert "不可" in said

    def test_programs_find_it_in_the_answer(self, ruled):
        result = ruled(*self.LINES).json(*self.NEW)
        assert result["warnings"] == [{"rule": "GEN-01", "message": "not like this"}]

    def test_a_dry_run_tells_it_too(self, ruled):
        result = ruled(*self.LINES).run(*self.NEW, "--dry-run")
        assert "warning (GEN-01)" in result.err

    def test_a_check_that_holds_warns_of_nothing(self, ruled):
        desk = ruled(*self.LINES, "require: details")
        assert desk.run(*self.NEW).err == "warning (GEN-01): not like this\n"
        desk.ok(*self.NEW, "--details", "page 2 is missing")

    def test_a_refusal_goes_before_a_warning(self, ruled):
        desk = ruled(*self.LINES, "  theirs:")
        text = (
            (desk.root / "policy/ours.yaml").read_text("utf-8").replace("      theirs", "  theirs")
        )
        desk.write("policy/ours.yaml", text + f"{SAYS}    on: {{kind: ticket, do: open}}\n")
        refused(desk, None, *self.NEW)

    def test_a_record_by_hand_is_not_held_against_it(self, ruled):
        desk = ruled(*self.LINES, "require: details")
        desk.run(*self.NEW)
        assert desk.run("check").code == 0


class TestPaths:
    """A value of the record or the person that a field names."""

    def customer(self, desk, *words: str) -> str:
        return desk.new("customer", "--name", "王小明", *words)

    def new(self, customer: str) -> tuple[str, ...]:
        return ("ticket", "new", "--title", "x", "--customer", customer)

    def test_a_condition_looks_at_the_customer(self, ruled):
        desk = ruled("on: {kind: ticket, do: open, customer.tier: [vip, brand]}")
        refused(desk, "GEN-01", *self.new(self.customer(desk, "--tier", "vip")))
        desk.ok(*self.new(self.customer(desk, "--tier", "normal")))
        desk.ok(*self.new(self.customer(desk)))
        desk.new("ticket", "--title", "without a customer")

    def test_a_condition_looks_at_the_roles_of_a_person(self, ruled):
        desk = ruled("on: {kind: ticket, do: assign, owner.roles: [technician, director]}")
        id_ = desk.new("ticket", "--title", "x")
        refused(desk, "GEN-01", "ticket", "assign", id_, "--owner", "wu.gang")
        desk.ok("ticket", "assign", id_, "--owner", "wang.wei")

    def test_a_condition_looks_at_who_acts(self, ruled):
        desk = ruled("on: {kind: ticket, do: open, actor.department: engineering}")
        refused(desk, "GEN-01", "ticket", "new", "--title", "x", as_="wu.gang")
        desk.new("ticket", "--title", "x")

    def test_a_value_is_held_against_another(self, ruled):
        desk = ruled("on: {kind: ticket, do: assign, owner: $first_responsible.deputy}")
        id_ = desk.new("ticket", "--title", "x")
        refused(desk, "GEN-01", "ticket", "assign", id_, "--owner", "wang.wei")
        desk.ok("ticket", "assign", id_, "--owner", "chen.jing")
        other = desk.new("ticket", "--title", "x", as_="wang.wei")  # who has no deputy
        desk.ok("ticket", "assign", other, "--owner", "wang.wei")

    def test_what_another_record_must_have_filled(self, ruled):
        desk = ruled("on: {kind: ticket, do: open, customer: any}", "require: customer.adviser",
                     says='    says: {en: "missing: {fields}", zh: "缺少{fields}"}\n')  # fmt: skip
        customer = self.customer(desk)
        said = refused(desk, "GEN-01", *self.new(customer))
        assert said == (
            f"missing: customer / home adviser (cs customer set {customer} --adviser)\n"
        )
        desk.ok("customer", "set", customer, "--adviser", "wu.gang")
        desk.ok(*self.new(customer))
        desk.ok(*self.new(self.customer(desk, "--adviser", "wu.gang")))

    def test_what_another_record_must_hold(self, ruled):
        desk = ruled("on: {kind: ticket, do: open, customer: any}", "must: {customer.tier: vip}")
        refused(desk, "GEN-01", *self.new(self.customer(desk)))
        desk.ok(*self.new(self.customer(desk, "--tier", "vip")))

    def test_who_may_is_named_in_another_record(self, ruled):
        """Of a list, the first record."""
        desk = ruled("on: {kind: callback, do: done}", "by: about.first_responsible",
                     says='    says: {en: "it is for {allowed}", zh: "{allowed}"}\n')  # fmt: skip
        about = desk.new("ticket", "--title", "x", as_="wang.wei")
        id_ = desk.new("callback", "--title", "x", "--about", about)
        done = ("callback", "done", id_, "--result", "ok")
        assert refused(desk, "GEN-01", *done) == "it is for wang.wei\n"
        desk.ok(*done, as_="wang.wei")

    def test_nobody_may_where_the_path_leads_nowhere(self, ruled):
        desk = ruled("on: {kind: callback, do: done}", "by: about.first_responsible",
                     says='    says: {en: "it is for {allowed}", zh: "{allowed}"}\n')  # fmt: skip
        id_ = desk.new("callback", "--title", "x")
        assert refused(desk, "GEN-01", "callback", "done", id_, "--result", "ok") == (
            "it is for nobody\n"
        )

    def test_two_fields_name_the_same_department(self, ruled):
        desk = ruled("on: {kind: ticket, do: assign}", "same: [owner.department, actor.department]",
                     says='    says: {en: "{names}", zh: "{names}"}\n')  # fmt: skip
        id_ = desk.new("ticket", "--title", "x")
        said = refused(desk, "GEN-01", "ticket", "assign", id_, "--owner", "wu.gang")
        assert said == "engineering, service\n"
        desk.ok("ticket", "assign", id_, "--owner", "chen.jing")

    def test_a_sentence_tells_what_stands_there_but_nothing_personal(self, ruled):
        desk = ruled("on: {kind: ticket, do: open, customer: any}",
                     says='    says: {en: "{customer.tier}, {customer.name}, {customer.adviser}, '
                          '{nothing}", zh: x}\n')  # fmt: skip
        customer = self.customer(desk, "--tier", "vip")
        assert refused(desk, "GEN-01", *self.new(customer)) == "vip, –, –, –\n"

    def test_what_is_empty_is_a_dash_and_a_record_to_be_made_has_no_id_yet(self, ruled):
        desk = ruled("on: {kind: ticket, do: [open, assign], severity: major}",
                     says='    says: {en: "{id}: {title}, {department}", '
                          'zh: "{id}：{title}，{department}"}\n')  # fmt: skip
        new = ("ticket", "new", "--title", "Lift", "--severity", "major")
        assert refused(desk, "GEN-01", *new) == "ID: Lift, –\n"
        assert refused(desk, "GEN-01", *new, lang="zh") == "编号：Lift，–\n"
        id_ = desk.new("ticket", "--title", "Lift")
        desk.ok("ticket", "set", id_, "--severity", "major")
        assign = ("ticket", "assign", id_, "--owner", "wu.gang")
        assert refused(desk, "GEN-01", *assign) == f"{id_}: Lift, –\n"

    def test_a_field_that_is_personal_is_a_dash(self, ruled):
        desk = ruled("on: {kind: customer, do: open}",
                     says='    says: {en: "{name}, {tier}", zh: x}\n')  # fmt: skip
        new = ("customer", "new", "--name", "Zhang", "--tier", "vip")
        assert refused(desk, "GEN-01", *new) == "–, vip\n"


class TestQueries:
    """``forbid`` and ``exists`` with values of the record acted on."""

    def test_values_are_copied_from_the_record(self, ruled):
        desk = ruled("on: {kind: ticket, do: open}",
                     'forbid: {kind: ticket, customer: $customer, open: "true"}',
                     says='    says: {en: "see {id}", zh: "{id}"}\n')  # fmt: skip
        one, other = (desk.new("customer", "--name", name) for name in ("王小明", "李小红"))
        first = desk.new("ticket", "--title", "x", "--customer", one)
        said = refused(desk, "GEN-01", "ticket", "new", "--title", "x", "--customer", one)
        assert said == f"see {first}\n"
        desk.new("ticket", "--title", "x", "--customer", other)
        desk.ok("ticket", "void", first, "-m", "twice")
        desk.new("ticket", "--title", "x", "--customer", one)

    def test_a_copy_of_nothing_finds_nothing(self, ruled):
        desk = ruled("on: {kind: ticket, do: open}", "forbid: {kind: ticket, customer: $customer}")
        desk.new("ticket", "--title", "x")
        desk.new("ticket", "--title", "x")

    def test_a_copy_may_come_from_another_record(self, ruled):
        desk = ruled("on: {kind: callback, do: open}",
                     "exists: {kind: ticket, owner: $about.owner, status: resolved}")  # fmt: skip
        about = desk.new("ticket", "--title", "x", "--owner", "wang.wei")
        new = ("callback", "new", "--title", "x", "--about", about)
        refused(desk, "GEN-01", *new)
        other = desk.new("ticket", "--title", "y", "--owner", "wang.wei")
        desk.ok("ticket", "resolve", other)
        desk.ok(*new)

    @pytest.mark.parametrize(
        ("word", "day", "passes"),
        [
            ("@today", "2026-03-02", True),
            ("@today", "2026-03-01", False),
            ("@yesterday", "2026-03-01", True),
            ("@yesterday", "2026-03-02", False),
        ],
    )
    def test_days_are_counted_from_the_day_of_the_command(self, ruled, jobs, word, day, passes):
        desk = ruled("on: {kind: ticket, do: open}", f'exists: {{kind: job, day: "{word}"}}')
        desk.new("job", "--title", "x", "--day", day)
        assert desk.run("ticket", "new", "--title", "x").code == (0 if passes else 3)

    def test_the_acting_person_is_looked_for(self, ruled):
        desk = ruled("on: {kind: ticket, do: open}", 'forbid: {kind: ticket, owner: "@me"}')
        desk.new("ticket", "--title", "x", "--owner", "wang.wei")
        refused(desk, "GEN-01", "ticket", "new", "--title", "x", as_="wang.wei")
        desk.new("ticket", "--title", "x")


class TestEntries:
    """How many entries a list must have."""

    def test_at_least_and_at_most_so_many_entries(self, ruled):
        desk = ruled("on: {kind: callback, do: done}",
                     'entries: {list: attempts, when: {reached: "false"}, least: 2, most: 2}',
                     says='    says: {en: "{count} of {least}", zh: "{count}"}\n')  # fmt: skip
        id_ = desk.new("callback", "--title", "x")
        done = ("callback", "done", id_, "--result", "ok")
        for reached, count in (("yes", 0), ("no", 1)):
            desk.ok("callback", "attempt", id_, "--reached", reached)
            assert refused(desk, "GEN-01", *done) == f"{count} of 2\n"
        desk.ok("callback", "attempt", id_, "--reached", "no", "--dry-run")
        desk.ok("callback", "attempt", id_, "--reached", "no")
        desk.ok(*done)

    def test_more_than_at_most_are_refused(self, ruled):
        desk = ruled("on: {kind: callback, do: done}", "entries: {list: attempts, most: 1}")
        id_ = desk.new("callback", "--title", "x")
        for _number in range(2):
            desk.ok("callback", "attempt", id_, "--reached", "yes")
        refused(desk, "GEN-01", "callback", "done", id_, "--result", "ok")

    def test_values_of_a_field_with_many_are_counted_as_well(self, ruled, jobs):
        desk = ruled("on: {kind: job, do: open}", "entries: {list: assistants, least: 2}")
        one = ("job", "new", "--title", "x", "--assistants", "wang.wei")
        refused(desk, "GEN-01", *one)
        desk.ok(*one, "--assistants", "wu.gang")

    def test_the_same_value_twice_is_one(self, ruled, jobs):
        """--assistants wang.wei --assistants wang.wei"""
        desk = ruled("on: {kind: job, do: open}", "entries: {list: assistants, least: 2, most: 2}")
        each = {name: ("--assistants", name) for name in ("wang.wei", "wu.gang", "li.na")}
        twice = ("job", "new", "--title", "x", *each["wang.wei"], *each["wang.wei"])
        refused(desk, "GEN-01", *twice)
        desk.ok(*twice, *each["wu.gang"])
        refused(desk, "GEN-01", *twice, *each["wu.gang"], *each["li.na"])
