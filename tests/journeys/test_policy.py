"""The rules are data: a desk changes them in policy/, and all can see where each comes from."""

from pathlib import Path

import pytest
from clerk import packs

ANSWER = """\
deadlines:
  answer:
    ref: TKT-02
    label: {en: answer the ticket, zh: 答复工单}
    on: {kind: ticket, type: none}
    limit: 2 hours
    until: state:settled
"""


def due_at(desk, id_, what="answer"):
    return [c["due_at"] for c in desk.json("why", id_) if c["what"] == what]


def test_a_department_changes_a_limit_without_code(desk):
    """policy/own.yaml gives only what is different; the rest stays as the pack has it."""
    packs(desk, "FUR")
    id_ = desk.new("ticket", "--type", "complaint", "--class", "soft", "--title", "x")
    assert due_at(desk, id_, "soft-react") == ["2026-03-02T10:15:00+08:00"]
    desk.write("policy/own.yaml", "deadlines:\n  soft-react: {limit: 20 minutes}\n")
    assert due_at(desk, id_, "soft-react") == ["2026-03-02T10:20:00+08:00"]
    assert due_at(desk, id_, "soft-verify") == ["2026-03-02T10:30:00+08:00"]
    assert desk.json("due", now="2026-03-02T10:16:00+08:00") == []
    (late,) = desk.json("due", now="2026-03-02T10:20:01+08:00")
    assert (late["what"], late["rule"]) == ("soft-react", "CMP-29")
    # Taken away again, the pack's limit holds.
    (desk.root / "policy/own.yaml").unlink()
    assert len(desk.json("due", now="2026-03-02T10:16:00+08:00")) == 1


def test_a_row_holds_for_clocks_that_start_since_its_day(desk):
    """since: 2026-03-02 leaves the ticket of the day before by the rule it began under."""
    packs(desk, "base")
    desk.write("policy/1.yaml", ANSWER)
    desk.write("policy/2.yaml", "deadlines:\n  answer: {limit: 1 hour, since: 2026-03-02}\n")
    before = desk.new("ticket", "--title", "x", now="2026-03-01T23:59:59+08:00")
    after = desk.new("ticket", "--title", "x", now="2026-03-02T00:00:00+08:00")
    assert due_at(desk, before) == ["2026-03-02T01:59:59+08:00"]
    assert due_at(desk, after) == ["2026-03-02T01:00:00+08:00"]


def test_off_takes_a_row_away(desk):
    packs(desk, "FUR")
    wrong = ("ticket", "new", "--type", "complaint", "--title", "x")
    assert desk.run(*wrong).code == 3
    desk.write("policy/own.yaml", "guards:\n  soft-or-hard: off\n")
    assert desk.run(*wrong).code == 0
    assert "soft-or-hard" not in {rule["name"] for rule in desk.json("policy", "list")}


def test_of_several_packs_the_later_wins(desk):
    """Complaints are called back by TKT-15 under PSC, by CBK-31 under CHD."""
    for codes, rule in ((("PSC", "CHD"), "CBK-31"), (("CHD", "PSC"), "TKT-15")):
        packs(desk, *codes)
        id_ = desk.new("ticket", "--title", "x")
        desk.ok("ticket", "resolve", id_, "--result", "fine")
        assert {o["rule"] for o in desk.json("due", "--all") if o["kind"] == "callback"} == {rule}
        desk.ok("ticket", "void", id_, "-m", "x")
        for call in desk.json("callback", "list", "--open"):
            desk.ok("callback", "void", call["id"], "-m", "x")


def test_a_pack_of_the_desk_extends_others(desk):
    """templates/packs/OURS.yaml of the desk: extends: [FUR], and more."""
    desk.write("templates/packs/OURS.yaml", (
        "pack: OURS\nlabel: {en: ours, zh: 本店}\nextends: [FUR]\n" + ANSWER
    ))  # fmt: skip
    packs(desk, "OURS")
    names = {rule["name"]: rule["pack"] for rule in desk.json("policy", "list")}
    assert (names["answer"], names["soft-react"]) == ("OURS", "FUR")
    id_ = desk.new("ticket", "--title", "x")
    assert due_at(desk, id_) == ["2026-03-02T12:00:00+08:00"]


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("deadlines:\n  x:\n    limt: 2 hours\n", ":3", "limit"),
        ("dedlines:\n  x: {}\n", ":1", "deadlines"),
        (ANSWER.replace("2 hours", "2 hurs"), ":6", "hurs"),
        (ANSWER.replace("kind: ticket", "kind: tiket"), ":5", "ticket"),
        (ANSWER.replace("state:settled", "state:setled"), ":7", "setled"),
        (ANSWER.replace("until: state:settled", "until: do:anser"), ":7", "anser"),
        (ANSWER + "    owner: ownr\n", ":8", "ownr"),
        (ANSWER + "    escalate: bos\n", ":8", "bos"),
        ("guards:\n  x:\n    says: {en: a, zh: b}\n    on: {kind: ticket}\n    rule: in-oder\n",
         ":5", "in-order"),
        ("guards:\n  x:\n    says: {en: a}\n    on: {kind: ticket}\n    require: title\n",
         ":3", "zh"),
        ("guards:\n  x:\n    says: {en: a, zh: b}\n    on: {kind: ticket}\n    require: titel\n",
         ":5", "titel"),
        ("duties:\n  x: {label: {en: a, zh: b}, role: clerk, rrule: FREQ=NEVER}\n", ":2", "FREQ"),
        ("duties:\n  x: {label: {en: a, zh: b}, role: clark}\n", ":2", "clark"),
        ("kinds:\n  ticket:\n    fields:\n      a: {label: {en: a, zh: b}, type: nummer}\n",
         ":4", "number"),
        ("kinds:\n  ticket:\n    verbs:\n      b: {label: {en: a, zh: b}, to: nowhere}\n",
         ":4", "nowhere"),
    ],
)  # fmt: skip
def test_a_word_that_is_not_known_is_told_with_file_line_and_what_was_meant(
    desk, text, place, said
):
    packs(desk, "base")
    desk.write("policy/own.yaml", text)
    result = desk.run("ticket", "new", "--title", "x")
    assert (result.code, result.out) == (5, "")
    (line,) = [one for one in result.err.splitlines() if "policy/own.yaml" in one]
    assert f"policy/own.yaml{place}: " in line
    assert said in result.err


def test_every_rule_in_force_with_where_it_stands(desk):
    packs(desk, "FUR")
    desk.write("policy/own.yaml", "deadlines:\n  soft-react: {limit: 20 minutes}\n")
    rules = {rule["name"]: rule for rule in desk.json("policy", "list")}
    assert {"ref", "pack", "where", "text"} <= set(rules["soft-verify"])
    verify = rules["soft-verify"]
    assert (verify["ref"], verify["pack"]) == ("CMP-29", "FUR")
    path, line = verify["where"].rsplit(":", 1)
    assert path.endswith("packs/FUR.yaml")
    assert int(line) > 1
    assert rules["soft-react"]["where"] == "policy/own.yaml:2"
    assert verify["text"] == "verify the soft complaint"
    chinese = {rule["name"]: rule["text"] for rule in desk.json("policy", "list", lang="zh")}
    assert chinese["soft-verify"] == "核实软性投诉"
    text = desk.ok("policy")
    assert "CMP-29" in text
    assert "policy/own.yaml:2" in text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_one_row_of_the_rulebook_is_explained_in_both_languages(desk, lang):
    packs(desk, "FUR")
    for ref in ("CMP-29", "cmp-29", "soft-verify"):
        text = desk.ok("policy", "explain", ref, lang=lang)
        for sentence in ("within 15 minutes", "15分钟内响应", "10:14", "FUR.yaml:", "30 minutes"):
            assert sentence in text
    told = desk.json("policy", "explain", "CMP-29", lang=lang)
    assert list(told) == ["ref", "rule", "example", "packs", "in_force", "places"]
    assert (told["ref"], told["packs"], told["in_force"]) == ("CMP-29", ["FUR"], True)
    assert told["rule"]["en"].startswith("A soft complaint is reacted to within 15 minutes")
    assert "10:31" in told["example"]["en"]
    assert told["example"]["zh"].startswith("10:00接到软性投诉")
    assert {"soft-react", "soft-verify", "soft-or-hard"} <= {p["name"] for p in told["places"]}
    assert desk.json("policy", "explain", "soft-react", lang=lang) == told
    if lang == "zh":
        assert desk.json("制度", "解释", "CMP-29", lang=lang) == told
    wrong = desk.run("policy", "explain", "CMP-299")
    assert (wrong.code, wrong.out, "CMP-29" in wrong.err) == (4, "", True)


@pytest.mark.parametrize("word", ["CBK-08", "cbk-8", "CBK-8", "cbk-008"])
def test_a_row_is_known_without_its_zeros_and_in_small_letters(desk, word):
    packs(desk, "WED")
    assert desk.json("policy", "explain", word)["ref"] == "CBK-08"
    assert desk.run("policy", "explain", "cbk-80").code == 4


def test_a_rule_says_every_place_that_makes_it_work(desk):
    """Rows of packs and of the desk, fields and verbs of kinds, forms, and Python."""
    packs(desk, "PSC")
    desk.write("templates/packs/OURS.yaml", """\
pack: OURS
label: {en: ours, zh: 本店}
kinds:
  ticket:
    fields:
      floor: {ref: OUR-01, label: {en: floor, zh: 楼层}}
    verbs:
      inspect:
        label: {en: inspect, zh: 查看现场}
        ref: [OUR-01, OUR-02]
guards:
  floor-known:
    ref: OUR-01
    says: {en: "which floor?", zh: 请填写楼层}
    on: {kind: ticket, do: inspect}
    require: floor
""")  # fmt: skip
    desk.write("templates/forms/floors.md", """\
---
form: floors
label: {en: list of floors, zh: 楼层表}
ref: OUR-01
on: {kind: ticket}
---
{title}
""")  # fmt: skip
    desk.write("templates/rules/OUR.yaml", """\
OUR-01:
  packs: [OURS]
  rule: {en: The floor is known., zh: 须知楼层。}
  example: {en: A ticket without floor 3., zh: 未填三楼的工单。}
""")  # fmt: skip
    off = desk.json("policy", "explain", "OUR-01")
    assert (off["packs"], off["in_force"]) == (["OURS"], False)
    assert off["example"] == {"en": "A ticket without floor 3.", "zh": "未填三楼的工单。"}
    packs(desk, "PSC", "OURS")
    desk.write("policy/own.yaml", """\
guards:
  floor-stays:
    ref: OUR-01
    says: {en: no, zh: 否}
    on: {kind: leave, do: open}
    rule: in-order
    with: {first: from, last: to}
""")  # fmt: skip
    told = desk.json("policy", "explain", "our-01")
    assert told["in_force"]
    places = {(p["sort"], p["name"], p["pack"], p["where"].split(":")[0]) for p in told["places"]}
    assert places == {
        ("kinds", "ticket.fields.floor", "OURS", "templates/packs/OURS.yaml"),
        ("kinds", "ticket.verbs.inspect", "OURS", "templates/packs/OURS.yaml"),
        ("guards", "floor-known", "OURS", "templates/packs/OURS.yaml"),
        ("guards", "floor-stays", "policy/own", "policy/own.yaml"),
        ("forms", "floors", "base", "templates/forms/floors.md"),
        ("python", "in-order", "policy/own", "cs_cli/rules/in_order.py"),
    }
    where = {p["name"]: p["where"] for p in told["places"]}
    assert where["ticket.verbs.inspect"] == "templates/packs/OURS.yaml:8"
    assert where["floors"] == "templates/forms/floors.md:4"
    # All that a place is called in words stands in the list of rules, too.
    listed = [rule for rule in desk.json("policy", "list") if rule["ref"] == "OUR-01"]
    assert {rule["section"] for rule in listed} == {"kinds", "guards", "forms"}
    assert {rule["where"] for rule in listed} <= set(where.values())
    brought = [(rule["ref"], rule["name"]) for rule in desk.json("policy", "show", "OURS")]
    assert brought == [
        ("OUR-01", "floor-known"),
        ("OUR-01", "ticket.fields.floor"),
        ("OUR-01", "ticket.verbs.inspect"),
        ("OUR-02", "ticket.verbs.inspect"),
    ]
    # Without words of its own a row says what its places say.
    bare = desk.json("policy", "explain", "OUR-02")
    assert (bare["rule"], bare["example"]) == ({"en": "inspect", "zh": "查看现场"}, None)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("no; to switch it on, add a pack that has it to packs in cs.yaml", "packs")),
        ("zh", ("cs.yaml", "30分钟内核实")),
    ],
)
def test_a_rule_that_is_not_in_force_is_explained_with_how_to_switch_it_on(desk, lang, said):
    packs(desk, "PSC")
    told = desk.json("policy", "explain", "CMP-29", lang=lang)
    assert (told["packs"], told["in_force"]) == (["FUR"], False)
    assert {place["pack"] for place in told["places"]} == {"FUR"}
    text = desk.ok("policy", "explain", "CMP-29", lang=lang)
    for sentence in (*said, "FUR", "15 minutes"):
        assert sentence in text
    # Each place says its figure, as it does where the rule is in force.
    lines = [line for line in text.splitlines() if line.startswith("  ")]
    packs(desk, "FUR")
    assert lines
    assert set(lines) <= set(desk.ok("policy", "explain", "CMP-29", lang=lang).splitlines())
    packs(desk, "PSC")
    assert "CMP-29" not in {rule["ref"] for rule in desk.json("policy", "list")}
    packs(desk, "PSC", "FUR")
    assert desk.json("policy", "explain", "CMP-29", lang=lang)["in_force"]
    assert "CMP-29" in {rule["ref"] for rule in desk.json("policy", "list")}


def test_a_field_that_every_desk_has_counts_only_where_its_rule_holds(desk):
    """CMP-26 is of furniture stores, though every complaint may be called soft or hard."""
    packs(desk, "PSC")
    assert not desk.json("policy", "explain", "CMP-26")["in_force"]
    packs(desk, "FUR")
    told = desk.json("policy", "explain", "CMP-26")
    assert (told["in_force"], told["packs"]) == (True, ["FUR"])
    (where,) = [p["where"] for p in told["places"] if p["name"] == "ticket/complaint.fields.class"]
    path, line = where.rsplit(":", 1)
    text = (Path(__file__).parents[2] / path).read_text("utf-8").splitlines()
    assert text[int(line) - 1].strip() == "class:"
    rows = {(rule["ref"], rule["name"]) for rule in desk.json("policy", "list")}
    assert ("CMP-26", "ticket/complaint.fields.class") in rows


def test_a_rule_of_the_desk_alone_is_explained_by_its_name(desk):
    packs(desk, "base")
    own = ANSWER.replace("    ref: TKT-02\n", "")
    desk.write("policy/own.yaml", own)
    told = desk.json("policy", "explain", "answer")
    assert (told["ref"], told["packs"], told["in_force"]) == (None, [], True)
    assert told["rule"] == {"en": "answer the ticket", "zh": "答复工单"}
    assert [place["where"] for place in told["places"]] == ["policy/own.yaml:2"]
    assert "2 hours" in desk.ok("policy", "explain", "answer")
    # Two rules of one name: which is meant?
    desk.write("policy/own.yaml", own + (
        "guards:\n  answer:\n    ref: OUR-03\n    says: {en: no, zh: 否}\n"
        "    on: {kind: ticket, do: open}\n    require: title\n"
    ))  # fmt: skip
    result = desk.run("policy", "explain", "answer")
    assert (result.code, "OUR-03, policy/own.yaml:2" in result.err) == (4, True)
    desk.write("policy/own.yaml", "deadlines:\n  x: {limt: 2}\n")
    assert desk.run("policy", "explain", "CMP-29").code == 5


def test_what_one_pack_brings_whether_or_not_the_desk_has_it(desk):
    packs(desk, "base")
    rows = desk.json("policy", "show", "FUR")
    assert {row["pack"] for row in rows} == {"FUR"}
    assert "CMP-36" in {row["ref"] for row in rows}
    assert desk.json("policy", "show", "fur") == rows
    assert desk.run("policy", "show", "FURN").code == 4


COUNTING = """\
duties:
  complaint-categories:
    ref: CMP-41
    label: {en: count complaints by category, zh: 投诉分类统计}
    role: front-desk
    rrule: FREQ=MONTHLY;BYMONTHDAY=27
"""


def test_duties_missed_done_and_by_whom(desk):
    packs(desk, "base")
    desk.write("policy/own.yaml", COUNTING)
    april = "2026-04-28T10:00:00+08:00"
    (duty,) = desk.json("duty", "list", now=april)
    assert (duty["name"], duty["rule"], duty["role"], duty["owner"]) == (
        "complaint-categories", "CMP-41", "front-desk", "li.na",
    )  # fmt: skip
    assert (duty["missed"], duty["next"]) == (["2026-03", "2026-04"], "2026-05")
    late = [(o["id"], o["due_at"], o["owner"]) for o in desk.json("due", now=april)]
    assert late == [
        (None, "2026-03-28T00:00:00+08:00", "li.na"),
        (None, "2026-04-28T00:00:00+08:00", "li.na"),
    ]
    assert "2026-03" in desk.ok("due", now=april)
    refused = desk.run("duty", "done", "complaint-categories", as_="wu.gang", now=april)
    assert (refused.code, refused.out) == (3, "")
    assert refused.err.startswith("refused (CMP-41): wu.gang does not hold the role front desk\n")
    assert "li.na" in refused.err
    # The oldest first, unless another is named.
    id_ = desk.ok("duty", "done", "complaint-categories", now=april).split()[0]
    assert desk.json("show", id_)["period"] == "2026-03"
    twice = desk.run("duty", "done", "complaint-categories", "--period", "2026-03", now=april)
    assert (twice.code, "done already" in twice.err) == (2, True)
    # Wang is Li's deputy.
    desk.ok(
        "duty", "done", "complaint-categories", "--period", "2026-04", as_="wang.wei", now=april
    )
    assert desk.json("due", now=april) == []
    assert desk.json("duty", "list", now=april)[0]["missed"] == []
    assert desk.run("duty", "done", "complaint-categories", "--period", "2026-13").code == 4


def test_a_duty_of_working_days_and_one_without_an_interval(desk):
    """CMP-43 on working days; HND-18 names no interval, so nothing of it is ever missed."""
    packs(desk, "PSC", "CHD")
    duties = {d["name"]: d for d in desk.json("duty", "list", now="2026-03-10T09:00:00+08:00")}
    days = ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06", "2026-03-09"]
    assert duties["complaint-check"]["missed"] == days
    assert (duties["duty-inspection"]["missed"], duties["duty-inspection"]["next"]) == ([], None)
    assert "no limit set" in desk.ok("duty", "list")


def test_two_clones_do_the_same_duty_as_the_same_record(desk):
    packs(desk, "base")
    desk.write("policy/own.yaml", COUNTING)
    april = "2026-04-28T10:00:00+08:00"
    one = desk.ok("duty", "done", "complaint-categories", now=april, CS_SEED="1").split()[0]
    (desk.root / desk.path(one)).unlink()
    other = desk.ok("duty", "done", "complaint-categories", now=april, CS_SEED="2").split()[0]
    assert one == other


def test_a_duty_done_by_mistake_is_voided_and_can_be_done_again(desk):
    desk.write("cs.yaml", "packs: [CHD]\nstarted: 2026-03-02\nlanguage: en\n")
    desk.write("people.yaml", desk.read("people.yaml").replace("[supervisor]", "[cs-head]"))
    done = ("duty", "done", "complaint-check", "--period", "2026-03-02", "-m", "seen")
    id_ = desk.ok(*done, as_="chen.jing").split()[0]
    assert desk.run(*done, as_="chen.jing").code == 2
    assert "seen" in desk.ok("duty", "show", id_)
    desk.ok("duty", "void", id_, "-m", "wrong day", as_="chen.jing")

    def missed():
        rows = desk.json("due", "--kind", "duty", now="2026-03-03T09:00")
        return [item["what"] for item in rows if item["what"] != "start-of-day"]

    assert missed() == ["complaint-check"]
    again = desk.ok(*done, as_="chen.jing").split()[0]
    assert again != id_
    assert missed() == []
