"""CBK-21, CBK-22, CBK-31, CBK-32: who calls owners and tenants, and what is asked."""

import pytest
from given import refused

PEOPLE = """\
- {id: li.na, name: 李娜, roles: [clerk, front-desk]}
- {id: chen.jing, name: 陈静, roles: [clerk]}
- {id: hu.ming, name: 胡明, roles: [guard]}
- {id: gao.yuan, name: 高远, roles: [cs-head]}
"""
FOUR = {
    "--attitude": "friendly", "--quality": "good", "--irregular-charge": "no",
    "--satisfaction": "satisfied",
}  # fmt: skip
THREE = {"--repair-quality": "good", "--timeliness": "fair", "--service-attitude": "good"}


def words(answers, without=None):
    return [word for name, value in answers.items() if name != without for word in (name, value)]


def at(day, time):
    return f"2026-03-{day}T{time}:00+08:00"


class TestEntrusted:
    """CBK-21."""

    @pytest.fixture
    def front(self, under):
        """A one-stop front desk; Li Na has the late shift."""
        return under("ONE", people=PEOPLE)

    @pytest.fixture
    def call(self, front):
        """A complaint that Li Na handled is solved, so a callback is owed."""
        customer = front.new("customer", "--name", "张三", "--phone", "13800000000")
        facts = (
            "--happened-at", "2026-03-01", "--place", "hall 3", "--course", "dirt",
            "--apology-for-inconvenience", "yes", "--customer-confirmed", "yes",
        )  # fmt: skip
        id_ = front.new(
            "ticket", "--type", "complaint", "--title", "Dirty", "--customer", customer, *facts
        )
        front.ok("ticket", "resolve", id_)
        (found,) = front.json("callback", "list")
        return found["id"]

    def handed_over(self, desk, *options):
        new = ("handover", "new", "--shift", "night", "--to", "chen.jing", *options)
        return desk.ok(*new).split()[0]

    def test_cbk_21_the_handler_of_the_slip_calls_back(self, front, call):
        shown = front.json("callback", "show", call)
        assert (shown["type"], shown["owner"], shown["status"]) == ("slip", "li.na", "planned")
        (owed,) = front.json("due", "--kind", "callback")
        assert (owed["id"], owed["rule"], owed["state"]) == (call, "CBK-21", "no-limit")

    def test_cbk_21_what_is_entrusted_at_the_handover_is_the_colleague_s(self, front, call):
        id_ = self.handed_over(front, "--callbacks", call)
        listed = [one["about"] for one in front.json("handover", "show", id_)["items"]]
        assert listed == [call]
        front.ok("handover", "sign", id_)
        assert front.json("callback", "show", call)["owner"] == "li.na"
        front.ok("handover", "accept", id_, as_="chen.jing")
        shown = front.json("callback", "show", call)
        assert (shown["owner"], shown["delegated_by"], shown["status"]) == (
            "chen.jing", "li.na", "delegated",
        )  # fmt: skip
        assert [one["id"] for one in front.json("due", "--mine", as_="chen.jing")] == [call]
        assert "已委托" in front.ok("callback", "show", call, lang="zh")

    def test_cbk_21_one_made_in_the_meantime_is_entrusted_to_nobody(self, front, call):
        id_ = self.handed_over(front, "--callbacks", call)
        front.ok("handover", "sign", id_)
        front.ok("callback", "done", call, "--result", "content")
        front.ok("handover", "accept", id_, as_="chen.jing")
        shown = front.json("callback", "show", call)
        assert (shown["status"], shown.get("delegated_by")) == ("done", None)

    def test_cbk_21_one_named_later_is_written_down_before_signing(self, front):
        id_ = self.handed_over(front)
        call = front.new("callback", "--title", "ask again")
        front.ok("handover", "add", id_, "--callbacks", call)
        assert call in refused(front, "HND-10", "handover", "sign", id_)
        front.ok("handover", "add", id_, "--items", f"text=call, about={call}, status=open")
        front.ok("handover", "sign", id_)

    def test_cbk_21_it_may_be_entrusted_directly_and_the_handover_lists_it(self, front, call):
        front.ok("callback", "delegate", call, "--owner", "chen.jing")
        shown = front.json("callback", "show", call)
        assert (shown["owner"], shown["delegated_by"]) == ("chen.jing", "li.na")
        id_ = self.handed_over(front)
        assert [one["about"] for one in front.json("handover", "show", id_)["items"]] == [call]


class TestRatings:
    """CBK-22."""

    @pytest.fixture
    def call(self, under):
        desk = under("ONE", people=PEOPLE)
        desk.ok("ticket", "resolve", desk.new("ticket", "--type", "repair", "--title", "Lamp"))
        (found,) = desk.json("callback", "list", "--type", "repair")
        return desk, found["id"]

    @pytest.mark.parametrize("missing", THREE)
    def test_cbk_22_two_ratings_of_three_are_not_enough(self, call, missing):
        desk, id_ = call
        done = ("callback", "done", id_, "--result", "works")
        assert missing in refused(desk, "CBK-22", *done, *words(THREE, without=missing))
        desk.ok(*done, *words(THREE))
        assert desk.json("callback", "show", id_)["timeliness"] == "fair"

    def test_cbk_22_the_same_in_chinese(self, call):
        desk, id_ = call
        done = ("回访", "完成", id_, "--回访结果", "好用", "--维修质量", "好", "--服务态度", "好")
        said = refused(desk, "CBK-22", *done, lang="zh")
        assert said.startswith("维修回访须评三项，尚缺服务及时性")
        desk.ok(*done, "--服务及时性", "一般", lang="zh")

    def test_cbk_22_another_desk_asks_for_two(self, call):
        desk, id_ = call
        own = "guards:\n  three-ratings: {require: [repair_quality, service_attitude]}\n"
        desk.write("policy/own.yaml", own)
        desk.ok("callback", "done", id_, "--result", "x", *words(THREE, without="--timeliness"))


class TestSameDay:
    """CBK-31."""

    @pytest.fixture
    def calls(self, under):
        """Three demands that were handled on 4 March."""
        desk = under("CHD", people=PEOPLE)
        for title in ("Lamp", "Lift", "Gate"):
            id_ = desk.new("ticket", "--channel", "phone", "--title", title, now=at("04", "10:00"))
            desk.ok("ticket", "resolve", id_, now=at("04", "15:00"))
        return desk, [one["id"] for one in desk.json("callback", "list")]

    def done(self, desk, id_, *answers):
        said = ("--result", "content", *(answers or words(FOUR)))
        desk.ok("callback", "done", id_, *said, now=at("04", "17:00"))

    def test_cbk_31_of_three_handled_and_two_called_one_is_overdue_the_next_day(self, calls):
        desk, ids = calls
        for id_ in ids[:2]:
            self.done(desk, id_)
        assert desk.json("due", "--kind", "callback", now=at("04", "23:59")) == []
        (late,) = desk.json("due", "--kind", "callback", now=at("05", "09:00"))
        assert (late["id"], late["rule"], late["state"]) == (ids[2], "CBK-31", "overdue")
        assert "当日回访" in desk.ok("due", "--kind", "callback", lang="zh", now=at("05", "09:00"))
        (duty,) = [
            one for one in desk.json("duty", "list", now=at("05", "09:00"))
            if one["name"] == "callbacks-of-the-day"
        ]  # fmt: skip
        assert (duty["rule"], duty["coverage"][0]) == (
            "CBK-31",
            {"period": "2026-03-04", "covered": 2, "of": 3, "percent": 66.7, "late": []},
        )

    def test_cbk_31_neither_a_late_call_nor_a_voided_one_covers_its_day(self, calls):
        desk, ids = calls
        self.done(desk, ids[0])
        desk.ok("callback", "void", ids[1], "-m", "no need", now=at("04", "17:30"))
        late = ("callback", "done", ids[2], "--result", "content", *words(FOUR))
        desk.ok(*late, now=at("05", "08:30"))
        every = desk.json("duty", "list", now=at("05", "09:00"))
        (duty,) = [one for one in every if one["name"] == "callbacks-of-the-day"]
        assert duty["coverage"][0] == {
            "period": "2026-03-04", "covered": 1, "of": 3, "percent": 33.3, "late": [ids[2]],
        }  # fmt: skip

    @pytest.mark.parametrize("missing", FOUR)
    def test_cbk_31_all_four_questions_are_answered(self, calls, missing):
        desk, (id_, *_others) = calls
        done = ("callback", "done", id_, "--result", "content")
        assert missing in refused(desk, "CBK-31", *done, *words(FOUR, without=missing))
        self.done(desk, id_)
        assert desk.json("callback", "show", id_)["irregular_charge"] is False

    def test_cbk_31_the_call_is_in_the_duty_log(self, calls):
        desk, (id_, *_others) = calls
        self.done(desk, id_)
        log = desk.json("report", "duty-log", "--period", "2026-03-04 day", now=at("04", "17:30"))
        (entry,) = [row for row in log["rows"] if row["what"] == "called-back"]
        assert (entry["id"], entry["at"]) == (id_, at("04", "17:00"))

    def test_cbk_31_another_desk_asks_two_questions_by_the_next_day(self, calls):
        desk, (id_, *_others) = calls
        desk.write(
            "policy/own.yaml",
            "guards:\n  four-answers: {require: [quality, satisfaction]}\n"
            "deadlines:\n  call-handled: {limit: 1 calendar days}\n",
        )
        self.done(desk, id_, "--quality", "good", "--satisfaction", "satisfied")
        assert desk.json("due", "--kind", "callback", now=at("05", "23:59")) == []
        assert len(desk.json("due", "--kind", "callback", now=at("06", "00:01"))) == 2


class TestFrontDesk:
    """CBK-32."""

    @pytest.mark.parametrize("said", [("attempt", "--reached", "no"), ("done", "--result", "ok")])
    def test_cbk_32_a_guard_logs_no_callback(self, under, said):
        desk = under("PRO", people=PEOPLE)
        id_ = desk.new("callback", "--title", "Parking")
        verb, *more = said
        for person in ("hu.ming", "chen.jing"):
            refused(desk, "CBK-32", "callback", verb, id_, *more, as_=person)
        wrong = refused(desk, "CBK-32", "callback", verb, id_, *more, as_="hu.ming", lang="zh")
        assert wrong == "业主回访由前台负责\n"
        desk.ok("callback", verb, id_, *more)

    def test_cbk_32_a_result_typed_in_is_no_way_round(self, under):
        desk = under("PRO", people=PEOPLE)
        id_ = desk.new("callback", "--title", "Parking")
        typed = ("--result", "content")
        guard = {"as_": "hu.ming"}
        refused(desk, "CBK-32", "callback", "set", id_, *typed, **guard)
        refused(desk, "CBK-32", "callback", "new", "--title", "Noise", *typed, **guard)
        desk.ok("callback", "set", id_, "--reason", "gate open", **guard)
        desk.ok("callback", "done", id_, *typed)
        refused(desk, "CBK-32", "callback", "set", id_, "--result", "angry", **guard)
        desk.ok("callback", "set", id_, "--result", "content, thanks us")

    def test_cbk_32_another_desk_lets_clerks_call_too(self, under):
        desk = under("PRO", people=PEOPLE)
        own = "guards:\n  callback-by-desk: {roles: [front-desk, clerk]}\n"
        desk.write("policy/own.yaml", own)
        id_ = desk.new("callback", "--title", "Parking")
        desk.ok("callback", "done", id_, "--result", "ok", as_="chen.jing")
