"""What a newcomer meets: a fresh clone with a bare environment, and a wheel somewhere else."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PIP = ("PIP_INDEX_URL", "PIP_CONFIG_FILE", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "SSL_CERT_FILE")


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment with a home, a path, and where packages come from."""
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text("[user]\n\tname = 李娜\n\temail = li.na@example.test\n")
    kept = {name: os.environ[name] for name in PIP if name in os.environ}
    return {"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", **kept}


def run(*words: str, cwd: Path, env: dict[str, str]) -> str:
    """Run a program and give its output; what it said stands in the failure."""
    done = subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pip(*words: str, cwd: Path, env: dict[str, str], python: str = sys.executable) -> None:
    """Run pip quietly."""
    run(python, "-m", "pip", "-q", *words, cwd=cwd, env=env)


def tracked_copy(folder: Path) -> Path:
    """Copy the files of the project that git knows, as they are now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout.decode()  # fmt: skip
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


@pytest.mark.slow
def test_the_first_command_in_a_fresh_copy_sets_itself_up_and_lists_what_is_due(
    tmp_path: Path, bare: dict[str, str]
) -> None:
    copy = tracked_copy(tmp_path / "a copy")
    listed = run("./cs", "--now", "2026-03-02T12:00", "--lang", "en", "due", cwd=copy, env=bare)
    assert "overdue" in listed and "CMP-" in listed
    again = run("./cs", "--now", "2026-03-02T12:00", "--lang", "en", "due", cwd=copy, env=bare)
    assert again == listed


@pytest.mark.slow
def test_a_wheel_in_an_empty_environment_makes_a_desk_and_a_ticket_that_is_due(
    tmp_path: Path, bare: dict[str, str]
) -> None:
    copy = tracked_copy(tmp_path / "source")
    pip("wheel", "--no-deps", "-w", str(tmp_path / "wheels"), ".", cwd=copy, env=bare)
    (wheel,) = (tmp_path / "wheels").glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    shipped = [path for path in (ROOT / "templates").rglob("*.*") if path.suffix != ".py"]
    assert {f"cs_cli/{path.relative_to(ROOT)}" for path in shipped} <= held
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    run(sys.executable, "-m", "venv", "env", cwd=elsewhere, env=bare)
    pins = ("-c", str(ROOT / "constraints.txt"))
    pip("install", *pins, str(wheel), cwd=elsewhere, env=bare, python="env/bin/python")
    cs = str(elsewhere / "env/bin/cs")
    run(cs, "init", "desk", "--pack", "fur", cwd=elsewhere, env=bare)
    desk = elsewhere / "desk"
    made = run(
        cs, "--now", "2026-03-02T10:00", "ticket", "new", "--type", "complaint", "--class", "soft",
        "--title", "Rude at the counter", cwd=desk, env=bare,
    )  # fmt: skip
    due = run(cs, "--now", "2026-03-02T10:16", "due", cwd=desk, env=bare)
    assert made.split()[0] in due and "CMP-29" in due
    zh = run(cs, "--lang", "zh", "--now", "2026-03-02T10:16", "due", cwd=desk, env=bare)
    assert "响应软性投诉" in zh and "逾期" in zh
