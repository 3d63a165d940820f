"""Prove that what is told depends on the records and the instant alone, not on zone or locale.

    .venv/bin/python tests/proofs/places.py [--instants 34]

One desk is asked at so many instants (days at which clocks change, years end, leap days, epochs of
32 bits among them), in 12 time zones and under 17 locale settings: every answer is the same, byte
for byte, in both languages. A process is begun for each zone and locale, as a shell begins one.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from multiprocessing.pool import ThreadPool
from pathlib import Path

from clones import cs

ZONES = (
    "", "UTC", "Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe",
    "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Africa/Casablanca",
    "XYZ-25:99", "no/such zone",
)  # fmt: skip
LOCALES = (
    {}, {"LANG": "C"}, {"LANG": "POSIX"}, {"LC_ALL": "C"}, {"LANG": "C.UTF-8"},
    {"LANG": "en_US.UTF-8"}, {"LANG": "zh_CN.UTF-8"}, {"LANG": "zh_CN.GB18030"},
    {"LANG": "zh_TW.BIG5"}, {"LANG": "de_DE.ISO-8859-1"}, {"LANG": "tr_TR.UTF-8"},
    {"LANG": "ar_EG.UTF-8"}, {"LC_ALL": "xx_YY.none"}, {"LC_ALL": ""}, {"LC_CTYPE": "C"},
    {"LANG": "zh_CN.UTF-8", "LC_TIME": "en_US.UTF-8"}, {"PYTHONUTF8": "0", "LC_ALL": "C"},
)  # fmt: skip
INSTANTS = (
    "2026-03-02T10:00:00+08:00", "2026-03-02T02:00:00+00:00", "2026-03-01T21:00:00-05:00",
    "2026-03-08T06:59:59+00:00", "2026-03-08T07:00:00+00:00", "2026-03-29T00:59:59+00:00",
    "2026-03-29T01:00:00+00:00", "2026-04-04T14:59:59+00:00", "2026-04-04T15:00:00+00:00",
    "2026-10-03T15:30:00+00:00", "2026-10-25T00:59:59+00:00", "2026-10-25T01:00:00+00:00",
    "2026-11-01T05:59:59+00:00", "2026-11-01T06:00:00+00:00", "2026-12-31T15:59:59+00:00",
    "2026-12-31T16:00:00+00:00", "2026-12-31T23:59:59+00:00", "2027-01-01T00:00:00+00:00",
    "2028-02-28T16:00:00+00:00", "2028-02-29T12:00:00+00:00", "2028-02-29T23:59:59+08:00",
    "2038-01-19T03:14:07+00:00", "2038-01-19T03:14:08+00:00", "2050-06-30T12:00:00+00:00",
    "2099-12-31T23:59:59+08:00", "2026-03-03T00:00:00+14:00", "2026-03-02T00:00:00-12:00",
    "2026-03-02T10:00:00+05:45", "2026-03-02T10:00:00+10:30", "2026-03-02T23:59:59+08:00",
    "2026-03-03T00:00:00+08:00", "2026-06-21T12:00:00+08:00", "2026-09-27T12:00:00+08:00",
    "2026-02-28T23:59:59+08:00",
)  # fmt: skip
ASKED = (
    ("due", "--all"), ("ticket", "list", "--json"), ("show", "{id}"), ("why", "{id}"),
    ("report", "repair-callbacks"), ("when", "2 hours"), ("check",),
)  # fmt: skip
NOW = datetime.fromisoformat("2026-03-02T10:00:00+08:00")


def main() -> int:
    """Run it; 1 when any answer differs from the others, or fails."""
    parser = argparse.ArgumentParser(description="Prove that place and locale change nothing.")
    parser.add_argument("--instants", type=int, default=len(INSTANTS))
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.child:
        return asked(Path(told.child[0]), told.child[1], told.instants)
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update({"HOME": folder, "CS_LANG": "en"})
        return proved(Path(folder, "desk"), told.instants)


def proved(desk: Path, instants: int) -> int:
    """Ask in every zone and locale; give 1 where any two differ."""
    cs(desk.parent, "init", str(desk), "--pack", "PSC,CHD", "--as", "li.na", now=NOW)
    id_ = ""
    for number, title in enumerate(("电梯停了", "Lift stopped", "Türöffner ğİı")):
        words = ("ticket", "new", "--title", title, "--promised-at", f"2026-03-0{number + 3} 11:00")
        id_ = cs(desk, *words, now=NOW + timedelta(minutes=number), as_="li.na")[1].split()[0]
    places = [(zone, locale) for zone in ZONES for locale in LOCALES]
    with ThreadPool(os.cpu_count()) as pool:
        answers = pool.map(lambda place: child(desk, id_, instants, *place), places)
    said, faults = defaultdict[str, set[str]](set), list[str]()
    for place, answer in zip(places, answers, strict=True):
        faults += [f"{place}: {one}" for one in answer.pop("faults").split("\n") if one]
        for key, digest in answer.items():
            said[key].add(digest)
    different = [key for key, digests in said.items() if len(digests) > 1]
    asked_in_all = sum(len(answer) for answer in answers)
    print(f"{instants} instants, {len(ZONES)} zones, {len(LOCALES)} locale settings: "
          f"{asked_in_all} answers, {len(different)} differ, {len(faults)} fail")  # fmt: skip
    for fault in [*different[:5], *faults[:5]]:
        print("  ", fault)
    return 1 if different or faults else 0


def child(desk: Path, id_: str, instants: int, zone: str, locale: dict[str, str]) -> dict[str, str]:
    """Begin a process in one zone and locale; give the digest of every answer."""
    kept = {name: os.environ[name] for name in ("HOME", "PATH", "PYTHONPATH") if name in os.environ}
    environment = {**kept, **locale, **({"TZ": zone} if zone else {})}
    words = [sys.executable, __file__, "--child", str(desk), id_, "--instants", str(instants)]
    done = subprocess.run(words, env=environment, capture_output=True, check=False)
    if done.returncode:
        return {"faults": done.stderr.decode(errors="replace").strip().rpartition("\n")[2]}
    found: dict[str, str] = json.loads(done.stdout)
    return found


def asked(desk: Path, id_: str, instants: int) -> int:
    """Ask everything here, at every instant, in both languages; print digests."""
    found, faults = dict[str, str](), list[str]()
    for number, at in enumerate(INSTANTS[:instants]):
        now = datetime.fromisoformat(at)
        for words in ASKED:
            lang = ("en", "zh")[number % 2]
            given = [word.format(id=id_) for word in words]
            code, out, err = cs(desk, "--lang", lang, *given, now=now)
            key = f"{at} {' '.join(words)}"
            found[key] = hashlib.sha256(f"{code}\0{out}\0{err}".encode()).hexdigest()
            if "Traceback" in err or code not in (0, 1):
                faults.append(f"{key}: {code} {err.strip()}".replace("\n", " "))
    # The same instant said in another offset is the same instant.
    same = {at: datetime.fromisoformat(at).astimezone(UTC) for at in INSTANTS[:instants]}
    for words in ASKED[:4] if instants > 2 else ():
        one, two = (found[f"{at} {' '.join(words)}"] for at in (INSTANTS[0], INSTANTS[2]))
        if same[INSTANTS[0]] == same[INSTANTS[2]] and one != two:
            faults.append(f"{words}: the offset of --now changes the answer")
    print(json.dumps({**found, "faults": "\n".join(faults)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
