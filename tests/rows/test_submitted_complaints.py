"""Complaints that are handed on: noted in red at the studio (WED), reported at the shop (SUP)."""

import pytest
from given import at, refused

DETAILS = ("--details", "the cover of the album comes off")


def complain(desk, *words, **options):
    said = ("--type", "complaint", "--title", "Album", "--channel", "phone", *words)
    return desk.new("ticket", *said, **options)


@pytest.fixture
def studio(under):
    """Give a desk of the studio."""
    return under("WED")


@pytest.fixture
def shop(under):
    """Give a desk of the supermarket."""
    return under("SUP")


class TestRedNotes:
    def test_cmp_46_a_clerk_settles_none(self, studio):
        id_ = complain(studio, *DETAILS)
        said = refused(studio, "CMP-46", "ticket", "resolve", id_)
        assert "department manager" in said
        assert f"cs ticket submit {id_}" in refused(studio, "CMP-46", "ticket", "close", id_)
        studio.ok("ticket", "submit", id_)
        studio.ok("ticket", "resolve", id_, as_="zhao.min")
        studio.ok("ticket", "close", id_)

    def test_cmp_46_it_stands_in_red_in_the_list_of_its_day(self, studio):
        id_ = complain(studio, *DETAILS)
        complain(studio, *DETAILS, now=at("03-03T10:00"))
        (row,) = studio.json("report", "red-notes", "--period", "2026-03-02")["rows"]
        assert (row["id"], row["flag"]) == (id_, "red")
        assert "the cover of the album" in row["details"]
        text = studio.ok("report", "red-notes", "--format", "md")
        assert f"| {id_} | RED |" in text
        assert studio.run("ticket", "set", id_, "--flag", "red").code == 2
        text = studio.run("报表", "红字投诉", "--period", "2026-03-02", lang="zh").out
        assert "红字 " in text

    def test_cmp_46_filing_the_list_hands_them_in(self, studio):
        id_ = complain(studio, *DETAILS)
        late = at("18:00:01")
        (one,) = [o for o in studio.json("due", now=late) if o["id"] == id_]
        assert (one["what"], one["due_at"]) == ("red-note", "2026-03-02T18:00:00+08:00")
        studio.ok("report", "red-notes", "--save", now=at("17:50"))
        assert studio.json("show", id_)["submitted_at"] == "2026-03-02T17:50:00+08:00"
        assert [o for o in studio.json("due", now=late) if o["id"] == id_] == []

    def test_cmp_46_what_is_noted_after_the_filing_is_on_the_next_list(self, studio):
        file = ("report", "red-notes", "--save")
        early, single = (complain(studio, *DETAILS) for _ in range(2))
        studio.ok("ticket", "submit", single, now=at("15:00"))
        studio.ok(*file, now=at("17:50"))
        late = complain(studio, *DETAILS, now=at("17:55"))
        again = studio.run(*file, now=at("17:58"))
        assert (again.code, "is filed as" in again.err) == (2, True)
        next_day = complain(studio, *DETAILS, now=at("03-03T10:00"))
        studio.ok(*file, now=at("03-03T17:50"))
        first, second = (studio.ok("show", self.list(studio, day)) for day in ("02", "03"))
        assert [id_ in first for id_ in (early, single, late, next_day)] == [
            True,
            True,
            False,
            False,
        ]
        assert [id_ in second for id_ in (early, single, late, next_day)] == [
            False,
            False,
            True,
            True,
        ]
        assert "submitted_at" in studio.json("show", late)

    def list(self, desk, day):
        (found,) = [one["id"] for one in desk.json("report", "list") if one["period"].endswith(day)]
        return found

    def test_cmp_46_a_list_that_was_withdrawn_is_filed_anew_in_full(self, studio):
        id_ = complain(studio, *DETAILS)
        file = ("report", "red-notes", "--save")
        studio.ok(*file, now=at("17:30"))
        studio.ok("report", "void", self.list(studio, "02"), "-m", "wrong names", now=at("17:35"))
        (row,) = studio.json("report", "red-notes", now=at("17:36"))["rows"]
        assert row["id"] == id_
        studio.ok(*file, now=at("17:40"))
        other = (*file, "--period", "2026-03-01")
        assert "today" in refused(studio, "CMP-46", *other, now=at("17:45"))

    def test_cmp_46_a_note_says_in_detail_what_the_customer_said(self, studio):
        note = ("ticket", "new", "--type", "complaint", "--title", "Album", "-m", "it came apart")
        assert "--details" in refused(studio, "CMP-46", *note)
        said = studio.run(*note, lang="zh")
        assert (said.code, "请准确、详细记录" in said.err) == (3, True)

    def test_cmp_46_another_studio_says_who_settles_and_until_when(self, studio):
        studio.write("policy/own.yaml", (
            "guards: {studio-does-not-settle: {roles: [supervisor]}}\n"
            "deadlines: {red-note: {limit: at 17:00}}\n"
        ))  # fmt: skip
        id_ = complain(studio, *DETAILS)
        (one,) = studio.json("due", "--kind", "ticket", now=at("17:30"))
        assert one["due_at"] == "2026-03-02T17:00:00+08:00"
        refused(studio, "CMP-46", "ticket", "resolve", id_, as_="zhao.min")
        studio.ok("ticket", "resolve", id_, as_="chen.jing")


class TestReportedAtTheShop:
    def sign(self, desk):
        shift = ("--shift", "day", "--to", "wang.wei")
        return ("handover", "sign", desk.new("handover", *shift))

    def test_cmp_45_the_shift_is_not_handed_over_with_one_nobody_was_told_about(self, shop):
        id_ = complain(shop)
        sign = self.sign(shop)
        assert id_ in refused(shop, "CMP-45", *sign)
        shop.ok("ticket", "submit", id_, "--reported-to", "chen.jing")
        shop.ok(*sign)

    def test_cmp_45_in_chinese(self, shop):
        id_ = complain(shop)
        said = shop.run(*self.sign(shop), lang="zh")
        assert (said.code, said.err) == (3, f"不允许（CMP-45）：尚未上报的投诉：{id_}\n")

    def test_cmp_45_it_is_owed_without_a_figure_until_it_is_reported(self, shop):
        id_ = complain(shop)
        (one,) = shop.json("due", "--all", "--kind", "ticket")
        assert (one["what"], one["state"], one["rule"]) == (
            "report-complaint",
            "no-limit",
            "CMP-45",
        )
        assert "--reported-to" in refused(shop, "CMP-45", "ticket", "close", id_)
        assert shop.run("ticket", "submit", id_).code == 2
        shop.ok("ticket", "escalate", id_, "--superior", "chen.jing", "--reason", "grave")
        assert shop.json("due", "--all", "--kind", "ticket") == []
        assert shop.json("show", id_)["reported_to"] == "chen.jing"
        shop.ok("ticket", "close", id_)

    def test_cmp_45_reporting_to_oneself_is_no_report(self, shop):
        id_ = complain(shop)
        own = ("--reported-to", "li.na")
        refused(shop, "CMP-45", "ticket", "submit", id_, *own)
        refused(shop, "CMP-45", "ticket", "set", id_, *own)
        refused(shop, "CMP-45", "ticket", "submit", id_, *own, as_="wang.wei")
        up = ("ticket", "escalate", id_, "--reason", "grave", "--superior")
        refused(shop, "CMP-45", *up, "li.na")
        new = ("ticket", "new", "--type", "complaint", "--title", "x", "--channel", "phone")
        refused(shop, "CMP-45", *new, *own)
        said = shop.run("ticket", "submit", id_, *own, lang="zh")
        assert "报告本人不算上报" in said.err
        shop.ok("ticket", "submit", id_, "--reported-to", "chen.jing")
        shop.ok("ticket", "set", id_, "--details", "x", as_="chen.jing")

    def test_cmp_45_a_shop_sets_its_own_time(self, shop):
        shop.write("policy/own.yaml", "deadlines: {report-complaint: {limit: 30 minutes}}\n")
        complain(shop)
        (one,) = shop.json("due", "--kind", "ticket", now=at("10:31"))
        assert one["due_at"] == "2026-03-02T10:30:00+08:00"
