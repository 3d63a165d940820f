"""The packs that come with cs: every row has its reference, and none is forgotten."""

import re
from inspect import signature

import pytest
from given import PACKS, policy

from cs_cli.domain.kind import Kind
from cs_cli.domain.match import fits
from cs_cli.domain.named import FILLS, RULES
from cs_cli.domain.policy import SECTIONS, applies
from cs_cli.rules import FILLS as FILL_CODE
from cs_cli.rules import RULES as RULE_CODE

# Deadline rows and guards that each pack has to carry.
DEADLINES = {
    "PSC": "CMP-14 CBK-17 HND-01 HND-02 HND-04",
    "ONE": "CMP-21 CMP-22 CMP-23",
    "CHD": "TKT-24 TKT-25 CMP-43 CBK-31",
    "PRO": "TKT-19",
    "FUR": "CMP-12 CMP-29 CMP-30 CMP-36 CMP-39 CBK-23 CBK-24 CBK-25 CBK-26 CBK-27 CBK-28",
    "WED": "CMP-46 CBK-06 CBK-07 CBK-08 CBK-09 CBK-10 CBK-11 CBK-15",
    "TEL": "LVE-01 LVE-03 LVE-04 LVE-06",
    "HOT": "TKT-13 CMP-04 CMP-07 CBK-03 CBK-39",
}
GUARDS = {
    "PSC": "TKT-07 TKT-14 HND-02 HND-03 HND-04 HND-05 HND-06 HND-07",
    "ONE": "CMP-22 CMP-24 HND-10",
    "CHD": "TKT-25 HND-13",
    "FUR": "CMP-29 CMP-36 CBK-23 CBK-27",
    "WED": "CMP-46 CBK-05 CBK-11",
    "TEL": "LVE-02 LVE-03 LVE-04 LVE-05 LVE-07 LVE-08",
    "HOT": "CMP-04",
}
DUTIES = {"PSC": "CBK-18 CBK-20 HND-18", "CHD": "CMP-43 HND-13", "PRO": "CMP-41", "WED": "CBK-13"}


def refs(section: str, pack: str) -> set[str]:
    rows = getattr(policy(pack).rows, section)
    return {row.ref for versions in rows.values() for row in versions if row.ref}


@pytest.mark.parametrize(
    ("section", "pack", "wanted"),
    [
        *(("deadlines", *item) for item in DEADLINES.items()),
        *(("guards", *item) for item in GUARDS.items()),
        *(("duties", *item) for item in DUTIES.items()),
    ],
)
def test_the_rows_of_a_pack_are_all_there(section, pack, wanted):
    assert set(wanted.split()) <= refs(section, pack)


@pytest.mark.parametrize("pack", PACKS)
def test_every_row_of_a_pack_carries_its_row_of_the_rulebook(pack):
    rules = policy(pack)
    for section in SECTIONS:
        for name, versions in getattr(rules.rows, section).items():
            assert re.fullmatch("[a-z]+(-[a-z]+)*", name) and len(name) <= 28, name
            if rules.origins[section, name].pack == pack:
                assert re.fullmatch("[A-Z]{3}-[0-9]{2}", versions[-1].ref or ""), name


def test_the_names_of_rules_and_their_code_are_the_same():
    assert set(RULES) == set(RULE_CODE)
    assert set(FILLS) == set(FILL_CODE)
    # Rows name them, and only then are they loaded.
    for code, values in ((RULE_CODE, 3), (FILL_CODE, 2)):
        for name, function in code.items():
            assert len(signature(function).parameters) == values, name


def test_every_named_rule_is_used_by_some_row():
    rules = policy(*PACKS)
    used = {row.rule for versions in rules.rows.guards.values() for row in versions if row.rule}
    assert used == set(RULES)


def test_every_role_of_a_row_is_one_of_the_desk():
    known = set(policy().roles)
    duties = [row for pack in PACKS for rows in policy(pack).rows.duties.values() for row in rows]
    assert {row.role for row in duties} <= known


@pytest.mark.parametrize(
    "packs", [("PSC",), ("CHD",), ("HOT",), ("property-desk",), ("HOT", "PSC")]
)
def test_whatever_is_settled_is_called_back_about_once(packs):
    """X-05, X-06: companies differ in who calls and when, and a desk of several calls once."""
    rules = policy(*packs)
    for kind in rules.kinds["ticket"].variants:
        assert made(rules, kind, "resolve") == ["callback"], kind.type


def made(rules, kind: Kind, do: str) -> list[str]:
    rows = [versions[-1] for versions in rules.rows.followups.values()]
    return [
        row.create
        for row in rows
        if applies(row.on, kind.kind, kind.type) and do in row.on.do and fits(row.on.match, {})
    ]


@pytest.mark.parametrize("pack", PACKS)
def test_every_sort_of_callback_is_owed_by_some_deadline(pack):
    """Who adds a type of callback adds its deadline, or the calls would be seen nowhere."""
    rules = policy(pack)
    rows = [row for versions in rules.rows.deadlines.values() for row in versions]
    milestones = {
        type_ for row in rows for until in row.until if until.sort == "linked"
        for type_ in until.match.get("type", ())
    }  # fmt: skip
    for type_ in rules.kinds["callback"].types:
        own = [r for r in rows if r.on.kind == "callback" and type_ in r.on.type]
        assert own or type_ in milestones or type_ == "sample", type_


@pytest.mark.parametrize("packs", [("PRO",), ("PSC", "ONE", "CHD", "PRO"), ("PRO", "CHD")])
def test_a_complaint_has_exactly_eight_categories(packs):
    """CMP-40."""
    choices = policy(*packs).kinds["ticket"].of("complaint").fields["category"].choices
    assert [choice.label.zh for choice in choices.values()] == [
        "安保", "清洁", "绿化", "工程维修", "信件报刊收发", "装修管理", "员工服务态度", "其它",
    ]  # fmt: skip


def test_a_limit_without_a_figure_is_none_and_immediately_is_zero():
    rows = {name: v[-1] for p in PACKS for name, v in policy(p).rows.deadlines.items()}
    for name in ("inform-customer", "service-report", "call-delivery", "slip-return"):
        assert rows[name].limit.clock == "none", name
    for name in ("report-to-director", "report-to-manager", "small-problem", "follow-up-form"):
        assert (rows[name].limit.clock, rows[name].limit.amount) == ("elapsed", 0), name
