"""Figures to reach: 不低于30%, 每个街道不少于2处, 提高5个百分点, 控制在15分钟以内, 全覆盖."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .models import Direction, NumberTarget
from .shadow import chinese_number

_NUM = r"\d+(?:\.\d+)?"
_HAN = r"[一二两三四五六七八九十百千]{1,5}"
# What is counted. Years, ages, days of the month and numbers of documents are none of these.
_THING = (
    "人次|人以上|场次|课时|学时|张床位?|平方米|平米|公里|千米|英里|分钟|小时|秒钟?|个?工作日|个?自然日|日|天|个月|万元|亿元|元|"
    "个百分点|百分点|个(?!月|工作日|自然日|小时)|家|处|所|座|间|张|台|套|件(?!次)|件次|户|名|人(?!民|行|社|均|力|员)|支|场|期|次|项|条|批|辆|部(?!门|分|委|署)|门|类|层|级(?!以)|篇|份|"
    "本|块|片|对|倍|成(?!立|员|为|果|效|本|功|熟|长|都)|米|吨|床|例|单|遍|轮|位|组|点(?!位以)"
)
_TIME = frozenset({"分钟", "小时", "秒", "秒钟", "工作日", "个工作日", "个自然日", "自然日", "日", "天", "个月"})
_QUANTITY = re.compile(
    rf"(?=[\d百一二两三四五六七八九十千全应零])(?:百分之(?P<hp>[一二两三四五六七八九十百零点]{{1,6}})"
    rf"|(?P<fb>{_HAN})分之(?P<fa>{_HAN})"
    rf"|(?P<n>(?<![\d.第]){_NUM})(?:\s*[%‰]?\s*(?:-|—|–|~|至|到){{1,2}}\s*(?P<n2>{_NUM}))?\s*(?P<more>[多余])?(?P<mag>[十百千]?[万亿千百])?\s*(?P<u>%|‰|{_THING})"
    rf"|(?<![第\d一二两三四五六七八九十百千])(?P<h>{_HAN})(?:\s*(?:-|—|至|到)\s*(?P<h2>{_HAN}))?(?P<hmag>[万亿])?(?P<hu>{_THING})"
    r"|(?P<all>全覆盖|全部覆盖|应(?!有)[\u4e00-\u9fff]尽[\u4e00-\u9fff])|(?P<zero>零(?:发生|事故|差错|投诉|伤亡|死亡|积压)))"
)
_FLOOR = r"不得?低于|不得?少于|不得?小于|不得?短于|至少|最少|最低|不低|高于|超过|大于|多于|≥|>="
_CEILING = r"不得?超过|不得?高于|不得?多于|不得?大于|不得?长于|不突破|至多|最多|最高|最长|低于|少于|小于|短于|≤|<="
_TO = r"(?:提高|提升|增加|增长|扩大|(?<![上攀])升|延长|扩充|恢复)(?:到|至)|增至|升至|达到|达成|实现|(?<!到)达(?!成|标)|突破"
_DOWN_TO = r"(?:降低|下降|减少|压缩|缩短|压减|精简|降|缩减|控制|减)(?:到|至|在|为)|降至|减至|缩至|控制在|限于"
_UP_BY = r"(?:提高|提升|增加|增长|扩大|延长|递增)(?!到|至)"
_DOWN_BY = r"(?:降低|下降|递减|减少|压缩|缩短|压减|精简|缩减|优惠|下调|让利)(?!到|至|在)"
_HOLD = r"保持在|稳定在|维持在|保持|(?<=[值率例])为"
_MAKE = (
    r"配(?!比|合|套|送|偶|方)|新建|改建|扩建|建设|建成|建立|建好|新增|增设|加装|改造|完成|打造|培育|培训|培养|创建|设立|设置|设|配备|配置|配足|发放|开展|举办|组织|组建|"
    r"选树|评选|遴选|选取|选择|确定|安装|投放|布设|布局|推出|招募|招聘|提供|制定|推广|保留|落实|发展|实施|开设|开办|购置|购买|采购|更新|升级|"
    r"吸纳|惠及|覆盖|服务|宣讲|推选|树立|认定|命名|形成|开通|编制|出台|引进|储备|争取|支持|扶持|筹集|解决|化解|整改|确保|力争|有|建"
)
# The look ahead to the first character saves trying every word at every character.
_WORD = re.compile(
    rf"(?=[不至最高超大多≥>低少小短≤<降下减压缩精控限提增扩升延恢达实突优调让保稳维为递])(?:(?P<floor>{_FLOOR})|(?P<ceiling>{_CEILING})|(?P<down_to>{_DOWN_TO})|(?P<to>{_TO})|(?P<down_by>{_DOWN_BY})|(?P<up_by>{_UP_BY})|(?P<hold>{_HOLD}))"
)
_AFTER = re.compile(
    r"\s*(?:及|或)?\s*(?:(?P<up>以上|之上)|(?P<down>以内|之内|以下|之下|内(?!容|部|外|涵|设))|(?P<about>左右|上下))"
)
_AGE = re.compile(r"\s*(?:周?岁|年(?!龄)|月|号(?!源)|元以?[上下]?的|时\d)")
_PAST = re.compile(
    r"预计|目前|截至|截止|已经?(?!完)|(?<!实)现有|去年|上年末|曾|以来|共有|累计|其中|占全[省市区县国]|高于全|全[省市县区]共|[省市县区]60岁|为全"
)
_MODIFIER = re.compile(r"^[\u4e00-\u9fff]{0,4}的(?!标准|比例|要求|目标|速度|规模|幅度|水平)")
_CASES = re.compile(r"(?:^|[,、])(?:对|凡|超过|不足|未满|年满|如|若|因|当|连续|累计|经)[^,]{0,24}$")
_BEFORE_NOT = re.compile(
    r"(?:第|前|近|约|逾|大约|等|上述|以上|以下|下列|这|该|本|任意|任一|任何|任|共|原|首|每满|每|年龄|有效期|周期|为期|共计|总计|从|由|自|一次性给予|按)\s*$"
)
_EACH = re.compile(r"每(?:个|一|座|家|名|百|千)?[\u4e00-\u9fff()]{1,10}$|每[年月季周]度?$")
_RATE = re.compile(r"(?:率|比例|占比|比重|覆盖面|满意度|普及|完成|落实|程度)(?:均|全部|分别|要|应|须)?\s*$")
_AIMING = re.compile(r"力争|确保|努力|争取|保证|实现|使|让|推动")
_YEAR_GONE = re.compile(
    r"(?:19|20)\d\d年(?!年?[底末]|前|内|\d{1,2}月)[^,]{0,12}$|[^,]{0,4}(?:19|20)\d\d年,?全[省市区县]"
)
_NOUN = re.compile(
    r"(?P<of>的)?(?P<noun>[\u4e00-\u9fffA-Za-z“”()、]{0,26}的[\u4e00-\u9fff]{2,12}|[\u4e00-\u9fffA-Za-z“”()]{2,20})"
)
_MEASURED = re.compile("(?:率|比例|占比|比重|度|面积|数量|数)$")
_ABSTRACT = re.compile("要求|标准|比例|目标|水平|速度|幅度")
_SENTENCE_END = "。;!?\n"
_NEAR = 44


@dataclass(frozen=True, slots=True)
class _Figure:
    """A quantity: its place, its value (and that of a range's other end), what is counted."""

    start: int
    end: int
    value: float
    upper: float | None
    unit: str
    han: bool
    all: bool = False


@dataclass(frozen=True, slots=True)
class _Room:
    """What is looked at from `start` to `end`, and the target before this one."""

    start: int
    end: int
    previous: NumberTarget | None


@dataclass(frozen=True, slots=True)
class _Context:
    """What stands round a figure: its sentence up to it, the last part of that, what follows, 以上 and its like behind it."""

    before: str
    clause: str
    rest: str
    up: bool
    down: bool
    about: bool


Decision = tuple[Direction, int | None, float]  # which way, where the word for it stands in the clause, how sure


def find_targets(text: str, shadow: str, start: int = 0, end: int | None = None) -> list[NumberTarget]:
    """Every figure to reach that is printed from `start` to `end`, in order.

    Dates, ages, numbers of documents, sums paid out and figures that only describe (已建成320个, 占21%) are left out.
    """
    end = len(shadow) if end is None else end
    found: list[NumberTarget] = []
    for match in _QUANTITY.finditer(shadow, start, end):
        figure = _figure(match)
        if figure is not None:
            target = _judged(text, shadow, figure, _Room(start, end, found[-1] if found else None))
            if target is not None:
                found.append(target)
    return found


_MAGNITUDES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


def _figure(match: re.Match[str]) -> _Figure | None:
    part = match.groupdict()
    start, end = match.span()
    if part["all"]:
        return _Figure(start, end, 100.0, None, "%", True, True)
    if part["zero"]:
        return _Figure(start, end, 0.0, None, "", True, True)
    if part["hp"]:
        value = _decimal(part["hp"])
        return None if value is None else _Figure(start, end, value, None, "%", True)
    if part["fa"]:
        above, below = chinese_number(part["fa"]), chinese_number(part["fb"])
        return _Figure(start, end, round(100 * above / below, 2), None, "%", True) if above and below else None
    if part["n"]:
        size, unit = 1, part["u"]
        for char in part["mag"] or "":
            size *= _MAGNITUDES[char]
        low, high = float(part["n"]), float(part["n2"]) if part["n2"] else None
        han = False
    else:
        size, unit = (_MAGNITUDES[part["hmag"]] if part["hmag"] else 1), part["hu"]
        first, second = chinese_number(part["h"]), chinese_number(part["h2"]) if part["h2"] else None
        if first is None:
            return None
        low, high, han = float(first), None if second is None else float(second), True
    if unit in ("万元", "亿元"):
        size, unit = size * _MAGNITUDES[unit[0]], "元"
    if unit == "成":
        size, unit = 10, "%"
    unit = {"百分点": "个百分点", "人以上": "人", "张床": "张", "张床位": "张"}.get(unit, unit)
    return _Figure(start, end, round(low * size, 6), None if high is None else round(high * size, 6), unit, han)


def _decimal(words: str) -> float | None:
    whole, _, rest = words.partition("点")
    value = chinese_number(whole)
    digits = [chinese_number(c) for c in rest]
    if value is None or None in digits:
        return None
    return float(f"{value}.{''.join(map(str, digits))}") if rest else float(value)


def _judged(text: str, shadow: str, figure: _Figure, room: _Room) -> NumberTarget | None:
    """The figure as a target, with its direction; None where it only describes."""
    before = shadow[max(room.start, figure.start - _NEAR) : figure.start]
    before = before[max(before.rfind(c) for c in _SENTENCE_END) + 1 :]
    clause = before[max(before.rfind(c) for c in ",:(") + 1 :]
    tail = _AFTER.match(shadow, figure.end, min(room.end, figure.end + 6))
    behind = tail.end() if tail else figure.end
    up, down, about = (bool(tail and tail[name]) for name in ("up", "down", "about"))
    context = _Context(before, clause, shadow[behind : min(room.end, behind + 14)], up, down, about)
    if _excluded(figure, context):
        return None
    said = figure.start - room.previous.end if room.previous else _NEAR
    decided = _carried(shadow, figure, room) or _direction(figure, context, len(clause) - said)
    if decided is None:
        return None
    direction, word_at, confidence = decided
    if re.search("力争|努力|争取", before):
        confidence = min(confidence, 0.7)
    confidence -= 0.1 if figure.upper is not None else 0
    start = figure.start - len(clause) + word_at if word_at is not None else figure.start
    high = figure.upper is not None and direction == "at_most"
    return NumberTarget(
        words=text[start:behind],
        what=_what(shadow, text, (start, behind), figure.unit, room),
        value=figure.upper if high else figure.value,  # type: ignore[arg-type]
        unit=figure.unit,
        direction=direction,
        start=start,
        end=behind,
        confidence=round(confidence, 2),
    )


def _carried(shadow: str, figure: _Figure, room: _Room) -> Decision | None:
    """分别达到80%、90%: the second goes the way of the first."""
    previous = room.previous
    if (
        previous is None
        or previous.unit != figure.unit
        or shadow[previous.end : figure.start].strip() not in ("、", "和", "及")
    ):
        return None
    return previous.direction, None, previous.confidence - 0.1


def _excluded(figure: _Figure, context: _Context) -> bool:
    """Ages, what a change starts from, ordinals and sums of what is listed."""
    clause, rest = context.clause, context.rest
    tailed = context.up or context.down or context.about
    if _AGE.match(rest) and not figure.all and (not tailed or figure.unit != "%"):
        return True
    if re.search(r"(?:年满|年龄|有效期|[〔\[(]\d{4}[〕\])])[^,]{0,10}$", clause):
        return True
    if figure.unit != "%" and _BEFORE_NOT.search(clause) and not _EACH.search(clause):
        return True
    return bool(
        re.search(r"(?:从|由)\s*$", clause) or re.match(r"\s*(?:增加|提高|提升|下降|降低|减少|扩大)[到至]", rest)
    )


def _direction(figure: _Figure, context: _Context, floor: int) -> Decision | None:
    """Which way a figure is to be reached; words before `floor` of the clause belong to the figure before it."""
    clause, rest = context.clause, context.rest
    words = [word for word in _WORD.finditer(clause) if word.start() >= floor]
    word = words[-1] if words and len(clause) - words[-1].end() <= 14 else None
    kind = word.lastgroup if word else None
    described = bool(_PAST.search(context.before) or _YEAR_GONE.match(context.before))
    described = described or ("同比" in clause and not context.up)
    if figure.all:
        return _whole(clause, rest, word, described)
    if kind in ("floor", "ceiling") and word:
        if _conditional(figure, clause[: word.start()], word.group(), rest):
            return None
        return ("at_least" if kind == "floor" else "at_most"), word.start(), 0.9
    # Sums are paid out by the rule; a level of prices or of means is aimed at.
    sum_paid = figure.unit == "元" and not (
        kind in ("to", "down_to") and re.search("控制在|限于|标准|投入|资金|收入", clause)
    )
    if described or sum_paid:
        return None
    if kind is None or word is None:
        return _unled(figure, context)
    return _led(figure, context, kind, word.start())


def _led(figure: _Figure, context: _Context, kind: str, at: int) -> Decision | None:
    """Figures behind a word of change: 提高到, 提高, 降至, 减少, 保持在."""
    counted = figure.han and figure.unit not in ("%", "个百分点") and not context.up
    if kind == "down_to":
        return "at_most", at, 0.85
    if counted:
        return None
    if kind == "down_by":
        return ("equal" if context.about else "at_least"), at, 0.8
    if figure.unit in _TIME and kind != "up_by":
        if re.search("时长|学时|时数", context.clause):
            return "at_least", at, 0.8
        return ("at_most", at, 0.6) if context.down else None
    equal = context.about or (kind == "hold" and not context.up)
    return ("at_most" if context.down else "equal" if equal else "at_least"), at, 0.85


def _whole(clause: str, rest: str, word: re.Match[str] | None, described: bool) -> Decision | None:
    """全覆盖 is all of them where it ends what is said, rather than opening what follows (全覆盖检查)."""
    if described or not (rest == "" or rest[0] in ",。;、)!\n" or rest.startswith(("的目标", "和"))):
        return None
    close = word is not None and word.lastgroup == "to" and len(clause) - word.end() <= 12
    return "equal", None, 0.75 if close else 0.65


def _conditional(figure: _Figure, head: str, word: str, rest: str) -> bool:
    """Whether a bound picks out a case instead of setting an aim: 月收入低于1200元的, 超过3次不接听的."""
    if not head.strip() and word in ("超过", "低于", "高于", "少于", "大于", "小于", "多于"):
        return True
    if figure.unit == "元" and word in ("最高", "不超过", "不得超过", "低于", "高于", "超过", "至多", "最多"):
        return True
    if word in ("最高", "最低", "最多") and figure.unit == "元":
        return True
    return bool(_CASES.search(head)) and bool(re.match(r"[^,。;]{0,8}的", rest))


_FOUND_SO = re.compile("患有?|认为|表示|来自|属于|集中|[有是]$|已")


def _unled(figure: _Figure, context: _Context) -> Decision | None:
    """Figures without a word of direction before them."""
    clause, up, down = context.clause, context.up, context.down
    aimed = bool(_RATE.search(clause) or _AIMING.search(context.before))
    if figure.unit in ("%", "‰"):
        if up and not _FOUND_SO.search(context.rest):
            return "at_least", None, 0.75 if aimed or context.rest.startswith("的") else 0.6
        if context.rest.startswith(("落实", "覆盖", "完成", "达标", "办结", "到位")):
            return "equal", None, 0.7
        return (("at_most" if down else "equal"), None, 0.7) if aimed else None
    if figure.unit in ("个百分点", "倍"):
        return None
    if figure.unit in _TIME:
        return ("at_most", None, 0.5) if down and figure.unit in ("分钟", "小时", "秒") else None
    made, each = _made(clause), _EACH.search(clause)
    if (figure.han and not (each and made and figure.unit != "次")) or not (made or each):
        return None
    if up:
        return ("at_least", None, 0.75) if not _MODIFIER.match(context.rest) else None
    if down:
        return "at_most", None, 0.6
    return ("at_least" if figure.upper is not None else "equal"), None, 0.7


# 培训评估员300名 counts 评估员; but 培训时长, 改造完成率 are names of what is measured.
_OPENING = re.compile(
    r"(?:新建|改建|扩建|建成|新增|增设|改造|完成|打造|培育|培训|采购|更新|设置|配备|组建|举办|开展|安装|推出|组织)+(?=[\u4e00-\u9fff“]{2})"
    r"(?![\u4e00-\u9fff]{0,6}(?:率|时长|时间|比例|数量|面积|费用))"
)
_ONLY_VERB = re.compile(rf"(?:{_MAKE})+")
_MAKES = "".join(sorted({word[0] for word in _MAKE.split("|")}))
_MADE = re.compile(rf"(?=[{_MAKES}])(?:{_MAKE})[^,。;:!?、\d]{{0,14}}$")
_LISTED = re.compile(rf"(?=[{_MAKES}])(?:{_MAKE})[^,。;:!?]{{0,30}}、[^,。;:!?、\d]{{1,10}}$")


def _made(clause: str) -> re.Match[str] | None:
    return _MADE.search(clause) or _LISTED.search(clause)


_STOPS = ",。;:!?\n、("
_LEADING = re.compile(
    r"^(?:并|且|要|应|须|需|使|将|把|对|其中|同时|力争|确保|实现|推动|全[省市县区]|各[\u4e00-\u9fff]{1,4}要|(?:到|至)?(?:(?:19|20)\d\d年底?前?|年底前?|\d+月底前)|全年|年内|每年)+"
)
_TRAILING = re.compile(r"(?:由[^,]{0,8}|从[^,]{0,8}|要|应|须|均|全部|分别|原则上|比?(?:较|比)?上一?年|力争|达|不)$")


def _what(shadow: str, text: str, span: tuple[int, int], unit: str, room: _Room) -> str:
    """What is counted: the noun behind the measure word, else the words before the target in its clause."""
    start, end = span
    after = _NOUN.match(shadow, end, min(room.end, end + 30))
    noun = "".join(text[slice(*after.span("noun"))].split()).rpartition("的")[2] if after else ""
    left = max(
        room.start, room.previous.end if room.previous and room.previous.end <= start else room.start, start - 40
    )
    left = max(left, *(shadow.rfind(c, left, start) + 1 for c in _STOPS))
    lead = _LEADING.match(shadow[left:start])
    left += lead.end() if lead else 0
    trail = _TRAILING.search(shadow[left:start])
    named = "".join(text[left : left + trail.start() if trail else start].split()).strip("、")
    opening = _OPENING.match(named) if unit not in _TIME else None
    named = named[opening.end() :] if opening else named
    share = unit in ("%", "‰", "个百分点", "倍")
    of_noun = bool(after and after["of"]) and not _MEASURED.search(named) and not _ABSTRACT.match(noun)
    return noun if noun and (not share or not named or of_noun) else named or noun
