"""From CONTRIBUTING.md alone: a new kind, deadline, guard and required field, without Python."""

import re
from pathlib import Path

import pytest

GUIDE = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCKS = {
    path: text
    for text in re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    for path in re.findall(r"\A# (\S+\.yaml)\n", text)
}


@pytest.fixture
def guided(desk):
    """A desk with the files of the guide as they stand there."""
    for path, text in BLOCKS.items():
        desk.write(path, text)
    return desk


def test_the_guide_has_a_kind_and_a_policy():
    assert sorted(path.split("/")[0] for path in BLOCKS) == ["policy", "templates"]


def test_the_new_kind_is_in_daily_use_at_once(guided):
    """cs visitor new --title Survey; cs visitor leave ID"""
    id_ = guided.new("visitor", "--title", "Lift survey")
    assert re.fullmatch(r"V-260302-[0-9A-Z]{6}", id_)
    assert guided.path(id_) == f"visitor/2026/03/02/{id_}.md"
    assert guided.json("show", id_)["host"] == "li.na"
    lacking = guided.run("visitor", "leave", id_)
    assert (lacking.code, "--badge" in lacking.err) == (2, True)
    assert guided.ok("visitor", "leave", id_, "--badge", "7") == f"{id_}: gone\n"
    assert guided.run("visitor", "leave", id_, "--badge", "7").code == 3
    assert "Lift survey" in guided.ok("visitor", "list", "--status", "gone")
    assert "--badge" in guided.ok("visitor", "leave", "--help")


def test_the_new_kind_speaks_chinese(guided):
    """cs 访客 新建 --来访事由 电梯年检"""
    id_ = guided.ok(
        "访客", "新建", "--来访事由", "电梯年检", "--被访人", "王伟", lang="zh"
    ).split()[0]
    assert guided.json("show", id_)["host"] == "wang.wei"
    listed = guided.ok("访客", "列表", "--状态", "在访", lang="zh")
    assert "来访事由" in listed
    assert "电梯年检" in listed
    assert guided.ok("访客", "离开", id_, "--访客证号", "7", lang="zh") == f"{id_}: 已离开\n"


def test_the_new_deadline_is_owed_by_the_host_and_explained(guided):
    said = guided.ok("visitor", "new", "--title", "Survey", "--host", "wang.wei")
    assert "2026-03-02 12:00 Mon  collect the badge (GEN-01)  wang.wei" in said
    id_ = said.split()[0]
    assert guided.json("due", "--kind", "visitor", now="2026-03-02T11:59:59+08:00") == []
    (late,) = guided.json("due", "--kind", "visitor", now="2026-03-02T12:00:01+08:00")
    assert (late["id"], late["what"], late["rule"]) == (id_, "visitor-badge", "GEN-01")
    assert "收回访客证" in guided.ok("due", now="2026-03-02T12:00:01+08:00", lang="zh")
    guided.ok("visitor", "leave", id_, "--badge", "7", now="2026-03-02T11:00:00+08:00")
    assert guided.json("due", "--kind", "visitor", now="2026-03-02T12:00:01+08:00") == []
    assert "policy/visitors.yaml" in guided.ok("policy", "explain", "GEN-01")


@pytest.mark.parametrize(
    ("lang", "says"), [("en", "a visitor needs a host who is at work"), ("zh", "须有在岗的被访人")]
)
def test_the_new_guard_refuses_in_both_languages(guided, lang, says):
    refused = guided.run("visitor", "new", "--title", "Survey", "--host", "", lang=lang)
    assert (refused.code, refused.out) == (3, "")
    assert says in refused.err


@pytest.mark.parametrize(("lang", "label"), [("en", "place"), ("zh", "地点")])
def test_the_new_required_field_is_asked_for(guided, lang, label):
    """A complaint needs a place now; other tickets do not."""
    lacking = guided.run("ticket", "new", "--type", "complaint", "--title", "x", lang=lang)
    assert (lacking.code, lacking.out) == (2, "")
    assert f"--place ({label})" in lacking.err
    guided.ok("ticket", "new", "--type", "complaint", "--title", "x", "--place", "lobby")
    guided.ok("ticket", "new", "--title", "x")


def test_nothing_is_wrong_with_the_files_of_the_guide(guided):
    guided.new("visitor", "--title", "Survey")
    result = guided.run("check")
    assert (result.code, result.err) == (0, "")
