"""Make the example desk again, byte for byte: ``python records/make.py DIR``.

DIR must be empty or not exist yet. Without DIR the desk beside this file is made anew. Everything
but the settings is written through the command line of ``cs`` itself, in the order of time; a
command that fails, or is not refused where it should be, stops the making with its own words.
With ``--history`` DIR is a repository of its own, in which ``cs audit`` proves every command.
"""

import argparse
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from records.maker import make  # noqa: E402 - found only from the line above on

KEPT = {"make.py", "maker", "README.md", "__pycache__"}


def renew(desk: Path) -> int:
    """Make the desk in a temporary folder and put it in the place of the old one."""
    with tempfile.TemporaryDirectory() as folder:
        new = Path(folder) / "desk"
        count = make(new)
        for old in desk.iterdir():
            if old.name not in KEPT:
                shutil.rmtree(old) if old.is_dir() else old.unlink()
        shutil.copytree(new, desk, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".cs"))
    return count


def main() -> None:
    """Make the desk where the command line says."""
    parser = argparse.ArgumentParser(description="Make the example desk.")
    parser.add_argument("folder", nargs="?", type=Path, metavar="DIR")
    parser.add_argument(
        "--history", action="store_true",
        help="make DIR a git repository in which every command is a commit by who typed it",
    )  # fmt: skip
    parser.add_argument(
        "--until", type=date.fromisoformat, metavar="DATE", help="the last day to be made"
    )
    asked = parser.parse_args()
    folder = asked.folder
    if folder is None and (asked.history or asked.until):
        parser.error("--history and --until need a DIR")
    if folder is not None and folder.exists() and any(folder.iterdir()):
        parser.error(f"{folder} is not empty")
    if folder is None:
        count = renew(HERE)
    else:
        count = make(folder, history=asked.history, until=asked.until)
    print(f"{folder or HERE}: {count} commands")


if __name__ == "__main__":
    main()
