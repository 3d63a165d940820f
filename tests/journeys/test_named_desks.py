"""Every pack and every combination gives a desk that is of use at once, in both languages.

How such a desk looks in git is told in ``test_init_desks.py``; here there is no git but once.
"""

import re
from pathlib import Path

import pytest

from cs_cli.store import definitions

PACKS = [name for name in definitions.pack_names() if name != "base"]
NO_GIT = {"PATH": "", "as_": None}
TICKET = ("--title", "Lift stopped", "--channel", "phone")


def names(pack: str) -> list[str]:
    """Give what else a pack is called, in English and in Chinese."""
    (file,) = [path for path in definitions.files([pack], None) if path.stem == pack]
    (line,) = re.findall(r"(?m)^label: \{en: (.+), zh: (.+)\}$", Path(file).read_text("utf-8"))
    return [word.strip('"') for word in line]


@pytest.fixture
def named(desk, tmp_path):
    """Give what makes a desk of a pack where there is no git; the desk then stands there."""

    def named(pack, **options):
        desk.root = tmp_path / "new"
        made = ("init", str(desk.root), "--pack", pack)
        return desk.json(*made, cwd=tmp_path, **{**NO_GIT, **options})

    return named


@pytest.mark.parametrize("pack", PACKS)
def test_a_new_desk_owes_duties_alone_and_takes_a_ticket_at_once(desk, named, pack):
    made = named(pack)
    assert made["packs"] == [pack]
    due = desk.json("due", "--all", **NO_GIT)
    assert {one["id"] for one in due} <= {None}
    for lang in ("en", "zh"):
        lines = desk.ok("due", "--all", lang=lang, **NO_GIT).splitlines()
        assert len(lines) == (len(due) + 1 if due else 0)
    me = {**NO_GIT, "as_": made["person"]}
    id_ = desk.new("ticket", *TICKET, **me)
    shown = desk.json("show", id_, **me)
    assert (shown["status"], shown["first_responsible"]) == ("open", made["person"])
    assert desk.ok("check", **NO_GIT) == ""


@pytest.mark.parametrize("pack", PACKS)
def test_a_new_desk_says_what_it_can_and_where_its_rules_come_from(desk, named, pack):
    named(pack)
    english, chinese = (desk.ok("--help", lang=lang, **NO_GIT) for lang in ("en", "zh"))
    assert "Usage: cs" in english and "ticket" in english
    assert "用法: cs" in chinese and "工单" in chinese
    for row in desk.json("policy", "list", **NO_GIT):
        assert {"ref", "pack", "where", "text"} <= set(row)
        assert row["text"] and re.fullmatch(r"templates/\S+:[0-9]+", row["where"]), row
        assert row["pack"] == "base" or row["ref"], row


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_goes_by_its_names_in_both_languages(pack):
    assert definitions.canonical_names(names(pack)) == [pack, pack]


def test_a_desk_of_two_packs_is_made_by_their_chinese_names(desk, tmp_path):
    said = ("--pack", "写字楼服务台,贵宾接待")
    made = desk.json("init", "new", *said, "--dry-run", cwd=tmp_path, lang="zh")
    assert made["packs"] == ["office-tower", "VIP"]


def test_no_two_packs_share_a_name_and_none_has_a_comma_in_it():
    """``--pack`` takes several, with commas between them."""
    of_each = [{pack.casefold(), *map(str.casefold, names(pack))} for pack in PACKS]
    words = [word for its in of_each for word in its]
    assert [word for word in words if words.count(word) > 1 or "," in word] == []


@pytest.mark.parametrize(("language", "name"), [("zh", "餐厅服务台"), ("en", "clinic")])
def test_with_git_the_first_ticket_is_committed_too(desk, named, language, name):
    named(name, PATH=desk.environment["PATH"], lang=language)
    id_ = desk.new("ticket", *TICKET, as_=None)
    assert desk.git("log", "--format=%s").splitlines() == [f"ticket {id_}: open", "desk: init"]
    assert desk.git("status", "--porcelain") == ""
