"""``cs KIND list``: the records that are asked for, in the order they are wanted."""

import pytest
from clerk import packs
from test_typing import completed

POLICY = """\
kinds:
  ticket:
    fields:
      duty: {label: {en: duty day, zh: 值班日}, type: date}
  ticket/repair:
    fields:
      sealed: {label: {en: sealed, zh: 已封存}, type: flag}
"""


@pytest.fixture
def tickets(desk):
    """One by phone, one by fax, a repair by letter; each on another day of duty."""
    packs(desk, "base")
    desk.write("policy/more.yaml", POLICY)
    return {
        "phone": desk.new("ticket", "--title", "phone", "--channel", "phone", "--duty",
                          "2026-03-03"),
        "fax": desk.new("ticket", "--title", "fax", "--channel", "fax", "--duty", "2026-03-04",
                        "--owner", "wang.wei"),
        "letter": desk.new("ticket", "--type", "repair", "--title", "letter", "--channel", "来信",
                           "--sealed"),
    }  # fmt: skip


def titles(desk, *words, **more):
    return [row["title"] for row in desk.json(*words, **more)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ticket list --channel fax", ["fax"]),
        ("ticket list --channel 传真", ["fax"]),
        ("工单 列表 --受理渠道 电话", ["phone"]),
        ("工单 列表 --受理渠道 热线", ["phone"]),
        ("ticket list --channel fax --channel phone", ["phone", "fax"]),
        ("ticket list --channel fax --where channel=phone", ["phone", "fax"]),
        ("ticket list --channel fax --owner li.na", []),
        ("ticket list --channel any", ["phone", "fax", "letter"]),
        ("ticket list --duty 2026-03-04", ["fax"]),
        ("ticket list --duty 明天", ["phone"]),
        ("工单 列表 --值班日 明天", ["phone"]),
        ("ticket list --duty none", ["letter"]),
        ("ticket list --owner 王伟", ["fax"]),
        ("工单 列表 --经办人 王伟", ["fax"]),
        ("ticket list --sealed", ["letter"]),
        ("工单 列表 --已封存 是", ["letter"]),
        ("ticket list --type repair", ["letter"]),
        ("工单 列表 --类型 报修 --类型 投诉", ["letter"]),
        ("ticket list --status open --status closed", ["phone", "fax", "letter"]),
        ("ticket list --channel fax --channel phone --limit 1", ["phone"]),
        ("ticket list --sort -title --limit 2", ["phone", "letter"]),
    ],
)
def test_only_those_with_a_value_of_a_field(desk, tickets, words, expected):
    """Values are read as they are by `new`; several of one field mean any of them."""
    assert titles(desk, *words.split()) == expected


def test_a_field_as_option_and_as_condition_ask_the_same(desk, tickets):
    by_option = desk.ok("ticket", "list", "--channel", "fax")
    assert by_option == desk.ok("ticket", "list", "--where", "channel=fax")
    assert tickets["fax"] in by_option


@pytest.mark.parametrize(
    ("words", "known"),
    [
        (("--channel", "pigeon"), "fax"),
        (("--owner", "nobody"), "li.na"),
        (("--status", "lost"), "resolved"),
        (("--duty", "someday"), "2026-03-02"),
    ],
)
def test_a_value_that_a_field_cannot_have_is_answered_with_those_it_can(
    desk, tickets, words, known
):
    result = desk.run("ticket", "list", *words)
    assert (result.code in (2, 4), result.out) == (True, "")
    assert words[1] in result.err
    assert known in result.err


@pytest.mark.parametrize(
    "words",
    [("--type", "foo"), ("--where", "type=foo"), ("--type", "repair", "--type", "foo")],
)
@pytest.mark.parametrize(("lang", "known"), [("en", "repair"), ("zh", "报修")])
def test_a_misspelt_type_does_not_look_like_none(desk, tickets, words, lang, known):
    result = desk.run("ticket", "list", *words, lang=lang)
    assert (result.code, result.out) == (2, "")
    assert "foo" in result.err
    assert known in result.err.splitlines()[1]


def test_a_type_of_a_kind_without_types(desk, tickets):
    result = desk.run("customer", "list", "--type", "repair")
    assert (result.code, result.out) == (2, "")
    assert desk.json("customer", "list", "--type", "none") == []


ANSWER = """\
kinds:
  ticket: {columns: [title, due]}
deadlines:
  answer: {label: {en: answer, zh: 答复}, on: {kind: ticket}, limit: 2 hours, until: state:settled}
  look: {label: {en: look, zh: 查看}, on: {kind: ticket}, limit: 4 hours, until: state:settled}
"""


def test_a_list_tells_when_each_owes_something_next(desk):
    packs(desk, "base")
    agreed = ("--due-at", "2026-03-05T15:00:00+08:00")
    later, some_day, done = (
        desk.new("callback", "--title", title, *more)
        for title, more in (("later", agreed), ("some day", ()), ("done", agreed))
    )
    desk.ok("callback", "done", done, "--result", "fine")
    ends = {line[:15]: line for line in desk.ok("callback", "list").splitlines()}
    assert ends["record         "].endswith("due")
    assert ends[later].endswith("2026-03-05 15:00 Thu")
    assert ends[some_day].endswith("no limit set")
    assert ends[done].rstrip().endswith("li.na")


def test_a_list_is_sorted_by_what_is_due_next(desk):
    packs(desk, "base")
    desk.write("policy/answer.yaml", ANSWER)
    new = ("ticket", "--title")
    late, early = (desk.new(*new, t, now=f"2026-03-02T{t}:00:00+08:00") for t in ("11", "09"))
    closed = desk.new(*new, "closed", now="2026-03-02T08:00:00+08:00")
    desk.ok("ticket", "void", closed, "-m", "typed twice")
    now = "2026-03-02T11:00:00+08:00"
    assert titles(desk, "ticket", "list", "--sort", "due", now=now) == ["09", "11", "closed"]
    assert titles(desk, "ticket", "list", "--sort", "-到期", now=now) == ["11", "09", "closed"]
    lines = desk.ok("ticket", "list", "--sort", "due", now=now).splitlines()
    assert [line[-20:] for line in lines[1:3]] == ["2026-03-02 11:00 Mon", "2026-03-02 13:00 Mon"]
    assert (lines[1][:15], lines[2][:15]) == (early, late)


def test_whom_to_call_is_told_to_whoever_asks(desk):
    """Ten calls of a campaign have titles that name nobody."""
    packs(desk, "base")
    person = desk.new("customer", "--name", "张建国", "--phone", "13912345678")
    id_ = desk.new("callback", "--title", "Spring", "--customer", person)
    assert person in desk.ok("callback", "list")
    for words in (("callback", "list"), ("callback", "list", "--format", "csv")):
        told = desk.ok(*words)
        assert "张建国" not in told and "13912345678" not in told
    (_head, row) = desk.ok("callback", "list", "--no-mask").splitlines()
    assert f"{person} 张建国 13912345678" in row
    assert f"{person} 张建国 13912345678" in desk.ok("callback", "show", id_)
    assert desk.json("callback", "show", id_)["customer"] == person


def test_a_field_that_the_kind_has_not(desk, tickets):
    result = desk.run("customer", "list", "--channel", "fax")
    assert result.code == 2
    assert "--channel" in result.err


def test_the_help_tells_the_fields_in_one_place(desk, tickets):
    english, chinese = (desk.ok("ticket", "list", "--help", lang=lang) for lang in ("en", "zh"))
    assert english.count("--FIELD VALUE") == 1
    assert "channel, customer" in " ".join(english.split())
    assert "cs ticket new --help" in " ".join(english.split())
    assert "受理渠道" in chinese
    assert not [line for line in english.splitlines() if line.strip().startswith("--channel")]
    assert len(english.splitlines()) < 50
    assert "--limit" in english


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("cs ticket list --cha", {"--channel"}),
        ("cs ticket list --channel f", {"fax"}),
        ("cs ticket list --channel 传", {"传真"}),
        ("cs ticket list --status sp", {"special-tracking"}),
    ],
)
def test_fields_and_their_choices_are_completed(desk, tickets, words, offered):
    assert offered <= set(completed(desk, *words.split(" ")))


def test_urgent_ones_come_first_and_then_the_oldest(desk):
    """TKT-23: a lift with people in it goes before what came earlier."""
    packs(desk, "CHD")
    at = "2026-03-02T{}:00:00+08:00".format
    desk.new(*_repair("lawn", "other"), now=at("08"))
    lift = desk.new(*_repair("lift", "lift-entrapment"), now=at("09"))
    desk.new(*_repair("leak", "渗漏水"), now=at("10"))
    assert titles(desk, "ticket", "list") == ["lift", "leak", "lawn"]
    assert [row["urgent"] for row in desk.json("ticket", "list")] == [True, True, False]
    assert titles(desk, "ticket", "list", "--limit", "1") == ["lift"]
    assert titles(desk, "ticket", "list", "--sort", "opened_at") == ["lawn", "lift", "leak"]
    english, chinese = (desk.ok("ticket", "list", lang=lang) for lang in ("en", "zh"))
    assert [("urgent" in line) for line in english.splitlines()] == [True, True, True, False]
    assert chinese.count("紧急") == 3
    # What is done with is not urgent any more.
    desk.ok("ticket", "void", lift, "-m", "typed twice")
    assert titles(desk, "ticket", "list") == ["leak", "lawn", "lift"]


def _repair(title, category):
    return ("ticket", "--type", "repair", "--title", title, "--category", category)


def test_nothing_is_marked_where_nothing_is_urgent(desk, tickets):
    assert "urgent" not in desk.ok("ticket", "list")
    assert {row["urgent"] for row in desk.json("ticket", "list")} == {False}
