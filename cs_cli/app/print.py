"""Fill a printed form from a record: the job behind ``cs KIND print``."""

from collections.abc import Mapping, Sequence
from gettext import gettext as _

from cs_cli.app.find import record_of
from cs_cli.app.paper import desk_of, used_here
from cs_cli.app.work import Work
from cs_cli.domain.errors import NotFound, UsageError
from cs_cli.domain.form import Filled, Form, fill, form_number
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.record import Record
from cs_cli.store import forms


@dataclass(frozen=True, slots=True)
class Printed:
    """One record in one form."""

    id: str
    form: Form
    filled: Filled


def printed(work: Work, part: str, kind_name: str, named: str | None) -> Printed:
    """Fill the form asked for, else the first that is for such a record.

    Raises :class:`NotFound` where there is none, :class:`UsageError` for one of other records.
    """
    kind, record = record_of(work, part, kind_name)
    known = forms.load(work.root)
    form = _named(known, named, record) if named else _first(work, known, record)
    number = form_number(work.policy.settings, form.head.form)
    desk = desk_of(work, form.head.language)
    return Printed(record.id, form, fill(form, record, kind, desk, number))


def _named(known: Mapping[str, Form], word: str, record: Record) -> Form:
    wanted = word.strip().casefold()
    found = [form for form in known.values() if wanted in _words(form)]
    if not found:
        message = _("there is no form {word}").format(word=word)
        raise NotFound(message, hint=_there_are(known, record))
    for form in found:
        if form.fits(record):
            return form
    message = _("the form {form} is not for {id}").format(form=found[0].head.form, id=record.id)
    raise UsageError(message, hint=_there_are(known, record))


def _words(form: Form) -> tuple[str, ...]:
    label = form.head.label
    return (form.head.form.casefold(), label.en.casefold(), label.zh)


def _first(work: Work, known: Mapping[str, Form], record: Record) -> Form:
    is_used = used_here(work)
    fitting = [form for form in known.values() if form.fits(record)]
    ours = [form for form in fitting if form.own or is_used(form.head.packs)]
    if not ours:
        message = _("there is no form for {id} here").format(id=record.id)
        raise NotFound(message, hint=_there_are(known, record))
    return min(ours, key=_rank)


def _rank(form: Form) -> tuple[int, int, bool, str]:
    """Put the closest first: of the type, of such values, of a pack, then by name."""
    on = form.head.on
    return (0 if on.type else 1, -len(on.match), not form.head.packs, form.head.form)


def _there_are(known: Mapping[str, Form], record: Record) -> str:
    """Name the forms for such a record, all forms where there are none."""
    fitting: Sequence[Form] = [form for form in known.values() if form.fits(record)]
    if fitting:
        shown = ", ".join(f"{form.head.form} ({form.head.label})" for form in fitting)
        return _("forms for this record, by --form: {forms}").format(forms=shown)
    return _("forms there are: {forms}").format(forms=", ".join(known) or "-")
