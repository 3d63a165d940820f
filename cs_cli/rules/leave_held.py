"""What somebody owes during leave is told, and goes to whoever stands in for the person.

Told is what is owed until the leave ends, overdue matters and those without a limit too. Leave
begins only when, for what falls due in it, somebody stands in who is not away too. ``with`` says
which is looked at: ``told`` or ``left``.

    given:   Li owes a reply on 5 March; leave from 4 to 6 March, the deputy is Wang
    told:    the reply, and that Wang stands in
    refused: going on leave without a deputy, or while Wang is on leave too
"""

from collections.abc import Mapping, Sequence

from cs_cli.domain.absence import EVER, Span, span
from cs_cli.domain.act import Act, World
from cs_cli.domain.found import Owes
from cs_cli.domain.language import Text
from cs_cli.rules.at_work import hours_of, is_away_in

_MOST = 10  # named in a sentence


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Tell what falls into a leave, or refuse one in which something due has nobody."""
    found = span(act.seen, hours_of(world))
    if found is None or found[1] == EVER:
        return None
    person = str(act.seen.get("person") or "")
    held = [one for one in world.records.owed(person, until=found[1]) if one.id != act.id]
    if with_["look"] == "left":
        return _left([one for one in held if one.due is not None], act, found, world)
    return _told(held, act, world)


def _told(held: Sequence[Owes], act: Act, world: World) -> Text | None:
    if not held:
        return None
    person, deputy = act.seen.get("person"), _deputy(act)
    stands = (f"{deputy} stands in", f"由{deputy}代理") if deputy else _nobody(act)
    lists = _listed(held, world)
    return Text(
        f"{person} holds until then: {lists.en}; {stands[0]}",
        f"{person} 届时在办：{lists.zh}；{stands[1]}",
    )


def _nobody(act: Act) -> tuple[str, str]:
    way = f"cs leave set {act.id} --deputy"
    return f"nobody stands in: {way} PERSON", f"无人代理：{way} 人员"


def _left(held: Sequence[Owes], act: Act, found: Span, world: World) -> Text | None:
    deputy = _deputy(act)
    if not held or (deputy and not is_away_in(deputy, found, world)):
        return None
    away = (f"{deputy} is on leave then too", f"{deputy} 届时也在休假") if deputy else None
    english, chinese = away or ("nobody stands in", "无人代理")
    way = f"cs leave set {act.id} --deputy"
    lists = _listed(held, world)
    return Text(
        f"{english}, and this falls due: {lists.en} (pass it on, or {way} PERSON)",
        f"{chinese}，而以下事项届时到期：{lists.zh}（请先移交，或 {way} 人员）",
    )


def _deputy(act: Act) -> str:
    return str(act.seen.get("replacement") or act.seen.get("deputy") or "")


def _listed(held: Sequence[Owes], world: World) -> Text:
    """Name what is held, each with its deadline; no titles, which may hold personal data."""
    english = [_one(one, "en", world) for one in held[:_MOST]]
    chinese = [_one(one, "zh", world) for one in held[:_MOST]]
    more = len(held) - _MOST
    if more > 0:
        english.append(f"and {more} more")
        chinese.append(f"另有{more}项")
    return Text(", ".join(english), "、".join(chinese))


def _one(one: Owes, language: str, world: World) -> str:
    label = one.what.zh if language == "zh" else one.what.en
    at = one.due and one.due.astimezone(world.calendar.zone).strftime("%Y-%m-%d %H:%M")
    return " ".join(word for word in (one.id, label, at) if word)
