"""Somebody who types at the desk, in English words or in Chinese ones.

A :class:`Clerk` types an English command line as it stands, or with every word of it in Chinese,
and reads what a person at the desk reads::

    def test_the_day_begins(clerk):
        id_ = clerk.new("ticket new --type complaint --title Noise")   # 工单 新建 --类型 投诉 …
        assert clerk.sees("registered", "已登记") in clerk.ok(f"ticket show {id_}")
"""

import re
import shlex
from dataclasses import dataclass
from typing import Any

DAY = "2026-03-02"

# Every command, verb, option, choice and time phrase of the days in these tests.
CHINESE = {
    "ticket": "工单", "callback": "回访", "leave": "请假", "handover": "交接班", "customer": "客户",
    "task": "任务", "part": "配件", "visit": "上门服务", "checklist": "检查表",
    "duty-check": "值班抽查", "fee": "收费", "swap": "换班",
    "duty": "例行职责", "work-order": "派工单", "order": "订单",
    "due": "到期", "show": "查看", "why": "为什么",
    "new": "新建", "list": "列表", "set": "修改", "note": "备注", "void": "作废",
    # verbs
    "react": "响应", "verify": "核实", "reply": "回复", "promise": "承诺", "attempt": "拨打",
    "done": "完成", "approve": "批准", "reject": "驳回", "cancel": "撤销",
    "ready": "整理完毕", "add": "补充",
    "sign": "交班签字", "arrive": "接班到岗", "inspect": "检查", "read": "阅读记录",
    "accept": "接班签字", "refuse": "拒接", "redo": "重新交接", "delegate": "委托",
    "resolve": "解决", "transfer": "转交", "close": "关闭", "reopen": "重新打开",
    "unresolved": "暂未解决", "notify": "通知", "collect": "取单", "call": "致电",
    "wait": "挂起", "resume": "恢复处理", "answer": "答复", "apologise": "致歉",
    "return-slip": "回单", "check-slip": "核单", "handle": "处理登记", "escalate": "上报",
    "find-cause": "查明原因", "propose": "提出方案", "agree": "认同方案", "execute": "实施方案",
    "service-report": "提交服务报告", "deliver": "送货", "urge": "催办", "finish": "完工",
    "check-done": "核实完工",
    "carry-over": "跨日结转", "depart": "开始休假",
    "customer-sign": "客户签字", "diagnose": "鉴定", "distribute": "分送通知单", "draft": "填单",
    "file": "存档", "fill-notice": "填写维修通知单", "give-back": "送还", "insist": "坚持取消",
    "inspect-goods": "验货", "notify-centre": "通知服务中心", "notify-refund": "通知退款",
    "order-parts": "备件", "record-repair": "填写维修记录", "schedule": "预约", "pay": "付款",
    "send-to-centre": "送服务中心", "sign-notice": "店长签字", "start": "开工", "take-in": "取件",
    "tell-solution": "告知方案", "complete": "完工", "confirm": "二次确认", "remind": "上门前联系",
    "make-good": "补足短款", "tick": "勾选",
    "find": "登记问题", "settle": "处理",
    # options
    "--type": "--类型", "--channel": "--受理渠道", "--title": "--标题",
    "--class": "--投诉性质", "--severity": "--严重程度",
    "--estimated-resolution-at": "--预计解决时间", "--promised-at": "--承诺时间",
    "--customer-informed": "--已告知客户", "--reached": "--是否接通", "--outcome": "--通话情况",
    "--result": "--处理结果", "--satisfaction": "--满意度", "--person": "--请假人",
    "--from": "--开始", "--to": "--结束", "--requested-by": "--申请人", "--opinion": "--意见",
    "--shift": "--班次", "--items": "--交接事项", "--inventory": "--物品清点",
    "--log-unclear": "--记录不清", "--unclean": "--卫生不洁", "--property-missing": "--公物缺失",
    "--read-log": "--已阅值班记录", "--owner": "--经办人", "--callback-owner": "--专属回访人",
    "--name": "--姓名", "--customer": "--客户", "--takeover": "--代访说明",
    "--first-responsible": "--首问责任人", "--explained": "--已向客户解释",
    "--next-reply-at": "--下次回复时间", "--department": "--责任部门",
    "--slip-receiver": "--接单人", "--recheck-at": "--复查时间", "--product": "--产品",
    "--defect": "--缺陷", "--order-number": "--订单号",
    "--phone": "--电话", "--happened-at": "--发生时间", "--place": "--地点",
    "--course": "--事情经过", "--apology-for-inconvenience": "--为不便致歉",
    "--customer-confirmed": "--客户已确认", "--category": "--类别", "--details": "--详情",
    "--answer": "--答复内容", "--apology-given": "--已致歉", "--superior": "--上级",
    "--symptom": "--故障现象", "--simple": "--简单维修", "--text": "--处理情况",
    "--dept-head-signature": "--部门负责人签字", "--period": "--周期", "--date": "--日期",
    "--attitude": "--员工服务态度", "--quality": "--服务质量",
    "--irregular-charge": "--有无违规收费", "--repair-quality": "--维修质量",
    "--timeliness": "--服务及时性", "--service-attitude": "--服务态度",
    "--replacement": "--顶班人", "--about": "--关联记录", "--area-manager": "--片区管理员",
    "--said": "--催办答复", "--desk-informed-at": "--告知前台时间",
    "--owner-informed-at": "--告知业主时间", "--shop-environment": "--购物环境",
    "--purchase-process": "--购买过程", "--staff-service": "--人员态度与服务",
    "--product-installation": "--产品与安装", "--delivery": "--送货", "--adviser": "--家居顾问",
    "--amount": "--金额", "--cause": "--原因分析", "--involved": "--涉及人员或部门",
    "--plan": "--处理方案", "--plan-at": "--方案实施时间", "--plan-steps": "--实施步骤",
    "--feedback-form": "--意见反馈表", "--payment": "--付款金额", "--apology": "--送还时已致歉",
    "--apology-for-fault": "--已为产品问题致歉", "--appointment-at": "--预约时间",
    "--curable": "--原因可解决", "--customer-agreed": "--客户已同意", "--diagnosis": "--鉴定结果",
    "--distributed-to": "--通知单分送", "--evidence": "--凭证", "--fee": "--手续费",
    "--goods-intact": "--商品完好", "--goods-receipt": "--收货单", "--goods-state": "--商品状况",
    "--method": "--维修方式", "--order": "--订单", "--parts": "--配件",
    "--parts-used": "--更换配件", "--pickup-slip": "--提货单", "--purpose": "--事由",
    "--receipt": "--购货凭证", "--refund": "--退款金额", "--request-reason": "--申请原因",
    "--vouchers": "--原始凭证齐全", "--warranty-covered": "--属保修范围",
    "--warranty-rule": "--适用保修维修规定", "--work-done": "--维修内容",
    "--accessories": "--配件按订单齐全", "--change": "--零钱", "--customer-copy": "--送货单客户联",
    "--delivery-note": "--送货单", "--gloves": "--手套", "--hinges": "--备用铰链",
    "--loaded": "--装车货物", "--membership-card": "--会员卡", "--message-slip": "--留言条",
    "--shoe-covers": "--鞋套", "--towel": "--毛巾", "--address": "--上门地址",
    "--address-reachable": "--地址可到达", "--balance-collected": "--实收尾款",
    "--balance-due": "--应收尾款", "--counted-in-presence": "--当面点清", "--goods": "--货物明细",
    "--hotline-told": "--已告知热线", "--install-signature": "--安装联签字人",
    "--installing": "--安装质量", "--item": "--品名", "--onsite-contact": "--在家等候人",
    "--onsite-mobile": "--等候人手机", "--sales-service": "--销售服务", "--site-info": "--现场情况",
    "--store-manager": "--店长", "--survey-signature": "--反馈表签字人",
    "--travel-minutes": "--路程分钟数", "--use-explained": "--已讲解使用保养",
    "--user-info-ok": "--用户信息清楚", "--workmanship": "--产品工艺",
    "--read-duty-log": "--已阅值班记录表", "--read-handover": "--已阅交接班记录表",
    "--number": "--序号", "--date-back": "--换回日期", "--amount-counted": "--实点金额",
    "--gate-log": "--已收门岗记录",
    "--control-room-log": "--已收监控室记录",
    # types, choices, answers
    "complaint": "投诉", "repair": "报修", "soft": "软性", "hard": "硬性", "major": "重大",
    "special-personal": "特殊事假", "ordinary-personal": "事假", "sick": "病假",
    "yes": "是", "no": "否", "satisfied": "满意", "dissatisfied": "不满意",
    "log-unclear": "记录不清", "unclean": "卫生不洁", "property-missing": "公物缺失",
    "major-repair-open": "重大维修未完成", "inquiry": "咨询", "decoration": "装修管理",
    "water-leak": "渗漏水", "post": "离岗", "good": "好", "fair": "一般", "poor": "差",
    # times
    "fri 10:00": "周五 10:00", "fri 17:00": "周五 17:00", "today 15:00": "今天15:00",
    "today 17:00": "今天下午5点",
    "today 16:00": "今天16:00", "today 17:30": "今天下午5点半", "tomorrow": "明天",
    "+30m": "30分钟后",
    "today 9:30": "今天9点半",
}  # fmt: skip
# Words that mean another thing in another kind, or with one verb of it.
_OF_KIND = {
    ("leave", "--reason"): "--请假事由", ("handover", "--to"): "--接班人",
    ("handover", "check"): "核对",
    ("handover", "--reason"): "--拒接原因", ("callback", "--result"): "--回访结果",
    ("callback", "--owner"): "--回访人", ("ticket", "--reason"): "--原因",
    ("ticket", "arrive"): "到场", ("ticket", "--said"): "--答复",
    ("work-order", "--title"): "--事项", ("order", "sign"): "签单",
    ("ticket fill-notice", "--product"): "--报修物品", ("ticket diagnose", "--cause"): "--原因",
    ("ticket new", "--quality"): "--质量问题",
    ("order", "--receipt"): "--收据", ("leave", "return"): "销假",
    ("swap", "--to"): "--接班人", ("swap", "agree"): "同意", ("swap", "done"): "换班生效",
    ("swap", "--reason"): "--换班原因", ("fee", "--title"): "--收费项目",
    ("duty-check", "--text"): "--说明",
    ("duty-check", "close"): "了结",
    ("part", "ready"): "备齐", ("checklist", "complete"): "完成",
    ("checklist", "--feedback-form"): "--客户满意度反馈表", ("checklist", "--receipt"): "--收据",
    ("visit", "--title"): "--服务事项", ("visit", "--owner"): "--服务人员",
    ("visit", "check"): "核单",
    ("visit", "depart"): "出发", ("visit", "arrive"): "到达", ("visit", "start"): "开始服务",
    ("visit", "collect"): "收尾款", ("visit", "accept"): "逐项验收",
}  # fmt: skip


def in_chinese(words: list[str]) -> list[str]:
    """Say a command line in Chinese; no command, verb or option may stay English."""
    said = [
        _OF_KIND.get((" ".join(words[:2]), word))
        or _OF_KIND.get((words[0], word))
        or CHINESE.get(word, word)
        for word in words
    ]
    english = [w for at, w in enumerate(said) if (at < 2 or w.startswith("--")) and w.isascii()]
    assert not [w for w in english if w[-1:].isalpha()], english
    return said


@dataclass
class Clerk:
    """Somebody at a desk who speaks one language, on 2 March 2026."""

    desk: Any
    lang: str

    def types(self, line: str, now: str = "10:00", as_: str = "li.na") -> Any:
        """Type a line at a time of the day (or of another one)."""
        words = shlex.split(line)
        at = f"{now if 'T' in now else f'{DAY}T{now}'}+08:00"
        said = in_chinese(words) if self.lang == "zh" else words
        return self.desk.run(*said, now=at, as_=as_, lang=self.lang)

    def ok(self, line: str, now: str = "10:00", as_: str = "li.na") -> str:
        """Type a line that is accepted; give the answer."""
        result = self.types(line, now, as_)
        said = [one for one in result.err.splitlines() if " = " not in one]  # times read back
        assert (result.code, said) == (0, []), (line, result)
        return str(result.out)

    def new(self, line: str, now: str = "10:00", as_: str = "li.na") -> str:
        """Make a record; give its id."""
        return self.ok(line, now, as_).split()[0]

    def refused(self, line: str, now: str = "10:00", as_: str = "li.na") -> str:
        """Type a line that a rule refuses, and see that nothing at all was written; give why."""
        before = self.files()
        result = self.types(line, now, as_)
        assert (result.code, result.out) == (3, ""), (line, result)
        assert self.files() == before
        return result.err

    def due(self, now: str, *words: str) -> list[tuple[str, str, str]]:
        """Give what is late or without a limit (with --all: everything owed).

        As record, name of the deadline, rule. What is due at this very second is not late.
        """
        at = f"{now if 'T' in now else f'{DAY}T{now}'}+08:00"
        rows = self.desk.json("due", *words, now=at, lang=self.lang)
        kept = [row for row in rows if row["state"] != "due" or "--all" in words]
        return [(row["id"], row["what"], row["rule"]) for row in kept]

    def sees(self, english: str, chinese: str) -> str:
        """Give the sentence of this person's language."""
        return chinese if self.lang == "zh" else english

    def files(self) -> dict[str, bytes]:
        """Give every record file of the desk."""
        found = self.desk.root.rglob("*.md")
        return {path.name: path.read_bytes() for path in found}

    def shown(self, id_: str) -> Any:
        """Give a record as a program reads it."""
        return self.desk.json("show", id_)


def packs(desk: Any, *codes: str, more: str = "") -> None:
    """Say whose rules hold on the desk."""
    about = re.sub(r"\[.*\]", f"[{', '.join(codes)}]", desk.read("cs.yaml"))
    desk.write("cs.yaml", about + more)
