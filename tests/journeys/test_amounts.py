"""Amounts at the desk: typed by hand, from programs, shown, listed, added up."""

import json

import pytest

KIND = """
kind: bill
label: {en: bill, zh: 账单}
prefix: BL
title: title
columns: [title, amount]
fields:
  title: {label: {en: title, zh: 标题}, required: true}
  amount: {label: {en: amount, zh: 金额}, type: money}
  abroad: {label: {en: amount abroad, zh: 境外金额}, type: money, currency: USD}
  parts:
    label: {en: parts, zh: 明细}
    type: list
    fields:
      what: {label: {en: what, zh: 项目}}
      price: {label: {en: price, zh: 单价}, type: money}
states:
  open: {label: {en: open, zh: 未付}}
start: open
verbs:
  pay:
    label: {en: pay, zh: 付款}
    ask: [amount]
guards:
  paid-exactly:
    says: {en: it costs 80 yuan, zh: 应付80元}
    on: {do: pay}
    must: {amount: 80.00 CNY}
reports:
  bills:
    label: {en: bills, zh: 账单统计}
    period: all
    by: title
    sum: amount
    mean: amount
    max: true
"""

FIELDS = "kinds:\n  bill:\n    fields:\n      "


@pytest.fixture
def bills(desk):
    """Give the desk with a kind that has amounts of money."""
    desk.write("templates/kinds/bill.yaml", KIND)
    return desk


def test_an_amount_is_one_text_with_its_currency_everywhere(bills):
    id_ = bills.new("bill", "--title", "x", "--amount", "1,234.5", "--abroad", "20",
                    "--parts", "desk, price=600元")  # fmt: skip
    text = bills.record(id_)
    assert "\namount: 1234.50 CNY\n" in text
    assert "\nabroad: 20.00 USD\n" in text
    shown = bills.json("bill", "show", id_)
    assert (shown["amount"], shown["abroad"]) == ("1234.50 CNY", "20.00 USD")
    assert shown["parts"] == [{"what": "desk", "price": "600.00 CNY"}]
    assert "1,234.50 CNY" in bills.ok("bill", "show", id_, lang="en")
    assert "1,234.50元" in bills.ok("bill", "list", lang="zh")
    assert "1234.50 CNY" in bills.ok("bill", "list", "--format", "csv")
    assert [one["id"] for one in bills.json("bill", "list", "--amount", "1234.50元")] == [id_]


@pytest.mark.parametrize("wrong", ["-5", "lots", "5.001", "5 XYZ", "1e3"])
def test_what_is_no_amount_is_a_wrong_command_line(bills, wrong):
    result = bills.run("bill", "new", "--title", "x", f"--amount={wrong}")
    assert (result.code, result.out) == (2, "")
    assert "--amount: " in result.err
    assert bills.json("bill", "list") == []


def test_programs_give_numbers_that_are_not_rounded(bills):
    given = '{"title": "x", "amount": 999999999999.99}'
    id_ = bills.new("bill", "-", stdin=given)
    assert bills.json("bill", "show", id_)["amount"] == "999999999999.99 CNY"
    again = json.dumps({**bills.json("bill", "show", id_), "title": "y"})
    assert '"999999999999.99 CNY"' in again


def test_a_number_of_before_stays_valid_and_is_read_as_money(bills):
    id_ = bills.new("bill", "--title", "x", "--amount", "80")
    old = bills.record(id_).replace("80.00 CNY", "80")
    bills.write(bills.path(id_), old)
    assert bills.json("check") == []
    assert bills.json("bill", "show", id_)["amount"] == "80.00 CNY"
    bills.ok("bill", "pay", id_)
    assert "\namount: 80\n" in bills.record(id_)
    assert bills.json("check") == []


def test_a_condition_compares_amounts_however_they_are_typed(bills):
    id_ = bills.new("bill", "--title", "x")
    assert bills.run("bill", "pay", id_, "--amount", "80 USD").code == 3
    assert bills.run("bill", "pay", id_, "--amount", "80.01").code == 3
    bills.ok("bill", "pay", id_, "--amount", "¥80")


def test_amounts_are_listed_by_size(bills):
    for amount in ("9", "10", "100", "20 USD"):
        bills.new("bill", "--title", amount, "--amount", amount)
    bills.new("bill", "--title", "nothing")
    found = bills.json("bill", "list", "--sort", "-amount")
    assert [one["title"] for one in found] == ["20 USD", "100", "10", "9", "nothing"]


def test_a_report_adds_up_exactly_and_never_across_currencies(bills):
    for amount in ("0.10", "0.20", "5 USD", "4 USD", "9 USD"):
        bills.new("bill", "--title", "x", "--amount", amount)
    report = bills.json("report", "bills")
    assert report["total"]["sum"] == ["0.30 CNY", "18.00 USD"]
    assert report["total"]["mean"] == ["0.15 CNY", "6.00 USD"]
    assert report["total"]["max"] == ["0.20 CNY", "9.00 USD"]
    said = bills.ok("report", "bills", lang="zh")
    assert "0.30元 + 18.00美元" in said
    assert "0.30 CNY; 18.00 USD" in bills.ok("report", "bills", "--format", "csv")


def test_the_currency_of_a_desk_is_a_setting(bills):
    bills.write("policy/money.yaml", "settings: {currency: HKD}\n")
    id_ = bills.new("bill", "--title", "x", "--amount", "$70", "--abroad", "5")
    shown = bills.json("bill", "show", id_)
    assert (shown["amount"], shown["abroad"]) == ("70.00 HKD", "5.00 USD")


@pytest.mark.parametrize(
    ("policy", "line", "why"),
    [
        ("settings:\n  currency: yuan\n", 2, "yuan is not a currency"),
        (f"{FIELDS}amount: {{currency: XYZ}}\n", 4, "XYZ is not a currency"),
        (f"{FIELDS}title: {{currency: CNY}}\n", 4, "only an amount of money"),
        ("guards:\n  paid-exactly:\n    must: {amount: [80]}\n", 3, "500.00 CNY"),
    ],
)
def test_a_wrong_definition_is_told_with_its_place(bills, policy, line, why):
    bills.write("policy/money.yaml", policy)
    result = bills.run("check")
    assert result.code == 5
    assert f"policy/money.yaml:{line}: " in result.err + result.out
    assert why in result.err + result.out
