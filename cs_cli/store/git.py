"""The one place that calls git: a fixed program, a rebuilt environment, no hooks, no user text.

Reading commands do without it, because a repository's configuration can run programs.
"""

import os
import shlex
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cached_property, partial
from gettext import gettext as _
from pathlib import Path

from cs_cli.domain import reasons
from cs_cli.domain.errors import Broken, Busy, CsError, NotFound, UsageError
from cs_cli.domain.frozen import replace
from cs_cli.store import configured, files, pending, plumbing, repository
from cs_cli.store.configured import Configured
from cs_cli.store.pending import Work
from cs_cli.store.repository import Bare
from cs_cli.store.signing import Signing, unsigned

_OPTIONS = (
    "core.fsync=all",
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.quotePath=false",
    "protocol.ext.allow=never",
    "protocol.fd.allow=never",
    "transfer.fsckObjects=true",
    "gc.auto=0",
    "maintenance.auto=false",
    "init.defaultBranch=main",
    "core.editor=false",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
    "push.recurseSubmodules=no",
)
_KEPT = ("HOME", "USER", "LOGNAME", "TZ", "XDG_CONFIG_HOME", "SSH_AUTH_SOCK", "GNUPGHOME")
_FIXED = {"LC_ALL": "C.UTF-8", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_REPLACE_OBJECTS": "1"}
_PATIENCE = 60.0  # seconds for one call of git
_MUCH_PATIENCE = 1800.0
_LOCK_WAIT = 4.0  # seconds for another git to let go
_PAUSE = 0.05
_DIFF = ("--name-only", "-z", "--relative", "--no-renames", "--no-ext-diff", "--no-textconv")
_NOTHING: Mapping[str, str] = {}
_AS_IT_IS = {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": os.devnull}
_OWNED = b"dubious ownership"
_TORN = (b"index file corrupt", b"index file smaller")
_NOBODY = (b"tell me who you are", b"empty ident", b"auto-detect email")

_Done = subprocess.CompletedProcess[bytes]
_Running = subprocess.Popen[bytes]
Start = Callable[..., _Running]


class Nobody(Busy):
    """Git does not know who makes a commit."""


class Git:
    """The ledger of the desk in ``root``; hold the desk's lock to change it.

    In a bare repository ``root`` is the desk's place below a folder that stands for its top.
    """

    def __init__(
        self, root: Path, *, index: Path | None = None, bare: Bare | None = None,
        signing: Callable[[], Signing] = unsigned,
    ) -> None:  # fmt: skip
        self._root = root
        self._index = index
        self._bare = bare
        self._path = _search_path(root)
        self._program = _program(self._path)
        self._read_signing = signing

    @property
    def root(self) -> Path:
        """Give the folder of the desk."""
        return self._root

    @cached_property
    def signing(self) -> Signing:
        """Give how commits of this desk are signed."""
        return self._read_signing()

    @property
    def available(self) -> bool:
        """Tell whether there is a git program."""
        return self._program is not None

    def inside_repository(self) -> bool:
        """Tell whether the desk lies in a repository; calls no program."""
        return self._bare is not None or repository.find(self._root) is not None

    def is_repository(self) -> bool:
        """Tell whether git takes it for one; a git that was killed may have made half of it."""
        found = repository.find(self._root)
        return found is not None and self._call(["rev-parse", "--git-dir"]).returncode == 0

    def init(self) -> None:
        """Make the desk a repository."""
        self.alter(["init", "--quiet"])

    def user(self) -> tuple[str, str]:
        """Give git's user name and e-mail, empty where not set."""
        return self._configured.user

    @property
    def signs(self) -> bool:
        """Tell whether a commit is to be signed, as ``git commit`` would."""
        return self._configured.signs

    def foreign_drivers(self, paths: Sequence[str] | None = None) -> dict[str, list[str]]:
        """Give the programs not of ``cs`` that git's settings run on files of the desk, as
        attributes such as ``filter=lfs``, each with its files; of these paths, else of all.
        """
        if not self._configured.drivers:
            return {}
        wanted = self.names(["ls-files", "-z", "--"]) if paths is None else list(paths)
        asked = os.fsencode("".join(f"{path}\0" for path in wanted))
        said = self.run(["check-attr", "-z", "--stdin", "filter", "diff", "merge"], stdin=asked)
        return self._configured.applied(said)

    def refuse_drivers(self, paths: Sequence[str] | None, *attributes: str) -> None:
        """Raise Busy where git would run a program of its settings on what is written."""
        found = self.foreign_drivers(paths)
        names = sorted(name for name in found if name.partition("=")[0] in attributes)
        if names:
            raise Busy(
                _("git's settings run a program on records: {names}").format(
                    names=", ".join(names)
                ),
                hint=_(
                    "take it out of .gitattributes, or commit by hand: commit: manual in cs.yaml"
                ),
            )

    def ensure_ready(self) -> None:
        """Raise Busy when a merge, rebase or detached HEAD stands in the way of a commit."""
        found = repository.find(self._root)
        if found is None:
            raise CsError(_("the desk is in no git repository"), hint=_("run git init"))
        repository.ensure_ready(found)
        if repository.is_foreign(found):
            self.run(["rev-parse", "--git-dir"])  # whether that is all right is for git to say
        if configured.leads_out(self._configured.worktree, found.own, found.top):
            raise Busy(
                _(
                    "the repository says that its files are elsewhere: core.worktree is {path}"
                ).format(path=self._configured.worktree),
                hint=_("if that is not meant: git config --unset core.worktree"),
            )

    def remember(self, work: Work) -> None:
        """Write down what is about to be saved, so that whoever comes next can commit it."""
        pending.message(work)
        self.refuse_drivers(list(work.digests), "filter")
        pending.save(self._root, [*self._waiting(), work])

    def forget(self) -> None:
        """Take the last of :meth:`remember` back, when nothing was saved after all."""
        pending.save(self._root, self._waiting()[:-1])

    def catch_up(self) -> None:
        """Commit what earlier commands left, before anything new; raise Busy if that cannot be."""
        try:
            self.commit_pending()
        except Busy as error:
            message = _("nothing was done, because an earlier change is {trouble}")
            hint = error.hint
            raise Busy(message.format(trouble=error.message), hint=hint) from None

    def commit_pending(self) -> int:
        """Commit what was saved; give how many commits; raise Busy "saved, not committed"."""
        works = self._waiting()
        done = 0
        while works:
            try:
                self.ensure_ready()
                done += self._commit(works[0])
            except CsError as error:
                message = _("saved, not committed: {reason}").format(reason=error)
                hint = _("the next command commits it")
                raise Busy(message, hint=f"{error.hint}; {hint}" if error.hint else hint) from None
            works = works[1:]
            # Committing twice is committing once: a note that cannot be struck out does no harm.
            with suppress(Busy, OSError):
                repository.confirm_branch(self._root)
                pending.save(self._root, works)
        return done

    def commit(
        self,
        paths: Sequence[str],
        subject: str,
        trailers: Mapping[str, str],
        author: tuple[str, str],
        when: datetime | None = None,
        *,
        new: bool = False,
    ) -> None:
        """Commit only these paths as one commit, everything pending before it.

        ``new`` says that git may not know some of them yet, and saves it a failing attempt.
        """
        digests = {path: files.digest(files.read(self._root, path)) for path in paths}
        self.remember(Work(digests, subject, trailers, author, when, new))
        self.commit_pending()

    def staged_paths(self) -> list[str]:
        """Give the paths of the desk that differ between index and HEAD."""
        return self.names(["diff", "--cached", *_DIFF, "--"])

    def unmerged(self) -> list[str]:
        """Give the paths of the desk that git could not merge and a person has to."""
        entries = self.names(["ls-files", "--unmerged", "-z", "--"])  # reads the index alone
        return sorted({entry.partition("\t")[2] for entry in entries})

    def paths_between(self, one: str, other: str) -> list[str]:
        """Give the paths of the desk that differ between two commits or trees."""
        return self.names(["diff", *_DIFF, "--end-of-options", _safe(one), _safe(other), "--"])

    def paths_since(self, path: str, folders: Sequence[str]) -> list[str]:
        """Give what differs in folders of the desk since the last commit that changed a file."""
        listing = ["log", "-1", "--format=%H", "--end-of-options", "HEAD", "--", path]
        commit = self.run(listing).decode().strip() or "HEAD"
        changed = ["diff", *_DIFF, "--end-of-options", commit, "--", *folders]
        new = ["ls-files", "--others", "-z", "--", *folders]
        return [*self.names(changed), *self.names(new)]

    def blob(self, revision: str, path: str) -> bytes:
        """Give a file as of a revision, or of the index (``""``); raise NotFound."""
        for _path, content in self.blobs(revision, [path]):
            if content is not None:
                return content
        raise NotFound(_("there is no {path} in {revision}").format(path=path, revision=revision))

    def blobs(self, revision: str, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Give files as of a revision or the index by one process, None where absent."""
        for (_revision, path), content in self.contents((revision, path) for path in paths):
            yield path, content

    def contents(
        self, wanted: Iterable[tuple[str, str]]
    ) -> Iterator[tuple[tuple[str, str], bytes | None]]:
        """Give files, each as of its own revision, by one process; None where absent."""
        asked = [(_safe(revision), path) for revision, path in wanted if "\n" not in path]
        if not asked:
            return
        lines = "".join(f"{revision}:./{path}\n" for revision, path in asked)
        rest = self.run(["cat-file", "--batch"], stdin=os.fsencode(lines))
        for one in asked:
            head, _newline, rest = rest.partition(b"\n")
            if head.endswith(b" missing") or b" blob " not in head:
                yield one, None
                continue
            size = int(head.rpartition(b" ")[2])
            yield one, rest[:size]
            rest = rest[size + 1 :]

    def get(self, key: str) -> str:
        """Give a setting of the repository, empty where there is none."""
        found = self._call(["config", "--null", "--get", key])
        return found.stdout.decode(errors="replace").partition("\0")[0]

    def hooks_path(self) -> str:
        """Give the folder that git was told to look for hooks in, empty where it is its own."""
        wanted = ["config", "--null", "--type=path", "--get-all", "core.hooksPath"]
        told = self._call(wanted).stdout.decode(errors="replace").split("\0")
        return told[-3] if len(told) > 2 else ""  # the last one is that of every call of ours

    def put(self, key: str, value: str) -> None:
        """Change a setting of the repository itself."""
        self.alter(["config", "--local", key, value])

    def merge_lines(self, ours: Path, base: Path, theirs: Path) -> bool:
        """Merge files by lines into ``ours`` as git does; tell whether no conflict is left."""
        return (
            self._call(
                ["merge-file", "--quiet", "--", str(ours), str(base), str(theirs)]
            ).returncode
            == 0
        )

    def has(self, revision: str) -> bool:
        """Tell whether there is such a commit."""
        done = self._call(["rev-parse", "--quiet", "--verify", f"{_safe(revision)}^{{commit}}"])
        if done.returncode > 1 and repository.refusal(done.stderr, self._root) is not None:
            raise self.trouble(done.stderr)
        return done.returncode == 0

    def head(self) -> str:
        """Give the id of the last commit."""
        return self.run(["rev-parse", "--verify", "HEAD"]).decode().strip()

    def unlock(self, lock: Path) -> bool:
        """Take away the lock of a git that is gone; tell whether it is out of the way."""
        return self._heal(lock)

    def litter(self) -> list[Path]:
        """Give the files that a killed or failing git left half written."""
        found = repository.find(self._root)
        return repository.litter(found, now=time.time()) if found else []

    def swept(self, litter: Iterable[Path]) -> bool:
        """Take such files away; tell whether all are gone."""
        return [self._heal(path) for path in litter].count(False) == 0

    def reads_its_index(self) -> bool:
        """Tell whether git can read what it holds to be staged."""
        return self._call(["ls-files", "--cached", "-z", "--", "cs.yaml"]).returncode == 0

    def rebuild_index(self) -> bool:
        """Make git's index anew from the last commit; files stay as they are."""
        found = repository.find(self._root)
        if found is not None:
            (found.own / "index").unlink(missing_ok=True)
        self.run(["read-tree", "HEAD"])
        self.run(["update-index", "-q", "--refresh", "--unmerged"])
        return self.reads_its_index()

    def changed_by_hand(self) -> list[str]:
        """Give the files of the desk that git knows and that differ from the last commit."""
        return self.names(["diff", *_DIFF, "HEAD", "--"])

    def differing_paths(self) -> list[str]:
        """Give the files of the desk that are not as in the last commit, new ones among them."""
        new = ["ls-files", "--others", "--exclude-standard", "-z", "--"]
        return list(dict.fromkeys([*self.changed_by_hand(), *self.names(new)]))

    def files_at(self, revision: str, folder: str = "") -> list[str]:
        """Give the files under a folder as of a revision."""
        listing = ["ls-tree", "-r", "-z", "--name-only", "--end-of-options", _safe(revision)]
        return self.names([*listing, *([folder] if folder else [])])

    def run(
        self, arguments: Sequence[str], *, stdin: bytes = b"", extra: Mapping[str, str] = _NOTHING
    ) -> bytes:
        """Call git and give its output; raise CsError with its complaint."""
        return self.insist(self._call(arguments, stdin=stdin, extra=extra))

    @contextmanager
    def side_by_side(self) -> Iterator[Start]:
        """Give what starts gits that run beside this program; none outlives the block."""
        running: list[_Running] = []

        def start(*arguments: str, **extra: str) -> _Running:
            running.append(self._start(arguments, extra=extra))
            return running[-1]

        def stop() -> None:
            for process in running:
                process.kill()

        guard = threading.Timer(_PATIENCE, stop)
        guard.start()
        try:
            yield start
        except BaseException:
            stop()
            raise
        finally:
            guard.cancel()
            for process in running:
                with process:  # closes what it reads from and waits for it
                    pass

    def finished(self, process: _Running) -> bytes:
        """Wait for a git that was started; give its output; raise CsError with its complaint."""
        out, err = process.communicate()
        return self.insist(_Done(process.args, process.returncode, out, err))

    def insist(self, done: _Done) -> bytes:
        """Give the output of a git that has ended; raise CsError with its complaint."""
        if done.returncode != 0:
            raise self.trouble(done.stderr)
        return done.stdout

    def read_objects(
        self, arguments: Sequence[str], *, stdin: bytes = b"", options: Sequence[str] = ()
    ) -> bytes:
        """Call git on the history as it is; raise CsError with its complaint.

        What git may be told to show instead (replacements, grafts, a graph kept of commits) is
        left out. A long history may take some minutes.
        """
        done = self._call(
            arguments, stdin=stdin, extra=_AS_IT_IS, options=("core.commitGraph=false", *options),
            patience=_MUCH_PATIENCE,
        )  # fmt: skip
        return self.insist(done)

    def alter(self, arguments: Sequence[str], *, stdin: bytes = b"") -> None:
        """Change the repository, waiting for another git; raise CsError with its complaint."""
        done = self.attempt(arguments, stdin=stdin)
        if done.returncode != 0:
            raise self.trouble(done.stderr)

    def fsck(self) -> list[str]:
        """Give what git finds wrong with what leads to HEAD, one line each."""
        check = ["fsck", "--full", "--no-dangling", "--no-progress", "--no-reflogs", "HEAD"]
        done = self._call(check, extra=_AS_IT_IS, patience=_MUCH_PATIENCE)
        lines = (done.stdout + done.stderr).decode(errors="replace").splitlines()
        wrong = ("missing ", "broken ", "error: ", "fatal: ")
        return [line for line in lines if line.startswith(wrong)]

    def names(self, arguments: Sequence[str]) -> list[str]:
        """Call git and give the names it lists, those of a ``-z`` format."""
        return [os.fsdecode(name) for name in self.run(arguments).split(b"\0") if name]

    def _waiting(self) -> list[Work]:
        try:
            return pending.load(self._root)
        except Broken:
            pending.give_up(self._root)
            raise

    def _commit(self, work: Work) -> bool:
        """Make one commit of what is still as it was saved; tell whether there was any."""
        paths = [p for p, saved in work.digests.items() if pending.is_as(self._root, p, saved)]
        if not paths:
            return False
        self.refuse_drivers(paths, "filter")
        what = plumbing.Commit(paths, pending.message(work), pending.authorship(work))
        try:
            return self._commit_files(work, what)
        except Nobody:
            name, email = work.author
            committer = {"GIT_COMMITTER_NAME": name or email, "GIT_COMMITTER_EMAIL": email}
            who = {**what.environment, **committer}
            return self._commit_files(work, replace(what, environment=who))

    def _commit_files(self, work: Work, what: plumbing.Commit) -> bool:
        """Commit these files alone; tell whether they differ from the last commit."""
        found = repository.find(self._root)
        if found is not None and not self.signing.words and plumbing.pays(found):
            with suppress(plumbing.Unsuited):
                return plumbing.commit(self, self._root, found, what)
        command = ["commit", "--quiet", "--only", "--no-verify", "--cleanup=verbatim", "--file=-"]
        command += [*self.signing.words, "--", *what.paths]
        commit = partial(
            self.attempt, command, stdin=what.message, extra=what.environment,
            options=self.signing.options,
        )  # fmt: skip
        done = None if work.new else commit()
        if done is None or done.returncode != 0:
            # A new file, or an index that a killed git left behind its HEAD, must be added first;
            # ignored or not, a record belongs in the ledger.
            done = self.attempt(["add", "--force", "--", *what.paths])
            if done.returncode == 0:
                done = commit()
        if done.returncode != 0 and not self._is_committed(work, what.paths):
            raise self.trouble(done.stderr, otherwise=self.signing.hint)
        return done.returncode == 0

    def _is_committed(self, work: Work, paths: Sequence[str]) -> bool:
        """Tell whether the last commit has all of it already."""
        if not self.has("HEAD"):
            return False
        held = dict(self.blobs("HEAD", paths))
        return all(
            (content := held.get(path)) is not None and files.digest(content) == work.digests[path]
            for path in paths
        )

    def trouble(self, stderr: bytes, *, otherwise: str | None = None) -> Busy:
        """Give what git complains of; of what the system refused it, in words for people.

        ``otherwise`` is the way out of everything that git alone knows the reason of.
        """
        if any(words in stderr for words in _NOBODY):
            return Nobody(repository.complaint(stderr))
        found = repository.find(self._root)
        if _OWNED in stderr:
            return _of_somebody_else(found.top if found else self._root)
        lock = repository.blocking_lock(stderr)
        if lock is not None:
            return repository.occupied(lock)
        if any(words in stderr for words in _TORN):
            return Busy(_("git's index is damaged"), hint=_("mend it with: cs doctor --mend"))
        error = repository.refusal(stderr, found.own if found else self._root)
        if error is None:
            again = _("run the command again")
            return Busy(repository.complaint(stderr), hint=otherwise or again)
        return repository.unwritten(error)

    def attempt(
        self, arguments: Sequence[str], *, stdin: bytes = b"", extra: Mapping[str, str] = _NOTHING,
        options: Sequence[str] = (),
    ) -> _Done:  # fmt: skip
        """Call git again while another holds its lock; take away a lock that a killed git left."""
        end = time.monotonic() + _LOCK_WAIT
        while True:
            done = self._call(arguments, stdin=stdin, extra=extra, options=options)
            blocked = repository.blocking_lock(done.stderr) if done.returncode else None
            if blocked is None or time.monotonic() >= end:
                return done
            if not self._heal(blocked):
                time.sleep(_PAUSE)

    def _heal(self, blocked: Path) -> bool:
        found = repository.find(self._root)
        desk_lock = self._root / ".cs/lock"
        if found is None or not desk_lock.exists():
            return False
        desk_lock.touch()  # what time it is, by the clock that dated the other lock
        return repository.heal(found, self._root / blocked, now=desk_lock.stat().st_mtime)

    def _call(
        self, arguments: Sequence[str], *, stdin: bytes = b"", extra: Mapping[str, str] = _NOTHING,
        options: Sequence[str] = (), patience: float = _PATIENCE,
    ) -> _Done:  # fmt: skip
        with self._start(arguments, extra=extra, options=options) as process:
            try:
                out, err = process.communicate(stdin, timeout=patience)
            except subprocess.TimeoutExpired:
                process.kill()
                raise Busy(_("git did not answer within {n} s").format(n=int(patience))) from None
            except BaseException:
                process.kill()
                raise
        if process.returncode < 0:
            # Neither yes nor no: whoever asked whether there is such a commit must not go on.
            raise Busy(_("git was killed"), hint=_("run the command again"))
        return _Done(process.args, process.returncode, out, err)

    def _start(
        self, arguments: Sequence[str], *, extra: Mapping[str, str] = _NOTHING,
        options: Sequence[str] = (),
    ) -> _Running:  # fmt: skip
        if self._program is None:
            hint = _("install git, or set 'commit: manual' in cs.yaml")
            raise CsError(_("git is not installed"), hint=hint)
        own = () if arguments[0] == "config" else self._configured.options
        settings = [word for option in (*_OPTIONS, *own, *options) for word in ("-c", option)]
        command = [self._program, *settings, "--literal-pathspecs", "-C", str(self._root)]
        if self._bare:
            command += [f"--git-dir={self._bare.folder}", f"--work-tree={self._bare.top}"]
        try:
            return subprocess.Popen(
                [*command, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**self._environment(), **extra},
                umask=_private_umask(),
            )
        except (OSError, ValueError) as error:
            raise _uncallable(error) from None

    @cached_property
    def _configured(self) -> Configured:
        if not self.available:
            return Configured()
        return configured.parse(self._call(configured.QUESTION).stdout)

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        index = {"GIT_INDEX_FILE": str(self._index)} if self._index else {}
        pushed = self._bare.pushed if self._bare else _NOTHING
        kept["PATH"] = os.pathsep.join(self._path)
        return {**kept, **index, **pushed, **_FIXED}


def _of_somebody_else(top: Path) -> Busy:
    return Busy(
        _("the repository belongs to somebody else, and git does not trust it"),
        hint=_("if you do: git config --global --add safe.directory {path}").format(
            path=shlex.quote(str(top))
        ),
    )


def _uncallable(error: OSError | ValueError) -> CsError:
    if isinstance(error, OSError):
        said = _("git cannot be called: {reason}").format(reason=reasons.reason(error))
        return Busy(said, hint=reasons.way_out(error))
    return CsError(_("git cannot be called: {reason}").format(reason=error))


def _search_path(root: Path) -> list[str]:
    """Give the folders to find programs in, for git too: whole paths, none of them in the desk."""
    desk = root.resolve()
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    whole = (folder for folder in folders if Path(folder).is_absolute())
    return [folder for folder in whole if not Path(folder).resolve().is_relative_to(desk)]


def _program(folders: Iterable[str]) -> str | None:
    """Find git."""
    for folder in folders:
        program = Path(folder, "git")
        if program.is_file() and os.access(program, os.X_OK):
            return str(program)
    return None


def _private_umask() -> int:
    """Give the umask of this process with nothing left for others."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask | 0o007


def _safe(revision: str) -> str:
    """Refuse what git could take for an option."""
    if revision.startswith("-") or any(character in revision for character in "\0\n:"):
        raise UsageError(_("'{revision}' is no revision").format(revision=revision))
    return revision
