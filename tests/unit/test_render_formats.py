"""One listing in every format.

The listing is what ``cs due`` could show: two deadlines of invented customers.
"""

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest

from cs_cli.domain.errors import UsageError
from cs_cli.render.formats import FORMATS, as_json_line, listing
from cs_cli.render.table import Column, Listing
from cs_cli.render.width import width

TITLE = "电梯停在两层之间，已安抚；customer waits in the lobby，请速来。"
COLUMNS = (
    Column("id", "编号"),
    Column("title", "标题", wide=True),
    Column("late", "迟", align="right"),
)
TWO = Listing(
    COLUMNS,
    [
        {"id": "T-260302-7K3FQM", "title": TITLE, "late": "1h 05m"},
        {"id": "T-260302-0A1B2C", "title": "tab\there\nand | pipe", "late": None},
    ],
    [
        {"id": "T-260302-7K3FQM", "title": TITLE, "late_s": 3900, "urgent": True},
        {"id": "T-260302-0A1B2C", "title": "x", "late_s": None, "owners": ["li.na", "wu"]},
    ],
    tones=["alarm"],
)
NONE = Listing(COLUMNS, [], [])


def shown(what, format, *, colour=False, width=None):
    return listing(what, format, colour=colour, width=width)


def one(value):
    return Listing((Column("a", "A"),), [{"a": value}], [{"a": value}])


def test_plain_is_aligned_without_tabs_and_without_cutting():
    assert shown(TWO, "plain", width=40) == (
        f"编号             标题{' ' * (width(TITLE) - 4)}      迟\n"
        f"T-260302-7K3FQM  {TITLE}  1h 05m\n"
        "T-260302-0A1B2C  tab here and | pipe\n"
    )


def test_a_table_is_wrapped_to_the_terminal():
    assert shown(TWO, "table", width=50) == (
        "编号             标题                           迟\n"
        "---------------  -------------------------  ------\n"
        "T-260302-7K3FQM  电梯停在两层之间，已安     1h 05m\n"
        "                 抚；customer waits in the\n"
        "                 lobby，请速来。\n"
        "T-260302-0A1B2C  tab here\n"
        "                 and | pipe\n"
    )


def test_other_columns_give_way_where_wide_ones_have_too_little():
    columns = (*COLUMNS[:2], Column("when", "到期"), Column("late", "state"))
    row = {**TWO.rows[0], "when": "2026-03-02 10:00 周一", "late": "overdue 2d 17h"}
    drawn = shown(Listing(columns, [row], [row]), "table", width=60)
    assert [line.split() for line in drawn.splitlines()[2:4]] == [
        ["T-260302-7K3FQM", "电梯停在两层之", "2026-03-02", "overdue", "2d"],
        ["间，已安抚；", "10:00", "周一", "17h"],
    ]
    assert max(map(width, drawn.splitlines())) <= 60
    assert shown(Listing(columns, [row], [row]), "table", width=200).count("\n") == 3


def test_a_table_on_a_very_narrow_terminal_runs_over_but_says_everything():
    drawn = shown(TWO, "table", width=20)
    assert "".join(drawn.split()).count("电") == 1
    assert "T-260302-7K3FQM" in drawn


def test_a_table_without_a_known_width_is_not_wrapped():
    assert TITLE in shown(TWO, "table")


def test_numbers_in_a_table_stay_as_they_were_typed():
    assert "1e3" in shown(one("1e3"), "table")
    assert "007" in shown(one("007"), "table")


def test_colour_changes_nothing_but_colour():
    coloured = shown(TWO, "table", colour=True, width=50)
    assert "\x1b[31mT-260302-7K3FQM\x1b[0m" in coloured
    for code in ("\x1b[31m", "\x1b[1m", "\x1b[0m"):
        coloured = coloured.replace(code, "")
    rows = [line.rstrip() for line in coloured.splitlines()]
    assert rows == shown(TWO, "table", width=50).splitlines()


def test_json_is_a_list_of_the_objects_for_machines():
    assert json.loads(shown(TWO, "json")) == TWO.items
    assert shown(TWO, "json").startswith('[\n  {\n    "id": "T-260302-7K3FQM",\n    "title": "电梯')


def test_json_lines_are_one_object_each():
    assert [json.loads(line) for line in shown(TWO, "jsonl").splitlines()] == TWO.items


def test_days_and_instants_are_written_as_iso_dates():
    at = datetime(2026, 3, 2, 9, 14, tzinfo=UTC)
    assert as_json_line([date(2026, 3, 2), at]) == '["2026-03-02", "2026-03-02T09:14:00+00:00"]\n'
    assert shown(one(date(2026, 3, 2)), "csv") == "a\r\n2026-03-02\r\n"
    with pytest.raises(TypeError):
        as_json_line({1, 2})


def test_csv_has_every_key_of_the_objects_and_crlf():
    assert shown(TWO, "csv") == (
        "id,title,late_s,urgent,owners\r\n"
        f"T-260302-7K3FQM,{TITLE},3900,true,\r\n"
        "T-260302-0A1B2C,x,,,li.na; wu\r\n"
    )


def test_csv_columns_can_be_fixed_by_the_command():
    assert shown(Listing(COLUMNS, [], [], keys=("id", "owner")), "csv") == "id,owner\r\n"


@pytest.mark.parametrize(
    "value", ["plain", 'say "hi"', "a,b", "line\nbreak", " lead", "trail ", "张三", "a\r\nb", ""]
)
def test_csv_gives_the_text_back(value):
    rows = list(csv.reader(io.StringIO(shown(one(value), "csv"), newline="")))
    assert rows == [["a"], [value]] if value else [["a"], []]


@pytest.mark.parametrize(
    "value",
    [
        '=HYPERLINK("http://example.test")',
        "+8613812345678",
        "-1+1",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠1",
        "  =1",
        "\u3000=1",
    ],
)
def test_no_cell_is_a_formula(value):
    rows = list(csv.reader(io.StringIO(shown(one(value), "csv"), newline="")))
    assert rows[1][0].startswith("'")


def test_negative_numbers_are_numbers():
    assert shown(one(-5), "csv") == "a\r\n-5\r\n"
    assert shown(one({"b": False}), "csv") == 'a\r\n"{""b"": false}"\r\n'


def test_false_is_a_word():
    assert shown(one(False), "csv") == "a\r\nfalse\r\n"


def test_a_markdown_table_keeps_its_cells():
    assert shown(TWO, "md").splitlines()[1:] == [
        "| --- | --- | ---: |",
        f"| T-260302-7K3FQM | {TITLE} | 1h 05m |",
        "| T-260302-0A1B2C | tab here<br>and \\| pipe |  |",
    ]


def test_markdown_shows_markup_as_text():
    row = shown(one("<img src=x> [a](b) 张** `x` _y_ front_desk"), "md").splitlines()[2]
    assert row == "| \\<img src=x> \\[a\\](b) 张\\*\\* \\`x\\` \\_y\\_ front_desk |"


@pytest.mark.parametrize(
    ("format", "text"),
    [("table", ""), ("plain", ""), ("md", ""), ("json", "[]\n"), ("jsonl", "")],
)
def test_nothing_is_nothing_for_people_and_an_empty_list_for_machines(format, text):
    assert shown(NONE, format) == text


def test_a_plain_list_cannot_be_a_calendar():
    with pytest.raises(UsageError):
        shown(TWO, "ics")


@pytest.mark.parametrize("format", [name for name in FORMATS if name != "ics"])
def test_no_format_lets_hostile_text_out(format):
    text = shown(one("a\x1b[2J\u202eb\x85c\r"), format)
    assert not {"\x1b", "\u202e", "\x85"} & set(text)
    assert "\r" not in text.replace("\r\n", "")
    assert text.endswith("\n")


def test_aligned_rows_are_equally_wide_with_wide_characters():
    columns = (Column("a", "名称"), Column("b", "B", align="right"))
    rows = [{"a": "逾期", "b": "1"}, {"a": "overdue", "b": "22"}]
    drawn = shown(Listing(columns, rows, rows), "plain").splitlines()
    assert {width(line) for line in drawn} == {11}
