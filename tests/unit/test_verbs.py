"""What a verb sets and counts by itself, each word tried on a kind of the desk's own."""

import pytest
from given import at


@pytest.fixture
def kind(desk):
    """Give the desk with a kind ``job`` that has these fields and verbs besides."""

    def kind(*lines: str):
        desk.write("templates/kinds/job.yaml", JOB + "".join(f"{line}\n" for line in lines))
        return desk

    return kind


JOB = """\
kind: job
label: {en: job, zh: 作业}
prefix: J
fields:
  title: {label: {en: title, zh: 标题}, required: true}
  customer: {label: {en: customer, zh: 客户}, type: record, to: customer}
  about: {label: {en: about, zh: 关联记录}, type: record, many: true}
  owner: {label: {en: owner, zh: 经办人}, type: person}
  assistant: {label: {en: assistant, zh: 协办人}, type: person}
  assistants: {label: {en: all assistants, zh: 全部协办人}, type: person, many: true}
  tier: {label: {en: tier, zh: 等级}}
  day: {label: {en: day, zh: 日期}, type: date}
  urgency: {label: {en: urgency, zh: 紧急}, type: choice, choices: {low: {en: low, zh: 低}, high: {en: high, zh: 高}}}
  pushed: {label: {en: pushed, zh: 催促次数}, type: number, fixed: true}
states:
  open: {label: {en: open, zh: 进行中}}
  done: {label: {en: done, zh: 完成}, final: true}
start: open
"""  # noqa: E501 - a file as people write it
PUSH = ("verbs:", "  push:", "    label: {en: push, zh: 催促}")


def shown(desk, id_: str) -> dict:
    """Give a record as programs see it."""
    return desk.json("show", id_)


class TestPut:
    """What a verb sets by itself."""

    def test_a_value_is_set_only_under_its_condition(self, kind):
        desk = kind(*PUSH, "    put: {urgency: {value: high, when: {urgency: [none, low]}}}")
        low = desk.new("job", "--title", "x", "--urgency", "low")
        desk.ok("job", "push", low)
        assert shown(desk, low)["urgency"] == "high"
        assert shown(desk, low)["log"][-1]["urgency"] == "high"

    def test_the_first_time_stays_known(self, kind):
        desk = kind(*PUSH, '    put: {day: {value: "@today", when: {day: none}}}')
        id_ = desk.new("job", "--title", "x")
        desk.ok("job", "push", id_)
        desk.ok("job", "push", id_, now=at("03-04T10:00"))
        assert shown(desk, id_)["day"] == "2026-03-02"

    def test_a_field_set_under_a_condition_is_somebody_s_to_set_as_well(self, kind):
        desk = kind(*PUSH, "    put: {urgency: {value: high, when: {urgency: none}}, tier: vip}")
        id_ = desk.new("job", "--title", "x")
        desk.ok("job", "set", id_, "--urgency", "low")
        assert desk.run("job", "set", id_, "--tier", "vip").code == 2

    def test_what_is_typed_goes_before_what_is_set_under_a_condition(self, kind):
        desk = kind(
            *PUSH, "    ask: [urgency]", "    put: {urgency: {value: high, when: {title: any}}}"
        )
        id_ = desk.new("job", "--title", "x")
        desk.ok("job", "push", id_, "--urgency", "low")
        assert shown(desk, id_)["urgency"] == "low"

    def test_a_value_is_copied_along_a_path(self, kind):
        desk = kind(
            *PUSH, "    put: {tier: $customer.tier, assistant: $owner.deputy, assistants: $owner}"
        )
        customer = desk.new("customer", "--name", "王小明", "--tier", "vip")
        id_ = desk.new("job", "--title", "x", "--customer", customer, "--owner", "li.na")
        desk.ok("job", "push", id_)
        found = shown(desk, id_)
        assert (found["tier"], found["assistant"], found["assistants"]) == (
            "vip",
            "wang.wei",
            ["li.na"],
        )

    def test_a_path_that_leads_nowhere_sets_nothing(self, kind):
        desk = kind(*PUSH, "    put: {tier: $customer.tier}")
        id_ = desk.new("job", "--title", "x")
        desk.ok("job", "push", id_)
        assert shown(desk, id_).get("tier") is None

    def test_a_new_record_takes_over_what_nobody_said(self, kind):
        desk = kind("open:", "  label: {en: open, zh: 登记}", "  put: {tier: $customer.tier}")
        customer = desk.new("customer", "--name", "王小明", "--tier", "vip")
        new = ("job", "--title", "x", "--customer", customer)
        assert shown(desk, desk.new(*new))["tier"] == "vip"
        assert shown(desk, desk.new(*new, "--tier", "brand"))["tier"] == "brand"


class TestCount:
    """Numbers that a verb makes one higher."""

    def test_every_time_counts(self, kind):
        desk = kind(*PUSH, "    count: pushed")
        id_ = desk.new("job", "--title", "x")
        for _number in range(2):
            desk.ok("job", "push", id_)
        assert shown(desk, id_)["pushed"] == 2
        assert [event.get("pushed") for event in shown(desk, id_)["log"]] == [None, "1", "2"]

    def test_it_counts_only_under_its_condition(self, kind):
        desk = kind(*PUSH, "    ask: [owner]",
                    "    count: [{fields: pushed, when: {owner.roles: technician}}]")  # fmt: skip
        id_ = desk.new("job", "--title", "x")
        desk.ok("job", "push", id_, "--owner", "li.na")
        assert shown(desk, id_).get("pushed") is None
        desk.ok("job", "push", id_, "--owner", "wu.gang")
        assert shown(desk, id_)["pushed"] == 1


@pytest.mark.parametrize(
    ("verb", "count"),
    [
        (("reply",), 1),
        (("call", "--reached", "yes"), 1),
        (("call", "--reached", "no"), None),
    ],
)
def test_a_customer_who_was_not_reached_has_had_no_response(desk, verb, count):
    id_ = desk.new("ticket", "--title", "x")
    desk.ok("ticket", verb[0], id_, *verb[1:])
    assert shown(desk, id_).get("responses") == count
