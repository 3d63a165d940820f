"""Callback campaigns: chosen, shared out, called, summed up; and calls after handling (HOT)."""

import pytest
from given import refused

from cs_cli.cli.context import Run

MEMBER = ("--member", "yes")
OPINIONS = ("--company", "trusted", "--product", "sturdy", "--service", "slow")
CALLERS = ("--callers", "li.na", "--callers", "wang.wei")


@pytest.fixture
def hotline(under):
    return under("HOT")


def customers(desk, count, *words):
    return [desk.new("customer", "--name", f"客户{number}", *words) for number in range(count)]


def assigned(desk, *words):
    """Choose customers, share them out; give the campaign and its calls."""
    id_ = desk.new("campaign", "--title", "Spring", *words)
    return id_, desk.json("campaign", "assign", id_, *CALLERS)["made"]


def call(desk, id_, **options):
    desk.ok("callback", "done", id_, "--result", "reached", *OPINIONS, **options)


class TestCampaigns:
    def test_cbk_01_ten_customers_and_two_callers_make_five_calls_each(self, hotline):
        ids = customers(hotline, 10, *MEMBER)
        id_, calls = assigned(hotline)
        shown = [hotline.json("show", call) for call in calls]
        owners = [one["owner"] for one in shown]
        assert (owners.count("li.na"), owners.count("wang.wei")) == (5, 5)
        assert sorted(one["customer"] for one in shown) == sorted(ids)
        assert {one["status"] for one in shown} == {"planned"}
        assert hotline.json("show", id_)["status"] == "assigned"

    def test_cbk_01_with_one_call_open_nothing_is_summed_up(self, hotline):
        customers(hotline, 10, *MEMBER)
        id_, calls = assigned(hotline)
        for one in calls[1:]:
            call(hotline, one)
        hotline.ok("campaign", "analyse", id_, "--analysis", "service is slow")
        summing = ("campaign", "summarise", id_, "--summary", "faster service")
        why = refused(hotline, "CBK-01", *summing)
        assert why == f"calls of this campaign are still open: {calls[0]}\n"
        said = hotline.run(*summing, lang="zh").err
        assert said == f"不允许（CBK-01）：本次回访尚有未完成的：{calls[0]}\n"
        call(hotline, calls[0])
        hotline.ok(*summing)
        assert hotline.json("show", id_)["status"] == "summarised"

    def test_cbk_01_a_summary_rests_on_an_analysis(self, hotline):
        customers(hotline, 1, *MEMBER)
        id_, calls = assigned(hotline)
        call(hotline, *calls)
        summing = ("campaign", "summarise", id_, "--summary", "x")
        assert "--analysis" in refused(hotline, "CBK-01", *summing)

    def test_cbk_01_without_callers_all_clerks_at_work_share_the_calls(self, hotline):
        customers(hotline, 4, *MEMBER)
        id_ = hotline.new("campaign", "--title", "Spring")
        calls = hotline.json("campaign", "assign", id_)["made"]
        owners = {hotline.json("show", call)["owner"] for call in calls}
        assert owners == {"li.na", "wang.wei"}  # the clerks of the day's roster

    def test_cbk_01_customers_are_chosen_from_the_files(self, hotline):
        first, other = customers(hotline, 2, "--region", "Pudong", "--tier", "vip")
        customers(hotline, 2, "--region", "Pudong")
        customers(hotline, 1, "--region", "Minhang", "--tier", "vip")
        hotline.ok("customer", "deactivate", first)
        chosen = ("--selection", "地区=Pudong", "--selection", "tier=贵宾")
        id_ = hotline.new("campaign", "--title", "x", *chosen)
        assert hotline.json("show", id_)["customers"] == [other]
        every = ("--selection", "tier=vip", "--selection", "tier=none")
        id_ = hotline.new("campaign", "--title", "x", *every)
        assert len(hotline.json("show", id_)["customers"]) == 4
        named = hotline.new("campaign", "--title", "x", "--customers", other)
        assert hotline.json("show", named)["customers"] == [other]

    @pytest.mark.parametrize(
        ("selection", "why"),
        [("tier", "FIELD=VALUE"), ("colour=red", "colour"), ("member=maybe", "neither yes nor no")],
    )
    def test_cbk_01_a_selection_that_means_nothing_is_not_understood(self, hotline, selection, why):
        said = hotline.run("campaign", "new", "--title", "x", "--selection", selection)
        assert (said.code, why in said.err) == (2, True)

    def test_cbk_01_nobody_to_call_is_no_campaign(self, hotline):
        customers(hotline, 2)
        why = refused(hotline, "CBK-01", "campaign", "new", "--title", "x")
        assert "no customer fits" in why

    def test_cbk_01_a_desk_that_may_sum_up_early(self, hotline):
        customers(hotline, 2, *MEMBER)
        early = "guards: {campaign-called: {warn: 'true'}}\n"
        hotline.write("policy/ours.yaml", early)
        id_, _calls = assigned(hotline)
        hotline.ok("campaign", "analyse", id_, "--analysis", "x")
        said = hotline.run("campaign", "summarise", id_, "--summary", "x")
        assert (said.code, "still open" in said.err) == (0, True)

    def test_cbk_02_a_call_asks_about_company_product_and_service(self, hotline):
        customers(hotline, 1, *MEMBER)
        _id, (one,) = assigned(hotline)
        done = ("callback", "done", one, "--result", "reached", *OPINIONS[:4])
        why = refused(hotline, "CBK-02", *done)
        assert why.splitlines()[0].endswith("still missing: about the service (--service)")
        zh = hotline.run(*done, lang="zh").err
        assert zh.startswith("不允许（CBK-02）：须征求对公司、产品、服务的意见，缺少对服务的意见")
        call(hotline, one)

    def test_cbk_02_a_desk_that_asks_about_prices_too(self, hotline):
        more = (
            "kinds:\n  callback/campaign:\n"
            "    fields: {price: {label: {en: about prices, zh: 对价格的意见}}}\n"
            "    verbs: {done: {ask: [result, company, product, service, price]}}\n"
            "guards: {three-opinions: {require: [company, product, service, price]}}\n"
        )
        hotline.write("policy/ours.yaml", more)
        customers(hotline, 1, *MEMBER)
        _id, (one,) = assigned(hotline)
        done = ("callback", "done", one, "--result", "reached", *OPINIONS)
        assert "--price" in refused(hotline, "CBK-02", *done)
        hotline.ok(*done, "--price", "fair")


class TestMembers:
    def test_cbk_03_nineteen_of_twenty_is_95_percent_and_one_is_overdue_on_day_4(self, hotline):
        customers(hotline, 20, *MEMBER)
        _id, calls = assigned(hotline)
        for one in calls[1:]:
            call(hotline, one, now="2026-03-05T17:00:00+08:00")
        found = hotline.json("report", "campaign-coverage", now="2026-03-05T18:00:00+08:00")
        total = found["total"]
        assert (total["count"], total["fits"], total["percent"]) == (20, 19, 95)
        assert found["missing"] == calls[:1]
        assert "95 %" in hotline.ok("report", "专项回访覆盖率", lang="zh")
        day_3, day_4 = "2026-03-05T23:59:00+08:00", "2026-03-06T00:00:01+08:00"
        assert hotline.json("due", now=day_3) == []
        (item,) = hotline.json("due", now=day_4)
        told = (item["id"], item["what"], item["rule"], item["state"])
        assert told == (calls[0], "call-campaign", "CBK-03", "overdue")
        assert f"{calls[0]}  三天内完成专项回访" in hotline.ok("due", lang="zh", now=day_4)

    def test_cbk_03_a_voided_call_is_a_member_who_was_not_called(self, hotline):
        customers(hotline, 20, *MEMBER)
        _id, calls = assigned(hotline)
        for one in calls[1:]:
            call(hotline, one)
        hotline.ok("callback", "void", calls[0], "-m", "wrong number")
        found = hotline.json("report", "campaign-coverage")
        assert (found["total"]["count"], found["total"]["percent"]) == (20, 95)
        assert found["missing"] == calls[:1]

    def test_cbk_03_a_campaign_calls_every_member_unless_told_otherwise(self, hotline):
        members = customers(hotline, 3, *MEMBER)
        customers(hotline, 2)
        shown = hotline.json("show", hotline.new("campaign", "--title", "Spring"))
        assert (shown["selection"], shown["customers"]) == (["member=true"], sorted(members))

    def test_cbk_03_a_call_while_the_customer_rests_is_told_and_counts(self, hotline):
        hotline.write("policy/ours.yaml", "settings: {quiet_hours: '12:00-14:00'}\n")
        customers(hotline, 1, *MEMBER)
        _id, (one,) = assigned(hotline)
        noon, later = "2026-03-05T12:30:00+08:00", "2026-03-05T14:00:00+08:00"
        attempt = ("callback", "attempt", one, "--reached", "no")
        said = hotline.run(*attempt, now=noon)
        assert said.code == 0
        assert "CBK-03" in said.err and "call after 14:00" in said.err
        hotline.ok(*attempt, now=later)

    def test_cbk_03_at_a_terminal_calls_that_can_wait_are_left_out_while_customers_rest(
        self, hotline, monkeypatch
    ):
        """What is overdue is listed at any hour, and everything is in a pipe or with --within."""
        hotline.write("policy/ours.yaml", "settings: {quiet_hours: '12:00-14:00'}\n")
        customers(hotline, 1, *MEMBER)
        _id, (late,) = assigned(hotline)
        waiting = hotline.new("callback", "--title", "Some day")
        noon, later = "2026-03-06T12:30:00+08:00", "2026-03-06T14:00:00+08:00"
        assert [row["id"] for row in hotline.json("due", now=noon)] == [late, waiting]
        monkeypatch.setattr(Run, "on_terminal", True)
        monkeypatch.setattr(Run, "width", 80)
        said = hotline.run("due", now=noon)
        assert (late in said.out, waiting in said.out) == (True, False)
        assert "quiet hours until 14:00" in said.err and "left out (1)" in said.err
        assert waiting in hotline.run("due", "--within", "4h", now=noon).out
        assert waiting in hotline.run("due", now=later).out

    def test_cbk_03_no_quiet_hours_are_invented(self, hotline):
        customers(hotline, 1, *MEMBER)
        _id, (one,) = assigned(hotline)
        call(hotline, one, now="2026-03-02T23:30:00+08:00")

    def test_cbk_03_a_desk_that_takes_five_days(self, hotline):
        hotline.write("policy/ours.yaml", "deadlines: {call-campaign: {limit: 5 calendar days}}\n")
        customers(hotline, 1, *MEMBER)
        assigned(hotline)
        (item,) = hotline.json("due", "--all", "--kind", "callback")
        assert item["due_at"] == "2026-03-08T00:00:00+08:00"


class TestAfterHandling:
    REGISTERED = ("--channel", "phone", "--title", "Parcel lost")

    @pytest.mark.parametrize("type_", [(), *(("--type", t) for t in ("投诉", "报修", "求助"))])
    def test_cbk_39_resolved_on_the_second_it_is_called_back_by_the_fifth(self, hotline, type_):
        id_ = hotline.new("ticket", *self.REGISTERED, *type_)
        (made,) = hotline.json("ticket", "resolve", id_)["made"]
        (item,) = hotline.json("due", "--all", "--kind", "callback")
        told = (item["id"], item["what"], item["rule"], item["owner"])
        assert told == (made, "call-after-handling", "CBK-39", "li.na")
        assert item["due_at"] == "2026-03-06T00:00:00+08:00"  # the end of 5 March
        assert "处理后三天内回访" in hotline.ok("due", "--all", lang="zh")
        hotline.ok("callback", "done", made, "--result", "content")
        assert hotline.json("due", "--all", "--kind", "callback") == []

    def test_cbk_39_answered_while_closing_it_is_called_back_as_well(self, hotline):
        words = ("--type", "inquiry", "--channel", "phone", "--title", "Opening hours")
        id_ = hotline.new("ticket", *words)
        (made,) = hotline.json("ticket", "close", id_, "--answer", "8 to 6")["made"]
        (item,) = hotline.json("due", "--all", "--kind", "callback")
        assert (item["id"], item["due_at"]) == (made, "2026-03-06T00:00:00+08:00")

    def test_cbk_39_one_call_for_what_is_resolved_and_then_closed(self, hotline):
        id_ = hotline.new("ticket", *self.REGISTERED)
        (made,) = hotline.json("ticket", "resolve", id_)["made"]
        hotline.ok("callback", "done", made, "--result", "content")
        assert hotline.json("ticket", "close", id_)["made"] == []

    def test_cbk_39_a_desk_that_calls_the_next_day(self, hotline):
        limit = "deadlines: {call-after-handling: {limit: 1 calendar day}}\n"
        hotline.write("policy/ours.yaml", limit)
        hotline.ok("ticket", "resolve", hotline.new("ticket", *self.REGISTERED))
        (item,) = hotline.json("due", "--all", "--kind", "callback")
        assert item["due_at"] == "2026-03-04T00:00:00+08:00"
