"""One record in full."""

from cs_cli.render.document import Sheet, markdown, text
from cs_cli.render.table import Column, Listing

LOG = Listing(
    (Column("at", "时间"), Column("do", "动作", wide=True)),
    [{"at": "2026-03-02 09:14", "do": "开单，安抚客户，通知工程部到场"}],
    [{"at": "2026-03-02T09:14:05+08:00", "do": "open"}],
    tones=["alarm"],
)
EMPTY = Listing(LOG.columns, [], [])
SHEET = Sheet(
    "T-260302-7K3FQM 电梯停在两层之间",
    [("状态", "待处理"), ("Owner", "li.na 李娜，客服部前台组"), ("备注", "")],
    [
        ("正文", "客户说电梯停了。\r\n\r\n- *second* line\n"),
        ("日志", LOG),
        ("None", " \n"),
        ("Empty", EMPTY),
    ],
)


def test_a_record_is_wrapped_to_the_terminal():
    assert text(SHEET, columns=30) == (
        "T-260302-7K3FQM 电梯停在两层之间\n"
        "\n"
        "状态   待处理\n"
        "Owner  li.na 李娜，客服部前台\n"
        "       组\n"
        "备注\n"
        "\n"
        "正文\n"
        "客户说电梯停了。\n"
        "\n"
        "- *second* line\n"
        "\n"
        "日志\n"
        "时间        动作\n"
        "2026-03-02  开单，安抚客户，\n"
        "09:14       通知工程部到场\n"
    )


def test_without_a_terminal_nothing_is_wrapped():
    shown = text(SHEET)
    assert "li.na 李娜，客服部前台组\n" in shown
    assert "开单，安抚客户，通知工程部到场\n" in shown


def test_colour_changes_nothing_but_colour():
    shown = text(SHEET, columns=60, colour=True)
    assert "\x1b[31m2026-03-02 09:14" in shown
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m"):
        shown = shown.replace(code, "")
    assert shown == text(SHEET, columns=60)


def test_a_title_alone_is_one_line():
    assert text(Sheet("T-1\nx")) == "T-1 x\n"
    assert markdown(Sheet("T-1")) == "# T-1\n"


def test_markdown_keeps_the_text_of_the_record():
    assert markdown(SHEET) == (
        "# T-260302-7K3FQM 电梯停在两层之间\n"
        "\n"
        "- **状态**: 待处理\n"
        "- **Owner**: li.na 李娜，客服部前台组\n"
        "- **备注**:\n"
        "\n"
        "## 正文\n"
        "\n"
        "客户说电梯停了。\n"
        "\n"
        "- *second* line\n"
        "\n"
        "## 日志\n"
        "\n"
        "| 时间 | 动作 |\n"
        "| --- | --- |\n"
        "| 2026-03-02 09:14 | 开单，安抚客户，通知工程部到场 |\n"
    )


def test_hostile_text_stays_text():
    evil = "\x1b[2J\u202e"
    sheet = Sheet(evil, [(evil, evil)], [(evil, evil)])
    for shown in (text(sheet), text(sheet, columns=40), markdown(sheet)):
        assert not {"\x1b", "\u202e"} & set(shown)
