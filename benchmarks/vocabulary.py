"""Words for invented records, and the settings of the desk they lie on: nobody here is real."""

PEOPLE = """\
sun.guofeng    孙国锋  director        office       -
he.yulan       何玉兰  manager         service      sun.guofeng
tang.jian      唐健    manager         engineering  sun.guofeng
qian.lijuan    钱丽娟  quality         office       sun.guofeng
ma.chengwu     马成武  production      office       sun.guofeng
chen.shufen    陈淑芬  supervisor      service      he.yulan
lu.haiyan      陆海燕  supervisor      service      he.yulan
gao.tiejun     高铁军  engineering-head engineering tang.jian
li.chunmei     李春梅  clerk           service      chen.shufen
wang.xiaoli    王晓丽  clerk           service      chen.shufen
zhang.qi       张琪    clerk           service      chen.shufen
zhao.ruolan    赵若兰  clerk           service      lu.haiyan
zhou.minhua    周敏华  clerk           service      lu.haiyan
xu.jingwen     徐静雯  front-desk      service      lu.haiyan
lin.yifan      林一帆  front-desk      service      lu.haiyan
deng.dashan    邓大山  technician      engineering  gao.tiejun
feng.yong      冯勇    technician      engineering  gao.tiejun
song.baoguo    宋保国  technician      engineering  gao.tiejun
xie.changhe    谢长河  technician      engineering  gao.tiejun
yu.zhiqiang    余志强  technician      engineering  gao.tiejun
"""

CS = """\
packs: [PSC, ONE, CHD, PRO]
# The last day of the records, so that duties do not fill the list.
started: 2026-11-20
zone: Asia/Shanghai
language: zh
commit: manual
"""

CALENDAR = """\
zone: Asia/Shanghai
hours:
  mon: [08:30-12:00, 13:30-18:00]
  tue: [08:30-12:00, 13:30-18:00]
  wed: [08:30-12:00, 13:30-18:00]
  thu: [08:30-12:00, 13:30-18:00]
  fri: [08:30-12:00, 13:30-18:00]
holidays: CN
shifts:
  day: 08:00-18:00
  night: 18:30-24:00
"""

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
GIVEN = "伟芳娜敏静强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红梅建国文斌晨"
ESTATES = ("望湖苑", "春晓花园", "青枫里", "云栖新村", "锦澜府", "梧桐小筑", "南山雅居")
REGIONS = ("东区", "西区", "南区", "北区")
TIERS = ("normal", "normal", "normal", "normal", "important", "vip")
CHANNELS = ("phone", "phone", "phone", "phone", "visit", "visit", "chat", "email", "on-site")
DEPARTMENTS = ("工程部", "保洁部", "秩序部", "绿化组", "财务部")
THINGS = (
    "厨房水龙头",
    "卫生间地漏",
    "楼道灯",
    "单元门禁",
    "电梯按钮",
    "阳台推拉门",
    "空调外机",
    "暖气阀门",
    "可视对讲",
    "入户门锁",
    "车库道闸",
    "窗户密封条",
    "热水管",
    "配电箱",
)
SYMPTOMS = ("漏水", "不亮", "打不开", "有异响", "失灵", "松动", "反复跳闸", "堵塞", "渗水", "卡住")
MATTERS = (
    "物业费账单",
    "装修押金退还",
    "访客停车",
    "快递代收",
    "门禁卡补办",
    "水电费代缴",
    "宽带入户",
    "垃圾清运",
    "楼上噪声",
    "楼道堆物",
    "绿化修剪",
    "充电桩申请",
)
FAULTS = (
    "态度生硬",
    "迟到两个小时",
    "反映多次无人处理",
    "收费说明不清",
    "施工后没有清理现场",
    "约好时间没有来人",
    "回复前后不一致",
)
TITLES = {
    "inquiry": "咨询{matter}如何办理",
    "complaint": "投诉{matter}一事{fault}",
    "repair": "{thing}{symptom}",
    "incident": "{estate}{thing}突发{symptom}",
    "suggestion": "建议改进{matter}",
    "service": "申请上门处理{thing}",
    "return": "申请退回{thing}",
    "exchange": "申请更换{thing}",
    "cancellation": "申请取消{matter}订单",
}
SENTENCES = (
    "客户来电说，{thing}从上周开始{symptom}，一直没有好转。",
    "客户表示{matter}的事情之前问过一次，得到的答复是等通知。",
    "家里有老人和孩子，希望尽快处理。",
    "客户说工作日白天不在家，晚上七点以后方便接听。",
    "客户提到{fault}，希望给一个明确说法。",
    "已向客户说明处理流程，客户表示理解。",
    "现场照片已由前台留存，编号与本单一致。",
    "客户住在{estate}，进门需要先与门岗联系。",
    "请处理人员上门前半小时电话联系。",
    "客户另外问到{matter}，已当场答复。",
)
RESULTS = (
    "已处理完毕，试用正常",
    "已更换配件，客户当面确认",
    "已向客户说明，客户认可",
    "已协调相关部门办理完毕",
    "已上门查看并恢复使用",
    "已按约定时间完成",
)
REASONS = ("等待配件到货", "客户外出，约定回来后联系", "等待责任部门答复", "需要厂家技术人员到场")
PLANS = (
    "由工程部上门返工并当场验收",
    "减免当月服务费并书面致歉",
    "更换处理人员，三日内办结",
    "重新核对账单并当面说明",
)
PROCEDURES = ("入户登记、作业、试用、客户签字", "先报价，客户同意后上门")
OUTCOMES = ("无人接听", "客户正在开会，请稍后再拨", "电话关机", "占线")
LEAVE_REASONS = ("家中有事", "身体不适", "陪家人就医", "回老家探亲", "补休国庆值班")
ITEMS = (
    "夜间巡查两次，无异常",
    "三号楼电梯厂家明日上午到场",
    "车库积水已抽完，留意天气",
    "代收快递一件，待业主来取",
    "前台打印机缺墨，已报采购",
)
INVENTORY = (("对讲机", 4), ("钥匙", 12), ("登记本", 3), ("手电筒", 2), ("雨伞", 10))
RATINGS = ("repair_quality", "timeliness", "service_attitude")
SATISFACTION = ("very-satisfied", "satisfied", "satisfied")
