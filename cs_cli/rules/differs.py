"""Two numbers are not the same, however they were typed (REP-05).

``with`` names the two fields. Blanks, hyphens and full-width digits make no other number.

    passes:  --old-sim 1380001 --new-sim 1380002
    refused: --old-sim 1380001 --new-sim "138 0001", or the same in full-width digits
"""

import unicodedata
from collections.abc import Mapping

from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text

_IGNORED = str.maketrans("", "", " -\t")


def check(act: Act, _world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse when the field ``last`` says the same number as the field ``first``."""
    first, last = (act.seen.get(with_[end]) for end in ("first", "last"))
    if not first or not last or _number(first) != _number(last):
        return None
    fields = {**act.kind.fields, **act.kind.verbs[act.do].fields}
    old, new = (fields[with_[end]].label for end in ("first", "last"))
    option = f"--{with_['last'].replace('_', '-')}"
    return Text(
        f"{new.en} has the number of {old.en}; give the new one: {option} NUMBER",
        f"{new.zh}与{old.zh}相同，请填写新号码：{option} 号码",
    )


def _number(value: object) -> str:
    return unicodedata.normalize("NFKC", str(value)).translate(_IGNORED).casefold()
