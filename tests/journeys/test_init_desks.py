"""``cs init``: what every new desk has, and that nothing on it is wrong or owed."""

import re

import pytest

from cs_cli.store import definitions

PACKS = [name for name in definitions.pack_names() if name != "base"]


@pytest.fixture
def make(desk, tmp_path):
    """Give what makes a desk of some packs; the fixture's desk then stands there."""

    def made(*packs, **options):
        desk.root = tmp_path / "new"
        pack = ("--pack", ",".join(packs))
        return desk.json("init", str(desk.root), *pack, cwd=tmp_path, **options)

    return made


def uncommented(text):
    """Take the comment signs of the examples away, as in: sed 's/^# //'."""
    return re.sub(r"(?m)^# ", "", text)


@pytest.mark.parametrize("pack", PACKS)
def test_a_new_desk_is_in_order_and_owes_nothing_but_duties(desk, make, pack):
    made = make(pack)
    assert desk.ok("check") == ""
    due = desk.json("due", "--all", as_=None)
    assert {one["kind"] for one in due} <= {"duty"} and {one["id"] for one in due} <= {None}
    written = [path for path in made["files"] if path != "cs.yaml"]
    assert all((desk.root / path).is_file() for path in written)
    assert {"people.yaml", "calendar.yaml", "policy/desk.yaml"} <= set(written)


def test_a_new_desk_has_the_forms_and_phrases_of_its_packs_to_edit(desk, make):
    files = set(make("FUR")["files"])
    assert {
        "templates/forms/thank-you-letter.md",
        "templates/forms/call-registration.md",
        "templates/phrases/sale-survey.yaml",
    } <= files
    assert not {
        "templates/forms/red-complaint-note.md",
        "templates/phrases/booking-call.yaml",
    } & files  # fmt: skip
    assert "{customer.name}" in desk.read("templates/forms/thank-you-letter.md")


def test_everything_is_in_one_commit(desk, make):
    files = make("WED")["files"]
    assert desk.git("log", "--format=%s").splitlines() == ["desk: init"]
    assert sorted(desk.git("ls-files").splitlines()) == sorted(files)
    assert desk.git("status", "--porcelain") == ""


def test_a_form_changed_on_the_desk_is_the_one_printed(desk, make):
    make("WED", now="2026-03-02T10:00:00+08:00")
    path = "templates/forms/red-complaint-note.md"
    desk.write(path, desk.read(path).replace("# 投诉记录", "# 本店投诉记录"))
    said = ("--title", "出件太慢", "--details", "已等两个月")
    id_ = desk.new("ticket", "--type", "complaint", *said, as_="li.na")
    assert desk.ok("ticket", "print", id_).startswith("# 本店投诉记录\n")


def test_the_examples_speak_the_language_of_the_desk(desk, make):
    make("PSC", lang="en")
    assert "Further people" in desk.read("people.yaml")
    assert re.search(r"roles: \[director\] # centre director", desk.read("people.yaml"))


@pytest.mark.parametrize("pack", PACKS)
def test_the_examples_can_be_used_as_they_stand(desk, make, pack):
    """Somebody takes the comment signs away and goes on from there."""
    make(pack, lang="en")
    for path in ("people.yaml", "policy/desk.yaml", "roster/2026-03.yaml"):
        desk.write(path, uncommented(desk.read(path)))
    assert "- id: wang.wei" in desk.read("people.yaml").splitlines()
    assert desk.ok("check") == ""
    desk.new("ticket", "--title", "x", "--channel", "phone", as_="li.na")
    assert "own-first-answer" in desk.ok("policy", "list", "--json")


def test_the_roster_is_that_of_the_month_and_empty(desk, make):
    files = make("PSC", now="2026-07-31T23:00:00+08:00")["files"]
    assert "roster/2026-07.yaml" in files
    assert all(line.startswith("#") for line in desk.read("roster/2026-07.yaml").splitlines())


def test_the_first_person_is_the_manager_and_in_no_example(desk, make):
    make("PSC", "ONE")
    people = desk.read("people.yaml")
    assert people.startswith("- id: li.na\n") and people.count("id: li.na") == 1
    assert desk.ok("check") == ""


def test_a_dry_run_writes_nothing(desk, tmp_path):
    made = desk.json("init", "new", "--pack", "PSC", "--dry-run", cwd=tmp_path)
    assert "templates/forms/call-registration.md" in made["files"]
    assert not (tmp_path / "new").exists()
