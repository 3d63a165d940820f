"""The entry point: set the run up, run the command, turn every error into a sentence."""

import gc
import gettext
import os
import sys
from collections.abc import MutableMapping, Sequence
from gettext import gettext as _
from itertools import takewhile
from pathlib import Path

import cs_cli
from cs_cli.cli import common, quick
from cs_cli.cli.context import Run, use_language
from cs_cli.cli.speech import complain, say_fault, say_interrupted, tell_heard
from cs_cli.domain.errors import Busy, CsError, UsageError
from cs_cli.domain.reasons import reason

_LOCALE = Path(cs_cli.__file__).parent / "locale"
COMPLETE = "_CS_COMPLETE"
FAULT = 70
INTERRUPTED = 130
_JUDGES = {"check", "检查", "audit", "审计", "pre-receive"}


def main(words: Sequence[str] | None = None) -> None:
    """Run one command line and leave with its exit code."""
    # Runs are short: looking for cycles among what they load would cost a tenth of them, and as
    # much again at the end, when the system takes everything back anyway.
    gc.set_threshold(100_000)
    code = run(sys.argv[1:] if words is None else words)
    gc.freeze()
    if code == INTERRUPTED:
        # Deferred: as nearly always there was no Ctrl-C. A second one while Python ends would make
        # another code of it.
        import signal

        signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code)


def run(words: Sequence[str]) -> int:
    """Run one command line in this process; give its exit code."""
    found = common.separate(words)
    if COMPLETE in os.environ:
        # Deferred: it makes what shells are offered harmless, and only they ask.
        import cs_cli.cli.completion  # noqa: F401

        found = _completing(os.environ)
        if found.lacking:
            return 0
    this = Run(found.given, os.environ, Path.cwd())
    _set_language(this)
    _make_streams_lenient()
    try:
        return _guarded(this, found)
    except BrokenPipeError:
        # The reader of the pipe has gone, as head does; nothing is wrong, but a hook whose words
        # nobody hears must not be taken for one that had nothing to say.
        _give_up_stdout()
        return 1 if set(found.rest[:1]) & _JUDGES else 0


def _completing(environment: MutableMapping[str, str]) -> common.Common:
    """Take the common options out of a line that a shell asks to complete."""
    words = environment.get("COMP_WORDS", "").split()
    at = environment.get("COMP_CWORD", "")
    if at.isdecimal():
        begun, before = "".join(words[int(at) : int(at) + 1]), words[1 : int(at)]
    else:  # fish gives the word begun itself
        begun, before = at, words[1:-1] if at and words[-1:] == [at] else words[1:]
    found = common.separate(before)
    environment["COMP_WORDS"] = " ".join(["cs", *found.rest, begun])
    environment["COMP_CWORD"] = str(len(found.rest) + 1) if at.isdecimal() else begun
    return found


def _give_up_stdout() -> None:
    """Let what is still to be written go nowhere, so that Python has nothing to say at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _guarded(this: Run, found: common.Common) -> int:
    try:
        return _run(this, found)
    except SystemExit as ended:
        # Click leaves so when it has completed a word.
        return int(ended.code or 0)
    except CsError as error:
        complain(error, this)
        return error.exit_code
    except KeyboardInterrupt:
        say_interrupted(this)
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except OSError as error:
        # The disk behind a redirected answer is full, or the like.
        _give_up_stdout()
        said = _("the answer could not be written: {reason}").format(reason=reason(error))
        hint = _("what was to be done is done; only the answer is missing")
        complain(Busy(said, hint=hint), this)
        return Busy.exit_code
    except Exception as error:
        # A fault of ours: no values of records may get out with it.
        if os.environ.get("CS_DEBUG"):
            raise
        say_fault(error)
        return FAULT


def _run(this: Run, found: common.Common) -> int:
    if found.lacking:
        raise UsageError(_("{option} needs a value").format(option=found.lacking))
    if not _is_language(found.given.get("lang", "")):
        raise UsageError(_("--lang is zh or en"))
    answered = None if COMPLETE in os.environ else quick.answer(this, found.rest)
    if answered is not None:
        tell_heard(this)
        return answered
    # Deferred: click costs a third of a short run.
    from cs_cli.cli import clicked

    return clicked.run(this, found.rest, complete_var=COMPLETE)


def _is_language(word: str) -> bool:
    """Tell whether ``--lang`` names one of the two, also as a locale or in full."""
    name = "".join(takewhile(str.isalpha, word.lower()))
    return not word or name in ("zh", "en", "chinese", "english")


def _set_language(this: Run) -> None:
    """Let gettext, and click through it, speak the language of this run."""
    gettext.bindtextdomain("cs", str(_LOCALE))
    gettext.textdomain("cs")
    use_language(this.language)


def _make_streams_lenient() -> None:
    """Never fail on a character that the terminal's encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
