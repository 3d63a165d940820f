"""A desk where everybody signs, and commits that are not signed as they should be."""

import shutil
import subprocess
from collections.abc import Iterator

from tampering.kinds import ATTACKER, LATER, Found, Kinds
from tampering.ledger import NAMES, Ledger, email, event

SIGNED = Kinds()

BEGIN = "03-18 09:00"
"""When the desk begins to sign."""


def possible() -> bool:
    """Tell whether there is what git needs to sign with SSH keys."""
    return shutil.which("ssh-keygen") is not None


def begin(desk: Ledger) -> None:
    """Give everybody a key, and let the manager ask for signatures; then work on, signed."""
    lines = []
    for person in NAMES:
        public = _key(desk, person)
        bounds = ' valid-before="20260315"' if person == "ma.li" else ""
        lines.append(f'{email(person)} namespaces="git"{bounds} {public}\n')
    _key(desk, "stranger")
    desk.git("config", "gpg.format", "ssh")
    desk.git("config", "commit.gpgSign", "true")
    desk.write("allowed_signers", "".join(lines))
    desk.write("cs.yaml", f"{desk.read('cs.yaml')}identity: signed\n")
    hold(desk, "zhao.min")
    desk.commit("zhao.min", BEGIN, "Everybody signs from now on")
    hold(desk, "li.na")
    desk.cs(f"ticket note {desk.ids['gate']}", "03-18 10:00", "li.na", m="ordered a lock")
    hold(desk, "chen.jing")
    desk.cs(f"leave approve {desk.ids['open-leave']}", "03-18 11:00", "chen.jing")
    hold(desk, ATTACKER)


def hold(desk: Ledger, person: str) -> None:
    """Let git sign with somebody's key."""
    desk.git("config", "user.signingKey", str(desk.home / f"keys/{person}"))


def _key(desk: Ledger, person: str) -> str:
    file = desk.home / f"keys/{person}"
    file.parent.mkdir(exist_ok=True)
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", person, "-f", str(file)], check=True
    )
    return " ".join(file.with_suffix(f"{file.suffix}.pub").read_text().split()[:2])


def noted(desk: Ledger, by: str = ATTACKER) -> str:
    """Write a note on the gate; give the path."""
    return desk.log("gate", event(LATER, by, "note", note="all is well"))


def committed(desk: Ledger, by: str = ATTACKER) -> str:
    """Commit it under a name."""
    return desk.commit(by, LATER, f"ticket {desk.ids['gate']}: note")


@SIGNED.kind(signed=True)
def unsigned(desk: Ledger) -> Iterator[Found]:
    desk.git("config", "commit.gpgSign", "false")
    noted(desk)
    yield Found("signature", committed(desk), None)


@SIGNED.kind(signed=True)
def signed_with_a_key_nobody_knows(desk: Ledger) -> Iterator[Found]:
    hold(desk, "stranger")
    noted(desk)
    yield Found("signature", committed(desk), None)


@SIGNED.kind(signed=True)
def signed_with_an_expired_key(desk: Ledger) -> Iterator[Found]:
    hold(desk, "ma.li")
    noted(desk, "ma.li")
    yield Found("signature", committed(desk, "ma.li"), None, "ma.li")


@SIGNED.kind(signed=True)
def signed_by_another_than_the_author(desk: Ledger) -> Iterator[Found]:
    """A good signature, of the wrong person: it says who holds a key, not who the author is."""
    noted(desk, "chen.jing")
    yield Found("signature", committed(desk, "chen.jing"), None, "chen.jing")


@SIGNED.kind(signed=True)
def approval_under_the_managers_name(desk: Ledger) -> Iterator[Found]:
    """Author and event say that it was the manager; only the signature knows better."""
    at = "2026-03-19T10:00:00+08:00"
    desk.edit("open-leave", "status: requested", "status: approved")
    desk.edit(
        "open-leave",
        "    by: chen.jing\nlog:",
        f"    by: chen.jing\n  - at: {at}\n    by: zhao.min\napproved_at: {at}\nlog:",
    )
    desk.log("open-leave", event(LATER, "zhao.min", "approve", approved_at=at))
    bad = desk.commit("zhao.min", LATER, f"leave {desk.ids['open-leave']}: approve")
    yield Found("signature", bad, None, "zhao.min")


@SIGNED.kind(signed=True)
def signature_of_another_commit(desk: Ledger) -> Iterator[Found]:
    """The text was changed after it was signed."""
    noted(desk)
    raw = desk.git("cat-file", "commit", committed(desk)) + "\n"
    forged = raw.replace("\n\nticket", "\n\nTicket")
    assert forged != raw
    bad = desk.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=forged.encode())
    desk.git("reset", "--quiet", "--hard", bad)
    yield Found("signature", bad, None)


@SIGNED.kind(signed=True)
def signing_switched_off_by_a_clerk(desk: Ledger) -> Iterator[Found]:
    path = desk.edit("cs.yaml", "identity: signed\n", "")
    yield Found("settings", desk.commit(ATTACKER, LATER, "Put something right"), path)
    desk.git("config", "commit.gpgSign", "false")
    noted(desk)
    bad = desk.commit(ATTACKER, "03-19 10:30", f"ticket {desk.ids['gate']}: note")
    desk.marks["still"] = bad


@SIGNED.kind(signed=True)
def own_key_put_beside_the_managers_name(desk: Ledger) -> Iterator[Found]:
    """Whoever may change the list of keys is everybody."""
    key = (desk.home / f"keys/{ATTACKER}.pub").read_text()
    path = desk.write("allowed_signers", f"{desk.read('allowed_signers')}{email('zhao.min')} {key}")
    yield Found("settings", desk.commit(ATTACKER, LATER, "Put something right"), path)


@SIGNED.kind(signed=True)
def key_added_and_used_at_once(desk: Ledger) -> Iterator[Found]:
    """The stranger's key is let in by the commit that it signs."""
    key = (desk.home / "keys/stranger.pub").read_text()
    path = desk.write("allowed_signers", f"{desk.read('allowed_signers')}{email(ATTACKER)} {key}")
    hold(desk, "stranger")
    bad = desk.commit(ATTACKER, LATER, "Put something right")
    yield Found("settings", bad, path)
    yield Found("signature", bad, None)
