"""What is said of words in guards and verbs that name nothing: file, line, and the nearest word."""

from pathlib import Path

import pytest

from cs_cli.domain.errors import Broken
from cs_cli.store import definitions

VISITOR = """\
kind: visitor
label: {en: visitor, zh: 访客}
prefix: V
fields:
  title: {label: {en: purpose, zh: 事由}, required: true}
  host: {label: {en: host, zh: 被访人}, type: person}
  badge: {label: {en: badge, zh: 访客证号}}
  kept: {label: {en: kept, zh: 留存}, type: flag}
  visits: {label: {en: visits, zh: 次数}, type: number}
states:
  here: {label: {en: here, zh: 在访}}
  gone: {label: {en: gone, zh: 已离开}, final: true}
start: here
verbs:
  leave:
    label: {en: leave, zh: 离开}
    to: gone
"""


@pytest.fixture
def write(tmp_path: Path):
    """Write a file of a desk and give the desk."""

    def write(path: str, text: str) -> Path:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return tmp_path

    return write


def said(desk: Path) -> str:
    """Give what is wrong with the definitions of a desk."""
    with pytest.raises(Broken) as broken:
        definitions.load([], desk)
    return str(broken.value)


GUARD = "guards:\n  x:\n    says: {en: x, zh: 甲}\n"
GUARDS = [
    (f"{GUARD}    on: {{kind: ticket, custmer.tier: vip}}\n",
     ":4: guards x on: custmer is not known here - did you mean customer?"),
    (f"{GUARD}    on: {{kind: ticket, customer.teir: vip}}\n",
     ":4: guards x on: teir is not known here - did you mean tier?"),
    (f"{GUARD}    on: {{kind: ticket, customer.tier: vipp}}\n",
     ":4: guards x on customer.tier: vipp is not known here - did you mean vip?"),
    (f"{GUARD}    on: {{kind: ticket, title.tier: vip}}\n",
     ":4: guards x on: title names no record and no person, so title.tier leads nowhere"),
    (f"{GUARD}    on: {{kind: ticket, owner.roles: clerc}}\n",
     ":4: guards x on owner.roles: clerc is not known here - did you mean clerk?"),
    (f"{GUARD}    on: {{kind: ticket, actor.role: clerk}}\n",
     ":4: guards x on: role is not known here - did you mean roles?"),
    (f"{GUARD}    on: {{kind: ticket, owner: $ownr}}\n",
     ":4: guards x on owner: ownr is not known here - did you mean owner?"),
    (f'{GUARD}    on: {{kind: ticket, owner: "@my"}}\n',
     ":4: guards x on owner: @my is not known here - did you mean @me?"),
    (f"{GUARD}    on: {{kind: ticket}}\n    by: customer.advisor\n",
     ":5: guards x by: advisor is not known here - did you mean adviser?"),
    (f"{GUARD}    on: {{kind: ticket}}\n    require: owner.deputi\n",
     ":5: guards x require: deputi is not known here - did you mean deputy?"),
    (f"{GUARD}    on: {{kind: ticket}}\n    same: [owner, about.ownr]\n",
     ":5: guards x same: ownr is not known here - did you mean owner?"),
    (f"{GUARD}    on: {{kind: ticket}}\n    must: {{about.status: opn}}\n",
     ":5: guards x must about.status: opn is not known here - did you mean open?"),
    (f"{GUARD}    on: {{kind: ticket}}\n    forbid: {{kind: callback, customer: $custmer}}\n",
     ":5: guards x forbid customer: custmer is not known here - did you mean customer?"),
    (f"{GUARD}    on: {{kind: ticket}}\n    warn: maybe\n",
     ":5: guards x warn: maybe is not one of true, false"),
    (f"{GUARD}    on: {{kind: ticket}}\n    entries: {{list: title, least: 1}}\n",
     ":5: guards x entries list: title is not known here"),
    (f"{GUARD}    on: {{kind: ticket}}\n    entries: {{list: about, least: few}}\n",
     ":5: guards x entries least: expected a whole number"),
    (f"{GUARD}    on: {{kind: ticket}}\n    entries: {{list: about}}\n",
     ":5: guards x entries: say what is asked of the entries: require, least or most"),
    (f"{GUARD}    on: {{kind: ticket}}\n    entries: {{list: about, require: id}}\n",
     ":5: guards x entries require: id is not known here"),
    ("deadlines:\n  x:\n    label: {en: x, zh: 甲}\n    on: {kind: ticket, owner: $owner}\n",
     ":4: deadlines x on owner: $owner stands for nothing here: no record is acted on"),
    ("deadlines:\n  x:\n    label: {en: x, zh: 甲}\n    on: {kind: ticket, customer.tier: vip}\n",
     ":4: deadlines x on: customer.tier is not known here"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), GUARDS)
def test_a_path_that_leads_nowhere_is_told_with_file_line_and_place(write, text, message):
    found = said(write("policy/ours.yaml", text))
    assert f"policy/ours.yaml{message}" in found
    assert found.count("\n") == 0


VERBS = [
    ("put: {badge: $hst}", "put badge: hst is not known here - did you mean host?"),
    ("put: {badge: $host.deputi}", "put badge: deputi is not known here - did you mean deputy?"),
    ("put: {bagde: x}", "put: bagde is not known here - did you mean badge?"),
    ('put: {badge: "@nwo"}', "put badge: @nwo is not known here - did you mean @now?"),
    ("put: {kept: often}", "put kept: often is not known here"),
    ("put: {badge: {value: x, whn: {}}}", "put badge whn: expected value and when"),
    ("put: {badge: {value: x, when: {hst: any}}}", "put badge when: hst is not known here"),
    ("count: badge", "count: badge is not known here"),
    ("count: {fields: visits, when: {kept: maybe}}", "count kept: maybe is not known here"),
    ("tell: [host.departmnt]", "tell: departmnt is not known here - did you mean department?"),
    ("recall: {kind: visitr}", "recall kind: visitr is not known here - did you mean visitor?"),
    ("recall: {kind: visitor, host: $hst}", "recall host: hst is not known here"),
]


@pytest.mark.parametrize(("line", "message"), VERBS)
def test_what_a_verb_does_by_itself_names_what_there_is(write, line, message):
    found = said(write("templates/kinds/visitor.yaml", f"{VISITOR}    {line}\n"))
    assert f"templates/kinds/visitor.yaml:18: verbs leave {message}" in found
    assert found.count("\n") == 0


def test_every_word_may_say_which_row_of_the_rulebook_it_puts_into_force(write):
    text = VISITOR.replace("kind: visitor\n", "kind: visitor\nref: GEN-01\nbanner: [badge]\n")
    text = text.replace(
        "{en: badge, zh: 访客证号}", "{en: badge, zh: 访客证号}, ref: [GEN-02, GEN-03]"
    )
    text = text.replace("zh: 在访}}", 'zh: 在访}, apart: "true", ref: GEN-04}')
    text += "    ref: GEN-05\n"
    kind = definitions.load([], write("templates/kinds/visitor.yaml", text)).kinds["visitor"]
    assert (kind.ref, kind.banner) == (("GEN-01",), ("badge",))
    assert kind.fields["badge"].ref == ("GEN-02", "GEN-03")
    assert (kind.states["here"].ref, kind.states["here"].apart) == (("GEN-04",), True)
    assert kind.verbs["leave"].ref == ("GEN-05",)


def test_a_banner_names_fields(write):
    text = VISITOR.replace("kind: visitor\n", "kind: visitor\nbanner: [bagde]\n")
    found = said(write("templates/kinds/visitor.yaml", text))
    assert ":2: banner: bagde is not known here - did you mean badge?" in found
