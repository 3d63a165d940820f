"""What commands tell besides: fields, earlier calls, what to know of a customer, quiet hours."""

import re

import pexpect
import pytest
from clerk import packs
from test_typing import terminal

from cs_cli.cli.context import Run

POLICY = """\
kinds:
  ticket:
    verbs:
      look:
        label: {en: look, zh: 查询}
        tell: [customer.tier, customer.phone, owner.department, owner.roles, status, category]
"""
CALLS = """\
kinds:
  callback:
    verbs:
      look:
        label: {en: look, zh: 查询}
        recall: {kind: callback, customer: $customer, status: done}
"""


def at(time, day="2026-03-02"):
    return f"{day}T{time}:00+08:00"


@pytest.fixture
def customer(desk):
    """A customer with a remark for the next visit."""
    packs(desk, "base")
    id_ = desk.new(
        "customer", "--name", "周小燕", "--phone", "13800001234", "--tier", "vip"
    )  # fmt: skip
    desk.ok("customer", "alert", id_, "--text", "never call before 10")
    return id_


@pytest.fixture
def ticket(desk, customer):
    """A ticket of that customer."""
    desk.write("policy/look.yaml", POLICY)
    return desk.new("ticket", "--title", "Lamp", "--customer", customer, "--owner", "wang.wei")


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", ["customer tier: VIP", "owner department: service", "owner roles: clerk",
                "status: registered"]),
        ("zh", ["客户等级: 贵宾", "经办人 部门: service", "经办人 角色: 客服专员",
                "状态: 已登记"]),
    ],
)  # fmt: skip
def test_a_verb_tells_the_fields_it_names(desk, ticket, lang, expected):
    """Empty ones are left out; personal data is masked."""
    said = desk.ok("ticket", "look", ticket, lang=lang).splitlines()
    told = [line[2:] for line in said if line.startswith("  ") and ": " in line]
    (phone,) = [line for line in told if "phone" in line or "电话" in line]
    assert "13800001234" not in phone
    told.remove(phone)
    assert told == expected


def test_a_program_gets_what_is_told_by_its_path(desk, ticket):
    told = desk.json("ticket", "look", ticket)["told"]
    assert {**told, "customer.phone": "?"} == {
        "customer.tier": "vip", "customer.phone": "?", "owner.department": "service",
        "owner.roles": ["clerk"], "status": "open",
    }  # fmt: skip
    assert "13800001234" not in told["customer.phone"]
    assert desk.json("ticket", "note", ticket, "-m", "x")["told"] == {}


def test_whoever_opens_a_record_reads_what_to_know_of_the_customer(desk, customer):
    """CMP-32: the remark comes up with everything about this customer."""
    said = desk.ok("ticket", "new", "--title", "x", "--customer", customer)
    id_ = said.split()[0]
    (line,) = [line for line in said.splitlines() if "never call before 10" in line]
    assert line.startswith("  alerts: ")
    zh = desk.ok("ticket", "new", "--title", "x", "--customer", customer, lang="zh")
    assert "  注意事项: " in zh
    told = desk.json("ticket", "new", "--title", "x", "--customer", customer)["told"]
    assert told["customer.alerts"][0]["text"] == "never call before 10"
    # Nothing to tell where nobody left a remark.
    other = desk.new("customer", "--name", "李大勇")
    assert desk.json("ticket", "new", "--title", "x", "--customer", other)["told"] == {}
    assert desk.json("show", id_)["told"] == told


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_banner_is_the_first_line_of_a_record(desk, customer, lang):
    id_ = desk.new("ticket", "--title", "x", "--customer", customer)
    for shown in (id_, customer):
        first, *rest = desk.ok("show", shown, lang=lang).splitlines()
        assert first.startswith("alerts: " if lang == "en" else "注意事项: ")
        assert first.endswith("never call before 10")
        assert not [line for line in rest if "注意事项 " in line.split("  ")[0]]
    assert desk.ok("show", id_, "--format", "md").startswith("> - alerts: ")


@pytest.mark.slow
def test_on_a_terminal_the_banner_is_highlighted(desk, customer):
    typist = terminal(desk, "show", customer)
    typist.expect("\x1b\\[31malerts: [^\n]*never call before 10")
    typist.expect(pexpect.EOF)


def test_earlier_calls_are_recalled_the_newest_last(desk, customer):
    """CBK-12: whoever calls knows what the customer said before."""
    desk.write("policy/look.yaml", CALLS)
    new = ("callback", "--title", "call", "--customer", customer)
    for number in range(1, 13):
        day = f"2026-02-{number:02}"
        id_ = desk.new(*new, now=at("10:00", day))
        more = ("--satisfaction", "satisfied") if number == 12 else ()
        desk.ok("callback", "done", id_, "--result", f"r{number}", *more, now=at("11:00", day))
    desk.new("callback", "--title", "of somebody else")
    id_ = desk.new(*new)
    said = desk.ok("callback", "look", id_).splitlines()
    lines = [line for line in said if ": r" in line]
    assert "2 more" in said[said.index(lines[0]) - 1]
    assert [line.split(": ")[1] for line in lines] == [
        *[f"r{number}" for number in range(3, 12)], "r12 (satisfied)",
    ]  # fmt: skip
    assert lines[0].startswith("  2026-02-03 Tue  B-260203-")
    assert "r12 (满意)" in desk.ok("callback", "look", id_, lang="zh")
    recalled = desk.json("callback", "look", id_)["recalled"]
    assert [one["result"] for one in recalled] == [f"r{number}" for number in range(1, 13)]
    assert recalled[-1]["satisfaction"] == "satisfied"
    # Without a customer nobody's calls are meant.
    alone = desk.new("callback", "--title", "x")
    assert desk.json("callback", "look", alone)["recalled"] == []


QUIET = """\
settings:
  quiet_hours: 12:00-14:00, 21:00-08:00
guards:
  quiet-hours:
    ref: CBK-03
    says: {en: customers rest now, zh: 现在是客户休息时间}
    on: {kind: callback, do: [attempt, done]}
    rule: quiet-hours
    warn: "true"
"""


@pytest.fixture
def call(desk):
    """A call agreed on for 12:30 on a desk with quiet hours."""
    packs(desk, "base")
    desk.write("policy/quiet.yaml", QUIET)
    return desk.new("callback", "--title", "call", "--owner", "li.na", "--due-at", at("12:30"))


@pytest.mark.parametrize(
    ("time", "lang", "said"),
    [
        ("12:00", "en", "call after 14:00"),
        ("13:59", "zh", "请在 14:00 之后拨打"),
        ("21:00", "en", "call after 08:00"),
        ("07:59", "en", "call after 08:00"),
    ],
)
def test_a_call_in_quiet_hours_is_written_down_with_a_warning(desk, call, time, lang, said):
    day = "2026-03-03" if time < "10:00" else "2026-03-02"
    words = ("callback", "attempt", call, "--reached", "no")
    result = desk.run(*words, now=at(time, day), lang=lang)
    assert result.code == 0
    assert said in result.err
    assert "12:00-14:00, 21:00-08:00" in result.err
    assert desk.json("show", call)["status"] == "attempted"


@pytest.mark.parametrize("time", ["11:59", "14:00", "20:59"])
def test_a_call_at_any_other_time_is_not_warned_of(desk, call, time):
    desk.ok("callback", "attempt", call, "--reached", "no", now=at(time))


def test_calls_that_can_wait_are_left_out_while_customers_rest(desk, call, monkeypatch):
    """CBK-03: at a terminal, of what is to be done at that moment; nowhere else without a word."""

    def due(time, *words):
        return [row["id"] for row in desk.json("due", *words, now=at(time))]

    def shown(time, *words):
        return re.findall(r"B-\d{6}-\w{6}", desk.run("due", *words, now=at(time)).out)

    sometime = desk.new("callback", "--title", "some day")
    assert due("11:59") == [sometime]
    assert due("12:00") == [sometime]  # whoever reads this reads it later
    monkeypatch.setattr(Run, "on_terminal", True)
    monkeypatch.setattr(Run, "width", 80)
    assert due("12:00") == [sometime]
    assert shown("11:59") == [sometime]
    assert shown("12:00") == []
    assert shown("12:00", "--within", "3h") == [call, sometime]
    assert shown("12:00", "--within", "0m") == [sometime]
    assert shown("12:00", "--all", "--kind", "callback") == [call, sometime]
    assert shown("12:30") == []
    assert shown("12:31") == [call]  # late already
    assert shown("14:00") == [call, sometime]
    assert shown("12:00", "--date", "today") == [call, sometime]
    assert "left out (1)" in desk.run("due", now=at("12:00")).err
    assert desk.run("due", "--within", "3h", now=at("12:00")).err == ""


@pytest.mark.slow
def test_at_a_terminal_the_quiet_hours_are_told(desk, call):
    desk.new("callback", "--title", "some day")
    typist = terminal(desk, "due", CS_NOW=at("12:00"))
    typist.expect("quiet hours until 14:00")
    typist.expect(pexpect.EOF)


@pytest.mark.parametrize("hours", ["12-14", "12:00-25:00", "noon"])
def test_quiet_hours_that_nobody_can_read_are_told_with_their_place(desk, hours):
    packs(desk, "base")
    desk.write("policy/quiet.yaml", f"settings:\n  quiet_hours: {hours}\n")
    for words in (("check",), ("due",)):
        result = desk.run(*words)
        assert result.code in (1, 5)
        assert "policy/quiet.yaml:2" in result.out + result.err
        assert hours in result.out + result.err


def test_no_quiet_hours_where_the_setting_is_empty(desk):
    packs(desk, "base")
    desk.write("policy/quiet.yaml", 'settings:\n  quiet_hours: ""\n')
    id_ = desk.new("callback", "--title", "some day")
    assert [row["id"] for row in desk.json("due", now=at("03:00", "2026-03-03"))] == [id_]
