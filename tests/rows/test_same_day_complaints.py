"""Settled on the same day, or told so that day; signed by every department (REA)."""

import pytest
from given import refused

RECEIVED = "2026-03-03T15:00:00+08:00"
EVENING = "2026-03-03T17:00:00+08:00"
SEVERAL = ("--departments", "Sales", "--departments", "Engineering")
WHY = ("--reason", "several departments")
AGREED = ("--promised-at", "2026-03-06 12:00")
STAFF = """
- {id: li.na, name: 李娜, roles: [clerk], department: service, reports_to: zhao.min}
- {id: he.ping, name: 何平, roles: [department-head], department: Sales, reports_to: zhao.min}
- {id: gao.yan, name: 高岩, roles: [department-head], department: Engineering, reports_to: zhao.min}
- {id: zhao.min, name: 赵敏, roles: [manager], department: service}
"""
HEADS = {"Sales": "he.ping", "Engineering": "gao.yan"}


@pytest.fixture
def filing(under):
    """Give a desk under the pack, with the heads of two departments."""
    return under("REA", people=STAFF)


def complain(desk, *words):
    said = ("--title", "Deed", "--upheld", "no", *words)
    return desk.new("ticket", "--type", "complaint", *said, now=RECEIVED)


def late(desk, id_, now):
    return sorted(
        o["what"] for o in desk.json("due", now=now) if (o["id"], o["state"]) == (id_, "overdue")
    )


def verdicts(desk, id_, now):
    return {c["what"]: c["verdict"] for c in desk.json("why", id_, now=now)}


class TestSameDay:
    def test_cmp_15_unsolved_it_is_overdue_as_the_next_day_begins(self, filing):
        id_ = complain(filing)
        assert late(filing, id_, "2026-03-03T23:59:59+08:00") == []
        (one,) = filing.json("due", now="2026-03-04T00:00:01+08:00")
        assert (one["id"], one["what"], one["rule"]) == (id_, "settle-today", "CMP-15")
        assert one["due_at"] == "2026-03-04T00:00:00+08:00"
        said = filing.ok("due", now="2026-03-04T00:00:01+08:00", lang="zh")
        assert "投诉当日解决" in said

    def test_cmp_15_settled_that_day_nothing_is_owed(self, filing):
        id_ = complain(filing)
        filing.ok("ticket", "resolve", id_, "--result", "deed copied", now=EVENING)
        assert late(filing, id_, "2026-03-04T09:00") == []


class TestCarriedOver:
    def test_cmp_16_only_several_departments_and_a_customer_who_knows_carry_it_over(self, filing):
        id_ = complain(filing)
        carry = ("ticket", "carry-over", id_, *WHY, *AGREED)
        told = ("--customer-notified-at", "2026-03-03 16:50")
        one = refused(filing, "CMP-16", *carry, *told, "--departments", "Sales", now=EVENING)
        assert "1 so far" in one
        unaware = refused(filing, "CMP-16", *carry, *SEVERAL, now=EVENING)
        assert "--customer-notified-at" in unaware
        past = ("ticket", "carry-over", id_, *WHY, "--promised-at", "2026-03-02", *told, *SEVERAL)
        refused(filing, "CMP-16", *past, now=EVENING)
        filing.ok(*carry, *told, *SEVERAL, now=EVENING)
        assert filing.json("show", id_)["status"] == "carried-over"

    def test_cmp_16_told_on_the_day_it_is_due_at_the_time_agreed(self, filing):
        id_ = complain(filing)
        told = ("--customer-notified-at", "2026-03-03 16:50")
        filing.ok("ticket", "carry-over", id_, *WHY, *AGREED, *SEVERAL, *told, now=EVENING)
        assert verdicts(filing, id_, "2026-03-04T09:00") == {
            "settle-today": "met", "notify-today": "met", "promise": "open",
        }  # fmt: skip
        assert late(filing, id_, "2026-03-06T12:00:00+08:00") == []
        assert late(filing, id_, "2026-03-06T12:00:01+08:00") == ["promise"]

    def test_cmp_16_told_on_the_day_and_entered_on_the_next_is_no_breach(self, filing):
        id_ = complain(filing, *SEVERAL)
        next_day = "2026-03-04T09:00:00+08:00"
        told = ("--customer-notified-at", "2026-03-03 16:50")
        filing.ok("ticket", "carry-over", id_, *WHY, *AGREED, *told, now=next_day)
        assert verdicts(filing, id_, next_day) == {
            "settle-today": "met", "notify-today": "met", "promise": "open",
        }  # fmt: skip
        late_then = filing.json("due", now="2026-03-06T12:00:01+08:00")
        assert [(o["what"], o["rule"]) for o in late_then] == [("promise", "CMP-16")]

    def test_cmp_16_telling_the_customer_is_no_way_round_either(self, filing):
        id_ = complain(filing)
        told = ("ticket", "set", id_, "--customer-notified-at", "2026-03-03 16:50")
        refused(filing, "CMP-16", *told, *AGREED, now=EVENING)
        why = refused(filing, "CMP-16", *told, *SEVERAL, now=EVENING)
        assert "--promised-at" in why
        filing.ok(*told, *SEVERAL, *AGREED, now=EVENING)

    def test_cmp_16_told_a_day_later_is_a_breach(self, filing):
        id_ = complain(filing, *SEVERAL)
        next_day = "2026-03-04T09:00:00+08:00"
        assert late(filing, id_, next_day) == ["notify-today", "settle-today"]
        told = ("--customer-notified-at", "2026-03-04 08:50")
        filing.ok("ticket", "carry-over", id_, *WHY, *AGREED, *told, now=next_day)
        found = verdicts(filing, id_, next_day)
        assert (found["notify-today"], found["promise"]) == ("late", "open")
        assert found["settle-today"] == "late"


class TestSignatures:
    def resolved(self, desk):
        id_ = complain(desk, *SEVERAL)
        desk.ok("ticket", "resolve", id_, "--result", "paid back", now=EVENING)
        return id_

    def sign(self, desk, id_, department):
        sign = ("ticket", "sign-off", id_, "--signed-for", department)
        desk.ok(*sign, now=EVENING, as_=HEADS[department])

    def test_cmp_17_closing_names_the_department_that_has_not_signed(self, filing):
        id_ = self.resolved(filing)
        self.sign(filing, id_, "Sales")
        said = refused(filing, "CMP-17", "ticket", "close", id_, now=EVENING)
        assert said.startswith("not signed yet by: Engineering (")
        self.sign(filing, id_, "Engineering")
        filing.ok("ticket", "close", id_, now=EVENING)
        assert filing.json("show", id_)["status"] == "closed"

    def test_cmp_17_a_department_signs_for_itself(self, filing):
        id_ = self.resolved(filing)
        sign = ("ticket", "sign-off", id_, "--signed-for", "Sales")
        why = refused(filing, "CMP-17", *sign, now=EVENING)
        assert "li.na is of service and cannot sign for Sales" in why
        refused(filing, "CMP-17", *sign, now=EVENING, as_="gao.yan")
        said = filing.run(*sign, now=EVENING, lang="zh")
        assert "不能代 Sales 签字" in said.err
        filing.ok(*sign, now=EVENING, as_="he.ping")

    def test_cmp_17_in_chinese(self, filing):
        id_ = self.resolved(filing)
        said = filing.run("工单", "归档", id_, lang="zh", now=EVENING)
        assert (said.code, "尚未签字：Sales、Engineering" in said.err) == (3, True)

    def test_cmp_17_the_departments_are_named_and_the_solution_is_on_file(self, filing):
        id_ = complain(filing)
        filing.ok("ticket", "resolve", id_, now=EVENING)
        end = ("ticket", "close", id_)
        assert "--result" in refused(filing, "CMP-17", *end, now=EVENING)
        end = (*end, "--result", "paid back")
        assert "--departments" in refused(filing, "CMP-17", *end, now=EVENING)
        filing.ok("ticket", "set", id_, "--department", "Sales", now=EVENING)
        assert "by: Sales (" in refused(filing, "CMP-17", *end, now=EVENING)
        self.sign(filing, id_, "Sales")
        filing.ok(*end, now=EVENING)

    def test_cmp_17_another_desk_has_others_sign(self, filing):
        filing.write(
            "policy/own.yaml", "guards: {departments-signed: {with: {departments: involved}}}\n"
        )
        id_ = self.resolved(filing)
        filing.ok("ticket", "set", id_, "--involved", "Sales", now=EVENING)
        refused(filing, "CMP-17", "ticket", "close", id_, now=EVENING)
        self.sign(filing, id_, "Sales")
        filing.ok("ticket", "close", id_, now=EVENING)
