"""First-contact responsibility at a service centre: one person stays until the user is content."""

import pytest
from given import at, refused

CALL = ("--channel", "phone")
SATISFIED = ("--satisfaction", "satisfied")


@pytest.fixture
def centre(under):
    return under("PSC")


@pytest.fixture
def finished(centre):
    """The centre with a repair that Li was asked for, Wang handled and Engineering finished."""
    id_ = centre.new("ticket", *CALL, "--type", "repair", "--title", "Lamp")
    centre.ok("ticket", "assign", id_, "--owner", "wang.wei")
    centre.ok("ticket", "resolve", id_, "--result", "new lamp", as_="wu.gang")
    return centre, id_


def owed(desk, *words, **options):
    return [(row["what"], row["id"]) for row in desk.json("due", *words, **options)]


def test_tkt_14_a_ticket_is_closed_only_when_the_user_is_satisfied(finished):
    desk, id_ = finished
    close = ("ticket", "close", id_)
    refused(desk, "TKT-14", *close)
    refused(desk, "TKT-14", *close, "--satisfaction", "dissatisfied")
    assert "直至用户满意" in desk.run(*close, "--satisfaction", "不满意", lang="zh").err
    desk.ok("ticket", "reopen", id_, "--reason", "dark again", as_="wang.wei")
    assert ("until-satisfied", id_) in owed(desk, "--owner", "li.na")
    assert owed(desk, "--owner", "wang.wei") == []
    desk.ok("ticket", "resolve", id_)
    assert ("until-satisfied", id_) not in owed(desk)


def test_tkt_14_the_work_is_delegated_and_the_responsibility_is_not(finished):
    desk, id_ = finished
    refused(desk, "TKT-07", "ticket", "set", id_, "--first-responsible", "wang.wei")
    desk.ok("ticket", "transfer", id_, "--owner", "wu.gang")
    assert desk.json("ticket", "show", id_)["first_responsible"] == "li.na"
    desk.write("policy/own.yaml", "deadlines:\n  until-satisfied: {limit: 2 hours}\n")
    desk.ok("ticket", "reopen", id_, "--reason", "dark again")
    (item,) = [row for row in desk.json("due", now=at("12:01")) if row["what"] == "until-satisfied"]
    assert (item["state"], item["due_at"]) == ("overdue", "2026-03-02T12:00:00+08:00")


def settled(desk, id_, said):
    """Finish the callback that is owed about a ticket."""
    (call,) = desk.json("callback", "list", "--about", id_, "--open")
    words = ("callback", "done", call["id"], "--result", "asked", "--satisfaction", said)
    return desk.ok(*words, as_=call["owner"])


def test_tkt_14_a_matter_that_is_not_settled_satisfies_nobody(centre):
    id_ = centre.new("ticket", *CALL, "--title", "Lamp")
    call = centre.new("callback", "--title", "x", "--about", id_)
    centre.ok("callback", "done", call, "--result", "fine")
    close = ("ticket", "close", id_, *SATISFIED)
    assert f"cs ticket resolve {id_}" in refused(centre, "TKT-14", *close)
    assert "尚未办结" in centre.run(*close, lang="zh").err
    assert centre.json("ticket", "show", id_)["status"] == "open"


def test_tkt_14_who_is_dissatisfied_at_the_callback_has_the_matter_back(finished):
    desk, id_ = finished
    settled(desk, id_, "dissatisfied")
    shown = desk.json("ticket", "show", id_)
    assert (shown["status"], shown["log"][-1]["reason"]) == ("open", "asked")
    assert ("until-satisfied", id_) in owed(desk, "--owner", "li.na")


def test_tkt_14_what_was_said_before_the_reopening_counts_no_longer(finished):
    desk, id_ = finished
    desk.ok("ticket", "set", id_, *SATISFIED)
    desk.ok("ticket", "reopen", id_, "--reason", "dark again")
    desk.ok("ticket", "resolve", id_)
    assert "satisfaction" not in desk.json("ticket", "show", id_)
    refused(desk, "TKT-14", "ticket", "close", id_)
    desk.ok("ticket", "set", id_, *SATISFIED)


def test_tkt_14_the_satisfaction_is_recorded_by_or_for_the_person_first_asked(finished):
    desk, id_ = finished
    close = ("ticket", "close", id_, *SATISFIED)
    assert "li.na" in refused(desk, "TKT-14", *close, as_="zhao.min")
    (call,) = desk.json("callback", "list")
    desk.ok("callback", "delegate", call["id"], "--owner", "chen.jing")
    settled(desk, id_, "satisfied")
    assert desk.json("ticket", "show", id_)["called_back_by"] == "chen.jing"
    refused(desk, "TKT-14", *close, as_="zhao.min")
    desk.ok(*close, as_="chen.jing")


def test_tkt_15_a_matter_that_came_back_is_called_back_about_again(finished):
    desk, id_ = finished
    settled(desk, id_, "dissatisfied")
    desk.ok("ticket", "resolve", id_, "--result", "new cable", as_="wu.gang")
    close = ("ticket", "close", id_, *SATISFIED)
    (call,) = desk.json("callback", "list", "--open")
    assert call["id"] in refused(desk, "TKT-15", *close)
    assert "尚有未完成的回访" in desk.run(*close, lang="zh").err
    settled(desk, id_, "satisfied")
    desk.ok(*close)


def test_tkt_15_the_person_first_asked_calls_back_and_then_it_is_closed(finished):
    desk, id_ = finished
    (callback,) = desk.json("callback", "list")
    assert (callback["owner"], callback["about"]) == ("li.na", [id_])
    close = ("ticket", "close", id_, *SATISFIED)
    assert id_ in refused(desk, "TKT-15", *close)
    assert "尚未回访" in desk.run(*close, lang="zh").err
    heard = ("--result", "works", "--suggestions", "a brighter one")
    desk.ok("callback", "done", callback["id"], *heard)
    desk.ok(*close)
    assert desk.json("callback", "show", callback["id"])["suggestions"] == "a brighter one"


def test_tkt_15_other_matters_are_called_back_about_as_well(centre):
    id_ = centre.new("ticket", *CALL, "--title", "Parcel")
    out = centre.ok("ticket", "resolve", id_, as_="wang.wei")
    (callback,) = centre.json("callback", "list")
    assert callback["id"] in out
    assert (callback["type"], callback["owner"]) == ("first-contact", "li.na")
    assert ("call-first-contact", callback["id"]) in owed(centre)


def test_tkt_16_only_the_person_first_asked_complains_about_co_operation(centre):
    id_ = centre.new("ticket", *CALL, "--title", "Lift")
    file = ("internal-complaint", "new", "--title", "no answer", "--about", id_)
    about = ("--against", "engineering", "--to", "zhao.min", "--text", "called three times")
    said = refused(centre, "TKT-16", *file, *about, as_="wang.wei")
    assert "li.na" in said
    assert "仅该工单的首问责任人" in centre.run(*file, *about, as_="wang.wei", lang="zh").err
    out = centre.ok(*file, *about)
    (item,) = centre.json("due", "--owner", "zhao.min")
    assert (item["id"], item["rule"], item["state"]) == (out.split()[0], "TKT-16", "no-limit")
    assert "internal complaint" in centre.ok("due", "--owner", "zhao.min")


def test_tkt_16_it_goes_to_the_manager_in_charge_unless_another_is_named(centre):
    id_ = centre.new("ticket", *CALL, "--title", "Lift")
    words = ("--title", "no answer", "--about", id_, "--against", "engineering")
    said = centre.run("internal-complaint", "new", *words)
    assert (said.code, "--text" in said.err) == (2, True)
    filed = centre.new("internal-complaint", *words, "--text", "called three times")
    assert centre.json("internal-complaint", "show", filed)["to"] == "chen.jing"
    other = centre.new("ticket", *CALL, "--title", "Lamp")
    for elsewhere in (("--about", other), ("--to", "wang.wei")):
        refused(centre, "TKT-16", "internal-complaint", "set", filed, *elsewhere)
    answer = ("internal-complaint", "answer", filed, "--answer", "spoken to")
    assert "chen.jing" in refused(centre, "TKT-16", *answer, as_="wang.wei")
    centre.ok(*answer, as_="chen.jing")
    assert centre.json("due", "--owner", "chen.jing") == []


def proposals(desk, now):
    return [(p["person"], p["values"]["sort"]) for p in desk.json("audit", now=now)["proposals"]]


def test_tkt_17_an_answer_not_given_in_time_is_proposed_as_the_third_kind(centre):
    id_ = centre.new("ticket", *CALL, "--type", "complaint", "--title", "Noise")
    centre.ok("ticket", "assign", id_, "--owner", "wang.wei")
    assert proposals(centre, "2026-03-05T23:59") == []
    late = "2026-03-06T09:00"
    assert proposals(centre, late) == [("li.na", "3")]
    assert "逾期不办不答" in centre.ok("audit", now=late, lang="zh")
    made = centre.ok("audit", "--propose", now=late).split()[0]
    shown = centre.json("violation", "show", made, now=late)
    assert (shown["person"], shown["sort"], shown["about"]) == ("li.na", "3", [id_])
    assert centre.ok("audit", "--propose", now=late) == ""


def test_tkt_17_a_serious_matter_nobody_reported_is_the_fifth_kind(centre):
    told = centre.new("ticket", *CALL, "--title", "Fire door", "--severity", "major")
    centre.ok("ticket", "escalate", told, "--reason", "blocked", "--superior", "sun.li")
    centre.new("ticket", *CALL, "--title", "Gas", "--severity", "major", as_="wang.wei")
    assert proposals(centre, at("11:00")) == [("wang.wei", "5")]


def test_tkt_17_what_nobody_touched_is_the_first_kind_once_a_desk_says_how_long(centre):
    centre.new("ticket", *CALL, "--title", "Lamp")
    later = "2026-03-06T09:00"
    assert proposals(centre, later) == []
    centre.write("policy/own.yaml", 'settings: {untouched.days: "2"}\n')
    assert proposals(centre, later) == [("li.na", "1")]


def test_tkt_17_an_answer_promised_after_asking_inside_is_one_as_well(centre):
    centre.write("policy/own.yaml", "deadlines:\n  answer-after-asking: {limit: 30 minutes}\n")
    id_ = centre.new("ticket", *CALL, "--type", "inquiry", "--title", "Parking")
    told = ("--asked-whom", "finance", "--explained-to-customer", "yes")
    centre.ok("ticket", "consult", id_, *told)
    assert proposals(centre, at("10:30")) == []
    assert proposals(centre, at("10:31")) == [("li.na", "3")]


def test_tkt_17_nobody_drops_what_is_proposed_about_oneself(centre):
    centre.new("ticket", *CALL, "--type", "complaint", "--title", "Noise")
    late = "2026-03-06T09:00"
    made = centre.ok("audit", "--propose", now=late).split()[0]
    for verb in ("drop", "void"):
        words = ("violation", verb, made, "-m", "was ill")
        assert "li.na" in refused(centre, "TKT-17", *words, now=late)
    assert "不得自行撤销" in centre.run(*words, lang="zh", now=late).err
    refused(centre, "TKT-17", "violation", "set", made, "--person", "wang.wei", now=late)
    centre.ok("violation", "drop", made, "-m", "was ill", as_="zhao.min", now=late)


@pytest.mark.parametrize("sort", ["2", "4"])
def test_tkt_17_rudeness_and_coldness_are_entered_by_hand(centre, sort):
    words = ("--title", "x", "--person", "wang.wei", "--sort", sort)
    id_ = centre.new("violation", *words, as_="zhao.min")
    centre.ok("violation", "confirm", id_, as_="zhao.min")


def test_tkt_18_asking_inside_tells_the_user_first_and_is_owed_until_answered(centre):
    id_ = centre.new("ticket", *CALL, "--type", "inquiry", "--title", "Parking")
    consult = ("ticket", "consult", id_)
    whom, told = ("--asked-whom", "finance"), ("--explained-to-customer", "yes")
    assert "--explained-to-customer" in refused(centre, "TKT-18", *consult, *whom)
    refused(centre, "TKT-18", *consult, *told)
    assert "请教对象" in centre.run(*consult, *told, lang="zh").err
    centre.ok(*consult, *whom, *told)
    assert ("answer-after-asking", id_) in owed(centre)
    assert "未设时限" in centre.ok("due", lang="zh")
    centre.write("policy/own.yaml", "deadlines:\n  answer-after-asking: {limit: 30 minutes}\n")
    (item,) = centre.json("due", now=at("10:31"))
    assert (item["state"], item["rule"]) == ("overdue", "TKT-18")
    centre.ok("ticket", "answer", id_, "--answer", "200 yuan a month")
    assert "answer-after-asking" not in [what for what, _id in owed(centre)]
