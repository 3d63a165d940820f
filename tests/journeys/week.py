"""A week at a desk: a story typed line by line, and what is owed meanwhile, every two hours.

A story is what people type, one command a line; a line that starts with ``...`` goes on with the
one before it::

    Mon 09:14 li.na     ticket new --type complaint --title Noise = noise
    Mon 09:20 li.na     ticket notify @noise --department Security
    Mon 09:21 li.na     !CMP-22 ticket collect @noise

``= NAME`` names the record that a command makes and ``@NAME`` stands for its id; what was made of
it is ``@NAME/callback``, ``@NAME/escalation`` and so on. ``!ROW`` says that the command is
refused by that row of the rulebook (``!-``: by how records go at any desk) and writes nothing.

What is owed is a table, written by hand from the rulebook::

    record | owes       | row    | since     | due       | done
    noise  | slip-fetch | CMP-22 | Mon 09:20 | Mon 09:35 | Mon 09:31

Nothing under ``due`` means that no limit is set, nothing under ``done`` that it is still owed when
the week is over. A time with ``...`` is not the one that ``cs why`` tells in the end, as when it
went on later; ``lapses`` is said of what is over when it was due. A duty of the whole desk has no
record.
"""

import json
import shlex
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

from clerk import Clerk, in_chinese

HERE = Path(__file__).resolve().parent
MONDAY = datetime.fromisoformat("2026-03-02T00:00+08:00")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SETTINGS = {
    "people.yaml": "people.yaml",
    "calendar.yaml": "calendar.yaml",
    "roster.yaml": "roster/2026-03.yaml",
    "policy.yaml": "policy/ours.yaml",
}
COLUMNS = ["record", "owes", "row", "since", "due", "done"]


@dataclass(frozen=True)
class Line:
    """One command: when, by whom, its words, the row that refuses it, the name of its record."""

    at: datetime
    by: str
    words: list[str]
    refused: str | None
    name: str | None


@dataclass(frozen=True)
class Owed:
    """What somebody owes: on which record, by which row, since when, until when, and its end.

    ``end`` is the time at which it was done, in words: see above.
    """

    record: str
    owes: str
    row: str | None
    since: datetime
    due: datetime | None
    end: str

    @property
    def done(self) -> datetime | None:
        """Give when it was no longer owed."""
        return self.due if self.end == "lapses" else _time(self.end.removesuffix("..."))

    @property
    def for_good(self) -> bool:
        """Tell whether ``cs why`` tells this end."""
        return not self.end.endswith("...")

    @property
    def late(self) -> tuple[str | None, ...] | None:
        """Give how ``cs audit`` finds it, None when it was done in time or has no limit."""
        in_time = self.due is None or (self.done and self.done <= self.due)
        return None if in_time else self.outcome

    @property
    def outcome(self) -> tuple[str | None, ...]:
        """Give how ``cs why`` tells what came of it."""
        done = None if self.end == "lapses" else self.done
        return self.owes, self.row, *(one and one.isoformat() for one in (self.due, done))

    def at(self, now: datetime) -> str | None:
        """Give how ``cs due --date today`` lists it, None when it does not at that time."""
        if now < self.since or (self.done and self.done <= now):
            return None
        what = f"{self.record} | {self.owes} | {self.row}"
        if self.due is None:
            return f"{what} | no limit"
        if self.due > datetime.combine(now, time.max, now.tzinfo) + timedelta(microseconds=1):
            return None
        state = "overdue" if now > self.due else "due"
        return f"{what} | {self.due:%m-%d %H:%M} | {state}"


@dataclass
class Week:
    """A desk, somebody who types there, and the names that the story gave to records."""

    clerk: Clerk
    folder: str
    names: dict[str, str] = field(default_factory=dict)

    def settle(self, pack: str, *, started: str) -> None:
        """Make the desk of the story: its pack and all that is set by hand."""
        desk, told = self.clerk.desk, HERE / self.folder
        about = f"packs: [{pack}]\nstarted: {started}\nzone: Asia/Shanghai\nlanguage: en\n"
        desk.write("cs.yaml", about)
        for name, path in SETTINGS.items():
            desk.write(path, (told / name).read_bytes())

    def live(self, opens: int, closes: int) -> None:
        """Type the whole story, and look every two hours of opening at what is owed."""
        owed, lines = list(_owed(self.folder)), list(_story(self.folder))
        times = [one.at for one in lines]
        assert times == sorted(times), "the story is not told in the order of time"
        hours = range(opens, closes + 1, 2)
        looks = [MONDAY + timedelta(days=day, hours=hour) for day in range(7) for hour in hours]
        wrong: list[str] = []
        while looks or lines:
            if lines and (not looks or lines[0].at <= looks[0]):
                self._type(lines.pop(0))
            else:
                wrong += self._wrong(looks.pop(0), owed)
        assert not wrong, "\n".join(wrong)

    def judge(self, text: str) -> None:
        """See that all is in order and came out as told, and that the audit finds what was late."""
        now = _time(text).isoformat()
        checked = self.clerk.desk.run("check", now=now, lang=self.clerk.lang)
        assert (checked.code, checked.out) == (0, ""), checked
        audit = self.clerk.desk.json("audit", now=now, lang=self.clerk.lang)
        keys = ("what", "rule", "due_at", "done_at")
        found = Counter(tuple(one[key] for key in keys) for one in audit["findings"])
        owed = list(_owed(self.folder))
        told = Counter(one.late for one in owed if one.late)
        assert not found - told, f"the audit finds {found - told}"
        assert not told - found, f"the audit lacks {told - found}"
        for record in {one.record for one in owed} - {"-"}:
            came = Counter(one.outcome for one in owed if one.record == record and one.for_good)
            assert not came - self._why(record, now), (record, self._why(record, now))

    def _why(self, record: str, now: str) -> Counter[tuple[str | None, ...]]:
        keys = ("what", "rule", "due_at", "decided_at")
        clocks = self.clerk.desk.json("why", self.names[record], now=now, lang=self.clerk.lang)
        return Counter(tuple(one[key] for key in keys) for one in clocks)

    def _type(self, line: Line) -> None:
        words = [self._with_ids(word) for word in line.words]
        said = in_chinese(words) if self.clerk.lang == "zh" else words
        before = self.clerk.files() if line.refused else {}
        done = self.clerk.desk.run(
            "--json", *said, now=line.at.isoformat(), as_=line.by, lang=self.clerk.lang
        )
        told = f"{line.at:%a %H:%M} {line.by}: cs {shlex.join(said)}\n{done.err or done.out}"
        if line.refused:
            assert done.code == 3, told
            assert (json.loads(done.err)["rule"] or "-") == line.refused, told
            assert self.clerk.files() == before, told
            return
        assert (done.code, done.err) == (0, ""), told
        answer = json.loads(done.out)
        self._remember(line, answer[0] if isinstance(answer, list) else answer)

    def _with_ids(self, word: str) -> str:
        before, at, rest = word.partition("@")
        if not at or (before and not before.endswith("=")):
            return word
        name, comma, after = rest.partition(",")
        return f"{before}{self.names[name]}{comma}{after}"

    def _remember(self, line: Line, answer: dict) -> None:
        if line.name:
            self.names[line.name] = answer["id"]
        source = next((name for name, id_ in self.names.items() if id_ == answer.get("id")), "")
        for id_ in answer.get("made", ()):
            kind = self.clerk.shown(id_)["kind"]
            name, count = f"{source}/{kind}", 1
            while name in self.names:
                count += 1
                name = f"{source}/{kind}{count}"
            self.names[name] = id_

    def _wrong(self, now: datetime, owed: list[Owed]) -> Iterator[str]:
        """Give what ``cs due`` says and the table does not, and the other way about."""
        words = self.clerk.sees("due --date today", "到期 --date 今天").split()
        rows = self.clerk.desk.json(*words, now=now.isoformat(), lang=self.clerk.lang)
        names = {id_: name for name, id_ in self.names.items()}
        said = Counter(self._listed(row, names) for row in rows)
        told = Counter(filter(None, (one.at(now) for one in owed)))
        yield from (f"{now:%a %H:%M} due says: {one}" for one in said - told)
        yield from (f"{now:%a %H:%M} due lacks: {one}" for one in told - said)

    def _listed(self, row: dict, names: dict[str, str]) -> str:
        record = names.get(row["id"], row["id"]) if row["id"] else "-"
        what = f"{record} | {row['what']} | {row['rule']}"
        if row["due_at"] is None:
            return f"{what} | no limit"
        due = datetime.fromisoformat(row["due_at"])
        return f"{what} | {due:%m-%d %H:%M} | {row['state']}"


def _story(folder: str) -> Iterator[Line]:
    whole: list[str] = []
    for text in _said(folder, "story.txt"):
        if text.startswith("..."):
            whole[-1] += text[3:]
        else:
            whole.append(text)
    for text in whole:
        day, clock, by, *words = shlex.split(text)
        refused = words.pop(0)[1:] if words[0].startswith("!") else None
        name = words[-1] if words[-2] == "=" else None
        yield Line(_time(f"{day} {clock}"), by, words[:-2] if name else words, refused, name)


def _owed(folder: str) -> Iterator[Owed]:
    head, *rows = ([cell.strip() for cell in t.split("|")] for t in _said(folder, "owed.table"))
    assert head == COLUMNS
    for record, owes, row, since, due, done in rows:
        yield Owed(record or "-", owes, row or None, _time(since), _time(due), done)


def _said(folder: str, file: str) -> list[str]:
    lines = (HERE / folder / file).read_text(encoding="utf-8").splitlines()
    return [text.strip() for text in lines if text.strip() and not text.startswith("#")]


def _time(text: str) -> datetime | None:
    """Read ``Mon 09:14``, with 24:00 for the end of a day, or a day before or after the week."""
    if not text:
        return None
    day, clock = text.split()
    hour, minute = map(int, clock.split(":"))
    midnight = (
        MONDAY + timedelta(days=DAYS.index(day))
        if day in DAYS
        else datetime.fromisoformat(f"2026-{day}T00:00+08:00")
    )
    return midnight + timedelta(hours=hour, minutes=minute)
