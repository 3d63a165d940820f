"""Prove that no text drives a terminal, a spreadsheet or a calendar, and that all of it is kept.

    .venv/bin/python tests/proofs/attacks.py [--random 5000] [--records 2000] [--seed 1]

Strings that are attacks by themselves, and random ones of hostile characters, go through the gate,
CSV, iCalendar and the codec, and are read back by other readers (``csv``, an unfolding of RFC 5545,
ruamel.yaml); a desk holds records with each of them, damaged records lie among these, and every
reading command is run in every format. Prints how many of each failed; 1 when any did.
"""

import argparse
import contextlib
import csv
import io
import json
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from clones import cs
from ruamel.yaml import YAML

from cs_cli.domain.errors import Broken, Invalid
from cs_cli.render.formats import listing
from cs_cli.render.ics import CalendarItem, calendar
from cs_cli.render.safe import clean
from cs_cli.render.table import Column, Listing
from cs_cli.store import codec

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
RAW = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
PIECES = [
    "\x1b]52;c;cm0=\x07", "\x1b[2J", "\x1b]8;;http://x\x1b\\", "\x9b31m", "\x7f", "\r", "\n",
    "\r\n", "\t",
    "\x85", "\u2028", "\u202e", "\u2066", "\u200f", "\ufeff", "\U000e0041", "\ud83d", "\x00", "=",
    "+", "-",
    "@", "＝", "＠", "|", '"', "'", ",", ";", ":", "\\", "\\n", "<script>", "`", "$(id)", "{", "[",
    "#", "&",
    "*", "!", "%", "~", "---", "...", "- ", ": ", "? ", "ATTENDEE:mailto:x", "END:VTODO",
    "Approved-by: x",
    "=HYPERLINK(1)", "no", "0912", "1e3", "12:30", "null", "e\u0301", "é", "👨‍👩‍👧", "长", " ",
    "\u3000", "a",
]  # fmt: skip


def main() -> int:
    """Run it; 1 when anything got through."""
    parser = argparse.ArgumentParser(description="Prove that hostile text is inert and kept.")
    parser.add_argument("--random", type=int, default=5000)
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    chance = random.Random(told.seed)
    texts = strings(chance, told.random)
    failed = Counter[str]()
    for text in texts:
        failed.update(judged(text))
    print(f"{len(texts)} strings: {dict(failed) or 'no fault'}")
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update({"HOME": folder, "CS_LANG": "en"})
        kept = [text for text in texts if is_storable(text)]
        faults = on_a_desk(Path(folder), kept, told.records, chance)
    return 1 if failed or faults else 0


def strings(chance: random.Random, number: int) -> list[str]:
    """Give every piece alone, every pair of pieces, and random rows of them."""
    pairs = [one + other for one in PIECES for other in PIECES]
    rows = ["".join(chance.choices(PIECES, k=chance.randint(1, 9))) for _ in range(number)]
    return [*PIECES, *pairs, *rows]


def judged(text: str) -> list[str]:
    """Name the promises that a string breaks."""
    found = []
    if RAW.search(clean(text)):
        found.append("terminal")
    if not in_csv(text):
        found.append("spreadsheet")
    if not in_calendar(text):
        found.append("calendar")
    if not in_record(text):
        found.append("record")
    return found


def in_csv(text: str) -> bool:
    """Tell whether a spreadsheet gets the text as it is shown, in one cell and no formula."""
    what = Listing((Column("a", "a"),), [{"a": text}], [{"a": text, "b": "x"}])
    written = listing(what, "csv", colour=False, width=None)
    rows = list(csv.DictReader(io.StringIO(written, newline="")))
    if len(rows) != 1 or rows[0]["b"] != "x":
        return False
    cell = rows[0]["a"]
    inert = not re.match(r"[ \u00a0\u3000]*[=+\-@＝＋－＠]|[\t\r\n]", cell)
    # A lone CR is shown as an escape, one before LF is the end of a line of the text.
    same = cell.removeprefix("'") in (
        clean(text, crlf=True),
        clean(text, crlf=True).removeprefix("'"),
    )
    return inert and same


def in_calendar(text: str) -> bool:
    """Tell whether a calendar has six lines with it and gives it back as it is shown."""
    item = CalendarItem("x@cs", text, NOW, description=text, owner=text, categories=[text])
    written = calendar([item], now=NOW)
    if any(len(line.encode()) > 75 for line in written.split("\r\n")):
        return False
    lines = written.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    names = [line.partition(":")[0] for line in lines]
    if len(set(names) - {"BEGIN", "END"}) != len(names) - 4 or any(map(RAW.search, lines)):
        return False
    value = next(line[8:] for line in lines if line.startswith("SUMMARY:"))
    read = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)
    return read == clean(text.replace("\r\n", "\n").replace("\r", "\n"))


def in_record(text: str) -> bool:
    """Tell whether a record keeps it exactly, for another reader too, or refuses it."""
    try:
        raw = codec.compose({"id": "x", "title": text}, text)
    except (Invalid, UnicodeError):
        return not is_storable(text)
    document = codec.read(raw, path="x.md")
    other = YAML(typ="safe", pure=True).load(raw[document.front].decode())
    return document.data["title"] == text == other["title"] and document.body == text


def is_storable(text: str) -> bool:
    """Tell whether a record can hold it: no control characters but ends of lines, no half ones."""
    return not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]", text)


def on_a_desk(folder: Path, texts: list[str], records: int, chance: random.Random) -> int:
    """Put records with such texts, and damaged ones, on a desk; run what reads; count faults."""
    desk = folder / "desk"
    cs(folder, "init", str(desk), "--pack", "PSC", "--as", "li.na", now=NOW)
    kept = damaged = 0
    day = desk / "ticket/2026/03/02"
    day.mkdir(parents=True)
    for number in range(records):
        id_ = f"T-260302-{number:06d}"
        head = {"id": id_, "kind": "ticket", "title": chance.choice(texts) + "x", "status": "open",
                "department": chance.choice(texts),
                "opened_at": "2026-03-02T10:00:00+00:00"}  # fmt: skip
        event = {"at": "2026-03-02T10:00:00+00:00", "by": "li.na", "do": "open"}
        try:
            raw = codec.compose({**head, "log": [event]}, chance.choice(texts))
        except (Invalid, Broken, UnicodeError):
            continue
        kept += 1
        if number % 3 == 0:
            raw, damaged = spoilt(raw, chance), damaged + 1
        (day / f"{id_}.md").write_bytes(raw)
    faults = list[str]()
    for words in [("due", "--all"), ("ticket", "list"), ("search", "a"), ("check",), ("report",),
                  ("policy",)]:  # fmt: skip
        for form in (
            "plain",
            "table",
            "json",
            "jsonl",
            "csv",
            "md",
            *(["ics"] if words[0] == "due" else []),
        ):
            began = time.monotonic()
            code, out, err = cs(desk, *words, "--format", form, now=NOW, as_="li.na")
            said = (out + err).replace("\r\n", "\n")
            wrong = [
                name
                for name, is_so in {
                    "raw": bool(RAW.search(said)), "traceback": "Traceback" in said,
                    "internal": "internal error" in said, "code": code not in (0, 1, 5),
                    "slow": time.monotonic() - began > 60,
                }.items()
                if is_so
            ]  # fmt: skip
            if form == "json" and code == 0:
                with contextlib.suppress(ValueError):
                    json.loads(out)
                    continue
            faults += [f"{' '.join(words)} {form}: {', '.join(wrong)}"] if wrong else []
    print(f"{kept} records on a desk, {damaged} of them damaged: {len(faults)} faults")
    for fault in faults[:10]:
        print(fault)
    return len(faults)


def spoilt(raw: bytes, chance: random.Random) -> bytes:
    """Damage a record in one of the ways that disks, merges and people do."""
    at = chance.randrange(len(raw))
    return chance.choice([
        raw[:at], raw[:at] + b"\0" * 64 + raw[at:], raw[:at] + b"\xff\xfe" + raw[at:], b"",
        raw[:at] + b"<<<<<<< HEAD\n" + raw[at:], raw[:at] + b"\x1b[2J" + raw[at:],
        raw.replace(b": ", b":"),
        raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :], raw.decode().encode("utf-16"),
    ])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
