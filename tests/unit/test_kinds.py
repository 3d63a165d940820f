"""The kinds that come with cs: contract names, both languages, and lives without dead ends."""

import re
from collections import Counter

import pytest
from given import PACKS, policy, record, variants

from cs_cli.domain.kind import SETTLED, Kind
from cs_cli.domain.schema import canonical

ALL = variants(policy(*PACKS))
TICKETS = [kind for kind in ALL if kind.kind == "ticket"]
CHINESE = re.compile("[\u4e00-\u9fff]")


def name_of(kind: Kind) -> str:
    return f"{kind.kind}-{kind.type or 'plain'}"


each_kind = pytest.mark.parametrize("kind", ALL, ids=name_of)
each_ticket = pytest.mark.parametrize("kind", TICKETS, ids=name_of)

CONTRACT = {
    "ticket": "title channel customer owner first_responsible category severity priority "
    "promised_at planned_done_at department details received_at about",
    "callback": "title customer about owner due_at reason result satisfaction attempts",
    "leave": "person from to reason requested_by approvals",
    "handover": "shift from to items inventory read_log",
    "customer": "name phone address tier member alerts",
}
TYPES = (
    "inquiry complaint repair incident suggestion service return exchange cancellation "
    "dispute whistle registration fault-report help order-question other"
)


@pytest.mark.parametrize(("kind", "fields"), CONTRACT.items())
def test_the_names_that_were_agreed_on_are_there(kind, fields):
    assert set(fields.split()) <= set(policy().kinds[kind].fields)


def test_a_ticket_has_the_types_that_were_agreed_on():
    assert set(policy().kinds["ticket"].types) == set(TYPES.split())


def test_personal_data_is_marked():
    fields = policy().kinds["customer"].fields
    assert {name for name, what in fields.items() if what.pii} == {
        "name", "phone", "address", "birthday",
    }  # fmt: skip


def test_every_kind_has_a_prefix_of_its_own():
    prefixes = [kind.prefix for kind in policy(*PACKS).kinds.values()]
    assert sorted(set(prefixes)) == sorted(prefixes)


@each_kind
def test_every_label_is_said_in_both_languages(kind):
    labels = [kind.label, *(state.label for state in kind.states.values())]
    labels += [label for verb in kind.verbs.values() for label in (verb.label, verb.help) if label]
    fields = [*kind.fields.values(), *(f for v in kind.verbs.values() for f in v.fields.values())]
    fields += [inner for field in kind.fields.values() for inner in field.fields.values()]
    labels += [field.label for field in fields]
    labels += [choice.label for field in fields for choice in field.choices.values()]
    for label in labels:
        assert CHINESE.search(label.zh), label
        assert not CHINESE.search(label.en), label


@each_kind
def test_no_word_means_two_things(kind):
    """What people type is understood by its English id, or by its label in either language."""
    spoken = {
        "verbs": {name: [verb.label.en, verb.label.zh] for name, verb in kind.verbs.items()},
        "states": {name: [state.label.en, state.label.zh] for name, state in kind.states.items()},
        "fields": {name: [field.label.zh] for name, field in kind.fields.items()},
    }
    for name, field in kind.fields.items():
        spoken[name] = {
            word: [choice.label.en, choice.label.zh, *choice.also]
            for word, choice in field.choices.items()
        }
    for what, known in spoken.items():
        words = [word for name, said in known.items() for word in {name, *said}]
        assert not [word for word, times in Counter(words).items() if times > 1], what


@each_kind
def test_what_stays_in_an_event_has_no_name_of_a_field(kind):
    """Else a replay of the log would take the one for the other."""
    for name, verb in kind.verbs.items():
        assert not set(verb.fields) & set(kind.fields), name


@each_kind
def test_what_a_verb_sets_fits_its_field(kind):
    for verb in kind.verbs.values():
        for field, put in verb.put.items():
            if not put.value.startswith(("@", "$")) and put.value != "none":
                assert canonical(kind.fields[field], put.value) == put.value


@each_kind
def test_a_verb_offers_what_it_requires(kind):
    for name, verb in kind.verbs.items():
        needed = {field for need in verb.require for field in need.fields}
        assert needed <= {*verb.ask, *verb.fields}, name


def leads(kind: Kind, state: str) -> set[str]:
    """Give the states that a record can go to from one."""
    able = [
        verb
        for verb in kind.verbs.values()
        if state in verb.from_ or ("any" in verb.from_ and not kind.is_final(state))
    ]
    return {case.state for verb in able for case in verb.to}


@each_kind
def test_every_state_can_be_reached_and_none_is_a_dead_end(kind):
    reached = {case.state for case in kind.start}
    while more := {new for state in reached for new in leads(kind, state)} - reached:
        reached |= more
    assert reached == set(kind.states)
    for state in kind.states:
        assert kind.is_final(state) or leads(kind, state) - {state}, state


@each_ticket
def test_every_ticket_is_open_until_work_begins_and_assigning_keeps_its_state(kind):
    assert [case.state for case in kind.start] == ["open"]
    assert kind.verbs["assign"].to == ()


@each_ticket
def test_every_ticket_is_resolved_closed_and_opened_again_by_the_same_verbs(kind):
    """Scripts need not know the types; only labels differ."""
    assert [case.state for case in kind.verbs["resolve"].to] == ["resolved"]
    assert [case.state for case in kind.verbs["close"].to] == ["closed"]
    settled = {state for state in kind.states if kind.is_in(state, SETTLED)}
    assert set(kind.verbs["reopen"].from_) == settled
    assert set(kind.verbs["call-back"].from_) == settled - {"called-back", "closed"}


@each_ticket
def test_waiting_needs_a_reason_and_a_time_to_look_again(kind):
    needed = {field for need in kind.verbs["wait"].require for field in need.fields}
    # At a reception the guard of TKT-19 asks for the time agreed with the customer instead.
    assert needed == ({"reason"} if kind.type == "inquiry" else {"recheck_at", "reason"})


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        ("severity", "serious", "major"),
        ("severity", "grave", "major"),
        ("severity", "大问题", "major"),
        ("severity", "小问题", "minor"),
        ("channel", "传真", "fax"),
        ("channel", "Hotline", "phone"),
        ("satisfaction", "不满意", "dissatisfied"),
    ],
)
def test_every_company_s_own_words_are_understood(field, typed, stored):
    """CMP-55, TKT-01."""
    assert canonical(policy().kinds["ticket"].fields[field], typed) == stored


def test_words_by_hand_in_a_file_are_read_as_the_same():
    text = "kind: ticket\nseverity: 严重\nstatus: open\nlog:\n09:00 open\n"
    assert record(text, policy()).values["severity"] == "major"


def test_leave_asked_for_late_begins_as_an_exception():
    cases = policy().kinds["leave"].start
    assert [(case.state, dict(case.when)) for case in cases] == [
        ("pending-exception", {"late": ("true",)}),
        ("requested", {}),
    ]


def test_a_handover_is_refused_for_four_reasons():
    """HND-07, the four refusals (四不接)."""
    reasons = policy("PSC").kinds["handover"].fields["reason"].choices
    assert list(reasons) == ["log-unclear", "unclean", "property-missing", "major-repair-open"]
