"""Which fields a command takes as options, and by which command a field can be filled."""

from collections.abc import Iterator

from cs_cli.domain.kind import VOID, FieldDef, Kind, Verb


def options_of(kind: Kind, do: str) -> dict[str, FieldDef]:
    """Give the fields that a command takes as options; ``note`` and ``void`` take none."""
    if do in ("open", "set"):
        taken = _said_by_verbs(kind) if do == "set" else set()
        return {n: f for n, f in kind.fields.items() if not f.fixed and n not in taken}
    verb = kind.verbs.get(do)
    return {**{n: kind.fields[n] for n in verb.ask}, **verb.fields} if verb else {}


def is_possible(verb: Verb, kind: Kind, here: str) -> bool:
    """Tell whether a verb may start from a state."""
    if here == VOID or here in verb.from_:
        return here in verb.from_
    return "final" in verb.from_ if kind.is_final(here) else "any" in verb.from_


def way_to(name: str, kind: Kind, do: str, id_: str, here: str) -> str | None:
    """Give what fills a field: an option of the command itself, else another command.

    None where nobody can type it: it is worked out, or the record is not there yet.
    """
    option = f"--{name.replace('_', '-')}"
    if name in options_of(kind, do):
        return option
    if do == "open":
        return None
    if name in options_of(kind, "set"):
        return f"cs {kind.kind} set {id_} {option}"
    verbs = [one for one in _verbs_for(name, kind) if one != do]
    able = [one for one in verbs if is_possible(kind.verbs[one], kind, here)]
    verb = next(iter([*able, *verbs]), None)
    if verb is None:
        return None
    command = f"cs {kind.kind} {verb} {id_}"
    return f"{command} {option}" if name in options_of(kind, verb) else command


def _said_by_verbs(kind: Kind) -> set[str]:
    """Give the fields that say that a verb was done: nobody types these afterwards.

    What a verb sets under a condition only, or takes away, is somebody's to set as well.
    """
    verbs = kind.verbs.values()
    return {
        name for verb in verbs for name, put in verb.put.items()
        if not put.when and put.value != "none"
    }  # fmt: skip


def _verbs_for(name: str, kind: Kind) -> Iterator[str]:
    """Give the verbs that fill a field of the record, then those with such an option."""
    verbs = kind.verbs.items()
    yield from (do for do, verb in verbs if _fills(verb, name))
    yield from (do for do, verb in verbs if name in verb.fields)


def _fills(verb: Verb, name: str) -> bool:
    counted = [field for one in verb.count for field in one.fields]
    put = verb.put.get(name)
    return (
        name in (*verb.ask, verb.append, *counted) or (put is not None and put.value != "none")
    )  # fmt: skip


__all__ = ["is_possible", "options_of", "way_to"]
