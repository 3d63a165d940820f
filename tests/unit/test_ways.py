"""What a refusal tells to type for what is missing: each way tried on a kind of its own."""

import pytest
from given import refused

JOB = """\
kind: job
label: {en: job, zh: 作业}
prefix: J
fields:
  title: {label: {en: title, zh: 标题}, required: true}
  asked: {label: {en: asked, zh: 所问}}
  plain: {label: {en: plain, zh: 其他}}
  heard: {label: {en: heard, zh: 倾听}, type: flag, fixed: true}
  named: {label: {en: named, zh: 所指}, fixed: true}
  times: {label: {en: times, zh: 次数}, type: number, fixed: true}
  lines: {label: {en: lines, zh: 明细}, type: list, fixed: true, fields: {said: {label: {en: said, zh: 答复}}}}
  agreed: {label: {en: agreed, zh: 认可}}
  nobody: {label: {en: nobody's, zh: 无人}, fixed: true}
states:
  open: {label: {en: open, zh: 进行中}}
  shut: {label: {en: shut, zh: 已结}}
start: open
verbs:
  shut:
    label: {en: shut, zh: 结束}
    from: [open]
    to: shut
    ask: [asked]
    fields: {reason: {label: {en: reason, zh: 原因}}}
  rename: {label: {en: rename, zh: 改名}, from: [shut], ask: [named]}
  call: {label: {en: call, zh: 称呼}, ask: [named]}
  hear: {label: {en: hear, zh: 倾听}, put: {heard: "true"}}
  push: {label: {en: push, zh: 催促}, count: times}
  tell: {label: {en: tell, zh: 告知}, append: lines, fields: {said: {label: {en: said, zh: 答复}}}}
  again: {label: {en: again, zh: 重来}, from: [any, shut], put: {agreed: none, heard: none}}
"""  # noqa: E501 - a file as people write it
GUARD = """\
guards:
  whole:
    ref: GEN-01
    says: {{en: "{{fields}}", zh: "{{fields}}"}}
    on: {{kind: job, do: {do}}}
    require: [{field}]
"""


@pytest.fixture
def needing(desk):
    """Give the desk and a job, of which a verb needs a field."""

    def needing(field: str, do: str = "shut"):
        desk.write("templates/kinds/job.yaml", JOB)
        id_ = desk.new("job", "--title", "x")
        desk.write("policy/ours.yaml", GUARD.format(field=field, do=do))
        return desk, id_

    return needing


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("asked", "asked (--asked)"),
        ("reason", "reason (--reason)"),
        ("plain", "plain (cs job set {id} --plain)"),
        ("agreed", "agreed (cs job set {id} --agreed)"),
        ("named", "named (cs job call {id} --named)"),
        ("heard", "heard (cs job hear {id})"),
        ("times", "times (cs job push {id})"),
        ("lines", "lines (cs job tell {id})"),
        ("said", "said (cs job tell {id} --said)"),
        ("nobody", "nobody's"),
    ],
)
def test_the_way_is_the_command_s_own_option_or_another_command(needing, field, told):
    desk, id_ = needing(field)
    assert refused(desk, "GEN-01", "job", "shut", id_).strip() == told.format(id=id_)


def test_in_chinese_the_words_of_the_command_stay(needing):
    desk, id_ = needing("heard")
    said = refused(desk, "GEN-01", "作业", "结束", id_, lang="zh")
    assert said.strip() == f"倾听 (cs job hear {id_})"


@pytest.mark.parametrize(("field", "way"), [("plain", "plain (--plain)"), ("heard", "heard")])
def test_a_record_that_is_to_be_made_has_options_only(needing, field, way):
    desk, _id = needing(field, "open")
    assert refused(desk, "GEN-01", "job", "new", "--title", "y").strip() == way


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("plain", ("set", "--plain", "x")), ("agreed", ("set", "--agreed", "x")),
        ("named", ("call", "--named", "x")), ("heard", ("hear",)), ("times", ("push",)),
        ("lines", ("tell", "--said", "x")),
    ],
)  # fmt: skip
def test_the_way_that_is_told_works(needing, field, words):
    desk, id_ = needing(field)
    refused(desk, "GEN-01", "job", "shut", id_)
    do, *options = words
    desk.ok("job", do, id_, *options)
    desk.ok("job", "shut", id_)


def test_what_a_verb_takes_away_can_be_set_again(needing):
    desk, id_ = needing("title")
    desk.ok("job", "set", id_, "--agreed", "yes")
    desk.ok("job", "again", id_)
    assert "agreed" not in desk.json("show", id_)
    desk.ok("job", "set", id_, "--agreed", "once more")
    assert desk.json("show", id_)["agreed"] == "once more"
    assert desk.run("job", "set", id_, "--heard", "yes").code == 2
