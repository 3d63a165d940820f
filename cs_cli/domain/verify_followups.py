"""Find the words in a row of ``followups`` that name nothing, and rows that say too little."""

from collections.abc import Iterator, Sequence
from gettext import gettext as _

from cs_cli.domain.errors import Invalid
from cs_cli.domain.kind import FieldDef, Kind
from cs_cli.domain.match import Query
from cs_cli.domain.meaning import COPY
from cs_cli.domain.policy import Each, FollowUp, Policy
from cs_cli.domain.verify_words import (
    all_verbs,
    defined,
    known,
    path_faults,
    query_faults,
    value_faults,
)

EACH, TURN, NOTE, ROLE = "each", "turn", "note", "role:"


def follow_up_faults(row: FollowUp, kinds: Sequence[Kind], policy: Policy) -> Iterator[Invalid]:
    """Complain about a follow-up of these sorts of records."""
    yield from _form_faults(row)
    if row.each is not None:
        yield from _each_faults(row.each, kinds, policy)
    yield from _among_faults(row.among, kinds, policy)
    if row.create is not None:
        yield from known([row.create], policy.kinds, "create")
    if row.create is not None and row.create in policy.kinds:
        made = policy.kinds[row.create]
        yield from known([row.type] if row.type else [], made.types, "type")
        yield from _field_faults(row, [made.of(row.type)], kinds, policy)
    elif row.verb is not None and row.at is not None:
        yield from _at_faults(row.at, row, kinds, policy)
        targets = _targets(row.at, row, kinds, policy)
        yield from known([row.verb], all_verbs(targets), "verb")
        yield from _field_faults(row, targets, kinds, policy)


def _form_faults(row: FollowUp) -> Iterator[Invalid]:
    """Complain about keys that do not go together."""
    if (row.create is None) == (row.verb is None):
        yield Invalid(_("say either what it creates or which verb it does: create or verb"))
        return
    needed, odd = ("title", ("at",)) if row.create else ("at", ("title", "type"))
    if getattr(row, needed) is None:
        yield Invalid(_("{key} is missing").format(key=needed))
    for key in odd:
        if getattr(row, key) is not None:
            other = "create" if row.create else "verb"
            yield Invalid(
                _("{key} has no meaning beside {other}").format(key=key, other=other), key
            )


def _each_faults(each: Each, kinds: Sequence[Kind], policy: Policy) -> Iterator[Invalid]:
    if each.query is not None:
        yield from query_faults(each.query, policy, (EACH,), kinds)
        return
    path = each.field or ""
    yield from path_faults([path], kinds, policy, EACH)
    leads = list(defined(path, kinds))
    if leads and not any(what.many or what.type == "list" for what in leads):
        message = _("{field} holds one value; each is for fields that hold several, or a query")
        yield Invalid(message.format(field=path), EACH)


def _among_faults(among: Sequence[str], kinds: Sequence[Kind], policy: Policy) -> Iterator[Invalid]:
    roles = [word.removeprefix(ROLE) for word in among if word.startswith(ROLE)]
    yield from known(roles, policy.roles, "among")
    paths = [word for word in among if not word.startswith(ROLE)]
    yield from path_faults(paths, kinds, policy, "among")
    leads = ((path, list(defined(path, kinds))) for path in paths)
    for path, found in leads:
        if found and not any(what.type == "person" for what in found):
            message = _("{field} names no person").format(field=path)
            yield Invalid(message, "among")


def _at_faults(at: str, row: FollowUp, kinds: Sequence[Kind], policy: Policy) -> Iterator[Invalid]:
    head = at.partition(".")[0]
    if head == EACH and row.each is not None:
        return
    yield from path_faults([at], kinds, policy, "at")
    leads = list(defined(at, kinds))
    if leads and not any(what.type == "record" for what in leads):
        yield Invalid(_("{field} names no record").format(field=at), "at")


def _targets(at: str, row: FollowUp, kinds: Sequence[Kind], policy: Policy) -> list[Kind]:
    """Give the sorts of records that a verb may be done on; every sort where nobody says."""
    if at == EACH and row.each is not None:
        if row.each.query is not None:
            return _sought(row.each.query, policy)
        at = row.each.field or ""
    names = dict.fromkeys(n for what in defined(at, kinds) for n in what.to)
    found = [policy.kinds[name] for name in names or policy.kinds if name in policy.kinds]
    return [one for kind in found for one in kind.variants]


def _sought(query: Query, policy: Policy) -> list[Kind]:
    """Give the sorts of records that a query finds: those of its types, where it names any."""
    kind = policy.kinds.get(query.kind)
    return [] if kind is None else list(kind.among(query.match.get("type", ())))


def _field_faults(
    row: FollowUp, targets: Sequence[Kind], kinds: Sequence[Kind], policy: Policy
) -> Iterator[Invalid]:
    """Complain about fields that are not there, and values that stand for nothing."""
    able = {name: what for kind in targets for name, what in _able(kind, row.verb).items()}
    yield from known([n for n in row.fields if row.create or n != NOTE], able, "fields")
    for name, options in row.fields.items():
        field = able.get(name)
        for text in options:
            head, _dot, inner = text.partition(".")
            if head == COPY + TURN:
                yield from _turn_faults(row, name)
            elif head == COPY + EACH:
                yield from _copied_faults(row, inner, kinds, policy, name)
            elif field is not None:
                yield from value_faults(text, field, kinds, policy, "fields", name)


def _able(kind: Kind, verb: str | None) -> dict[str, FieldDef]:
    said = kind.verbs[verb].fields if verb is not None and verb in kind.verbs else {}
    return {**kind.fields, **said}


def _turn_faults(row: FollowUp, name: str) -> Iterator[Invalid]:
    if not row.among:
        message = _("{word} has no meaning without {key}").format(word="$turn", key="among")
        yield Invalid(message, "fields", name)


def _copied_faults(
    row: FollowUp, inner: str, kinds: Sequence[Kind], policy: Policy, name: str
) -> Iterator[Invalid]:
    """Complain about what is copied from what the follow-up is repeated for."""
    if row.each is None:
        message = _("{word} has no meaning without {key}").format(word="$each", key=EACH)
        yield Invalid(message, "fields", name)
    elif inner and row.each.query is not None:
        kind = policy.kinds.get(row.each.query.kind)
        yield from path_faults([inner], kind.variants if kind else [], policy, "fields", name)
    elif inner:
        path = row.each.field or ""
        entries = [n for what in defined(path, kinds) for n in what.fields]
        if entries:
            yield from known([inner], entries, "fields", name)
        elif "." not in path:
            yield from path_faults([f"{path}.{inner}"], kinds, policy, "fields", name)
