"""The director's sample of every quarter, what it brings to light, and who audits the calls."""

from fractions import Fraction

import pytest
from given import refused

from cs_cli.rules.draw_sample import drawn

MARCH, APRIL = "2026-03-31T09:00", "2026-04-01T00:01"
RATED = (
    "--repair-service", "good", "--reception", "好", "--cleaning", "fair", "--security", "good",
    "--greening", "poor",
)  # fmt: skip
DONE = ("--result", "content", *RATED)
QUARTER = ("--type", "sample", "--title", "Q1", "--period", "2026-Q1")
BOSS = "sun.li"
QUALITY = """\
- {id: he.ying, name: 何英, roles: [quality], department: quality}
- {id: tang.bo, name: 唐波, roles: [production], department: production}
"""


def repair(desk, number, day="2026-02-10", status="open"):
    id_ = f"T-{day[2:].replace('-', '')}-{number:06d}"
    at = f"{day}T10:00:00+08:00"
    extra = f"  - {{at: {at}, by: li.na, do: void, note: twice}}\n" if status == "void" else ""
    desk.write(
        f"ticket/{day.replace('-', '/')}/{id_}.md",
        f"---\nid: {id_}\nkind: ticket\ntype: repair\ntitle: lamp\nstatus: {status}\n"
        f"channel: phone\nfirst_responsible: li.na\nopened_at: {at}\n"
        f"log:\n  - {{at: {at}, by: li.na, do: open}}\n{extra}---\n",
    )
    return id_


@pytest.fixture
def centre(under):
    """A centre with 43 repairs in the first quarter, and three that are none of them."""
    desk = under("PSC")
    desk.write("cs.yaml", "packs: [PSC]\nstarted: 2026-01-01\nlanguage: en\n")
    for number in range(43):
        repair(desk, number)
    repair(desk, 91, day="2025-12-31")
    repair(desk, 92, status="void")
    desk.new("ticket", "--title", "a parcel", "--channel", "phone")
    return desk


def draw(desk, *words, now=MARCH):
    id_ = desk.new("campaign", *QUARTER, *words, as_=BOSS, now=now)
    return desk.json("campaign", "show", id_, now=now)


def calls(desk):
    return [found["id"] for found in desk.json("callback", "list", now=MARCH)]


def call(desk, id_, *words):
    desk.ok("callback", "done", id_, *DONE, *words, as_=BOSS, now="2026-03-31T15:00")


def owed(desk, now=APRIL):
    rows = desk.json("due", now=now)
    return [(row["what"], row["state"]) for row in rows if row["owner"] == BOSS]


def test_cbk_18_nine_of_43_repairs_are_drawn_and_owed_until_the_quarter_ends(centre):
    found = draw(centre)
    assert (found["population"], len(found["sample"]), found["seed"]) == (43, 9, found["id"])
    out = centre.ok("campaign", "assign", found["id"], as_=BOSS, now=MARCH)
    made = calls(centre)
    assert len(made) == 9
    assert all(id_ in out for id_ in made)
    for id_ in made[:8]:
        call(centre, id_)
    assert ("call-sample", "overdue") not in owed(centre, now="2026-03-31T23:59")
    assert owed(centre) == [("call-sample", "overdue"), ("director-sample", "overdue")]
    sum_up = ("campaign", "summarise", found["id"], "--summary", "clean")
    assert made[8] in refused(centre, "CBK-18", *sum_up, as_=BOSS, now=APRIL)
    assert "尚有未回访的记录" in centre.run(*sum_up, as_=BOSS, now=APRIL, lang="zh").err
    call(centre, made[8])
    centre.ok(*sum_up, as_=BOSS, now=APRIL)
    assert owed(centre) == []


def test_cbk_18_the_same_seed_draws_the_same_records(centre):
    one, two, three = (draw(centre, "--seed", seed) for seed in ("plum", "plum", "pear"))
    assert one["sample"] == two["sample"] != three["sample"]
    assert one["sample"][:3] == ["T-260210-000004", "T-260210-000014", "T-260210-000019"]
    again = centre.ok("campaign", "draw", one["id"], as_=BOSS, now=MARCH)
    assert one["id"] in again
    assert centre.json("campaign", "show", one["id"])["sample"] == one["sample"]
    refused(centre, "CBK-18", "campaign", "set", one["id"], "--seed", "pear", as_=BOSS)
    # Repairs that came in since are counted in until the calls are shared out.
    repair(centre, 50, day="2026-03-31")
    repair(centre, 51, day="2026-03-31")
    repair(centre, 52, day="2026-03-31")
    centre.ok("campaign", "draw", one["id"], as_=BOSS, now=MARCH)
    assert centre.json("campaign", "show", one["id"])["population"] == 46
    assert len(centre.json("campaign", "show", one["id"])["sample"]) == 10


def test_cbk_18_the_share_is_rounded_up_exactly():
    def size(number, percent):
        return len(drawn(map(str, range(number)), Fraction(percent) / 100, "plum"))

    assert [size(n, "20") for n in (0, 1, 5, 6, 40, 41, 43)] == [0, 1, 1, 2, 8, 9, 9]
    assert (size(300, "0.7"), size(1000, "14.3"), size(3, "100")) == (3, 143, 3)


def test_cbk_18_the_order_of_files_does_not_matter():
    ids = [str(number) for number in range(40)]
    assert drawn(reversed(ids), Fraction(1, 5), "plum") == drawn(ids, Fraction(1, 5), "plum")


def test_cbk_18_another_share_is_for_the_record_or_the_desk_to_say(centre):
    assert len(draw(centre, "--share", "10")["sample"]) == 5
    own = "kinds: {campaign/sample: {fields: {share: {default: '50'}}}}\n"
    centre.write("policy/own.yaml", own)
    assert len(draw(centre)["sample"]) == 22


@pytest.mark.parametrize(
    "words", [("--period", "spring"), ("--period", "2026-Q3"), ("--share", "0")]
)
def test_cbk_18_what_cannot_be_drawn_from_is_wrong_usage(centre, words):
    result = centre.run("campaign", "new", *QUARTER, *words, as_=BOSS, now=MARCH)
    assert result.code == 2
    assert words[0] in result.err


def test_cbk_18_quarters_are_understood_in_chinese(centre):
    words = ("--type", "主任抽样", "--title", "一季度", "--period", "2026年第一季度")
    id_ = centre.new("campaign", *words, as_=BOSS, now=MARCH, lang="zh")
    shown = centre.json("campaign", "show", id_, now=MARCH)
    assert (shown["period"], len(shown["sample"])) == ("2026-Q1", 9)


def test_cbk_18_the_director_calls_in_person_about_five_topics(centre):
    assert "--owner" in refused(centre, "CBK-18", "campaign", "new", *QUARTER, now=MARCH)
    centre.ok("campaign", "new", *QUARTER, "--owner", BOSS, now=MARCH)
    found = draw(centre, "--share", "1")
    centre.ok("campaign", "assign", found["id"], as_=BOSS, now=MARCH)
    (id_,) = calls(centre)
    shown = centre.json("callback", "show", id_)
    assert (shown["owner"], sorted(shown["about"])) == (
        BOSS,
        sorted([found["id"], *found["sample"]]),
    )
    done = ("callback", "done", id_, "--result", "content")
    assert "director" in refused(centre, "CBK-18", *done, *RATED)
    assert "--greening" in refused(centre, "CBK-18", *done, *RATED[:-2], as_=BOSS)


@pytest.fixture
def young(under):
    """A centre that started with the second quarter, and had no repair in it yet."""
    desk = under("PSC")
    desk.write("cs.yaml", "packs: [PSC]\nstarted: 2026-04-01\nlanguage: en\n")
    return desk


SECOND = ("--type", "sample", "--title", "Q2", "--period", "2026-Q2")


def begun(desk):
    return desk.new("campaign", *SECOND, as_=BOSS, now="2026-04-01T09:00")


def test_cbk_18_an_empty_sample_settles_no_quarter_that_runs(young):
    id_ = begun(young)
    assert young.json("campaign", "show", id_)["population"] == 0
    assign = ("campaign", "assign", id_)
    said = refused(young, "CBK-18", *assign, as_=BOSS, now="2026-04-01T09:05")
    assert said.startswith("no repair of 2026-Q2 is registered yet")
    zh = young.run(*assign, as_=BOSS, now="2026-04-01T09:05", lang="zh").err
    assert zh.startswith("不允许（CBK-18）：2026-Q2 尚无维修记录")
    assert young.json("campaign", "show", id_)["status"] == "selected"
    assert ("director-sample", "overdue") in owed(young, now="2026-07-01T00:01")


def test_cbk_18_an_early_sample_is_drawn_again_as_the_calls_are_shared_out(young):
    id_ = begun(young)
    for number in range(6):
        repair(young, number, day="2026-05-20")
    young.ok("campaign", "assign", id_, as_=BOSS, now="2026-06-25T09:00")
    shown = young.json("campaign", "show", id_)
    assert (shown["population"], len(shown["sample"])) == (6, 2)
    assert len(young.json("callback", "list")) == 2


def test_cbk_18_none_of_none_is_the_truth_of_a_quarter_that_is_over(young):
    id_ = begun(young)
    july = {"as_": BOSS, "now": "2026-07-01T00:00"}
    young.ok("campaign", "assign", id_, **july)
    young.ok("campaign", "summarise", id_, "--summary", "no repairs", **july)
    assert owed(young, now="2026-07-02T09:00") == []


def test_cbk_18_an_empty_sample_of_a_quarter_with_repairs_is_not_summed_up(young):
    id_ = begun(young)
    young.ok("campaign", "assign", id_, as_=BOSS, now="2026-07-01T00:00")
    repair(young, 1, day="2026-06-30")
    words = ("campaign", "summarise", id_, "--summary", "none")
    assert "by now: 1;" in refused(young, "CBK-18", *words, as_=BOSS, now="2026-07-01T09:00")


def test_cbk_18_a_quarter_before_the_desk_has_no_sample(young):
    said = young.run("campaign", "new", *QUARTER, as_=BOSS, now="2026-04-02T09:00")
    assert (said.code, "over before this desk started, on 2026-04-01" in said.err) == (2, True)


@pytest.fixture
def found_lamp(centre):
    """The centre after a sample call that found something; the sample, the call, the ticket."""
    sample = draw(centre, "--share", "1")["id"]
    centre.ok("campaign", "assign", sample, as_=BOSS, now=MARCH)
    (id_,) = calls(centre)
    call(centre, id_, "--finding", "the stairs are dark")
    (ticket,) = [t for t in centre.json("ticket", "list") if id_ in (t.get("about") or [])]
    return centre, sample, id_, ticket


def settle(desk, ticket):
    """Solve a ticket, call back about it, close it."""
    desk.ok("ticket", "resolve", ticket, "--result", "lamp", as_=BOSS)
    (thanks,) = [c["id"] for c in desk.json("callback", "list") if c["type"] == "first-contact"]
    desk.ok("callback", "done", thanks, "--result", "fine", as_=BOSS)
    desk.ok("ticket", "close", ticket, "--satisfaction", "satisfied", as_=BOSS)


def test_cbk_19_a_finding_is_a_ticket_and_the_call_is_filed_after_it(found_lamp):
    desk, sample, id_, ticket = found_lamp
    assert (ticket["owner"], ticket["details"]) == (BOSS, "the stairs are dark")
    archive = ("callback", "archive", id_)
    assert ticket["id"] in refused(desk, "CBK-19", *archive, as_=BOSS)
    sum_up = ("campaign", "summarise", sample, "--summary", "one finding")
    assert "请先归档" in desk.run(*sum_up, as_=BOSS, lang="zh").err
    assert ("settle-finding", "no-limit") in owed(desk, now="2026-03-31T16:00")
    settle(desk, ticket["id"])
    desk.ok(*archive, as_=BOSS)
    desk.ok(*sum_up, as_=BOSS)
    assert owed(desk) == []


def test_cbk_19_a_voided_ticket_files_nothing(found_lamp):
    desk, _sample, id_, ticket = found_lamp
    desk.ok("ticket", "void", ticket["id"], "-m", "a mistake", as_=BOSS)
    archive = ("callback", "archive", id_)
    said = refused(desk, "CBK-19", *archive, as_=BOSS)
    assert f"cs ticket new --about {id_}" in said
    assert "没有办结的工单" in desk.run(*archive, as_=BOSS, lang="zh").err
    again = ("--title", "dark stairs", "--channel", "phone", "--about", id_)
    other = desk.new("ticket", *again, as_=BOSS)
    assert other in refused(desk, "CBK-19", *archive, as_=BOSS)
    settle(desk, other)
    desk.ok(*archive, as_=BOSS)


def test_cbk_19_a_desk_may_set_a_figure(found_lamp):
    desk, *_rest = found_lamp
    desk.write("policy/own.yaml", "deadlines:\n  settle-finding: {limit: 2 working days}\n")
    assert ("settle-finding", "overdue") in owed(desk, now="2026-04-02T18:01")


def audit(desk, who, department, *words, code=0):
    made = ("--type", "callback-audit", "--title", "Q1", "--department", department)
    result = desk.run("review", "new", *made, "--period", "2026-Q1", *words, as_=who, now=MARCH)
    assert result.code == code, result
    return result


def test_cbk_20_two_departments_audit_the_calls_of_every_quarter(centre):
    centre.write("people.yaml", centre.read("people.yaml") + QUALITY)
    late = [row["what"] for row in centre.json("due", now=APRIL)]
    assert {"quality-audit", "production-audit"} <= set(late)
    assert "quality-audit" not in [r["what"] for r in centre.json("due", now="2026-03-31T23:59")]
    assert "quality" in audit(centre, "li.na", "quality", code=3).err
    assert "CBK-20" in audit(centre, "he.ying", "production", code=3).err
    id_ = audit(centre, "he.ying", "品质管理部").out.split()[0]
    done = ("review", "done", id_)
    refused(centre, "CBK-20", *done, as_="he.ying", now=MARCH)
    looked = ("--sample", "T-260210-000001", "--score", "92")
    refused(centre, "CBK-20", *done, *looked, as_="tang.bo", now=MARCH)
    centre.ok("review", "set", id_, *looked, as_="he.ying", now=MARCH)
    centre.ok(*done, as_="he.ying", now=APRIL)
    late = [row["what"] for row in centre.json("due", now=APRIL)]
    assert "quality-audit" not in late
    assert "production-audit" in late
    assert "生产经营部抽查考核回访" in centre.ok("due", now=APRIL, lang="zh")


def test_cbk_20_a_desk_may_have_it_every_month(centre):
    centre.write("people.yaml", centre.read("people.yaml") + QUALITY)
    centre.write("policy/own.yaml", "duties:\n  quality-audit: {rrule: FREQ=MONTHLY}\n")
    rows = centre.json("duty", "list", now="2026-03-01T09:00")
    (row,) = [r for r in rows if r["name"] == "quality-audit"]
    assert row["missed"] == ["2026-01", "2026-02"]
