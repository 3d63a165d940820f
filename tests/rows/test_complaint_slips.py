"""CMP-20 to CMP-25: an owner's complaint, from the apology to the archive."""

import pytest
from given import refused

PEOPLE = """\
- {id: li.na, name: 李娜, roles: [clerk, front-desk], department: service}
- {id: wu.gang, name: 吴刚, roles: [technician], department: engineering}
- {id: zhao.min, name: 赵敏, roles: [centre-manager], department: service}
- {id: sun.li, name: 孙丽, roles: [general-manager], department: office}
"""
CUSTOMER = ("--name", "张三", "--phone", "13800000000")
FACTS = {
    "--happened-at": "2026-03-01", "--place": "hall 3", "--course": "no cleaning for a week",
    "--apology-for-inconvenience": "yes", "--customer-confirmed": "yes",
}  # fmt: skip


def at(time):
    return f"2026-03-02T{time}:00+08:00"


@pytest.fixture
def front(under):
    """The one-stop front desk of a property."""
    return under("ONE", people=PEOPLE)


def complain(desk, *words, customer=CUSTOMER, without=None, run=None, **options):
    """Register a complaint, perhaps leaving something out."""
    owner = desk.new("customer", *customer, **options)
    facts = [word for name, value in FACTS.items() if name != without for word in (name, value)]
    new = ("ticket", "new", "--type", "complaint", "--title", "Dirty hall", "--customer", owner)
    if run is not None:
        return run(desk, "CMP-20", *new, *facts, *words, **options)
    return desk.ok(*new, *facts, *words, **options).split()[0]


def checked(desk, id_):
    """Let the slip go to the department and come back."""
    desk.ok("ticket", "notify", id_, "--department", "cleaning")
    desk.ok("ticket", "collect", id_, "--slip-receiver", "老吴")
    desk.ok("ticket", "return-slip", id_, "--result", "cleaned", "--dept-head-signature", "周燕")
    desk.ok("ticket", "check-slip", id_)


def called_back(desk, id_):
    desk.ok("ticket", "resolve", id_)
    (call,) = desk.json("callback", "list", "--about", id_)
    desk.ok("callback", "done", call["id"], "--result", "content")


class TestTakingItDown:
    """CMP-20, CMP-21."""

    @pytest.mark.parametrize("missing", FACTS)
    def test_cmp_20_a_complaint_lacking_something_is_refused(self, front, missing):
        assert missing in complain(front, without=missing, run=refused)
        assert not list(front.root.glob("ticket/**/*.md"))

    def test_cmp_20_name_and_telephone_are_those_of_the_customer(self, front):
        said = complain(front, customer=("--name", "张三"), run=refused)
        assert "phone" in said
        nobody = [word for name, value in FACTS.items() for word in (name, value)]
        new = ("ticket", "new", "--type", "complaint", "--title", "Dirty hall", *nobody)
        assert "--customer" in refused(front, "CMP-20", *new)
        complain(front)

    def test_cmp_20_a_refusal_names_what_helps(self, front):
        said = complain(front, without="--apology-for-inconvenience", run=refused)
        assert "--apology-for-inconvenience) yes" in said
        said = complain(front, customer=("--name", "张三"), run=refused)
        assert "cs customer set C-" in said

    def test_cmp_20_the_same_in_chinese(self, front):
        new = ("工单", "新建", "--类型", "投诉", "--标题", "楼道脏")
        said = refused(front, "CMP-20", *new, lang="zh")
        assert said.startswith("请先向业户致歉")
        said = refused(front, "CMP-20", *new, "--为不便致歉", "是", lang="zh")
        assert "地点 (--place)" in said

    def test_cmp_20_other_matters_need_none_of_it(self, front):
        front.new("ticket", "--title", "Lamp")
        front.new("ticket", "--type", "repair", "--title", "Lamp")

    def test_cmp_20_a_desk_leaves_the_confirmation_out(self, front):
        front.write("policy/own.yaml", "guards:\n  complaint-repeated: off\n")
        complain(front, without="--customer-confirmed")

    def test_cmp_21_one_entry_is_both_on_the_form_and_in_the_summary(self, front):
        id_ = complain(front)
        front.ok("ticket", "handle", id_, "--text", "swept at once", now=at("10:30"))
        form = front.ok("ticket", "print", id_, "--form", "complaint-follow-up")
        assert "业户投诉处理跟进记录表" in form
        for said in (id_, "no cleaning for a week", "swept at once", "hall 3"):
            assert said in form
        summary = front.json("report", "complaint-summary", "--period", "2026-03")
        (row,) = summary["rows"]
        assert (row["id"], row["place"], row["course"]) == (id_, "hall 3", FACTS["--course"])
        assert id_ in front.ok("报表", "投诉汇总表", lang="zh")

    def test_cmp_21_a_complaint_without_its_course_is_owed_at_once(self, front):
        """Such as one that a rule has made."""
        front.write("policy/own.yaml", "guards:\n  complaint-complete: off\n")
        id_ = complain(front, without="--course")
        (late,) = front.json("due", now=at("10:01"))
        assert (late["id"], late["rule"], late["late_s"]) == (id_, "CMP-21", 60)
        front.ok("ticket", "set", id_, "--course", "no cleaning")
        assert front.json("due", now=at("10:01")) == []


class TestTheSlip:
    """CMP-22, CMP-23, CMP-24."""

    def test_cmp_22_the_slip_is_fetched_within_15_minutes_and_signed_for(self, front):
        id_ = complain(front, now=at("08:50"))
        front.ok("ticket", "notify", id_, "--department", "cleaning", now=at("09:00"))
        assert front.json("due", now=at("09:14")) == []
        (late,) = front.json("due", now=at("09:16"))
        assert (late["id"], late["rule"], late["state"], late["late_s"]) == (
            id_, "CMP-22", "overdue", 60,
        )  # fmt: skip
        said = refused(front, "CMP-22", "ticket", "collect", id_)
        assert "--slip-receiver" in said
        front.ok("ticket", "collect", id_, "--slip-receiver", "老吴", now=at("09:16"))
        assert "部门领取投诉单" not in front.ok("due", "--all", lang="zh", now=at("09:16"))

    def test_cmp_22_another_desk_gives_half_an_hour(self, front):
        front.write("policy/own.yaml", "deadlines:\n  slip-fetch: {limit: 30 minutes}\n")
        id_ = complain(front)
        front.ok("ticket", "notify", id_, "--department", "cleaning")
        assert front.json("due", now=at("10:30")) != []
        assert [one["late_s"] for one in front.json("due", now=at("10:31"))] == [60]

    def test_cmp_23_the_slip_comes_back_promptly_without_a_figure(self, front):
        id_ = complain(front)
        front.ok("ticket", "notify", id_, "--department", "cleaning")
        front.ok("ticket", "collect", id_, "--slip-receiver", "老吴")
        (owed,) = front.json("due")
        assert (owed["rule"], owed["what"], owed["state"]) == ("CMP-23", "slip-return", "no-limit")

    def test_cmp_24_a_slip_without_the_head_s_signature_stays_returned(self, front):
        id_ = complain(front)
        front.ok("ticket", "notify", id_, "--department", "cleaning")
        front.ok("ticket", "collect", id_, "--slip-receiver", "老吴")
        front.ok("ticket", "return-slip", id_, "--result", "cleaned")
        said = refused(front, "CMP-24", "ticket", "check-slip", id_)
        assert "--dept-head-signature" in said
        assert front.json("ticket", "show", id_)["status"] == "slip-returned"
        refused(front, "CMP-24", "ticket", "resolve", id_)
        typed = front.run("ticket", "check-slip", id_, "--dept-head-signature", "周燕")
        assert typed.code == 2  # who checks does not sign for the department
        front.ok("ticket", "return-slip", id_, "--dept-head-signature", "周燕")
        front.ok("ticket", "check-slip", id_)
        front.ok("ticket", "resolve", id_)

    @pytest.mark.parametrize("stage", range(3))
    def test_cmp_24_a_slip_that_is_out_is_not_lost_with_the_state(self, front, stage):
        id_ = complain(front, now=at("08:50"))
        steps = [
            ("notify", "--department", "cleaning"), ("collect", "--slip-receiver", "老吴"),
            ("return-slip", "--result", "cleaned", "--dept-head-signature", "周燕"),
        ]  # fmt: skip
        for verb, *words in steps[: stage + 1]:
            front.ok("ticket", verb, id_, *words, now=at("09:00"))
        front.ok("ticket", "escalate", id_, "--reason", "still dirty")
        front.ok("ticket", "resume", id_)
        for verb in ("resolve", "close"):
            said = refused(front, "CMP-24", "ticket", verb, id_)
            assert f"cs ticket check-slip {id_}" in said
        late = [one["what"] for one in front.json("due", now=at("09:16"))]
        assert ("slip-fetch" in late) == (stage == 0)
        for verb, *words in steps[stage + 1 :]:
            front.ok("ticket", verb, id_, *words)
        front.ok("ticket", "check-slip", id_)
        front.ok("ticket", "resolve", id_)

    def test_cmp_22_cmp_24_each_step_of_the_slip_waits_for_the_one_before(self, front):
        id_ = complain(front)
        collect = ("ticket", "collect", id_, "--slip-receiver", "老吴")
        assert "cs ticket notify" in refused(front, "CMP-22", *collect)
        front.ok("ticket", "notify", id_, "--department", "cleaning")
        said = refused(front, "CMP-22", "ticket", "return-slip", id_, "--result", "cleaned")
        assert f"cs ticket collect {id_}" in said
        assert "尚未回单" in refused(front, "CMP-24", "工单", "核单", id_, lang="zh")
        front.ok(*collect)
        assert front.json("ticket", "show", id_)["slip"] == "fetched"

    @pytest.mark.parametrize("emptied", ["result", "place", "course", "department"])
    def test_cmp_24_every_field_of_the_form_is_filled(self, front, emptied):
        id_ = complain(front)
        front.ok("ticket", "notify", id_, "--department", "cleaning")
        front.ok("ticket", "collect", id_, "--slip-receiver", "老吴")
        signed = ("--result", "cleaned", "--dept-head-signature", "周燕")
        front.ok("ticket", "return-slip", id_, *signed)
        front.ok("ticket", "set", id_, f"--{emptied}", "")
        assert f"--{emptied}" in refused(front, "CMP-24", "ticket", "check-slip", id_)


class TestSeriousOnes:
    """CMP-23."""

    @pytest.fixture
    def serious(self, front):
        id_ = complain(front, "--severity", "serious")
        checked(front, id_)
        called_back(front, id_)
        return id_

    def escalate(self, desk, level, to, about):
        words = ("--title", "Dirty hall", "--to", to, "--level", level, "--about", about)
        return ("escalation", "new", *words)

    def test_cmp_23_the_centre_manager_comes_before_the_general_manager(self, front, serious):
        chief = self.escalate(front, "general-manager", "sun.li", serious)
        assert "centre manager first" in refused(front, "CMP-23", *chief)
        front.ok(*self.escalate(front, "centre-manager", "zhao.min", serious))
        front.ok(*chief)

    def test_cmp_23_a_review_with_measures_and_people_comes_before_the_archive(
        self, front, serious
    ):
        close = ("ticket", "close", serious)
        assert "--level general-manager" in refused(front, "CMP-23", *close)
        owed = {one["what"] for one in front.json("due", "--kind", "ticket")}
        assert owed == {"serious-escalated", "serious-reviewed"}
        front.ok(*self.escalate(front, "centre-manager", "zhao.min", serious))
        front.ok(*self.escalate(front, "general-manager", "sun.li", serious))
        assert "尚未检讨" in refused(front, "CMP-23", *close, lang="zh")
        review = front.new("review", "--title", "Dirty hall", "--about", serious)
        front.ok("review", "done", review, "--measures", "a second round")
        refused(front, "CMP-23", *close)
        front.ok("review", "set", review, "--responsible", "wu.gang")
        assert front.json("due", "--kind", "ticket") == []
        front.ok(*close)

    def test_cmp_23_the_level_is_named_and_is_that_of_the_superior(self, front, serious):
        ask = ("escalation", "new", "--title", "Dirty hall", "--about", serious)
        said = refused(front, "CMP-23", *ask, "--to", "sun.li")
        assert "--level centre-manager" in said
        named = ("--level", "centre-manager")
        assert "sun.li is not of that level" in refused(
            front, "CMP-23", *ask, "--to", "sun.li", *named
        )
        id_ = front.ok(*ask, "--to", "zhao.min", *named).split()[0]
        change = ("escalation", "set", id_, "--level")
        refused(front, "CMP-23", *change, "general-manager")
        refused(front, "CMP-23", *change, "")
        assert "不是该层级" in refused(front, "CMP-23", *change, "director", lang="zh")

    def test_cmp_23_the_ticket_itself_does_not_go_past_the_centre_manager(self, front, serious):
        front.ok("ticket", "reopen", serious, "--reason", "dirty again")
        escalate = ("ticket", "escalate", serious, "--reason", "dirty", "--superior", "sun.li")
        assert "centre manager first" in refused(front, "CMP-23", *escalate)
        told = self.escalate(front, "centre-manager", "zhao.min", serious)
        front.ok("escalation", "void", front.ok(*told).split()[0], "-m", "another was meant")
        refused(front, "CMP-23", *escalate)
        front.ok(*told)
        front.ok(*escalate)

    def test_cmp_23_raised_later_it_needs_the_centre_manager_as_well(self, front):
        id_ = complain(front)
        front.ok(*self.escalate(front, "general-manager", "sun.li", id_))
        checked(front, id_)
        called_back(front, id_)
        front.ok("ticket", "set", id_, "--severity", "serious")
        said = refused(front, "CMP-23", "ticket", "close", id_)
        assert "the centre manager does not know" in said

    def test_cmp_23_others_go_to_the_general_manager_directly(self, front):
        id_ = complain(front)
        front.ok(*self.escalate(front, "general-manager", "sun.li", id_))


class TestArchive:
    """CMP-25."""

    def test_cmp_25_a_checked_complaint_without_a_callback_stays_open(self, front):
        id_ = complain(front)
        checked(front, id_)
        refused(front, "CMP-25", "ticket", "close", id_)
        called_back(front, id_)
        assert "customer service" in refused(front, "CMP-25", "ticket", "close", id_, as_="wu.gang")
        front.ok("ticket", "close", id_)
        assert "已归档" in front.ok("ticket", "show", id_, lang="zh")

    def test_cmp_25_a_further_wish_is_passed_on_before_the_archive(self, front):
        id_ = complain(front)
        checked(front, id_)
        called_back(front, id_)
        front.ok("ticket", "wish", id_, "--wishes", "text=a doormat, forwarded_to=purchasing")
        front.ok("ticket", "wish", id_, "--wishes", "text=more light")
        said = refused(front, "CMP-25", "ticket", "close", id_)
        assert "further wish 2" in said
        wishes = ("--wishes", "text=a doormat, forwarded_to=purchasing",
                  "--wishes", "text=more light, forwarded_to=engineering")  # fmt: skip
        front.ok("ticket", "set", id_, *wishes)
        front.ok("ticket", "close", id_)
