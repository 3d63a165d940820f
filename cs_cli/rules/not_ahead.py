"""A day or time that was given has come: a list of what happened, a letter that was sent.

``with`` names the field. Only what this command sets is looked at; a day that began today has come.

    passes:  send-letter --letter-sent-at yesterday
    refused: send-letter --letter-sent-at with a day or time that is still to come
"""

from collections.abc import Mapping
from datetime import datetime

from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text
from cs_cli.domain.record import moment


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse when the field is set to what lies ahead."""
    name = with_["field"]
    if name not in act.changed or not _is_ahead(act.seen.get(name), world):
        return None
    option = f"--{name.replace('_', '-')}"
    verb = act.kind.verbs.get(act.do)
    label = {**act.kind.fields, **(verb.fields if verb else {})}[name].label
    return Text(
        f"{option} ({label.en}) is still to come; give a day or time that has come",
        f"{label.zh}（{option}）不得晚于现在",
    )


def _is_ahead(value: object, world: World) -> bool:
    found = moment(value)
    if isinstance(found, datetime):
        return found > world.now
    return found is not None and found > world.calendar.date_of(world.now)
