"""The words of reports: what headings are called, how a plan begins, what ends it, what names a risk. In folded text."""

from __future__ import annotations

import re

#: What a line is about that stands under a heading with these words; the first that fits.
ROLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        ("meta", r"^(?:姓名|部门|日期|岗位|职位|汇报人|填写人|提交人|报告人|时间|周期|主送|抄送|收件人|团队|小组|作者)$"),
        ("plan", r"^(?:下周|明[日天]|下个?月|下双月|下个?季度?|下个?周期|下一?阶段|下一?期|下一步|后续|后期|后面|接下来|未来|next)"),
        ("ask", r"风险|问题|困难|障碍|阻碍|求助|支持|帮助|帮忙|协助|卡点|难点|需要|协调|待解决|信心|把握|堵点"),
        ("done", r"完成情况|执行情况|落实情况|上周(?:计划|安排|优先|说好)|上周承诺"),
        ("plan", r"计划|安排|打算|展望|优先事项|待办|todo"),
        ("done", r"本周|今[日天]|上周|昨[日天]|完成|进展|进度|工作|回顾|成果|总结|done|事项|小结|本月|本季|本双月|动态|数据|指标|kr|亮点|收获|反思|心得|学习|思考|感悟|得分|原因|经验|规律"),
    )
)  # fmt: skip
#: That something has moved, or how it goes.
MOVED = re.compile(r"[一-鿿]率|提升|提高|下降|降低|增长|缩短|减少|增加|进展|进度|推进|顺利|情况")
#: A line that is the title of a report.
TITLE = re.compile(
    r"周报|日报|月报|季报|双月报?告?|年报|双月总结|季度总结|工作(?:汇报|报告|总结|简报)|weekly|述职|工作日志"
)
#: A text about reports, or of another sort, whatever words it has.
OTHER_SORT = re.compile(
    r"怎么写|如何写|怎样写|写好|写作(?:技巧|指南)|尊敬的|亲爱的|各(?:部门|位|单位)[^。\n]{0,12}(?:请|注意|:)|特此(?:通知|公告|函告)|通知如下|关于[^。\n]{1,24}的(?:通知|公告|通报|函)(?:\s*:|\s*(?m:$))|岗位职责|任职(?:要求|资格)"
    r"|甲方\s?[(:]|乙方\s?[(:]|第[一二三四]条\s|食材|小火|从前|很久以前|据悉|据报道|本报讯|讯\)"
)
#: What is mostly of another sort, and may stand in a report too.
MAY_BE_OTHER = re.compile(
    r"招聘|本(?:合同|协议|办法|制度|规定)|适量|记者|邀请(?:函|您)|报名(?:方式|链接)|扫码|优惠|限时|转发|点击(?:链接|下方)"
    r"|准时(?:参加|到场|出席)|提前到场|请携带|敬请|满\s?\d+\s?减|立减|包邮|折起|收盘|股价|上证|沪指|涨停|央行|统计局"
)
#: What belongs to life at home and to the weather; a report may speak of it, but then by other signs too.
AT_HOME = re.compile(
    r"日记|天气|气温|[小中大阵暴]雨|[东南西北]风|孩子|宝宝|爸|妈|爷爷|奶奶|老公|老婆|男友|女友|朋友|火锅|饺子|逛街|爬了?[一-鿿]?山|公园|电影|购物|菜市场|鸡蛋|牛奶|做饭|减肥|跑步|作业|旅游|睡"
)
PERIODS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (period, re.compile(pattern))
    for period, pattern in (
        ("daily", r"日报|工作日志"),
        ("weekly", r"周报"),
        ("bimonthly", r"双月报|双月总结"),
        ("quarterly", r"季报|季度(?:总结|报告|汇报)"),
    )
)
#: Words of a time of which somebody reports.
WHEN = {
    "daily": re.compile(r"今[日天]|明[日天]"),
    "weekly": re.compile(r"[本上下这]周(?![一二三四五六日末])"),
}
#: That something was worked at.
WORK = re.compile(
    r"完成|推进|跟进|拜访|续[约费]|上线|修复|对接|签[约了下]|回款|评审|联调|测试|开会|会议|参[加与]|组织|整理|编写|撰写|提交|交付|发布|处理|解决|沟通|协助|配合|培训|调研|优化|完善"
    r"|梳理|走访|回访|面试|招聘|巡店|盘点|发货|采购|施工|安装|验收|检查|检测|送检|进行中|待检|备料|筛选|统计|制定|输出|落实|开发|设计|搭建|实现|部署|学习|复盘|答疑|更新|汇总|审核|核对|洽谈|报价|成交|投放|转化|达成|进度|成立|启动|接待"
)
#: How a sentence begins that is about what is to be done.
AHEAD = re.compile(
    r"\s*+(?:\d[.、)]\s*+)?(?:下周|明[日天早晚]|接下[来去]|下一步|后[面续]?[一两三四\d]周|后续|后期(?!制作|处理)|后面|往后|未来|下个?月|下一?阶段|下一?期|下双月|下个?季度?|下个?周期|今后|计划|打算|争取)"
)
#: Verbs of plans that never end by themselves.
ENDLESS = re.compile(
    r"优化|完善|推进|跟进|加强|加大|加快|深化|提升|提高|持续|继续|努力|做好|配合|协助|熟悉|了解|维护|关注|强化|改进|巩固|探索|抓好|落实|保持|参与|摸索|打磨|深耕|密切|积极|尽快|尽力|进一步|学习|支持|沟通"
)
#: What says when a plan is done: a thing handed over, a decision, a day.
ENDS = re.compile(
    r"完成|提交|上线|交付|发布|签(?:约|订|下|署|单|完|字|到|回|掉)|定稿|出(?:稿|具|方案|结果|报告|清单|结论|名单|初稿|样|图|一[份版张])|拿[到下回]|确定|敲定|定[下好出稿]|给[出到]|评审|验收|[召开]开|开(?:会|始|通|票|工|业)"
    r"|跑[通完]|谈[妥下完定成]|关闭|解决|修复|收齐|收回|排[出完好]|列[出完]|写[完好出]|做[完成]|改[完好]|测(?:完|通|试(?:完|通过|报告))|通过|上报|发(?:出|给|送|布|放)|约[见谈好]|安装|切换|接入|招[到满齐]|搬|清[完零空]|补[齐完]"
    r"|试(?:跑|运行|产)|算[清出]|讲[完给]|交[到给]|到[货位岗]|选[定出]|量[出完]|对[齐完清]|吃透|搞定|答辩|审批|备案|结[清项案]|初稿|终稿|清单|名单|[月周日号](?:底|末)?前|之前|截止"
    r"|周[一二三四五六日天1-7]|月[底末初]|\d\s*[日号]|明[日天](?:上午|下午)?前|\d"
)
#: What is done once, unless it goes on and on (继续走访).
ONCE = re.compile(r"拜访|走访|回访|面试|培训|访谈|采购|盘点|验证|试点")
ON_AND_ON = re.compile(r"加强|加大|持续|继续|做好|强化|配合|保持")
#: Key results are spoken of by that name; OKR 培训 is something else.
MARKED = re.compile(r"(?<!o)kr|关键(?:结果|成果)")
#: A key result or a goal is spoken of.
GOAL = re.compile(
    r"(?<!o)kr|关键结果|关键成果|okr\s*(?:进展|进度|得分|状态|完成|更新)|目标(?!客户|用户|人群|群体|市场|公司|企业|院校|对象|岗位|检测|识别|跟踪|管理|受众|门店|候选)|指标|[达完]成(?:率|度)|达成\s*\d|进度\s*:?\s*\d"
    r"|\d\s*(?:[%万亿千百]|[一-鿿]{0,2})?\s*(?:→|->|=>|-->)|[从由]\s*\d[^,;。\n]{0,12}[到至升降]|(?:距|离)[^,;。\n]{0,8}(?:还差|差)|还差\s*\d"
)
#: A confidence, a risk, a forecast; names such as 风险评估报告 are none.
DOUBT = re.compile(
    r"信心(?:指数|值|度)?\s*[:为是从由在]?\s*[\d一二三四五六七八九十(]|信心(?:指数|不足|不大|较?[高低足强]|[升降掉变回下上]|充足|还|有|没|只|一般)|[有没无](?:多大)?信心|(?<!增强)(?<!提振)(?<!树立)(?<!坚定)信心\s*(?:[:,;。(|]|(?m:$))"
    r"|[有没无多]\S{0,2}把握|把握[^,;。\n\d]{0,3}[一二三四五六七八九\d]\s*成|把握(?:不大|不足|较?[大小高低]|[:\d]|度|有|程度)|[一二三四五六七八九\d]\s*成(?:的)?把握|confidence"
    r"|风险(?!评估|控制|管理|合规|部|报告|模型|提示书|排查|点检|识别|培训|等级|库|偏好|投资|准备金|源|分级|应对手册|管控|点)|高风险|[红黄绿]灯|亮[红黄绿]|障碍(?!物|者)|阻碍|卡[点在住]|瓶颈|堵点|求助|(?:遇到|存在|碰到)[^,;。\n]{0,6}(?:问题|困难)"
    r"|(?m:^)[ \t]{0,20}+[-*•#【\d(一二三四五六七八九十.、) ]{0,12}+[^\n:,。;]{0,6}(?:问题|困难|难点)[^\n:,。;]{0,6}(?:】|:|(?m:$))|[。;][^\n:,。;]{0,2}(?:问题|困难|难点):|[需请要][^,;。\n]{0,14}(?:支持|帮忙|协调|协助|支援|拍板)|担心|(?:可能|恐怕?|会)[^,;。\n]{0,4}(?:完不成|延期|延误|落后|赶不上|来不及|达不[到成]|到不了|推迟|滑到)|完不成|到不了|达不[到成]|赶不上|来不及|不达标|(?:进度)?(?:落后|滞后)|延期(?!付款|险)|偏慢|预计[^,;。\n]{0,12}(?:达成|完成|达到|能到|可到|实现)|有望|有难度|吃紧|把握不|缺口|不确定"
)
#: In front of what is missing to a target, and of what is needed each week.
LEFT = re.compile(r"(?:还[差缺要]|差|缺)(?:了|着|大约|约)?\s*$")
PACE = re.compile(r"(?:每|一)周(?:还?[要得需]要?|必须|至少|平均要|要有|差不多)\s*$")
#: What stands below a heading and says nothing; the second only where something was to be said.
BLANK = re.compile(
    r"(?:略|待补充?|待填写?|待完善|待定|暂缺|空|tbd|todo|x{2,}|\.{2,}|…+|-+|/+|_+|—+|~+|同上|\([^()]{0,60}\)|[·•*])[。.]?"
)
NOTHING = re.compile(r"(?:暂?无|没有|none|n/?a|暂时没有)[。.]?")
