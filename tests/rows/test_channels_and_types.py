"""TKT-01 and TKT-04: by which channel a matter came, and what sort of matter it is."""

import pytest
from given import refused

CHANNELS = {
    "phone": "电话", "visit": "来访", "letter": "来信", "fax": "传真", "email": "邮件",
    "mailbox": "信箱", "on-site": "现场", "chat": "旺旺", "other": "其他",
}  # fmt: skip

# What the sources call them, in English and Chinese; any other daily matter has no type or says so.
MATTERS = {
    "inquiry": "咨询", "complaint": "投诉", "repair": "报修", "cancellation": "取消订单",
    "return": "退货", "exchange": "换货", "suggestion": "建议", "dispute": "纠纷",
    "whistle": "举报", "registration": "业务登记", "fault-report": "申告", "help": "求助",
    "service": "特约服务", "order-question": "订单问题", "other": "其他日常事务",
}  # fmt: skip


def tickets(desk):
    return list(desk.root.glob("ticket/**/*.md"))


def test_tkt_01_a_fax_is_stored_and_found_by_its_channel(desk):
    id_ = desk.new("ticket", "--title", "Noise at night", "--channel", "fax")
    desk.new("ticket", "--title", "Lamp", "--channel", "phone")
    assert id_ in desk.ok("ticket", "list", "--channel", "fax")
    assert [one["id"] for one in desk.json("ticket", "list", "--channel", "fax")] == [id_]


def test_tkt_01_another_channel_is_refused_with_those_there_are_and_nothing_is_written(desk):
    said = refused(desk, "TKT-01", "ticket", "new", "--title", "Noise", "--channel", "pigeon")
    for channel in CHANNELS:
        assert channel in said
    chinese = ("工单", "新建", "--标题", "夜间噪音", "--受理渠道", "信鸽")
    assert "传真" in refused(desk, "TKT-01", *chinese, lang="zh")
    assert not tickets(desk)


def test_tkt_01_another_channel_in_json_is_refused_too(desk):
    given = '{"title": "Noise", "channel": "pigeon"}'
    refused(desk, "TKT-01", "ticket", "new", "-", stdin=given)
    id_ = desk.new("ticket", "--title", "Noise")
    refused(desk, "TKT-01", "ticket", "set", id_, "--channel", "pigeon")
    assert desk.run("ticket", "list", "--channel", "pigeon").code == 2


@pytest.mark.parametrize(("channel", "word"), CHANNELS.items())
def test_tkt_01_every_channel_is_known_by_its_chinese_word(desk, channel, word):
    id_ = desk.ok("工单", "新建", "--标题", "夜间噪音", "--受理渠道", word, lang="zh").split()[0]
    assert desk.json("ticket", "show", id_)["channel"] == channel
    assert id_ in desk.ok("工单", "列表", "--受理渠道", word, lang="zh")


@pytest.mark.parametrize(("type_", "word"), MATTERS.items())
def test_tkt_04_every_sort_of_matter_can_be_registered(under, type_, word):
    desk = under("base")
    id_ = desk.new("ticket", "--type", type_, "--title", "a matter")
    assert desk.json("ticket", "show", id_)["type"] == type_
    assert [one["id"] for one in desk.json("ticket", "list", "--type", type_)] == [id_]
    named = desk.new("ticket", "--type", word, "--title", "同类事项", lang="zh")
    assert desk.json("ticket", "show", named)["type"] == type_


def test_tkt_04_a_store_s_return_needs_its_papers(under):
    desk = under("FUR")
    result = desk.run("ticket", "new", "--type", "return", "--title", "Sofa")
    assert (result.code, result.out) == (2, "")
    demanded = ("--request-reason", "--receipt", "--pickup-slip", "--goods-receipt")
    for option in demanded:
        assert option in result.err
    assert not tickets(desk)
    given = [word for option in demanded for word in (option, "here")]
    desk.new("ticket", "--type", "return", "--title", "Sofa", *given)


def test_tkt_04_a_store_s_inquiry_needs_only_question_and_answer(under):
    desk = under("FUR")
    asked = desk.run("ticket", "new", "--type", "inquiry", "--title", "Care of leather", lang="zh")
    assert asked.code == 2
    assert asked.err.strip() == "错误：还需要：--question (咨询内容)"
    id_ = desk.new(
        "ticket", "--type", "inquiry", "--title", "Care of leather", "--question", "which oil?"
    )
    silent = desk.run("ticket", "answer", id_)
    assert (silent.code, "--answer" in silent.err) == (2, True)
    desk.ok("ticket", "answer", id_, "--answer", "none at all")
    assert desk.json("ticket", "show", id_)["status"] == "answered"


def test_tkt_04_a_store_s_inquiry_is_closed_with_its_answer(under):
    desk = under("FUR")
    asked = ("--title", "Care of leather", "--question", "which oil?")
    id_ = desk.new("ticket", "--type", "inquiry", *asked)
    assert "--answer" in refused(desk, "TKT-04", "ticket", "close", id_)
    desk.ok("ticket", "close", id_, "--answer", "none at all")


def test_tkt_04_a_desk_says_itself_what_a_sort_of_matter_needs(under):
    desk = under("base")
    desk.write(
        "policy/own.yaml",
        "kinds:\n  ticket/whistle:\n    fields:\n      department: {required: 'true'}\n",
    )
    result = desk.run("ticket", "new", "--type", "whistle", "--title", "cash taken")
    assert (result.code, "--department" in result.err) == (2, True)
    desk.new("ticket", "--type", "whistle", "--title", "cash taken", "--department", "finance")
    desk.new("ticket", "--type", "dispute", "--title", "parking place")
