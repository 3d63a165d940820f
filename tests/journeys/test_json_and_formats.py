"""What programs put in and take out: JSON, ids from stdin, every format, lists."""

import csv
import io
import json

import pytest

THREE = (
    ("Lift", "major", "2026-03-01T09:00+08:00"),
    ("Tap", "minor", "2026-03-02T09:00+08:00"),
    ("Door", "", "2026-03-03T09:00+08:00"),
)


@pytest.fixture
def three(desk):
    """Three tickets of three days, opened in this order."""
    ids = []
    for title, severity, at in THREE:
        ids.append(desk.new("ticket", "--title", title, "--severity", severity, now=at))
    return ids


def titles(desk, *words):
    return [ticket["title"] for ticket in desk.json("ticket", "list", *words)]


def test_one_object_goes_in_and_one_comes_out(desk):
    """echo '{"title": "Lift", …}' | cs ticket new --json -"""
    given = {"type": "complaint", "title": "Lift", "severity": "重大", "body": "It *stopped*\n"}
    answer = desk.json("ticket", "new", "-", stdin=json.dumps(given))
    assert {key: answer[key] for key in ("kind", "type", "status", "do", "made")} == {
        "kind": "ticket", "type": "complaint", "status": "open", "do": "open", "made": [],
    }  # fmt: skip
    assert [o["what"] for o in answer["owed"]] == ["report-to-director", "clear-answer"]
    shown = desk.json("show", answer["id"])
    assert (shown["severity"], shown["body"]) == ("major", "It *stopped*\n")


@pytest.mark.parametrize(
    "text",
    ['[{"title": "a"}, {"title": "b"}]', '{"title": "a"}\n{"title": "b"}\n'],
    ids=["a list", "lines"],
)
def test_several_objects_go_in_and_a_list_comes_out(desk, text):
    made = [answer["id"] for answer in desk.json("ticket", "new", "-", stdin=text)]
    assert [desk.json("show", id_)["title"] for id_ in made] == ["a", "b"]
    lines = desk.ok("ticket", "new", "-", "--format", "jsonl", stdin=text).splitlines()
    assert len([json.loads(line)["id"] for line in lines]) == 2


def test_json_from_a_file(desk, tmp_path):
    file = tmp_path / "new.json"
    file.write_text('{"title": "a"}')
    assert desk.json("show", desk.new("ticket", str(file)))["title"] == "a"


def test_what_was_made_before_one_of_several_failed_is_told(desk):
    result = desk.run("ticket", "new", "-", stdin='[{"title": "a"}, {"titel": "b"}]')
    assert result.code == 2
    assert "titel" in result.err
    assert desk.json("show", result.out.strip())["title"] == "a"


@pytest.mark.parametrize("text", ["", "nonsense", "[1]", '"a"', "{", '{"title": ["a", "b"]}'])
def test_json_that_is_none_is_refused_in_a_sentence(desk, text):
    result = desk.run("--json", "ticket", "new", "-", stdin=text)
    assert (result.code, result.out) == (2, "")
    assert json.loads(result.err)["exit_code"] == 2


def test_lists_and_flags_are_data_in_json(desk):
    keys = {"text": "keys", "status": "at the guard"}
    given = {"shift": "day", "to": "wang.wei", "items": [keys]}
    id_ = desk.json("handover", "new", "-", stdin=json.dumps(given))["id"]
    assert desk.json("show", id_)["items"] == [{**keys, "since": "2026-03-02", "shifts": 1}]
    given = {"type": "inquiry", "title": "opening hours", "important": True}
    id_ = desk.json("ticket", "new", "-", stdin=json.dumps(given))["id"]
    assert desk.json("show", id_)["important"] is True


def test_the_text_from_stdin_or_a_file(desk):
    id_ = desk.new("ticket", "--title", "x", "-F", "-", stdin="第一行\n\n*second*\n")
    assert desk.record(id_).endswith("---\n第一行\n\n*second*\n")
    desk.write("said.md", "from a file\n")
    id_ = desk.new("ticket", "--title", "x", "-F", "said.md")
    assert desk.record(id_).endswith("---\nfrom a file\n")
    both = desk.run("ticket", "new", "--title", "x", "-F", "said.md", "-m", "y")
    assert both.code == 2
    assert desk.run("ticket", "new", "--title", "x", "-F", "no.md").code == 4


def test_ids_from_another_command(desk, three):
    """cs ticket list --where severity=any | cs ticket note - -m seen"""
    listed = desk.ok("ticket", "list", "--where", "severity=any")
    ids = "".join(f"{line}\n" for line in listed.splitlines()[1:])
    desk.ok("ticket", "note", "-", "-m", "seen", stdin=ids)
    seen = [desk.json("show", id_)["log"][-1].get("note") for id_ in three]
    assert seen == ["seen", "seen", None]
    shown = desk.json("show", "-", stdin="\n".join(three))
    assert [one["id"] for one in shown] == three
    assert desk.run("ticket", "note", "-", "-m", "x", stdin="\n").code == 2


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", ["Lift", "Tap", "Door"]),
        ("--where severity=major", ["Lift"]),
        ("--where severity=重大", ["Lift"]),
        ("--where severity=any", ["Lift", "Tap"]),
        ("--where severity=none", ["Door"]),
        ("--where severity=major --where severity=minor", ["Lift", "Tap"]),
        ("--where severity=any --where title=Tap", ["Tap"]),
        ("--where first-responsible=li.na --limit 1", ["Lift"]),
        ("--sort title", ["Door", "Lift", "Tap"]),
        ("--sort -title", ["Tap", "Lift", "Door"]),
        ("--sort severity", ["Lift", "Tap", "Door"]),
        ("--limit 0", []),
        ("--since 2026-03-02", ["Tap", "Door"]),
        ("--since yesterday --until today", ["Lift", "Tap"]),
        ("--until 2026-03-01", ["Lift"]),
        ("--since 2026-03-02T09:00:01+08:00", ["Door"]),
        ("--status registered", ["Lift", "Tap", "Door"]),
        ("--status 已登记", ["Lift", "Tap", "Door"]),
        ("--status closed", []),
    ],
)
def test_lists_answer_what_is_asked(desk, three, words, expected):
    assert titles(desk, *words.split()) == expected


def test_a_type_by_its_label_and_open_ones_only(desk):
    desk.new("ticket", "--type", "repair", "--title", "r")
    void = desk.new("ticket", "--title", "v")
    desk.ok("ticket", "void", void, "-m", "twice")
    assert titles(desk, "--type", "报修") == ["r"]
    assert titles(desk, "--open") == ["r"]


@pytest.mark.parametrize(
    "words", ["--where severity", "--where no=1", "--sort no", "--limit -1", "--since ?"]
)
def test_a_list_that_cannot_be_answered_says_why(desk, three, words):
    result = desk.run("ticket", "list", *words.split())
    assert (result.code, result.out) == (2, "")


def test_the_formats_of_a_list(desk, three):
    """Keys are English in every language; labels are of the language."""
    say = {form: desk.ok("ticket", "list", "--format", form, lang="zh") for form in
           ("plain", "table", "json", "jsonl", "csv", "md")}  # fmt: skip
    first = json.loads(say["json"])[0]
    assert first["id"] == three[0]
    assert first["severity"] == "major"
    assert [json.loads(line)["title"] for line in say["jsonl"].splitlines()] == [
        "Lift",
        "Tap",
        "Door",
    ]
    rows = list(csv.DictReader(io.StringIO(say["csv"])))
    assert [(row["id"], row["severity"]) for row in rows] == [
        (three[0], "major"), (three[1], "minor"), (three[2], ""),
    ]  # fmt: skip
    assert say["md"].splitlines()[2].startswith(f"| {three[0]} |")
    assert "标题" in say["plain"].splitlines()[0]
    assert "重大" in say["plain"].splitlines()[1]
    assert "---" in say["table"].splitlines()[1]
    assert len(say["plain"].splitlines()) == 4
    assert desk.ok("ticket", "list", "--format", "json", lang="en") == say["json"]


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "md", "plain", "table"])
def test_values_that_look_like_syntax_stay_one_value(desk, form):
    nasty = 'a "b", |c|\t=1+1 \\'
    desk.new("ticket", "--title", nasty)
    out = desk.ok("ticket", "list", "--format", form)
    if form == "json":
        assert json.loads(out)[0]["title"] == nasty
    elif form == "jsonl":
        assert json.loads(out)["title"] == nasty
    elif form == "csv":
        (row,) = csv.DictReader(io.StringIO(out))
        assert row["title"].lstrip("'") == nasty
    elif form == "md":
        assert out.splitlines()[2].replace("\\|", "").count("|") == out.splitlines()[0].count("|")
    else:
        assert "\t" not in out


def test_callbacks_and_what_is_due_go_into_a_calendar(desk):
    """cs callback list --format ics; cs due --format ics"""
    id_ = desk.new("callback", "--title", "Album, blue", "--due-at", "2026-03-02T15:00:00+08:00")
    for words in (("callback", "list"), ("due", "--within", "9h")):
        text = desk.ok(*words, "--format", "ics")
        assert text.startswith("BEGIN:VCALENDAR\r\n")
        assert id_ in text
        assert "20260302T070000Z" in text
    assert desk.run("ticket", "list", "--format", "ics").code == 2


def test_an_unknown_format(desk):
    result = desk.run("ticket", "list", "--format", "xml")
    assert result.code == 2
    assert "jsonl" in result.err


def test_a_dry_run_shows_the_change_and_writes_nothing(desk):
    id_ = desk.new("ticket", "--title", "Lift")
    before = desk.record(id_)
    out = desk.ok("ticket", "dispatch", id_, "--department", "lifts", "--dry-run")
    assert f"--- a/{desk.path(id_)}" in out
    assert "-status: open\n+status: dispatched\n" in out
    assert desk.record(id_) == before
    out = desk.ok("--dry-run", "ticket", "new", "--title", "Tap")
    assert "+title: Tap\n" in out
    assert len(desk.json("ticket", "list")) == 1
    (change,) = desk.json("ticket", "set", id_, "--title", "x", "--dry-run")
    assert change["before"] == before
    assert "title: x\n" in change["after"]
    # What a rule refuses is refused in a dry run too.
    assert desk.run("ticket", "close", id_, "--dry-run").code == 3
