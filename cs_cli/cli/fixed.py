"""The commands that every desk has, whatever its kinds."""

# Command to (module, its Chinese word).
FIXED = {
    "init": ("init", "初始化"),
    "due": ("due", "到期"),
    "show": ("show", "查看"),
    "search": ("search", "搜索"),
    "why": ("why", "为什么"),
    "when": ("when", "何时"),
    "check": ("check", "检查"),
    "policy": ("policy", "制度"),
    "duty": ("duty", "职责"),
    "report": ("report", "报表"),
    "clock": ("clock", "打卡"),
    "staff": ("staff", "员工"),
    "roster": ("roster", "排班"),
    "shift": ("roster", "班次"),
    "audit": ("audit", "审计"),
    "phrase": ("phrase", "话术"),
    "log": ("log", "历史"),
    "diff": ("diff", "差异"),
    "sync": ("sync", "同步"),
    "undo": ("undo", "撤销"),
    "settle": ("settle", "裁定"),
    "seal": ("seal", "封存"),
    "unseal": ("unseal", "启封"),
    "erase": ("erase", "抹除"),
    "doctor": ("doctor", "诊断"),
    "completion": ("completion", "补全"),
}
# What only programs call; in no list.
HIDDEN = {"merge-driver": "merge_driver", "pre-receive": "pre_receive"}
