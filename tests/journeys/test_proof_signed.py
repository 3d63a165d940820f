"""A desk with ``identity: signed``: the audit proves that its author signed each commit."""

import shutil
import subprocess

import pytest

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="no ssh-keygen here")
AT = "2026-03-02T10:{}:00+08:00"
PEOPLE = ("li.na", "wang.wei", "zhao.min")


@pytest.fixture
def signed(desk_in_git):
    """A desk that knows the keys of three people; Li Na's own git signs with hers."""
    desk = desk_in_git
    lines = []
    for person in PEOPLE:
        key(desk, person)
        public = (desk.home / f"{person}.pub").read_text().split()
        options = "" if person != "wang.wei" else 'valid-before="20260201" '
        lines.append(f"{person}@example.test {options}{public[0]} {public[1]}\n")
    desk.write("allowed_signers", "".join(lines))
    desk.write("cs.yaml", desk.read("cs.yaml") + "identity: signed\n")
    by_hand(desk, "zhao.min", None)
    config = f"[user]\n\tsigningkey = {desk.home}/li.na.pub\n"
    (desk.home / ".gitconfig").write_text((desk.home / ".gitconfig").read_text() + config)
    return desk


def key(desk, person):
    place = desk.home / person
    quiet = ("-q", "-t", "ed25519", "-N", "", "-C", person, "-f", str(place))
    subprocess.run(["ssh-keygen", *quiet], check=True)


def by_hand(desk, person, signer, message="by hand"):
    """Commit what lies there as a person, signed with somebody's key, or not at all."""
    settings = ["-c", f"user.email={person}@example.test", "-c", f"user.name={person}"]
    words = []
    if signer:
        settings += ["-c", "gpg.format=ssh", "-c", f"user.signingkey={desk.home}/{signer}.pub"]
        words = ["-S"]
    when = AT.format("20")
    desk.git("add", "--all")
    desk.git(*settings, "commit", "--quiet", "--allow-empty", *words, "-m", message,
             GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when)  # fmt: skip


def history(desk, *words, code=1):
    return desk.json("audit", *words, code=code, now=AT.format("40"))["history"]


def test_commands_sign_with_the_persons_own_key(signed):
    id_ = signed.new("ticket", "--title", "Lift stopped", now=AT.format("25"))
    signed.ok("ticket", "note", id_, "-m", "x", now=AT.format("26"))
    assert "gpgsig" in signed.git("cat-file", "commit", "HEAD")
    assert history(signed, code=0) == []


@pytest.mark.parametrize(
    ("author", "signer", "says"),
    [
        ("li.na", None, "is not signed"),
        ("zhao.min", "li.na", "signed by li.na@example.test, the author is zhao.min@example.test"),
        ("li.na", "stranger", "a key that the desk did not know"),
        ("wang.wei", "wang.wei", "or not at that time"),
    ],
)
def test_what_is_not_signed_by_its_author_is_found(signed, author, signer, says):
    if signer == "stranger":
        key(signed, signer)
    by_hand(signed, author, signer)
    found = history(signed)
    assert [one["code"] for one in found] == ["signature"]
    assert says in found[0]["message"]


def test_a_signature_of_another_commit_is_found(signed):
    by_hand(signed, "li.na", "li.na")
    content = signed.git("cat-file", "commit", "HEAD").replace("by hand", "by foot")
    (signed.home / "forged").write_text(content)
    forged = signed.git("hash-object", "-t", "commit", "-w", str(signed.home / "forged")).strip()
    signed.git("update-ref", "HEAD", forged)
    assert "not of this commit" in history(signed)[0]["message"]


def test_a_key_that_a_commit_brings_along_proves_nothing_of_that_commit(signed):
    key(signed, "stranger")
    public = (signed.home / "stranger.pub").read_text()
    line = f"li.na@example.test {' '.join(public.split()[:2])}\n"
    signed.write("allowed_signers", signed.read("allowed_signers") + line)
    by_hand(signed, "li.na", "stranger")
    assert {one["code"] for one in history(signed)} == {"signature", "settings"}


def test_without_a_key_the_command_is_saved_and_says_what_to_do(signed):
    (signed.home / "li.na").unlink()
    result = signed.run("ticket", "new", "--title", "Lift stopped", now=AT.format("25"))
    assert result.code == 6
    assert "saved, not committed" in result.err
    assert "user.signingkey" in result.err
    assert result.err.count("the next command commits it") == 1


def test_programs_that_a_repository_names_are_not_run(signed, tmp_path):
    bait = tmp_path / "bait"
    bait.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n")
    bait.chmod(0o755)
    for name in ("gpg.program", "gpg.ssh.program", "gpg.ssh.defaultKeyCommand"):
        signed.git("config", name, str(bait))
    signed.git("config", "log.showSignature", "true")
    signed.new("ticket", "--title", "Lift stopped", now=AT.format("25"))
    assert history(signed, code=0) == []
    assert not (tmp_path / "ran").exists()
