"""Threat 5: text that adds a line to a commit message, such as somebody's approval (S6)."""

import subprocess

import pytest

EVIL = "x\n\nApproved-by: manager\nSigned-off-by: zhao.min <zhao.min@example.test>"
SUBJECTS = r"(ticket|customer|handover|leave) [A-Z]+-\d{6}-[0-9A-Z]{6}: [a-z-]+|desk: [a-z-]+"


def commits(desk):
    """Give every commit after the first: subject, trailers as git reads them, author, all text."""
    found = []
    for commit in desk.git("rev-list", "HEAD").split()[:-1]:
        body = desk.git("show", "--no-patch", "--format=%B", commit)
        parsed = subprocess.run(
            ["git", "interpret-trailers", "--parse"], input=body, capture_output=True, text=True,
            check=True, env=desk.environment,
        ).stdout  # fmt: skip
        author = desk.git("show", "--no-patch", "--format=%an <%ae>", commit).strip()
        found.append((body.split("\n", 1)[0], parsed.splitlines(), author, body))
    return found


def test_no_text_of_a_record_reaches_a_commit_message(desk_in_git):
    """Titles, notes, bodies, options, of a new record, a verb, a list, a copy by JSON."""
    desk = desk_in_git
    customer = desk.new("customer", f"--name={EVIL}", f"--phone={EVIL}", f"--address={EVIL}")
    id_ = desk.new("ticket", f"--title={EVIL}", "-m", EVIL, "--customer", customer)
    desk.ok("ticket", "note", id_, "-m", EVIL)
    desk.ok("ticket", "set", id_, f"--department={EVIL}", f"--title=again {EVIL}")
    desk.run("ticket", "resolve", id_, f"--result={EVIL}")
    desk.run("ticket", "void", id_, "-m", EVIL)
    desk.ok("ticket", "new", "-", stdin='{"title": "x\\n\\nApproved-by: manager", "body": "y"}')
    told = commits(desk)
    assert len(told) >= 6
    for subject, trailers, _author, body in told:
        assert "Approved-by" not in body and "Signed-off-by" not in body
        assert [line.split(": ")[0] for line in trailers] == ["Cs-Op", "Cs-By"]
        assert trailers[1] == "Cs-By: li.na"
        assert body.rstrip("\n").split("\n") == [subject, "", *trailers]


@pytest.mark.parametrize(
    "name", ["李娜\\n\\nApproved-by: x", "a\\r\\nb <c@d> 1 +0000", "<x>", "\\n", "e\\0"]
)
def test_a_name_in_people_yaml_adds_no_line_and_no_second_author(desk_in_git, name):
    desk = desk_in_git
    people = desk.read("people.yaml")
    desk.write("people.yaml", people.replace("name: 李娜", f'name: "{name}"', 1))
    result = desk.run("ticket", "new", "--title", "x")
    if result.code:
        assert (result.code, result.err[:19]) == (5, "error: people.yaml:")
        assert commits(desk) == []
        return
    ((subject, trailers, author, body),) = commits(desk)
    assert trailers == [f"Cs-Op: {subject.split()[0]}.open", "Cs-By: li.na"]
    assert author.endswith(" <li.na@example.test>") and author.count("<") == 1
    assert "Approved-by" not in body


@pytest.mark.parametrize(
    "id_", ["li.na\\nApproved-by: x", "li na", "-rf", "li.na: x", "../x", "li\\u202e"]
)
def test_an_id_in_people_yaml_is_an_id(desk_in_git, id_):
    """It ends up in trailers and paths of branches, so it is one word or the file is refused."""
    desk = desk_in_git
    desk.write(
        "people.yaml", desk.read("people.yaml") + f'- {{id: "{id_}", name: X, roles: [clerk]}}\n'
    )
    result = desk.run("ticket", "new", "--title", "x")
    assert (result.code, result.out) == (5, "")
    assert result.err.startswith("error: people.yaml:37: ")
    assert commits(desk) == []


@pytest.mark.parametrize("email", ["x@y\\nApproved-by: z", "a@b> <c@d", "<>", "\\0"])
def test_an_address_in_people_yaml_adds_nothing_either(desk_in_git, email):
    desk = desk_in_git
    people = desk.read("people.yaml").replace("[li.na@example.test]", f'["{email}"]', 1)
    desk.write("people.yaml", people)
    result = desk.run("ticket", "new", "--title", "x")
    assert result.code in (0, 5)
    for _subject, trailers, author, body in commits(desk):
        assert trailers[1:] == ["Cs-By: li.na"]
        assert "Approved-by" not in body and author.count("<") == author.count(">") == 1
