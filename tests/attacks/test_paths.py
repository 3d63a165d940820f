"""Threats 9 to 11: ids, links, pipes, devices, giants; locks and temporary files made before.

S4: no path leaves the desk, nothing odd is waited for, the good records are still shown.
"""

import os
import socket
import stat
import time
from pathlib import Path

import pytest

SECRET = "the-secret-of-another-file"
DAY = "ticket/2026/03/02"
ODD = f"{DAY}/T-260302-AAAAAA.md"
SECONDS = 5


@pytest.fixture
def secret(tmp_path):
    file = tmp_path / "secret.md"
    file.write_text(f"---\nid: T-260302-AAAAAA\nkind: ticket\ntitle: {SECRET}\nstatus: open\n---\n")
    return file


@pytest.fixture
def good(desk_in_git):
    return desk_in_git.new("ticket", "--title", "Lift stopped")


def put(path: Path, form: str, secret: Path) -> None:
    """Put something odd where a file or folder is expected."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir() and not path.is_symlink():
        path.rename(path.with_name(f"{path.name}-moved"))
    path.unlink(missing_ok=True)
    makers = {
        "link": lambda: path.symlink_to(secret),
        "link to passwd": lambda: path.symlink_to("/etc/passwd"),
        "link to environ": lambda: path.symlink_to("/proc/self/environ"),
        "link to nothing": lambda: path.symlink_to("/nonexistent/x"),
        "link to itself": lambda: path.symlink_to(path.name),
        "link to a folder": lambda: path.symlink_to(secret.parent),
        "pipe": lambda: os.mkfifo(path),
        "folder": path.mkdir,
        "giant": lambda: _giant(path),
        "device": lambda: os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 5)),
        "socket": lambda: _socket(path),
    }
    makers[form]()


def _giant(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(8 << 30)


def _socket(path: Path) -> None:
    here = os.open(".", os.O_RDONLY)
    os.chdir(path.parent)  # the address of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.fchdir(here)


def quick(desk, *words):
    """Run a command that must end at once, without a secret and without a fault of ours."""
    began = time.monotonic()
    result = desk.run(*words, CS_WAIT="0.2")
    assert time.monotonic() - began < SECONDS, (words, result)
    assert result.code in range(7), (words, result)
    said = result.out + result.err
    assert SECRET not in said and "root:x:" not in said and "PATH=" not in said, words
    assert "Traceback" not in said and "internal error" not in said, words
    return result


def ended(words):
    """Give what follows the name of the file in the sentence that is told of it."""
    return f"error: {ODD}: {words}"


LINK = "it is a symbolic link - put the record itself there"
ODD_RECORDS = {
    "link": LINK, "link to passwd": LINK, "link to environ": LINK, "link to nothing": LINK,
    "link to itself": LINK, "link to a folder": LINK, "pipe": "it is no regular file",
    "folder": "it is no regular file", "giant": "it is too large",
    "device": "it is no regular file", "socket": "it is no regular file",
}  # fmt: skip


@pytest.mark.timeout(60)
@pytest.mark.parametrize("form", ODD_RECORDS)
def test_an_odd_record_is_told_of_and_hides_no_other(desk_in_git, good, secret, form):
    desk = desk_in_git
    put(desk.root / ODD, form, secret)
    for words in [("due", "--all"), ("ticket", "list"), ("search", "e")]:
        result = quick(desk, *words)
        assert result.code == 5 and ended(ODD_RECORDS[form]) in result.err, (words, result)
        if words[0] == "ticket":
            assert good in result.out
    for words in [("show", "AAAAAA"), ("why", "AAAAAA"), ("ticket", "note", "AAAAAA", "-m", "x")]:
        assert quick(desk, *words).code in (4, 5), words
    assert quick(desk, "check").code == 1
    assert ODD in quick(desk, "check").out
    assert quick(desk, "show", good).code == 0
    assert quick(desk, "ticket", "note", good, "-m", "goes on").code == 0
    for words in [("report",), ("doctor",), ("diff",), ("check", "--staged"), ("audit",)]:
        quick(desk, *words)


FOLDERS = ["ticket", DAY.rpartition("/")[0], DAY]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("form", ["link to a folder", "pipe", "link to itself", "giant"])
def test_an_odd_folder_on_the_way_is_not_followed(
    desk_in_git, good, secret, tmp_path, folder, form
):
    desk = desk_in_git
    before = sorted(tmp_path.iterdir())
    put(desk.root / folder, form, secret)
    for words in [("ticket", "list"), ("show", good), ("check",)]:
        quick(desk, *words)
    result = quick(desk, "ticket", "new", "--title", "another")
    assert (result.code, result.out) == (6, "")
    assert "was not written" in result.err
    assert sorted(tmp_path.iterdir()) == before


SETTINGS = [
    "cs.yaml", "people.yaml", "calendar.yaml", "roster/2026-03.yaml", "policy/x.yaml",
    "templates/kinds/x.yaml", "templates/packs/X.yaml", "templates/forms/x.md",
    "templates/phrases/x.yaml", ".gitattributes",
]  # fmt: skip
FORMS = ["link", "pipe", "folder", "giant", "link to itself"]


@pytest.mark.timeout(90)
@pytest.mark.parametrize("form", FORMS)
def test_odd_settings_are_told_of_and_not_waited_for(desk_in_git, good, secret, form):
    desk = desk_in_git
    for path in SETTINGS:
        if path == ".gitattributes" and form == "pipe":
            continue  # git itself waits for it; cs gives git up after a minute
        place = desk.root / path
        held = place.read_bytes() if place.exists() else None
        put(place, form, secret)
        result = quick(desk, "due", "--all")
        if result.code and path != "cs.yaml":
            assert path in result.err, (path, result)
        for words in [("ticket", "note", good, "-m", "x"), ("check",)]:
            quick(desk, *words)
        place.rmdir() if place.is_dir() and not place.is_symlink() else place.unlink()
        if held is not None:
            place.write_bytes(held)
    assert quick(desk, "due", "--all").code == 0


MACHINERY = [
    ".cs/lock", ".cs/index.sqlite3", ".cs/index.sqlite3-wal", ".cs/index.sqlite3-shm",
    ".cs/index.sqlite3-journal", ".cs/policy", ".cs/pending", ".cs/journal", ".cs/stamp",
    ".cs/.gitignore", ".cs",
]  # fmt: skip


@pytest.mark.timeout(90)
@pytest.mark.parametrize("form", ["link", "pipe", "folder", "link to nothing", "link to a folder"])
def test_what_lies_in_the_place_of_lock_and_index_is_not_followed(
    desk_in_git, good, secret, tmp_path, form
):
    """A clone can bring such links, and other users of the machine can lay them out before."""
    desk, before = desk_in_git, secret.read_bytes()
    for path in MACHINERY:
        if (path, form) == (".cs", "folder"):
            continue
        place = desk.root / path
        put(place, form, secret)
        result = quick(desk, "ticket", "list")
        assert (result.code, good in result.out) == (0, True), (path, result)
        changed = quick(desk, "ticket", "note", good, "-m", "x")
        if changed.code:
            assert (changed.code in (5, 6), changed.out) == (True, ""), (path, changed)
            assert path in changed.err or "cannot be locked" in changed.err, (path, changed)
        quick(desk, "doctor")
        assert secret.read_bytes() == before, path
        assert {p.name for p in tmp_path.iterdir()} <= {"desk", "home", "secret.md"}, path
        place.rmdir() if place.is_dir() and not place.is_symlink() else place.unlink(
            missing_ok=True
        )
        moved = place.with_name(f"{place.name}-moved")
        if moved.exists():
            moved.rename(place)


def test_the_names_of_temporary_files_cannot_be_laid_out_before(desk_in_git, good, secret):
    """They hold eight random digits, and a link in their place is not written through."""
    desk = desk_in_git
    for number in range(50):
        (desk.root / DAY / f".{good}.md.{os.getpid()}-{number:08x}.tmp").symlink_to(secret)
    before = secret.read_bytes()
    desk.ok("ticket", "note", good, "-m", "x")
    assert secret.read_bytes() == before


IDS = [
    "../../../../etc/passwd", "/etc/passwd", "..", ".", "/", "T-260302-AAAAAA/../..", "\0", "a\0b",
    "CON", "nul", "T-260302-AAAAAA.md", "C:\\windows", "~/x", "$(id)", "`id`", "%2e%2e%2f",
    "x" * 300, "Ｔ-260302-ＡＡＡＡＡＡ" * 20, "e\u0301", "\u202e", "-rf", "*", "[a-z]*", "?", "file:///etc/passwd",
]  # fmt: skip


@pytest.mark.parametrize("id_", IDS)
def test_an_id_that_is_a_path_finds_nothing(desk_in_git, good, id_):
    desk = desk_in_git
    before = desk.git("status", "--porcelain", "--ignored")
    for words in [
        ("show", "--", id_),
        ("ticket", "note", "-m", "x", "--", id_),
        ("log", "--", id_),
    ]:
        result = quick(desk, *words)
        assert (result.code, result.out) == (4, ""), (words, result)
    link = quick(desk, "ticket", "set", good, f"--customer={id_}")
    assert (link.code, link.out) == (2, ""), link
    assert "there is no record" in link.err or "no value" in link.err, link
    assert desk.git("status", "--porcelain", "--ignored") == before


@pytest.mark.parametrize("id_", [i for i in IDS if "\0" not in i])
def test_a_link_in_a_record_that_is_a_path_leads_nowhere(desk_in_git, good, id_):
    desk = desk_in_git
    quoted = id_.replace("\\", "\\\\")
    desk.write(
        desk.path(good),
        desk.record(good).replace("status: open", f'status: open\ncustomer: "{quoted}"'),
    )
    assert quick(desk, "show", good).code == 0
    quick(desk, "ticket", "note", good, "-m", "x")
    assert quick(desk, "check").code == 1


def test_a_kind_a_form_and_a_people_file_cannot_be_paths(desk_in_git, good, secret):
    desk = desk_in_git
    for words in [("ticket", "print", good, "--form", "../../../secret"), ("report", "../x"),
                  ("phrase", "show", "../../secret"), ("policy", "show", "../x")]:  # fmt: skip
        assert quick(desk, *words).code in (2, 4), words
    for key in ("people", "calendar"):
        for path in ("../secret.md", "/etc/passwd", str(secret), ".git/config"):
            desk.write("cs.yaml", f"packs: [PSC]\nlanguage: en\n{key}: {path}\n")
            result = quick(desk, "ticket", "new", "--title", "x")
            assert (result.code, result.out) == (5, ""), (path, result)
            assert result.err == f"error: {path}: this is no path inside the desk\n"


def test_names_that_only_look_alike_are_told_of(desk_in_git, good):
    """The same id in other letters, another form of the same letters, another case, too long."""
    desk = desk_in_git
    text = desk.record(good)
    names = [f"{good.lower()}.md", f"{good}.MD", f"{good} .md", "Te\u0301st.md", "T\u00e9st.md"]
    names += [f"{'x' * 252}.md", "CON.md", "-rf.md", "x\ny.md", "\u202exd.md"]
    for name in names:
        desk.write(f"{DAY}/{name}", text)
    result = quick(desk, "check")
    assert result.code == 1
    for name in names:
        shown = name.replace("\n", "\\n").replace("\u202e", "\\u202e")
        assert f"{DAY}/{shown}" in result.out, name
    assert good in quick(desk, "ticket", "list").out


@pytest.mark.timeout(60)
def test_what_may_not_be_read_is_told_and_hides_no_other(desk_in_git, good):
    """As a user without rights: an unreadable file, a shut folder."""
    desk, shut = desk_in_git, desk_in_git.new("ticket", "--title", "shut")
    other = desk.write("ticket/2026/03/01/T-260301-AAAAAA.md", "x").parent
    desk.write(desk.path(shut), desk.record(shut))
    (desk.root / desk.path(shut)).chmod(0)
    other.chmod(0)
    try:
        codes = as_nobody(desk, [("ticket", "list"), ("due",), ("show", good), ("show", shut)])
    finally:
        other.chmod(0o755)
    assert [code for code, _said in codes] == [5, 5, 0, 5]
    listed = codes[0][1]
    assert good in listed
    assert f"{desk.path(shut)}: you may not" in listed
    assert "ticket/2026/03/01/: you may not" in listed


def as_nobody(desk, commands):
    """Run commands as a user without rights, in a child process; give codes and what was said."""
    if os.geteuid() != 0:
        return [(r.code, r.out + r.err) for r in (desk.run(*words) for words in commands)]
    for path in [desk.root.parent, *desk.root.parent.parents]:
        if not path.stat().st_mode & 0o001:
            path.chmod(path.stat().st_mode | 0o011)
    for path in desk.root.rglob("*"):
        if path.is_dir() and stat.S_IMODE(path.stat().st_mode):
            path.chmod(0o755)
        elif stat.S_IMODE(path.stat().st_mode):
            path.chmod(0o644)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        said = [(r.code, r.out + r.err) for r in (desk.run(*words) for words in commands)]
        os.write(writer, repr(said).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as file:
        said = file.read()
    os.waitpid(child, 0)
    return eval(said)
