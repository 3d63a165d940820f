"""What a new desk shows by example: further people, a roster, rules of its own.

All of it is comments, so that nothing is owed because of an example. Without the ``# `` of every
line it is in force; what explains it has two signs and stays a comment.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from gettext import gettext as _
from textwrap import indent
from typing import Any

from cs_cli.domain.people import Person
from cs_cli.domain.policy import Policy, Role

_USUAL = ("clerk", "supervisor")
_NAMING = frozenset({"role", "roles", "escalate", "owner", "among", "by"})
_STAFF = (
    ("li.na", "李娜"), ("wang.wei", "王伟"), ("chen.jing", "陈静"), ("wu.gang", "吴刚"),
    ("zhao.min", "赵敏"), ("sun.li", "孙丽"), ("zhou.yan", "周燕"), ("xu.tao", "徐涛"),
    ("he.fang", "何芳"), ("ma.lin", "马琳"), ("guo.qiang", "郭强"), ("luo.xin", "罗欣"),
)  # fmt: skip
_POLICY = """\
settings:
  currency: CNY
  approval.limit: 10000
kinds:
  ticket:
    fields:
      channel: {required: true}
deadlines:
  own-first-answer:
    label: {en: give a first answer, zh: 首次答复客户}
    on: {kind: ticket}
    start: do:open
    limit: 4 business hours
    until: [signal:response, state:settled]
"""


def people(first: Person, packs: Iterable[Mapping[str, Any]], policy: Policy) -> str:
    """Give examples of people with the roles that the packs speak of."""
    wanted = {*_USUAL, *(role for pack in packs for role in _roles(pack))}
    roles = [name for name in policy.roles if name in wanted and name not in first.roles]
    staff = [one for one in _STAFF if one[0] != first.id]
    shown = zip(roles, staff, strict=False)
    entries = [_entry(*one, role, policy.roles[role], first.id) for role, one in shown]
    head = _("Further people: take the '# ' away and write who they are.")
    rest = roles[len(staff) :]
    said = _("More roles: {roles}").format(roles=", ".join(rest))
    more = f"# {said}\n" if rest else ""
    return _commented(f"# {head}\n{more}{''.join(entries)}")


def roster(month: date, first: Person, shifts: Sequence[str]) -> str:
    """Give the roster of a month in which nobody is entered yet."""
    head = _("Who works when, day by day; take the '# ' away and go on.")
    names = ", ".join(f"{shift}: [{first.id}]" for shift in shifts)
    return _commented(f"# {head}\n{month.replace(day=1).isoformat()}: {{{names}}}\n")


def policy() -> str:
    """Give rules of the desk's own, laid over its packs once the comment signs are gone."""
    head = _("Rules of this desk, laid over its packs; take the '# ' away to use them.")
    return _commented(f"# {head}\n{_POLICY}")


def _entry(id_: str, name: str, role: str, known: Role, above: str) -> str:
    return (
        f"- id: {id_}\n  name: {name}\n  roles: [{role}] # {known.label}\n  reports_to: {above}\n"
    )


def _commented(text: str) -> str:
    return indent(text, "# ").replace("# # ", "## ")


def _roles(data: object, key: str = "") -> Iterator[str]:
    """Give every word of a pack that stands where roles are named."""
    if isinstance(data, Mapping):
        for name, inner in data.items():
            if key == "roles":
                yield str(name)
            yield from _roles(inner, str(name))
    elif isinstance(data, list):
        for inner in data:
            yield from _roles(inner, key)
    elif isinstance(data, str) and key in _NAMING:
        yield data.removeprefix("role:")
