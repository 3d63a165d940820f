"""A program that must not run, and every command that could make it."""

from pathlib import Path

HOOKS = (
    "applypatch-msg", "commit-msg", "fsmonitor-watchman", "post-applypatch", "post-checkout",
    "post-commit", "post-index-change", "post-merge", "post-rewrite", "post-update",
    "pre-applypatch", "pre-auto-gc", "pre-commit", "pre-merge-commit", "pre-push", "pre-rebase",
    "prepare-commit-msg", "push-to-checkout", "reference-transaction", "sendemail-validate",
    "update",
)  # fmt: skip


class Canary:
    """A shell script that leaves a line when it is run."""

    def __init__(self, folder: Path) -> None:
        self.ran_file = folder / "canary-ran"
        self.path = self.put(folder / "canary")

    def put(self, path: Path, name: str = "") -> Path:
        """Put the program somewhere; it says the name it goes by, and hands its input on."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\necho {name or path.name} >>{self.ran_file}\nexec cat\n")
        path.chmod(0o755)
        return path

    def python(self, path: Path) -> Path:
        """Put a module that leaves a line when it is imported."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"open({str(self.ran_file)!r}, 'a').write({path.name + chr(10)!r})\n")
        return path

    @property
    def ran(self) -> list[str]:
        """Give what has run."""
        return sorted(set(self.ran_file.read_text().split())) if self.ran_file.exists() else []


def reading(id_: str) -> list[tuple[str, ...]]:
    """Give commands that only look, one of every family; none of them may call git."""
    return [
        ("due", "--all"), ("ticket", "list"), ("search", "a"), ("show", id_),
        ("ticket", "show", id_), ("why", id_),
        ("log", id_), ("report",), ("report", "duty-log"), ("check",), ("policy",), ("duty",),
        ("when", "2 hours"), ("roster",), ("staff", "list"), ("phrase",),
        ("ticket", "print", id_), ("completion", "bash"), ("--help",), ("ticket", "--help"),
    ]  # fmt: skip


def writing(id_: str) -> list[tuple[str, ...]]:
    """Give commands that call git."""
    return [
        ("ticket", "new", "--title", "another"), ("ticket", "note", id_, "-m", "x"),
        ("ticket", "set", id_, "--department", "sales"), ("diff",), ("diff", "HEAD~1"),
        ("check", "--staged"), ("check", "--rev", "HEAD~1..HEAD"), ("audit",),
    ]  # fmt: skip
