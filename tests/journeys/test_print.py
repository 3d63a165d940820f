"""``cs KIND print`` and ``cs phrase``: paper and words, filled from records."""

import json
import re

import pytest

OWN = """\
---
form: slip
label: {en: our slip, zh: 我们的单据}
on: {kind: ticket, type: complaint}
---
# 单据 {id}

{title}
"""
PHRASE = """\
phrase: hello
label: {en: hello, zh: 问候}
lines:
  - say: {en: "Hello, {customer.name}", zh: "您好，{customer.name}"}
  - ask: {en: Content?, zh: 满意吗？}
    field: satisfaction
  - check: {en: thanked, zh: 已致谢}
"""


@pytest.fixture
def studio(desk):
    """A wedding studio's desk."""
    desk.write("cs.yaml", desk.read("cs.yaml").replace("PSC", "WED"))
    return desk


def complaint(desk, *words, body="底片没有给"):
    customer = desk.new("customer", "--name", "张三", "--phone", "13800138000")
    return desk.new(
        "ticket", "--type", "complaint", "--title", "出件太慢", "--customer", customer,
        "-m", body, "--details", "已等两个月", *words,
    )  # fmt: skip


def test_a_complaint_of_the_studio_is_printed_in_red(studio):
    id_ = complaint(studio)
    shown = studio.ok("ticket", "print", id_)
    assert shown.startswith("# 投诉记录\n") and id_ in shown
    assert '<span style="color:red">底片没有给</span>' in shown
    page = studio.ok("ticket", "print", id_, "--html")
    assert page.startswith("<!DOCTYPE html>\n") and page.endswith("</html>\n")
    assert '<span class="red">底片没有给</span>' in page


def test_nothing_is_masked_on_paper(studio):
    id_ = complaint(studio)
    assert "13800138000" in studio.ok("ticket", "print", id_)
    assert "not masked" in studio.ok("ticket", "print", "--help")


def test_the_form_can_be_chosen_by_name_and_label(studio):
    id_ = complaint(studio)
    by_name = studio.ok("ticket", "print", id_, "--form", "call-registration")
    assert by_name.startswith("# 来电登记单\n") and "<span" not in by_name
    assert studio.ok("ticket", "print", id_, "--form", "来电登记单") == by_name
    chinese = studio.ok("工单", "打印", id_, "--表单", "call-registration", lang="zh")
    assert chinese == by_name


def test_several_records_are_printed_one_after_the_other(studio):
    ids = [complaint(studio), complaint(studio)]
    assert studio.ok("ticket", "print", *ids).count("# 投诉记录") == 2
    assert studio.ok("ticket", "print", *ids, "--html").count("<article>") == 2
    both = studio.json("ticket", "print", *ids)
    assert [one["id"] for one in both] == ids
    assert studio.json("ticket", "print", "-", stdin=json.dumps(both)) == both
    one = studio.json("ticket", "print", ids[0])
    assert (one["form"], one["text"]) == ("red-complaint-note", both[0]["text"])


def test_an_unknown_form_is_answered_with_those_there_are(studio):
    id_ = complaint(studio)
    result = studio.run("ticket", "print", id_, "--form", "nix")
    assert (result.code, result.out) == (4, "")
    assert "there is no form nix" in result.err
    assert "red-complaint-note (complaint noted in red)" in result.err
    assert "message-slip" not in result.err


def test_a_form_of_other_records_is_refused(studio):
    result = studio.run("ticket", "print", complaint(studio), "--form", "callback-record")
    assert (result.code, result.out) == (2, "")
    assert "the form callback-record is not for T-" in result.err


def test_where_no_form_fits_all_forms_are_named(studio):
    id_ = studio.new("customer", "--name", "张三")
    result = studio.run("customer", "print", id_)
    assert (result.code, result.out) == (4, "")
    assert f"there is no form for {id_} here" in result.err
    assert "callback-record" in result.err


def test_a_form_of_another_pack_is_printed_when_it_is_named(studio):
    id_ = complaint(studio)
    shown = studio.ok("ticket", "print", id_, "--form", "complaint-follow-up")
    assert shown.startswith("# 业户投诉处理跟进记录表\n")


def test_other_tickets_are_printed_in_the_form_for_everybody(studio):
    id_ = studio.new("ticket", "--title", "换锁|开门", "-m", "a | b\n<script>")
    shown = studio.ok("ticket", "print", id_)
    assert shown.startswith("# 来电登记单\n")
    assert "换锁\\|开门" in shown and "a \\| b<br>\\<script\\>" in shown
    assert re.search(r"\| 2026-03-02 10:00 \| 李娜 \| 登记 \| ____ \|", shown)
    assert "<script>" not in studio.ok("ticket", "print", id_, "--html")


def test_the_desks_own_form_wins_by_name(studio):
    id_ = complaint(studio)
    studio.write("templates/forms/red-complaint-note.md", OWN.replace("slip", "red-complaint-note"))
    assert studio.ok("ticket", "print", id_) == f"# 单据 {id_}\n\n出件太慢\n"


def test_a_form_is_no_calendar(studio):
    result = studio.run("ticket", "print", complaint(studio), "--format", "ics")
    assert (result.code, result.out) == (2, "")
    assert studio.ok("ticket", "print", complaint(studio), "--format", "md").startswith("# ")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (OWN.replace("{title}", "{titel}"), 8, "titel is not known here"),
        (OWN.replace("type: complaint", "type: complain"), 4, "complain is not known here"),
        (OWN.replace("form: slip", "form: other"), 2, "form: slip is expected"),
        (OWN.replace("label", "lable"), 3, "lable is not known here"),
        ("no front matter\n", 1, "front matter"),
    ],
)
def test_check_says_what_is_odd_about_the_desks_own_form(desk_in_git, text, line, says):
    desk = desk_in_git
    desk.write("templates/forms/slip.md", text)
    result = desk.run("check")
    assert (result.code, f"templates/forms/slip.md:{line}: " in result.out) == (1, True), result
    assert says in result.out
    desk.git("add", ".")
    assert desk.run("check", "--staged").out == result.out


def test_a_good_form_and_phrase_of_its_own_pass_the_check(desk):
    desk.write("templates/forms/slip.md", OWN)
    desk.write("templates/phrases/hello.yaml", PHRASE)
    assert desk.ok("check") == ""


def test_a_broken_form_stops_printing_with_its_line(desk):
    id_ = complaint(desk)
    desk.write("templates/forms/slip.md", OWN.replace("label", "lable"))
    result = desk.run("ticket", "print", id_)
    assert (result.code, result.out) == (5, "")
    assert "templates/forms/slip.md:3" in result.err


def test_check_says_what_is_odd_about_the_desks_own_phrase(desk):
    desk.write("templates/phrases/hello.yaml", PHRASE.replace("satisfaction", "satisfacton"))
    result = desk.run("check")
    assert (result.code, "templates/phrases/hello.yaml:6: " in result.out) == (1, True)
    assert "did you mean satisfaction" in result.out


def test_the_end_of_a_call_has_three_things_to_tick(desk):
    shown = desk.ok("phrase", "show", "phone-close")
    assert shown.count("☐") == 3


def test_a_phrase_is_filled_from_a_record(desk):
    desk.write("templates/phrases/hello.yaml", PHRASE)
    id_ = complaint(desk)
    lines = desk.json("phrase", "show", "hello", "--for", id_)
    assert [(one["sort"], one["text"], one["field"]) for one in lines] == [
        ("say", "Hello, 张三", None),
        ("ask", "Content?", "satisfaction"),
        ("check", "thanked", None),
    ]
    said = desk.ok("话术", "查看", "问候", "--对象", id_, lang="zh")
    assert "您好，张三" in said and "--satisfaction" in said
    assert "Hello, ____" in desk.ok("phrase", "show", "hello")


def test_the_caller_is_named_where_one_is_given(desk):
    id_ = complaint(desk)
    named = desk.ok("phrase", "show", "phone-open", "--for", id_, as_="li.na")
    assert "李娜" in named
    assert "____" in desk.ok("phrase", "show", "phone-open", "--for", id_, as_=None)


def test_the_phrases_of_a_desk_are_those_of_its_packs(studio):
    names = {one["phrase"] for one in studio.json("phrase", "list")}
    assert {"booking-call", "wedding-day"} <= names and "sale-survey" not in names
    fur = {one["phrase"] for one in studio.json("phrase", "list", "--pack", "fur")}
    assert fur >= {"sale-survey", "thank-you"} and not fur & names
    assert "booking-call" in studio.ok("phrase")


def test_phrases_can_be_read_without_a_desk(studio, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    said = studio.ok("phrase", "show", "phone-close", cwd=tmp_path / "elsewhere")
    assert said.count("☐") == 3


def test_an_unknown_phrase_is_answered_with_those_there_are(desk):
    result = desk.run("phrase", "show", "nix")
    assert (result.code, result.out) == (4, "")
    assert "phone-close" in result.err
