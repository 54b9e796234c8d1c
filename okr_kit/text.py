"""What can be read off a statement without judging it: words, numbers, dates, clauses, and what changes from where to where.

The reading of a language is code of its pack (``lang/<tag>``); this module holds the nouns and the width fold. A fold
keeps the length, so that a place in the folded text is the same place in what the learner wrote.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Protocol, overload

from .model import Span

# Traditional characters and the simplified ones, in the same order.
_TRADITIONAL = (
    "萬與專業東絲丟兩嚴喪個豐臨為麗舉義烏樂習鄉書買亂爭於虧雲產畝親億僅從侖倉儀價眾優會傘偉傳傷倫偽體餘傭債傾償儲兒黨蘭關興養獸內岡冊寫軍農馮"
    "決況凍淨準涼減湊凱擊鑿劃劉則剛創刪別製劑劍劇勸辦務動勵勁勞勢區醫華協單賣盧衛卻廠廳歷厲壓厭縣參雙發變敘號嘆後嗎啟員聽圍園圓圖團國壇壞"
    "塊堅壘墊場境墳報壯聲處備夠頭夾奪奮獎婦媽學寧寶實審寫寬對尋導將爾塵嘗層屬歲島崗嶺幣帥師帳帶幫幹廣庫應廟廢開異棄張強歸當錄徹徑復態憂懷"
    "懸憐總戀恆惡惱愛憤憑願懶戰戲戶執擴掃揚擾撫拋搶護擔擬擁揀擇擋掙揮損換據擲攝擺搖攤敵數齋斷時晉曬曉暫術機殺雜權條來楊極構槍標棧樹樣橋檢"
    "樓欄歡歐殘氣漢湯溝沒滬瀉潑澤潔濁測濟渾濃濤潤漲滲溫遊灣濕滿濾滯瀏燈災爐煉煙煩燒熱營爺牽犧狀獨獲獵環現瑪畫暢療瘋監盤礦碼磚確礎祿禍種積"
    "稱穩窮竊競筆築簡籤籌糧緊紅約級紀純納綱紙紛組細織終紹經結繞給絡絕統績緒續維綜綠緩編緣縮縱線練締網罰羅職聯聰腦腳膠臉艦藝節蘇藥萊蓋薦虛蟲"
    "補襯裝見觀規視覽覺觸計訂認討讓訓議訊記講許論設訪證評識訴診詞譯試詩誠話該詳語誤說請諸讀課誰調談謀謝譜貝負財責賢敗貨質販貪購貫賤貼貴貸費"
    "賀資賽贏趕趨躍跡踐車軌軟轉輪輕載較輔輛輸辭邊達遷過運還這進遠違連遲適選遺鄰鄭釋鑑針釘鈕鈔鋼錢鐵鏈銷鎖鍋鍵鎮鏡長門閉問閃間聞閱闊隊陽陰陣"
    "階際陸險隨隱難雞離電靈霧靜頂項順須顧頓預領頻題顏額風飛飯飲館驅駛駕驗騙騎魚鮮鳴麥黃齊齡龍龐週係裡錶採迴製佔併複瞭佈註託範鬆鬱籃嚮衝歸啓羣"
    "擅僱鑽廚剩疊礙獻訣誌讚贊輯鑒隸顯飾饋髮鬥闆澱訖遞遙邁頁絨檔墻窩紮紐績屆灑溯"
    "響禦駐輿鋪銀鋒錯鎢鑄鑰閥閣闡雖韌韓頒頌顛飼餅餓饒馬騰驟驚鮑鯨鳥鴨鵬點齒齣瀾瀕濱滾漸濫熾燦獄瑣瓊畢癥癒皺盡盜睏矯硯碩禮稅稟穀穎窯竄簾籠糾絢"
    "綁綻緝緻縝縫繪繳繼纏纜罵聖聾肅膚膽臟艙莊莖葉蔣蕩薩蘋蝕蝦螢袞襲詢誘誼諧諮謂謙謹豎豬貿賓賬賭賴贈趙踴躊軸輩輻轄轎轟辯逕邏郵釀鈴鉤鉛銅銘鋁錦"
    "鍛鏟鑲陳顆飄餵驛髒鬧鹽麵曆橫樞檯櫃殼滅潛瑩痺睜穫筍紋綢繩罷脈脹臺舊艱芻葷蒼蔔藍覓誇諾譽賠賦醜鈣鋸鎊閒闖魯鳳儘傑僑儉兌勝勻匯吳呂啞喚噴噸嚇"
    "囑壺夥奧妝嬰孫宮寢嶄巖幟幾廈彈彌彎彙徵慘慣慮慶憲懇懲捲掛搗摯撥撲擠擱攔攜斂斃晝朧棗榮槳歎毀氫淚淺滌漁漣灘"
)
_SIMPLIFIED = (
    "万与专业东丝丢两严丧个丰临为丽举义乌乐习乡书买乱争于亏云产亩亲亿仅从仑仓仪价众优会伞伟传伤伦伪体余佣债倾偿储儿党兰关兴养兽内冈册写军农冯"
    "决况冻净准凉减凑凯击凿划刘则刚创删别制剂剑剧劝办务动励劲劳势区医华协单卖卢卫却厂厅历厉压厌县参双发变叙号叹后吗启员听围园圆图团国坛坏"
    "块坚垒垫场境坟报壮声处备够头夹夺奋奖妇妈学宁宝实审写宽对寻导将尔尘尝层属岁岛岗岭币帅师帐带帮干广库应庙废开异弃张强归当录彻径复态忧怀"
    "悬怜总恋恒恶恼爱愤凭愿懒战戏户执扩扫扬扰抚抛抢护担拟拥拣择挡挣挥损换据掷摄摆摇摊敌数斋断时晋晒晓暂术机杀杂权条来杨极构枪标栈树样桥检"
    "楼栏欢欧残气汉汤沟没沪泻泼泽洁浊测济浑浓涛润涨渗温游湾湿满滤滞浏灯灾炉炼烟烦烧热营爷牵牺状独获猎环现玛画畅疗疯监盘矿码砖确础禄祸种积"
    "称稳穷窃竞笔筑简签筹粮紧红约级纪纯纳纲纸纷组细织终绍经结绕给络绝统绩绪续维综绿缓编缘缩纵线练缔网罚罗职联聪脑脚胶脸舰艺节苏药莱盖荐虚虫"
    "补衬装见观规视览觉触计订认讨让训议讯记讲许论设访证评识诉诊词译试诗诚话该详语误说请诸读课谁调谈谋谢谱贝负财责贤败货质贩贪购贯贱贴贵贷费"
    "贺资赛赢赶趋跃迹践车轨软转轮轻载较辅辆输辞边达迁过运还这进远违连迟适选遗邻郑释鉴针钉钮钞钢钱铁链销锁锅键镇镜长门闭问闪间闻阅阔队阳阴阵"
    "阶际陆险随隐难鸡离电灵雾静顶项顺须顾顿预领频题颜额风飞饭饮馆驱驶驾验骗骑鱼鲜鸣麦黄齐龄龙庞周系里表采回制占并复了布注托范松郁篮向冲归启群"
    "擅雇钻厨剩叠碍献诀志赞赞辑鉴隶显饰馈发斗板淀讫递遥迈页绒档墙窝扎纽绩届洒溯"
    "响御驻舆铺银锋错钨铸钥阀阁阐虽韧韩颁颂颠饲饼饿饶马腾骤惊鲍鲸鸟鸭鹏点齿出澜濒滨滚渐滥炽灿狱琐琼毕症愈皱尽盗困矫砚硕礼税禀谷颖窑窜帘笼纠绚"
    "绑绽缉致缜缝绘缴继缠缆骂圣聋肃肤胆脏舱庄茎叶蒋荡萨苹蚀虾萤衮袭询诱谊谐咨谓谦谨竖猪贸宾账赌赖赠赵踊踌轴辈辐辖轿轰辩径逻邮酿铃钩铅铜铭铝锦"
    "锻铲镶陈颗飘喂驿脏闹盐面历横枢台柜壳灭潜莹痹睁获笋纹绸绳罢脉胀台旧艰刍荤苍卜蓝觅夸诺誉赔赋丑钙锯镑闲闯鲁凤尽杰侨俭兑胜匀汇吴吕哑唤喷吨吓"
    "嘱壶伙奥妆婴孙宫寝崭岩帜几厦弹弥弯汇征惨惯虑庆宪恳惩卷挂捣挚拨扑挤搁拦携敛毙昼胧枣荣桨叹毁氢泪浅涤渔涟滩"
)
#: Longest phrase in characters that is looked for in front of a place.
LONGEST_PHRASE = 24
_start_of = itemgetter(0)
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_FOLD = (
    {ord(old): ord(new) for old, new in zip(_TRADITIONAL, _SIMPLIFIED, strict=True)}
    | _LOWER
    | {code: _LOWER.get(narrow, narrow) for code, narrow in _WIDE.items()}
)


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of folded text with what it is: the names of the word lists it stands in, or a mark made by code."""

    start: int
    end: int
    word: str
    tags: frozenset[str]

    def has(self, *tags: str) -> bool:
        """Whether it carries any of these tags."""
        return not self.tags.isdisjoint(tags)


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity as written. ``high`` is the end of a range, ``bound`` is ``>=`` or ``<=`` where the words say so.

    ``kind`` is the class of its unit (share, money, time, instant, score, grade, times, size, effort, plain), ``rank`` for a place in
    an order, or ``bare`` without a unit.
    """

    value: float
    unit: str
    kind: str
    span: Span
    high: float | None = None
    bound: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A pair of numbers that says from where to where."""

    before: Number
    after: Number


class Stretch(Sequence[Token]):
    """Tokens in a row. What is asked of them costs the same however many they are: the reading knows where each tag stands."""

    __slots__ = ("_from", "_reading", "_to")

    def __init__(self, reading: Reading, start: int, stop: int) -> None:
        """The tokens of a reading from one number to before another."""
        self._reading, self._from, self._to = reading, start, max(start, stop)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Token, ...]: ...
    def __getitem__(self, at: int | slice) -> Token | tuple[Token, ...]:
        """A token by its place, counted from the end where that is negative, or a few of them."""
        if isinstance(at, slice):
            start, stop, step = at.indices(len(self))
            return self._reading.tokens[self._from + start : self._from + stop : step]
        place = self._from + at if at >= 0 else self._to + at
        if not self._from <= place < self._to:
            raise IndexError(at)
        return self._reading.tokens[place]

    def __len__(self) -> int:
        """How many tokens."""
        return self._to - self._from

    def __iter__(self) -> Iterator[Token]:
        """One token after the other; whoever stops early has not looked at the rest."""
        return map(self._reading.tokens.__getitem__, range(self._from, self._to))

    def has(self, *tags: str) -> bool:
        """Whether any of them carries any of these tags."""
        return any(self._first_of(tag) < self._to for tag in tags)

    def first(self, *tags: str) -> Token | None:
        """The first that carries any of these tags."""
        place = min(map(self._first_of, tags))
        return self._reading.tokens[place] if place < self._to else None

    def last(self, *tags: str) -> Token | None:
        """The last that carries any of these tags."""
        place = max(map(self._last_of, tags))
        return self._reading.tokens[place] if place >= self._from else None

    def holds(self, test: Callable[[Token], bool]) -> bool:
        """Whether any of them passes a test (a function of a module: it is asked once about each token of the reading)."""
        places = self._reading.passing(test)
        at = bisect_left(places, self._from)
        return at < len(places) and places[at] < self._to

    def upto(self, end: int) -> Stretch:
        """Those of them that end at a place of the text or before."""
        return Stretch(self._reading, self._from, min(self._to, bisect_right(self._reading.ends, end)))

    def behind(self, start: int) -> Stretch:
        """Those of them that start at a place of the text or later."""
        return Stretch(self._reading, max(self._from, bisect_left(self._reading.starts, start)), self._to)

    def _first_of(self, tag: str) -> int:
        places = self._reading.places.get(tag, ())
        at = bisect_left(places, self._from)
        return places[at] if at < len(places) else self._to

    def _last_of(self, tag: str) -> int:
        places = self._reading.places.get(tag, ())
        at = bisect_left(places, self._to)
        return places[at - 1] if at else -1


@dataclass(frozen=True, slots=True)
class Reading:
    """One statement, read once. ``tokens`` are in order and do not overlap; ``clauses`` are ranges of characters.

    ``unread`` says why the statement cannot be judged: ``foreign`` (another language), ``wordless`` (numbers, signs, keys
    pressed at random), ``long`` (more than one statement: only its beginning is read); empty where it can. What is asked of a reading for each of its
    numbers or clauses must not walk over all of it: a text of a thousand numbers would take a minute. ``raw`` may be
    shorter than ``folded``, which then ends in what was given beside the sentence.
    """

    raw: str
    folded: str
    tokens: tuple[Token, ...]
    numbers: tuple[Number, ...]
    dates: tuple[Token, ...]
    changes: tuple[Change, ...]
    clauses: tuple[Span, ...]
    unread: str = ""
    patterns: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    #: Which tokens carry a tag, by their numbers; where each token starts and ends.
    places: Mapping[str, Sequence[int]] = field(init=False, repr=False, compare=False)
    starts: Sequence[int] = field(init=False, repr=False, compare=False)
    ends: Sequence[int] = field(init=False, repr=False, compare=False)
    #: Where the sentence ends before its closing marks; never 0.
    stop: int = field(init=False, repr=False, compare=False)
    #: All tokens.
    all: Stretch = field(init=False, repr=False, compare=False)
    #: Where the numbers stand that are one end of a change.
    changing: AbstractSet[Span] = field(init=False, repr=False, compare=False)
    _said: dict[tuple[str, int, int], bool] = field(init=False, repr=False, compare=False)
    _passed: dict[Callable[[Token], bool], list[int]] = field(init=False, repr=False, compare=False)

    def says(self, name: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Where the language's phrase of that name stands in a stretch of the text."""
        return self.patterns[name].search(self.folded, start, len(self.folded) if end is None else end)

    def clause_says(self, name: str, clause: Span) -> bool:
        """Whether a clause holds the phrase of that name; looked for once, however many numbers ask."""
        asked = name, *clause
        if asked not in self._said:
            self._said[asked] = self.says(name, *clause) is not None
        return self._said[asked]

    def opens(self, name: str, start: int, end: int | None = None) -> re.Match[str] | None:
        """The phrase of that name, if it stands right at a place."""
        return self.patterns[name].match(self.folded, start, len(self.folded) if end is None else end)

    def ends_in(self, name: str, end: int) -> re.Match[str] | None:
        """The phrase of that name, if it stands right in front of a place."""
        return self.patterns[name].search(self.folded, max(0, end - LONGEST_PHRASE), end)

    def tail(self, start: int, end: int | None = None) -> int:
        """How many characters that mean something are left between a place and the end."""
        stop = len(self.folded) if end is None else end
        return len(self.patterns["tail"].sub("", self.folded[start:stop]))

    def __post_init__(self) -> None:
        """Note where each token and clause starts and ends, and where each tag stands."""
        places: dict[str, list[int]] = defaultdict(list)
        for place, token in enumerate(self.tokens):
            for tag in token.tags:
                places[tag].append(place)
        note = object.__setattr__
        note(self, "places", places)
        note(self, "starts", [token.start for token in self.tokens])
        note(self, "ends", [token.end for token in self.tokens])
        note(self, "stop", len(self.folded.rstrip(" 。.!;…\n")) or len(self.folded))
        note(self, "_said", {})
        note(self, "_passed", {})
        note(self, "all", Stretch(self, 0, len(self.tokens)))
        note(self, "changing", {number.span for change in self.changes for number in (change.before, change.after)})

    def passing(self, test: Callable[[Token], bool]) -> Sequence[int]:
        """Which tokens pass a test, by their numbers."""
        if test not in self._passed:
            self._passed[test] = [place for place, token in enumerate(self.tokens) if test(token)]
        return self._passed[test]

    def tagged(self, *tags: str) -> tuple[Token, ...]:
        """The tokens that carry any of these tags, in order."""
        if len(tags) == 1:
            return tuple(self.tokens[place] for place in self.places.get(tags[0], ()))
        return tuple(self.tokens[place] for place in sorted({at for tag in tags for at in self.places.get(tag, ())}))

    def first(self, *tags: str) -> Token | None:
        """The first token that carries any of these tags."""
        places = self.places
        found = [places[tag][0] for tag in tags if tag in places]
        return self.tokens[min(found)] if found else None

    def within(self, span: Span) -> Stretch:
        """The tokens inside a range."""
        return Stretch(self, bisect_left(self.starts, span[0]), bisect_right(self.ends, span[1]))

    def touching(self, position: int) -> tuple[Token, ...]:
        """The tokens right in front of a place, at most one character away."""
        at = bisect_right(self.ends, position)
        return tuple(token for token in self.tokens[max(0, at - 2) : at] if position - token.end <= 1)

    def date_at(self, position: int) -> Token | None:
        """The date that covers a place."""
        at = bisect_right(self.dates, position, key=lambda date: date.start) - 1
        return self.dates[at] if at >= 0 and position < self.dates[at].end else None

    def clause_of(self, position: int) -> Span:
        """The clause that holds a position."""
        at = bisect_right(self.clauses, position, key=_start_of) - 1
        if at >= 0 and position < self.clauses[at][1]:
            return self.clauses[at]
        return 0, len(self.folded)


@dataclass(frozen=True, slots=True)
class Extract:
    """What a key result says, field by field; None where it cannot be read for certain."""

    metric: str | None = None
    baseline: float | None = None
    target: float | None = None
    unit: str | None = None
    due: str | None = None
    direction: str | None = None


def fold(text: str) -> str:
    """Fold full-width forms, ASCII case and traditional characters, one for one: the length never changes."""
    return text.translate(_FOLD)


class Reader(Protocol):
    """What a language pack's own code does: read a statement, and the fields of a key result out of its reading."""

    def read(self, text: str) -> Reading:
        """Cut a statement into what rules look at."""

    def extract(self, reading: Reading) -> Extract:
        """Read the fields of a key result; a field that is not certain stays None."""

    def say(self, baseline: str, target: str, unit: str) -> str:
        """The end of a sentence that states these fields; the baseline may be empty."""


class Readings:
    """The readings of one call: each sentence is read once, however many rules and screens ask for it."""

    def __init__(self, reader: Reader) -> None:
        """Read with the reader of one language (``language.reader``)."""
        self._reader = reader
        self._known: dict[str, Reading] = {}

    def read(self, text: str) -> Reading:
        """The reading of a sentence."""
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = self._reader.read(text)
        return found

    def say(self, baseline: str, target: str, unit: str) -> str:
        """The end of a sentence that states these fields."""
        return self._reader.say(baseline, target, unit)

    def extract(self, text: str) -> Extract:
        """The fields of a key result's sentence."""
        return self._reader.extract(self.read(text))
