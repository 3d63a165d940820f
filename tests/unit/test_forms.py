"""Forms and phrases: filled from a record, and nothing of a value is more than text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from given import calendar, policy, record

from cs_cli.checks import template_fields
from cs_cli.domain.errors import Broken
from cs_cli.domain.form import Filled, Form, blanks, fill, filled_text
from cs_cli.domain.found import Found
from cs_cli.domain.kind import Kind
from cs_cli.domain.language import Language
from cs_cli.domain.people import People, Person
from cs_cli.domain.record import Record
from cs_cli.domain.worded import Desk
from cs_cli.render.form import html, markdown
from cs_cli.store import definitions, forms, phrases

NOW = datetime.fromisoformat("2026-03-02T10:00:00+08:00")
RULES = policy("WED", "FUR", "HOT")
STAFF = (
    Person("li", "李娜", ("clerk",), "客服部", reports_to="chen"),
    Person("chen", "陈静", ("supervisor",), "客服部"),
)
ZHANG = Found(
    "C-260302-ZHANG0", "customer", None, "active",
    {"name": "张三", "phone": "13800138000", "opened_at": "2026-03-01T09:30:00+08:00"},
)  # fmt: skip
HEAD = """\
---
form: slip
label: {en: slip, zh: 单据}
on: {kind: ticket}
---
"""
COMPLAINT = """
    kind: ticket
    type: complaint
    status: open
    title: 出件太慢
    class: soft
    severity: major
    customer: C-260302-ZHANG0
    owner: li
    promised_at: 2026-03-02T07:30:00Z
    happened_at: 2026-03-01
    customer_agreed: "true"
    involved: [门市, 摄影]
    log:
      09:00 open
      09:20 note
"""


def desk(found: Sequence[Found] = (ZHANG,), language: Language = "zh") -> Desk:
    known = {one.id: one for one in found}
    return Desk(
        kinds=RULES.kinds,
        roles={name: role.label for name, role in RULES.roles.items()},
        people=People({person.id: person for person in STAFF}),
        zone=calendar().zone,
        now=NOW,
        language=language,
        record=known.get,
        linked=lambda id_: [one for one in found if id_ in one.values.get("about", [])],
        actor=STAFF[0],
    )


def form(text: str, head: str = HEAD) -> Form:
    return forms.read((head + text).encode(), "templates/forms/slip.md", own=True)


def kind_of(one: Record) -> Kind:
    return RULES.kinds[one.kind].of(one.type)


def filled(text: str, *, head: str = HEAD, on: str = COMPLAINT, **values: Any) -> Filled:
    one = record(on, RULES)
    one = replace(one, values={**one.values, **values}, body=values.get("body", ""))
    return fill(form(text, head), one, kind_of(one), desk())


def printed(text: str, **values: Any) -> str:
    return markdown([filled(text, **values)]).rstrip("\n")


def page(text: str, **values: Any) -> str:
    whole = html([filled(text, **values)], title="单据", language="zh-CN")
    return whole.partition("<article>\n")[2].partition("</article>")[0]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{title}", "出件太慢"),
        ("{ title }", "出件太慢"),
        ("{id} {status} {type} {kind}", "X-260302-000000 已登记 投诉 工单"),
        ("{severity}", "重大"),
        ("{customer_agreed}", "是"),
        ("{promised_at}", "2026-03-02 15:30"),
        ("{happened_at}", "2026-03-01"),
        ("{opened_at}", "2026-03-02 09:00"),
        ("{today}", "2026-03-02"),
        ("{received_at/opened_at}", "2026-03-02 09:00"),
        ("{owner}", "李娜"),
        ("{owner.department}", "客服部"),
        ("{owner.roles}", "客服专员"),
        ("{owner.reports_to}", "陈静"),
        ("{owner.reports_to.id}", "chen"),
        ("{actor}", "李娜"),
        ("{customer}", "张三"),
        ("{customer.phone}", "13800138000"),
        ("{customer.id}", "C-260302-ZHANG0"),
        ("{customer.opened_at}", "2026-03-01 09:30"),
        ("{involved}", "门市、摄影"),
        ("{result}", "____"),
        ("{nothing.of.that}", "____"),
        ("{}{ }", "{}{ }"),
        ("{/}{.}", "____ ____"),
        (r"\{title}", r"\{title}"),
    ],
)
def test_a_value_is_printed_as_people_read_it(text, shown):
    assert printed(text) == shown


def test_the_labels_follow_the_language_of_the_form():
    head = HEAD.replace("on:", "language: en\non:")
    one = record(COMPLAINT, RULES)
    shown = fill(form("{severity} {involved}", head), one, kind_of(one), desk(language="en"))
    assert markdown([shown]) == "major 门市, 摄影\n"


@pytest.mark.parametrize("customer", [None, "", "C-260302-000000"])
def test_without_a_customer_there_are_blanks_to_write_on(customer):
    shown = printed("| {customer.name} | {customer.phone} |", customer=customer)
    assert shown == "| ____ | ____ |"


def test_a_blank_stands_apart_so_that_it_stays_a_blank():
    """Two of them between full stops would make what is between them bold."""
    assert printed("甲：{result}，乙：{place}。") == "甲： ____ ，乙： ____ 。"
    assert "<strong>" not in page("甲：{result}，乙：{place}。")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "| {signoffs.signed_for} | {signoffs.by} |",
            "| 销售部 | 李娜 |\n| 工程部 | 陈静 |",
        ),
        ("- {involved.}", "- 门市\n- 摄影"),
        ("- {involved.} {signoffs.at}", "- 门市 2026-03-02 09:00\n- 摄影 ____"),
        ("{title}：{involved.}", "出件太慢：门市\n出件太慢：摄影"),
        ("| {handling_log.text} |", "| ____ |"),
        ("{signoffs}", "2026-03-02 09:00，李娜，销售部；陈静，工程部"),
        ("{log.at} {log.by} {log.do}", "2026-03-02 09:00 李娜 登记\n2026-03-02 09:20 李娜 备注"),
    ],
)
def test_a_line_that_names_a_list_is_written_for_every_entry(text, shown):
    signoffs = [
        {"at": "2026-03-02T09:00:00+08:00", "by": "li", "signed_for": "销售部"},
        {"by": "chen", "signed_for": "工程部"},
    ]
    assert printed(text, signoffs=signoffs) == shown


def test_records_that_are_about_it_are_a_list_too():
    calls = [
        Found(f"B-260302-00000{n}", "callback", None, status, {
            "about": ["X-260302-000000"], "title": f"第{n}次", "owner": "li", "status": status,
        }) for n, status in ((1, "done"), (2, "void"), (3, "planned"))
    ]  # fmt: skip
    one = record(COMPLAINT, RULES)
    line = "{linked.callback.title} {linked.callback.owner.name} {linked.callback.status}"
    shown = fill(form(line), one, kind_of(one), desk(calls))
    assert markdown([shown]) == "第1次 李娜 已回访\n第3次 李娜 待回访\n"


HOSTILE = [
    "<script>alert(1)</script>",
    "a | b",
    "one\ntwo",
    "one\r\ntwo\rthree",
    "# heading",
    "- item",
    "+ item",
    "1. item",
    "---",
    "===",
    "> quote",
    "| --- |",
    "[link](http://example.test)",
    "![image](http://example.test/x.png)",
    "<http://example.test>",
    "**bold** __bold__ _em_ `code` ~~gone~~ ***",
    "&lt;b&gt; &#60;",
    "\\* \\",
    "\x1b[31mred\x1b[0m \u202egnp\u202c \x02\x03\x04",
    '<span style="color:red">red</span>',
    "    four spaces",
    "{title}",
]
PLACES = ["{details}", "- {details}", "| {details} | x |", "甲{details}乙", "1. {details}"]


class Tags(HTMLParser):
    """The tags and attributes of a page, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, Any]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, tuple(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_adds_no_markup_to_a_page(place, value):
    table = "| a | b |\n|---|---|\n" if place.startswith("|") else ""
    shown = Tags(page(table + place, details=value))
    plain = Tags(page(table + place, details="x"))
    breaks = len(re.findall(r"\r\n|\r|\n", value))
    assert [tag for tag in shown.tags if tag[0] != "br"] == plain.tags
    assert len([tag for tag in shown.tags if tag[0] == "br"]) == breaks
    for word in re.findall(r"[a-z]{3,}", value):
        assert word in shown.text


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_stays_on_its_line_of_markdown(place, value):
    shown = printed(place, details=value)
    assert "\n" not in shown
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", shown)
    if place.startswith("|"):
        assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", shown)) == 3
    assert not re.search(r"(?<!\\)<(?!br>)", shown)


RED = HEAD.replace("---\nform", "---\nred: {type: complaint}\nform")


def test_a_note_that_is_to_be_red_is_red_in_both_formats():
    text = "客人 {customer.name}：{title}"
    assert printed(text, head=RED) == '客人 张三：<span style="color:red">出件太慢</span>'
    assert page(text, head=RED) == '<p>客人 张三：<span class="red">出件太慢</span></p>\n'


def test_only_the_own_texts_of_a_matching_record_are_red():
    assert "red" not in printed("{title} {body}", body="慢")
    assert "red" not in printed("{severity} {owner} {promised_at}", head=RED)
    soft = RED.replace("complaint}", "inquiry}")
    assert "red" not in printed("{title}", head=soft)


@pytest.mark.parametrize("value", ["\x02red\x03", '<span class="red">x</span>'])
def test_no_value_colours_itself(value):
    assert 'class="red"' not in page("{details}", details=value)
    assert "<span" not in re.sub(r"\\<", "", printed("{details}", details=value))


def test_the_number_of_a_form_stands_at_its_head():
    head = HEAD.replace("on:", "number: R02-WKF07\non:")
    assert printed("{title}", head=head) == "表单编号：R02-WKF07\n\n出件太慢"


def test_a_page_needs_nothing_from_elsewhere():
    whole = html([filled("# 单\n\n![x](http://example.test/a.png) <b>x</b>")], title="<t>",
                 language="zh-CN")  # fmt: skip
    found = Tags(whole)
    assert {tag for tag, _attributes in found.tags} == {
        "html", "head", "meta", "title", "style", "body", "article", "h1", "p",
    }  # fmt: skip
    assert not re.search(r"url\(|@import|src=|href=", whole)
    assert "@page { size: A4" in whole and "<title>&lt;t&gt;</title>" in whole


def test_every_form_of_several_has_a_sheet_of_its_own():
    assert html([filled("a"), filled("b")], title="", language="en").count("<article>") == 2
    assert markdown([filled("a"), filled("b")]) == "a\n\n---\n\nb\n"


def test_a_text_to_say_is_filled_or_blank():
    one = record(COMPLAINT, RULES)
    text = "{customer.name}您好，{title}，{place}，{involved.}"
    assert filled_text(text, one, kind_of(one), desk()) == "张三您好，出件太慢，____，门市、摄影"
    assert blanks(text) == "____您好，____，____，____"


@pytest.mark.parametrize(
    ("head", "says", "line"),
    [
        ({"form: slip": "form: other"}, "form: slip is expected", 2),
        ({"on: {kind: ticket}": "on: {type: complaint}"}, "which kind", 4),
        ({"on: {kind: ticket}": "on: {kind: ticket, do: open}"}, "not for verbs", 4),
        ({"on: {kind: ticket}": ""}, "on is missing", 2),
        ({"label: {en: slip, zh: 单据}": "label: slip"}, "both languages", 3),
        ({"on: {kind: ticket}": "on: {kind: ticket}\nlabels: x"}, "labels is not known", 5),
    ],
)
def test_an_odd_form_is_told_with_its_line(head: Mapping[str, str], says, line):
    text = HEAD
    for old, new in head.items():
        text = text.replace(old, new)
    with pytest.raises(Broken) as told:
        form("", text)
    (problem,) = told.value.problems
    assert (problem.path, problem.line) == ("templates/forms/slip.md", line)
    assert says in problem.message


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{titel}", "titel"),
        ("{customer.fone}", "fone"),
        ("{owner.salary}", "salary"),
        ("{owner.reports_to.salary}", "salary"),
        ("{log.when}", "when"),
        ("{signoffs.signed_by}", "signed_by"),
        ("{linked.callback.titel}", "titel"),
        ("{linked.parrot.title}", "parrot"),
        ("{received_at/opened}", "opened"),
        ("{title.length}", "length"),
        ("{about.body}", "body"),
        ("{/}", "is not known"),
        ("{.}", "is not known"),
        ("{客户}", "客户"),
    ],
)
def test_a_field_that_nobody_has_is_found_with_its_line(text, says):
    found = list(template_fields.check_form(form(f"ok {{title}}\n{text}"), RULES.kinds))
    assert [fault.line for fault in found] == [7]
    assert says.strip() in found[0].message


def test_the_example_of_the_fields_of_a_template():
    passes, fails = re.findall(r"^    (.+)$", template_fields.__doc__ or "", re.MULTILINE)
    assert not list(template_fields.check_form(form(passes), RULES.kinds))
    assert len(list(template_fields.check_form(form(fails), RULES.kinds))) == 3


def test_kinds_and_types_of_a_form_are_those_there_are():
    for wrong in ("kind: tickets", "kind: ticket, type: complain", "kind: ticket, colour: red"):
        odd = form("", HEAD.replace("kind: ticket", wrong))
        assert len(list(template_fields.check_form(odd, RULES.kinds))) == 1, wrong


def phrase(lines: str, on: str = "") -> Any:
    text = f"phrase: call\nlabel: {{en: call, zh: 致电}}\n{on}lines:\n{lines}"
    return phrases.read(text.encode(), "templates/phrases/call.yaml")[0]


@pytest.mark.parametrize(
    "line", ["{}", "{say: {en: a, zh: 甲}, check: {en: b, zh: 乙}}",
             "{say: {en: a, zh: 甲}, field: result}", "{sing: {en: a, zh: 甲}}"],
)  # fmt: skip
def test_a_line_of_a_phrase_is_one_thing(line):
    with pytest.raises(Broken) as told:
        phrase(f"  - {line}\n")
    assert told.value.problems[0].line == 4


def test_a_phrase_asks_for_fields_there_are():
    line = "  - ask: {en: x, zh: '{titel}'}\n    field: resolt\n"
    odd = list(template_fields.check_phrase(phrase(line), RULES.kinds))
    assert [fault.place for fault in odd] == [("lines", 0, "ask", "zh"), ("lines", 0, "field")]
    assert list(template_fields.check_phrase(phrase(line, "on: {kind: no}\n"), RULES.kinds))


def is_used(packs: Sequence[str], on: Any, code: str, kinds: Mapping[str, Kind]) -> bool:
    """Tell whether a template is for a pack that has such records."""
    if packs and code not in packs:
        return False
    return on is None or (on.kind in kinds and set(on.type) <= set(kinds[on.kind].types))


@pytest.mark.parametrize("code", definitions.pack_names())
def test_the_templates_of_a_pack_name_only_what_its_desk_has(code):
    kinds = definitions.load([code], None).kinds
    faults = [
        (one.head.form, fault.message)
        for one in forms.load(None).values()
        if is_used(one.head.packs, one.head.on, code, kinds)
        for fault in template_fields.check_form(one, kinds)
    ]
    faults += [
        (one.phrase, fault.message)
        for one in phrases.load(None).values()
        if is_used(one.packs, one.on, code, kinds)
        for fault in template_fields.check_phrase(one, kinds)
    ]
    assert faults == []


def test_every_template_says_which_rows_and_packs_it_is_for_in_one_way():
    heads = [(one.head.ref, one.head.packs) for one in forms.load(None).values()]
    heads += [(one.ref, one.packs) for one in phrases.load(None).values()]
    for refs, packs in heads:
        assert all(re.fullmatch(r"[A-Z]{3}-[0-9]{2}", ref) for ref in refs)
        assert all(re.fullmatch(r"[A-Z]{3}", code) for code in packs)
        assert bool(refs) == bool(packs)


@pytest.mark.parametrize("name", sorted(forms.load(None)))
def test_a_built_in_form_keeps_its_tables_in_shape(name):
    one = forms.load(None)[name]
    assert one.text.startswith("# ")
    widths = [line.count("|") for line in one.text.split("\n") if line.startswith("|")]
    assert re.fullmatch(r"[a-z][a-z0-9-]*", name) and all(width > 2 for width in widths)
