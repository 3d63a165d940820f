"""A text of nothing but white space is empty, wherever it is typed; other text stays as it is."""

import json

import pytest

BLANKS = [" ", "   \t", "\u3000", "\u00a0 \u00a0", "\n", "\u200b"]  # full-width, fixed, no width
KIND = """\
kind: job
label: {en: job, zh: 作业}
prefix: J
fields:
  title: {label: {en: title, zh: 标题}, required: true}
  words: {label: {en: words, zh: 文字}}
  choice: {label: {en: choice, zh: 选项}, type: choice, choices: {one: {en: one, zh: 一}}}
  flag: {label: {en: flag, zh: 是否}, type: flag}
  number: {label: {en: number, zh: 数字}, type: number}
  amount: {label: {en: amount, zh: 金额}, type: money}
  day: {label: {en: day, zh: 日期}, type: date}
  instant: {label: {en: instant, zh: 时刻}, type: instant}
  moment: {label: {en: moment, zh: 时间}, type: moment}
  person: {label: {en: person, zh: 人员}, type: person}
  about: {label: {en: about, zh: 关联}, type: record}
  shift: {label: {en: shift, zh: 班次}, type: shift}
  many: {label: {en: many, zh: 多项}, many: true}
  lines:
    label: {en: lines, zh: 明细}
    type: list
    fields: {what: {label: {en: what, zh: 事项}}, said: {label: {en: said, zh: 答复}}}
states:
  open: {label: {en: open, zh: 进行中}}
start: open
verbs:
  finish:
    label: {en: finish, zh: 完成}
    ask: [words]
    require: [words]
  tell:
    label: {en: tell, zh: 告知}
    append: lines
    fields: {said: {label: {en: said, zh: 答复}}}
    require: [said]
"""
FIELDS = (
    "words", "choice", "flag", "number", "amount", "day", "instant", "moment", "person", "about",
    "shift", "many", "lines",
)  # fmt: skip


@pytest.fixture
def jobs(desk):
    """Give the desk with a kind that has fields of every type."""
    desk.write("templates/kinds/job.yaml", KIND)
    return desk


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("field", FIELDS)
def test_a_field_of_any_type_is_empty(jobs, field, blank):
    id_ = jobs.new("job", "--title", "x", f"--{field}", blank)
    assert field not in jobs.json("job", "show", id_)


@pytest.mark.parametrize("blank", BLANKS)
def test_it_takes_a_value_away_and_is_not_what_a_verb_needs(jobs, blank):
    id_ = jobs.new("job", "--title", "x", "--words", "old")
    jobs.ok("job", "set", id_, "--words", blank)
    assert "words" not in jobs.json("job", "show", id_)
    for command in (("finish", id_, "--words", blank), ("tell", id_, "--said", blank),
                    ("set", id_, "--title", blank)):  # fmt: skip
        result = jobs.run("job", *command)
        assert (result.code, "still needed" in result.err) == (2, True)


@pytest.mark.parametrize("blank", BLANKS)
def test_a_new_record_is_not_called_nothing(jobs, blank):
    assert jobs.run("job", "new", "--title", blank).code == 2
    given = json.dumps({"title": blank})
    assert jobs.run("job", "new", "-", stdin=given).code == 2
    assert jobs.json("job", "list") == []


def test_programs_mean_nothing_by_it_either(jobs):
    empty = dict.fromkeys(FIELDS, "\u3000")
    many = {"many": [" ", "a"], "lines": [{"what": " "}, {"what": "b", "said": "\u00a0"}]}
    id_ = jobs.new("job", "-", stdin=json.dumps({**empty, **many, "title": "x", "body": " \n"}))
    shown = jobs.json("job", "show", id_)
    assert (shown["many"], shown["lines"]) == (["a"], [{"what": "b"}])
    assert not set(FIELDS) - {"many", "lines"} & shown.keys()
    assert shown["body"] == ""


@pytest.mark.parametrize("blank", BLANKS)
def test_a_remark_of_blanks_is_none(jobs, blank):
    id_ = jobs.new("job", "--title", "x")
    for verb in ("note", "void"):
        assert jobs.run("job", verb, id_, "-m", blank).code == 2
    jobs.ok("job", "finish", id_, "--words", "y", "-m", blank)
    assert "note" not in jobs.json("job", "show", id_)["log"][-1]


def test_other_text_stays_as_it_is_typed(jobs):
    text = "  two  blanks\u3000before, one behind "
    id_ = jobs.new("job", "--title", "x", "--words", text, "--many", " a ")
    shown = jobs.json("job", "show", id_)
    assert (shown["words"], shown["many"]) == (text, [" a "])
    jobs.ok("job", "note", id_, "-m", " so it is ")
    assert jobs.json("job", "show", id_)["log"][-1]["note"] == " so it is "


def test_a_file_written_by_hand_is_read_and_checked_so(jobs):
    id_ = jobs.new("job", "--title", "x", "--words", "old")
    text = (
        jobs.record(id_).replace("title: x", 'title: "\u3000"').replace("words: old", 'words: " "')
    )
    jobs.write(jobs.path(id_), text)
    found = jobs.run("check")
    assert (found.code, "title (title) is missing" in found.out + found.err) == (1, True)
    assert jobs.run("job", "finish", id_).code == 2
