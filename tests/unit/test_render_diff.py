"""What ``--dry-run`` shows."""

import subprocess

from cs_cli.render.diff import diff


def test_a_changed_record_shows_the_changed_lines():
    old = "---\nstatus: open\n---\n电梯\n".encode()
    new = "---\nstatus: waiting\n---\n电梯\n".encode()
    assert diff([("ticket/T.md", old, new)]) == (
        "--- a/ticket/T.md\n"
        "+++ b/ticket/T.md\n"
        "@@ -1,4 +1,4 @@\n"
        " ---\n"
        "-status: open\n"
        "+status: waiting\n"
        " ---\n"
        " 电梯\n"
    )


def test_new_and_removed_files_come_from_and_go_to_nowhere():
    assert diff([("a", None, b"x\n")]).startswith("--- /dev/null\n+++ b/a\n")
    assert diff([("a", b"x\n", None)]).startswith("--- a/a\n+++ /dev/null\n")


def test_a_file_that_stays_the_same_is_left_out():
    assert diff([("a", b"x\n", b"x\n"), ("b", None, b"")]) == ""


def test_git_can_apply_what_is_shown(tmp_path):
    (tmp_path / "a").write_bytes(b"one\ntwo")
    text = diff([("a", b"one\ntwo", b"one\n2\n"), ("b", None, b"new")])
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=text.encode(), check=True)
    assert (tmp_path / "a").read_bytes() == b"one\n2\n"
    assert (tmp_path / "b").read_bytes() == b"new"


def test_hostile_bytes_and_names_are_shown_as_escapes():
    text = diff([("\x1bx", b"a\r\n", b"\xff\x1b[2J\x0cb\n")])
    assert text.splitlines()[-2:] == ["-a\\u000d", "+\\xff\\u001b[2J\\u000cb"]
    assert "\x1b" not in text


def test_colour_marks_what_goes_and_what_comes():
    text = diff([("a", b"x\n", b"y\n")], colour=True)
    assert "\x1b[31m-x\x1b[0m\n\x1b[32m+y\x1b[0m\n" in text
