"""The figures of reports: records counted, shared, averaged and compared."""

import pytest
from figures import APRIL, counts, figures, put, rules, settled


@pytest.fixture
def first_time(desk):
    """A desk of four tickets in scope, of which three were settled at once."""
    return settled(desk)


def test_three_of_four_settled_at_once_are_75_percent(first_time):
    """TKT-09."""
    found = figures(first_time, "first-time", "--period", "2026-03")
    missing = found.pop("missing")
    total = {"count": 4, "fits": 3, "percent": 75}
    assert found == {
        "report": "first-time", "rule": "TKT-09", "period": "2026-03", "from": "2026-03-01",
        "to": "2026-03-31", "running": False, "rows": [total], "total": total,
    }  # fmt: skip
    assert len(missing) == 1
    text = first_time.ok("report", "first-time", "--period", "last", now=APRIL)
    assert text.startswith("settled at first contact\n")
    assert "3 of 4, 75 %" in text
    assert missing[0] in text


REPEATED = """\
kinds:
  ticket:
    fields:
      repeat_contacts: {label: {en: repeated contacts, zh: 重复来电次数}, type: number}
reports:
  repeated:
    ref: TKT-12
    label: {en: repeated contacts, zh: 重复来电}
    of: {kind: ticket, repeat_contacts: any}
    period: week
    columns: [title, repeat_contacts, opened_at]
    sum: repeat_contacts
"""


def test_a_ticket_called_about_again_is_in_the_report_of_the_week(desk):
    """TKT-12."""
    rules(desk, REPEATED)
    again = put(desk, "ticket", "03-03T10:00", "open", repeat_contacts=1, title="cold water")
    put(desk, "ticket", "03-03T11:00", "open")
    put(desk, "ticket", "02-24T11:00", "open", repeat_contacts=2)
    found = figures(desk, "repeated", "--period", "2026-W10")
    opened = "2026-03-03T10:00:00+08:00"
    line = {"id": again, "title": "cold water", "repeat_contacts": 1, "opened_at": opened}
    assert found["rows"] == [line]
    assert found["total"] == {"count": 1, "sum": 1}
    text = desk.ok("report", "repeated", "--period", "2026-W10")
    assert again in text
    assert "2026-03-03 10:00 Tue" in text


INQUIRIES = """\
kinds:
  ticket/inquiry:
    fields:
      weighty: {label: {en: important, zh: 重要}, type: flag}
reports:
  inquiries:
    ref: TKT-26
    label: {en: inquiries, zh: 咨询}
    of: {kind: ticket, type: inquiry}
    by: weighty
  types:
    label: {en: by type and status, zh: 按类型和状态}
    of: {kind: ticket}
    by: [type, status]
  statuses:
    label: {en: by status, zh: 按状态}
    of: {kind: ticket}
    by: status
"""


def test_important_inquiries_are_counted(desk):
    """TKT-26."""
    rules(desk, INQUIRIES)
    put(desk, "ticket", "03-03T10:00", "open", type="inquiry", weighty="yes")
    put(desk, "ticket", "03-03T10:00", "open", type="inquiry")
    put(desk, "ticket", "03-03T10:00", "open", type="repair")
    found = counts(desk, "inquiries", "weighty", "--period", "2026-03")
    assert found == {"true": 1, "false": 0, None: 1}
    text = desk.ok("report", "inquiries", "--period", "2026-03")
    assert [line.split()[:2] for line in text.splitlines()[-5:]] == [
        ["important", "count"], ["yes", "1"], ["no", "0"], ["-", "1"], ["total", "2"],
    ]  # fmt: skip
    rows = figures(desk, "types", "--period", "2026-03")["rows"]
    there = [(r["type"], r["status"], r["count"]) for r in rows if r["count"]]
    assert sorted(there) == [("inquiry", "open", 2), ("repair", "open", 1)]
    assert {"type": "complaint", "status": None, "count": 0} in rows
    assert counts(desk, "statuses", "status", "--period", "2026-03") == {"open": 3}
    assert "complaint" in desk.ok("report", "types", "--period", "2026-03")


CATEGORIES = """\
kinds:
  ticket/complaint:
    fields:
      category:
        label: {en: category, zh: 类别}
        type: choice
        choices:
          cleaning: {en: cleaning, zh: 保洁}
          security: {en: security, zh: 秩序}
          greenery: {en: greenery, zh: 绿化}
          noise: {en: noise, zh: 噪音}
          parking: {en: parking, zh: 停车}
          lifts: {en: lifts, zh: 电梯}
          fees: {en: fees, zh: 收费}
          manners: {en: manners, zh: 态度}
reports:
  complaint-categories:
    ref: CMP-41
    label: {en: complaints by category, zh: 投诉分类统计}
    of: {kind: ticket, type: complaint}
    period: day 27 of month
    by: category
"""


def test_a_month_that_closes_on_the_27th_counts_from_the_28th_before(desk):
    """CMP-41."""
    rules(desk, CATEGORIES)
    for opened, category in (
        ("02-27T23:59", "fees"), ("02-28T00:00", "cleaning"), ("03-27T23:59", "cleaning"),
        ("03-10T10:00", "security"), ("03-28T00:00", "lifts"),
    ):  # fmt: skip
        put(desk, "ticket", opened, "open", type="complaint", category=category)
    found = figures(desk, "complaint-categories", "--period", "2026-03")
    assert (found["from"], found["to"]) == ("2026-02-28", "2026-03-27")
    assert [row["count"] for row in found["rows"]] == [2, 1, 0, 0, 0, 0, 0, 0]
    assert found["total"] == {"count": 3}
    text = desk.ok("report", "complaint-categories", "--period", "2026-03", lang="zh")
    assert "保洁" in text
    assert counts(desk, "complaint-categories", "category")["lifts"] == 1


CAUSES = """\
kinds:
  ticket/complaint:
    fields:
      cause_code: {label: {en: cause, zh: 原因}}
reports:
  causes:
    ref: CMP-19
    label: {en: complaints by cause, zh: 投诉原因}
    of: {kind: ticket, type: complaint}
    by: cause_code
    trend: "true"
"""


def test_a_trend_tells_the_fall_from_the_month_before(desk):
    """CMP-19."""
    rules(desk, CAUSES)
    for month, number in (("02", 5), ("03", 3)):
        for day in range(1, number + 1):
            put(desk, "ticket", f"{month}-{day:02}T10:00", "open", type="complaint",
                cause_code="late recharge")  # fmt: skip
    put(desk, "ticket", "02-09T10:00", "open", type="complaint", cause_code="wrong sum")
    found = figures(desk, "causes", "--period", "2026-03")
    assert found["rows"] == [
        {"cause_code": "late recharge", "count": 3, "before": 5, "change": -2},
        {"cause_code": "wrong sum", "count": 0, "before": 1, "change": -1},
    ]
    assert found["total"] == {"count": 3, "before": 6, "change": -3}
    assert "-2" in desk.ok("report", "causes", "--period", "2026-03")


def test_complaints_count_for_whom_they_are_against(desk):
    """CMP-51."""
    rules(desk, """\
kinds:
  ticket/complaint:
    fields:
      to_blame: {label: {en: against, zh: 被投诉人}, type: person, many: true}
      cause_service: {label: {en: caused by service, zh: 服务原因}, type: flag}
reports:
  against:
    ref: CMP-51
    label: {en: complaints by person, zh: 被投诉次数}
    of: {kind: ticket, type: complaint, cause_service: "true"}
    by: to_blame
  departments:
    label: {en: complaints by department, zh: 按部门}
    of: {kind: ticket, type: complaint}
    by: owner.department
""")  # fmt: skip
    put(desk, "ticket", "03-02T10:00", "open", type="complaint", to_blame="[li.na, wang.wei]",
        cause_service="true", owner="wu.gang")  # fmt: skip
    before = counts(desk, "against", "to_blame", "--period", "2026-03")
    put(desk, "ticket", "03-03T10:00", "open", type="complaint", to_blame="[wang.wei]",
        cause_service="true", owner="li.na")  # fmt: skip
    put(desk, "ticket", "03-03T10:00", "open", type="complaint", to_blame="[wang.wei]")
    after = counts(desk, "against", "to_blame", "--period", "2026-03")
    assert (before, after) == ({"li.na": 1, "wang.wei": 1}, {"li.na": 1, "wang.wei": 2})
    assert "王伟" in desk.ok("report", "against", "--period", "2026-03")
    found = counts(desk, "departments", "owner.department", "--period", "2026-03")
    assert found == {"engineering": 1, "service": 1, None: 1}


COVERAGE = """\
reports:
  repair-callbacks:
    ref: CBK-17
    label: {en: repairs called back, zh: 维修回访率}
    of: {kind: ticket, type: repair}
    period: day
    share: {linked: {kind: callback, status: [done, archived]}}
  opinions:
    ref: CBK-30
    label: {en: asked twice, zh: 两次征询意见}
    of: {kind: ticket, type: complaint}
    share: {linked: {kind: callback, status: [done, archived]}, least: 2}
  campaign:
    ref: CBK-03
    label: {en: campaign, zh: 会员回访率}
    of: {kind: callback}
    share: {status: [done, archived]}
"""


def test_seven_of_eight_repairs_called_back_are_87_5_percent(desk):
    """CBK-17."""
    rules(desk, COVERAGE)
    repairs = [put(desk, "ticket", "03-02T10:00", "open", type="repair") for _n in range(8)]
    for id_ in repairs[:7]:
        put(desk, "callback", "03-02T15:00", "done", "03-02T16:00 done result: fine",
            about=f"[{id_}]", result="fine")  # fmt: skip
    put(desk, "callback", "03-02T15:00", "planned", about=f"[{repairs[7]}]")
    found = figures(desk, "repair-callbacks", "--period", "2026-03-02")
    assert found["total"] == {"count": 8, "fits": 7, "percent": 87.5}
    assert found["missing"] == [repairs[7]]
    text = desk.ok("report", "repair-callbacks", now="2026-03-02T20:00:00+08:00")
    assert "7 of 8, 87.5 %" in text
    assert text.rstrip().endswith(f"still missing\n{repairs[7]}")


def test_nineteen_of_twenty_calls_are_95_percent(desk):
    """CBK-03."""
    rules(desk, COVERAGE)
    for _n in range(19):
        put(desk, "callback", "03-02T10:00", "done", "03-03T10:00 done result: fine",
            result="fine")  # fmt: skip
    left = put(desk, "callback", "03-02T10:00", "planned")
    found = figures(desk, "campaign", "--period", "2026-03")
    assert (found["total"]["percent"], found["missing"]) == (95, [left])


def test_one_opinion_asked_for_is_below_the_target_of_two(desk):
    """CBK-30."""
    rules(desk, COVERAGE)
    once, twice = (put(desk, "ticket", "03-02T10:00", "open", type="complaint") for _n in range(2))
    for id_ in (once, twice, twice):
        put(desk, "callback", "03-02T15:00", "done", "03-02T16:00 done result: fine",
            about=f"[{id_}]", result="fine")  # fmt: skip
    text = desk.ok("report", "opinions", "--period", "2026-03")
    assert text.rstrip().endswith(f"target 2 not reached\n{once}")


RATINGS = """\
kinds:
  callback:
    fields:
      ratings:
        label: {en: ratings, zh: 评分}
        type: list
        fields:
          person: {label: {en: person, zh: 服务人员}, type: person}
          rating: {label: {en: rating, zh: 分数}, type: number}
      score: {label: {en: score, zh: 得分}, type: number}
reports:
  ratings:
    ref: CBK-40
    label: {en: ratings by person, zh: 服务人员评分}
    of: {kind: callback}
    by: ratings.person
    mean: ratings.rating
  scores:
    label: {en: scores, zh: 得分}
    of: {kind: callback}
    by: owner
    mean: score
    sum: score
  first-response:
    label: {en: first response by channel, zh: 首次回复用时}
    of: {kind: ticket}
    by: channel
    mean: {from: "do:open", to: "do:reply"}
  waits:
    label: {en: minutes waited, zh: 等待}
    of: {kind: ticket}
    mean: {from: received_at, to: "state:pending"}
"""


def test_the_mean_of_four_and_five_is_four_and_a_half(desk):
    """CBK-40."""
    rules(desk, RATINGS)
    put(desk, "callback", "03-02T10:00", "planned", owner="li.na", score=4,
        ratings="[{person: wu.gang, rating: 4}, {person: li.na, rating: 2}]")  # fmt: skip
    put(desk, "callback", "03-03T10:00", "planned", owner="li.na", score=5,
        ratings="[{person: wu.gang, rating: 5}]")  # fmt: skip
    put(desk, "callback", "03-03T10:00", "planned", owner="wang.wei")
    rows = figures(desk, "ratings", "--period", "2026-03")["rows"]
    assert {row["ratings.person"]: row["mean"] for row in rows} == {"wu.gang": 4.5, "li.na": 2}
    assert "4.5" in desk.ok("report", "ratings", "--period", "2026-03")
    rows = figures(desk, "scores", "--period", "2026-03")["rows"]
    assert rows[0] == {"owner": "li.na", "count": 2, "mean": 4.5, "sum": 9}
    assert rows[1] == {"owner": "wang.wei", "count": 1, "mean": None, "sum": 0}


def test_minutes_run_from_one_moment_to_another(desk):
    rules(desk, RATINGS)
    put(desk, "ticket", "03-02T10:00", "open", "03-02T10:10 reply", "03-02T10:50 reply",
        channel="phone", received_at="2026-03-02T09:55:00+08:00")  # fmt: skip
    put(desk, "ticket", "03-02T10:00", "open", "03-02T10:30 reply", channel="phone")
    put(desk, "ticket", "03-02T10:00", "open", channel="visit")
    put(desk, "ticket", "03-02T10:00", "pending", "03-02T10:21 wait", channel="fax",
        received_at="2026-03-02T10:00:00+08:00")  # fmt: skip
    rows = figures(desk, "first-response", "--period", "2026-03")["rows"]
    found = {row["channel"]: (row["count"], row["mean"]) for row in rows}
    assert (found["phone"], found["visit"]) == ((2, 22.5), (1, None))
    assert figures(desk, "waits", "--period", "2026-03")["total"] == {"count": 4, "mean": 21}
