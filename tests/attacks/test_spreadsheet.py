"""Threat 3: text that a spreadsheet takes for a formula (S5, RFC 4180)."""

import csv
import io

import pytest

from attacks.test_terminal import RAW

FORMULAS = [
    '=HYPERLINK("http://evil.example.test","x")', "=cmd|'/c calc'!A0", "+1+1", "-1+1", "@SUM(1)",
    "＝1+1", "＋1", "－1", "＠x", "\t=1+1", " =1+1", "\u3000=1+1", "\u00a0=1+1",
    "=1+1\n=2+2", '"=1+1"', "'=1+1", ";=1+1", "%=1",
]  # fmt: skip


def cells(desk, *words):
    """Read what CSV says as a spreadsheet does, from its bytes."""
    text = desk.ok(*words, "--format", "csv")
    assert "\r" not in text.replace("\r\n", "") and text.endswith("\r\n")
    assert not RAW.search(text.replace("\r\n", "\n"))
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("title", FORMULAS)
def test_a_title_is_no_formula(desk, title):
    desk.new("ticket", f"--title={title}")
    (row,) = cells(desk, "ticket", "list")
    is_formula = title.lstrip(" \u3000\u00a0")[:1] in "=+-@＝＋－＠\t"
    assert row["title"] == ("'" if is_formula else "") + title
    assert not row["title"].lstrip(" \u3000\u00a0").startswith(tuple("=+-@＝＋－＠\t\r\n"))


def test_no_cell_of_any_list_is_a_formula(desk):
    """Names, notes, departments, the owner's name: wherever text comes from."""
    desk.write("people.yaml", desk.read("people.yaml").replace("李娜", '"=1+李娜"'))
    customer = desk.new(
        "customer", "--name", "=1+1", "--phone", "+86 138 1234 5678", "--region", "@x"
    )
    desk.new("ticket", "--title", "-x", "--department", "=2+2", "--customer", customer,
             "--promised-at", "2026-03-02T11:00:00+08:00")  # fmt: skip
    for words in [("ticket", "list"), ("customer", "list"), ("due", "--all"), ("staff", "list"),
                  ("search", "1"), ("search", "x")]:  # fmt: skip
        rows = cells(desk, *words, "--no-mask") if words[0] != "staff" else cells(desk, *words)
        assert rows
        for row in rows:
            for cell in row.values():
                assert not cell.lstrip(" \u3000\u00a0").startswith(tuple("=+-@＝＋－＠\t\r\n"))


def test_a_phone_number_gets_an_apostrophe_that_a_program_takes_off_again(desk):
    """The documented way back: one leading apostrophe before a sign is not part of the value."""
    desk.new("customer", "--name", "周小燕", "--phone", "+86 138 1234 5678")
    (row,) = cells(desk, "customer", "list", "--no-mask")
    assert row["phone"] == "'+86 138 1234 5678"
    (found,) = desk.json("customer", "list", "--no-mask")
    assert found["phone"] == row["phone"].removeprefix("'")


@pytest.mark.parametrize("title", ["a,b", 'a"b', "a\nb", " a ", "a;b", '"', '""', ",", "\n"])
def test_separators_stay_inside_their_cell(desk, title):
    desk.new("ticket", f"--title=x{title}y")
    (row,) = cells(desk, "ticket", "list")
    assert row["title"] == f"x{title}y"


def test_markdown_and_html_show_what_a_customer_wrote_and_do_nothing(desk):
    evil = "<script>alert(1)</script> [x](javascript:alert(1)) `a` | b <img src=x onerror=y> &lt;"
    id_ = desk.new("ticket", f"--title={evil}", "-m", f"{evil}\n\n# heading\n\n<b>bold</b>\n")
    row = desk.ok("ticket", "list", "--format", "md").splitlines()[2]
    assert "\\<script>alert(1)\\</script> \\[x\\](javascript:alert(1)) \\`a\\` \\| b \\<img" in row
    assert row.replace("\\|", "").count("|") == desk.ok(
        "ticket", "list", "--format", "md"
    ).splitlines()[1].count("|")
    page = desk.ok("ticket", "print", id_, "--html")
    for active in ("<script", "<img", "<b>", 'javascript:alert(1)"', "onerror=y>"):
        assert active not in page, active
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
