r"""Numbers that are names: versions, dates, times of day, rooms, telephone numbers, marks of lists. All in folded text.

What is meant as a name is covered before numbers are read. What can be read two ways is left standing: then the text has
a number, and nothing is said. Each pattern is bounded, so that reading stays linear.
"""

from __future__ import annotations

import re

_M, _D = r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])"
#: What is counted or measured: in front of these a number is none of a name.
COUNTED = r"\s*(?:[个家人元万亿台件单%‰次条份套篇场笔户名例起张位吨米斤箱批桶只块组通天分秒]|小时|美元|千|百)"
#: Not behind these: 完成 12 栋, 提前 3 周, 粉丝到 2035 are figures.
_DONE = r"(?<![成付收顶了共建盖])(?<![成付收顶了共建盖] )"
_BY = r"(?<![前后迟短晚早到至从压用了期省提快慢长差])(?<![前后迟短晚早到至从压用了期省提快慢长差] )"
_UPTO = r"(?<![到至达破过超为是→>增涨])(?<![到至达破过超为是→>增涨] )"
_CN = "一二三四五六七八九十"
#: Measures that Chinese companies write in Latin letters, often right in front of their number.
_MEASURES = r"(?:nps|gmv|roi|roas|dau|mau|wau|uv|pv|arpu|csat|ctr|cvr|sla|oee|ltv|cac|arr|mrr|nrr|cpc|cpm|cpa|otd|ppm|fpy|mttr|mtbf|cpk|ebitda|gpm|rmb|usd)"
_PATTERNS = (
    # addresses, telephone numbers, numbers of documents
    r"https?://[\x21-\x7e]{1,400}|www\.[\x21-\x7e]{1,200}|[\w.+-]{1,40}@[\w.-]{1,40}",
    r"(?<!\d)(?:400|800)[- ]?\d{3,4}[- ]?\d{3,4}(?!\d)|(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)",
    rf"(?:电话|手机|分机|工号|[单编票账尾]号|订单号|合同号|会议号|微信|qq|邮编|房间|密码|工单|热线|专线|拨打|文号|批号|批次|车牌|股票代码)\s?(?:号|为|是|:)?\s?[a-z]{{0,6}}-?\d[\d-]{{1,20}}(?![\d.]|{COUNTED})",
    r"(?<![\d.])\d{3,6}(?=\s*(?:服务)?(?:热线|专线))",
    rf"(?<![\d.,])\d{{9,}}(?![\d.]|{COUNTED})",
    # letters and digits: V2.0, ISO9001, KR1, iPhone 15, 5G, 6S 管理, 5W2H
    rf"(?<![a-z0-9])(?!{_MEASURES}[\d.])[a-z][a-z_]{{0,20}}[-_/]?\d[a-z0-9_.-]{{0,30}}(?<![._-])",
    rf"(?<![a-z])(?:kr|o|okr|p|iso|gb|gb/t|as|iatf|python|java|windows|win|office|iphone|ios|android|win|mac|gpt|xp|ie|no\.?|bug|pr|issue|sprint|wave|phase|day|week)\s*[-#]?\s*\d+(?:\.\d+)*(?![\d.]|{COUNTED})",
    r"(?<![a-z0-9.])\d[a-z]\d[a-z](?![a-z0-9])|(?<![a-z0-9.])\d[ac-gi-jln-vx-z](?=[一-鿿])|(?<![a-z0-9.])[2-6]g(?![a-z0-9])|(?<![a-z0-9.])[5-7]s(?=\s*(?:管理|活动|检查|现场|推行|培训|评比|标准|达标|整改|巡查))",
    r"(?<!\d)\d\s?d\s?(?:打印|建模|模型|报告)|(?<!\d)\d{3,4}p\b(?=[一-鿿\s])|[a-z]2[a-z]\b",
    # versions
    r"(?<![\d.])\d+(?:\.\d+){2,3}(?!\d)|(?<![\d.])\d+(?:\.\d+)?\s*版(?!块|权|面)|版本号?\s*[v:]?\s*\d+(?:\.\d+)*",
    rf"(?:系统|平台|中台|app|小程序|软件|门户|官网|工具|模型|引擎|框架|数字化|方案|战略|计划|手册|制度|标准)\s*\d+(?:\.\d+)+(?!{COUNTED})",
    rf"(?<![\d.分度比值率数量额到至从由为达约超→>是于在])[1-9]\.0(?![\d.]|{COUNTED}|\s*(?:→|->|到|至))",
    # how long something is open, and other names with a time in them
    r"7\s*[×x*]\s*24(?:\s*小时|\s*h)?|(?<![\d.→>到至从由用为约])24\s*(?:小时|h)(?=\s*(?:客服|热线|值班|值守|在线|服务|营业|响应|监控|自助|不间断|人工|轮班|待命|之?内|药房|无人|急诊|开放|运行|便利|的|电话|门店|保安|配送|送达))|365\s*天",
    r"(?<!\d)7\s*天(?=\s*无理由)|(?<!\d)[05-9][05]\s*后|(?<!\d)(?:t\s*\+\s*\d)|1\s*对\s*1|1\s*v\s*1|360\s*度?(?=\s*(?:评估|环评|考核|反馈|测评|度))",
    rf"双\s*1[12]|(?<!\d)(?:618|996|007|985|211)(?![\d.]|{COUNTED})|(?<!\d)(?:315|110|119|12306|12345|12315)(?=\s*(?:晚会|打假|活动|演练|宣传|平台|热线))|58\s*同城|36\s*氪|51job|1688|(?<!\d)7-11|(?<!\d)500\s*强",
    # order and place
    rf"(?<!排名)(?<!排)(?<![位列居])第\s*[\d{_CN}百两]{{1,6}}(?!\s*[名位\d])\s*(?:[周季期次版章节届批阶轮步条项个部页天课讲]|季度|部分|阶段)?",
    r"(?<![\d.])\d{1,4}(?:[、,和]\s?\d{1,4}){0,4}\s*(?:号(?:楼|线|店|机|库|仓|门|厅|文|令|院|车间|产线|窗口|会议室|炉|站|线路|工位|柜)?|会议室|[室届]|车间|教室|号路|国道)",
    rf"(?<![\d.]){_DONE}\d{{1,4}}\s*(?:[栋幢层]|楼(?!盘)|路(?!径|演)|期(?![内间末初货房]))",
    r"(?<![\d.])\d+(?:\.\d+)?\s*(?:英?寸|f(?![a-z0-9]))",
    # dates and times of day
    rf"(?<![\d.])(?:19|20)\d\d\s*(?:年度?|届|财年|款|级)\s*(?:{_M}\s*月\s*(?:{_D}(?!\d)\s*[日号]?)?)?|(?<![\d.])(?:19|20)\d\d\s?[-/.]\s?{_M}(?:\s?[-/.]\s?{_D})?(?!\d|{COUNTED})",
    rf"(?<![\d.]){_UPTO}(?:19|20)\d\d(?![\d.]|{COUNTED})",
    rf"(?<![\d.]){_M}\s*月份?(?:\s*{_D}(?!\d)\s*[日号]?)?(?!活|均|度活)|(?<![\d.]){_D}\s*[日](?!均|活|留存)|\d{{1,2}}:\d\d(?::\d\d)?",
    rf"(?<![\d./]){_M}[./-]{_D}\s*(?:[-~—–]|至|到)\s*(?:{_M}[./-])?{_D}(?![\d.%]|{COUNTED})",
    rf"(?<![\d./]){_M}[./]{_D}(?![\d.%/])(?=\s*(?:前|之前|上线|交付|下午|上午|晚|早|日|号|完成|开会|\(?周[{_CN[:6]}日]|版本|截止|提交|之后|后|起|:))|(?m:^)[ \t]{{0,20}}+{_M}[./]{_D}(?![\d.%/])(?!{COUNTED})",
    r"(?<![\d.升降涨跌高低增减加了差+-])(?<![升降涨跌高低增减加了差] )\d{1,2}\s*点(?![\d.])(?:\d{1,2}分|半|钟|整)?",
    rf"(?<![\d.]){_BY}\d{{1,3}}\s*(?:周(?!岁|活)|星期|年(?!均))|[{_CN}]{{1,3}}\s*[周年日]|周[{_CN[:6]}日天1-7]|[qh]\s*[1-4](?!\d)|[{_CN[:4]}1-4]\s*个?季度",
    rf"(?<!\d){_DONE}(?:\d{{1,2}}|[{_CN}两]{{1,2}})\s*个?\s*(?:方面|角度|部分|阶段|环节|层面|维度|步骤|要点|原则|板块)",
    # one of something is no figure: 开了一次会, 一份方案
    r"[一两](?=[些下直起般样旦定系边向度律致切味])|一(?=[个份套遍场轮条次点种项批对位篇张段版天组只块道门类])",
    # marks of lists
    rf"(?m:^)[ \t]{{0,20}}+[-*•·▪●◆>]?\s*(?:\(?\d{{1,2}}(?:\.\d{{1,2}}){{0,2}}\s*(?:[、)\]:]|\.(?!\d))|\d{{1,2}}(?:\.\d{{1,2}}){{1,2}}\s+(?=[一-鿿a-z【])|\d{{1,2}}\s+(?=[一-鿿])(?!{COUNTED}))",
    r"(?:(?<=[;。,:])|(?<=\s))\(?\d{1,2}(?:[、)]|\.(?!\d))|\(\d{1,2}\)",
)
#: Between what belongs together stand few blanks, and no end of a line: reading stays linear.
NAMES = re.compile("|".join(f"(?:{one})" for one in _PATTERNS).replace(r"\s*", r"[ \t]{0,4}"))
#: A day as it is written in short, or a fraction (3/5).
_DAY = re.compile(rf"(?<![\d./])(?P<month>{_M})/(?P<day>{_D})(?![\d./%]|{COUNTED})")
_MONTHS = 12
_CODE = re.compile(r"[!-~]")
_HAN = re.compile(r"[一-鿿]")
#: A line of this many characters with few Chinese ones is code or a log.
_LONG_LINE, _FEW = 60, 0.3


def covered(folded: str) -> str:
    """The text with every number that is a name replaced by dots, as long as before."""
    lines = [_dots(line) if _is_code(line) else line for line in folded.split("\n")]
    return _DAY.sub(_day, NAMES.sub(lambda found: _dots(found[0]), "\n".join(lines)))


def _day(found: re.Match[str]) -> str:
    """8/6 and 8/15 are days, 3/5 may be three of five."""
    month, day = int(found["month"]), int(found["day"])
    return _dots(found[0]) if month >= day or day > _MONTHS else found[0]


def _dots(words: str) -> str:
    return "".join("\n" if char == "\n" else "·" for char in words)


def _is_code(line: str) -> bool:
    """Whether a line is a program's, not a person's."""
    if len(line) < _LONG_LINE:
        return False
    return len(_HAN.findall(line)) < _FEW * len(_CODE.findall(line))
