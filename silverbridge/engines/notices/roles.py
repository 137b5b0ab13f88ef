"""Who leads, who is responsible, who assists: the grammar inside a responsibility bracket, a label's
value or a cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from .deadlines import Calendar, Due, due_in_mark, last_day, ongoing_in
from .units import ends_with_et_cetera, is_nothing, split_units

ROUND = str.maketrans("[]", "()")
LONGEST = 1500  # no bracket of units is longer; beyond it the text is not read as one
_LABEL_WORD = "牵头|责任|配合|参与|参加|协办|协助|协同|主办|承办|实施|落实|负责|主责|组织实施|主要责任|第一责任"
_LABEL_NOUN = "单位|部门|主体|处室|科室|股室|机构|地区|地方|方"
# What stands in front of long patterns are the characters they can begin with: most places fail there and then.
LABEL = re.compile(
    r"(?=[市省区县主第牵责配参协承实落负组任职工完整办推时期日节进分包挂联领备验])"
    rf"(?:(?P<unit>(?:市级|省级|区级|县级|主要|第一|主)?(?:{_LABEL_WORD})(?:\([^()]{{1,6}}\)|[及和与、/](?:{_LABEL_WORD}))*"
    rf"(?:责任)?(?:{_LABEL_NOUN})(?:[及和与、/](?:{_LABEL_WORD})(?:{_LABEL_NOUN}))*(?:及(?:责任人|负责人))?)"
    r"|(?P<short>牵头|配合|责任|参与|主办|协办|责任分工|任务分工|职责分工|工作分工)"
    r"|(?P<time>(?:完成|工作|整改|办结|落实|推进|实施)?(?:时限|期限)(?:要求)?|(?:完成|推进|落实|整改|办理|实施|办结|工作)?(?:时间|日期|节点)|时间(?:要求|节点|安排|进度|期限)|进度(?:安排|要求))"
    r"|(?P<person>(?:牵头|分管|责任|市级|县级|区级|包保|挂钩|联系)?(?:[省市县区])?(?:领导|负责人|负责同志)|责任人|责任人员|联系人|联系电话|联系方式|备注|完成情况|验收标准))"
    r"\s*(?P<note>\([^()]{0,40}\))?\s*(?P<colon>:)"
)
BOXED = re.compile(r"(?=[\[(])(?:\[|(?<![^\s。;])\()\s*(?P<boxed>[\u4e00-\u9fa5]{2,8})\s*[\])]:?")


def is_label(match: re.Match[str]) -> bool:
    """Whether a match of LABEL, or of BOXED, is that of a responsibility label."""
    return match.re is LABEL or bool(LABEL.fullmatch(match["boxed"] + ":"))


_GAPPED = re.compile(
    r"(?m)^(?P<label>[ \t]*(?=[牵责配主协承参完整办])(?:(?:牵头|责任|配合|主办|协办|承办|参与)(?:单位|部门|处室|科室|股室)"
    r"|(?:完成|整改|办结)(?:时限|时间|期限)))"
    r"[ \t](?=[ \t]*[^\s:|])(?!.*(?:单位|部门|处室|科室|股室|时限|时间|期限|备注|责任人)(?:[ \t|]|$))"
)  # a label with a gap for its colon; a line with the name of another column is the header of a table


def labels_with_colons(shadow: str) -> str:
    """The shadow with labels printed as 【责任单位】 or parted by a gap turned into 责任单位: of the same length."""

    def colon(match: re.Match[str]) -> str:
        whole = match.group()
        inside = whole[1:].rstrip(":")[:-1]
        return f" {inside}".ljust(len(whole), ":") if is_label(match) else whole

    return _GAPPED.sub(r"\g<label>:", BOXED.sub(colon, shadow))


_FIRST = re.compile(
    r"(?=[列排居位以在第首牵])(?:(?:列|排|居|位于|位列|排名|排序|排列|以)?在?(?:第一|首)(?:(?:位|个|名|家)[^,。;:()]{0,10}?|(?:的|者|为|责任|单位|部门)[^,。;:()]{0,8}?)牵头"
    r"|牵头(?:单位|部门)[^,。;:()]{0,6}?(?:列|排|居|为)在?(?:第一|首))"
)
RULE_PART = re.compile(rf"\([^()]*?(?:{_FIRST.pattern})[^()]*\)|[^,。;:()]*?(?:{_FIRST.pattern})[^,。;()]*")
ASIDE = re.compile(
    r"[^,。;]*以下(?:各项|各条|各|所有|工作|任务|措施|事项|内容)*(?:均|都)?[需须由均][^。;]*|[^,。;]*不再(?:逐一|一一|单独|另行)?(?:列|赘)[^,。;]*|(?:以下)?下同|以下简称"
)
_BY_DUTY = (
    r"(?:按照?|依据|根据|结合|依)?(?:各自|有关|相关|法定|工作|部门|单位|本|自身)*(?:职责|职能|权限|任务|分工)"
    r"(?:范围|任务|权限|分工|职责|要求|内)*(?:和|与)?(?:任务|分工|权限|要求)?"
)
_ADVERB = (
    r"(?:共同|分别|具体|主要|统一|联合|协同|统筹|全面|直接|组织|各自|总|为主|属地|分级|分项|分头|分块|分线|分片|双|积极|认真"
    r"|结合(?:本地|当地|各自)?(?:区|部门|单位)?实际)*"
)
_VERB = re.compile(
    r"(?=[按照依据根结各有相法工部单本自职权任分共具主统联协组全直总为属双积认作是牵配参业指监督支负责抓落实推承])"
    rf"(?P<by>{_BY_DUTY})?(?P<adverb>{_ADVERB})(?:为|作为|是)?(?:"
    r"(?P<lead>牵头(?:单位|部门)?(?:负责|组织实施|组织|实施|落实|推进|协调|办理|抓总)?)"
    r"|(?P<divide>分工(?:负责|落实|推进|协作|抓好|实施)*)"
    r"|(?P<coop>(?:配合|协助|协办|协同|参与|参加)(?:单位|部门)?(?:配合|负责|落实|实施|做好|推进)?(?=[,;。、.\s)\]]|等|$))"
    r"|(?P<aid>(?:业务)?(?:指导|监督|督促|督导|统筹|协调|支持|监管)+(?=[,;。、.\s)\]]|等|$))"
    r"|(?P<bare>负责(?:组织实施|落实|实施|推进|组织|办理|指导|推动|具体实施)?|责任(?:单位|部门)(?=[,;。、.\s)\]]|$)"
    r"|(?P<carry>(?:(?:组织|抓好|具体)?(?:落实|实施|推进|推动|抓落实)(?:到位)?|承办)(?=[,;。、.\s)\]]|$))))"
)
_BY_ALONE = re.compile(rf"(?=[按照依据根结各有相法工部单本自职权任分]){_BY_DUTY}(?=[,;。)\s]|$)")
# Quick looks before the long patterns: without one of these words they cannot match.
_ACTS = re.compile("牵头|分工|配合|协|参与|参加|指导|监|督|统筹|支持|负责|责任|落实|实施|推|承办")
_DUTIES = re.compile("职责|职能|权限|任务|分工")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_SENTENCES = re.compile(r"[^;。]+")
_AND_WITH = re.compile(r"会同|会商")
_DONE = re.compile(
    r"(?:基本)?(?:完成|落实到位|到位|见效|取得(?:阶段性)?(?:成效|进展)|启动|建成|办结|实现|出台|(?:投入)?(?:使用|运行)|(?:全市|全省|全县|全区)?全?覆盖|上线|印发)*(?:(?:建立|健全|制定|公布|发布)[^,;。、()]{0,6}(?=[,;。]|$))?(?:并(?=[,;。)]|$))?"
)
# What should come of it by the date is no unit: 取得明显成效, 基本完成.
_OUTCOME = re.compile(
    r"(?:即时|立即|随时|按时|限期|每[年季月周半日]|按(?:年|季|月|计划|序时|进度|节点|要求)|分(?:年|期|批|步))|(?:基本|全面|力争|确保|初步|年内|全部)*(?:取得|完成|实现|建成|达到|启动|出台|见效|落实到位|形成|开工|竣工|完工|投用|投入|上线|验收|印发)"
)
# One date, at the end, as most brackets print it: …，2027年12月底前完成
_USUAL_TIME = re.compile(
    r"[^\d今本当明季半年月日底末内终每次隔]*(?P<due>(?P<y>20\d\d)年(?P<m>1[0-2]|0?[1-9])月[底末]?前)(?:完成)?\Z"
)
_LASTS = re.compile("长期|常|持续|全年|始终|日常")
_STRIP_TIME = re.compile(r"(?:于|在|力争|确保)$")


class Roles(NamedTuple):
    """What one mark says. Units are spans of the original text; `others` holds responsible and
    cooperating in their order.
    """

    leads: tuple[tuple[int, int], ...] = ()
    responsible: tuple[tuple[int, int], ...] = ()
    cooperating: tuple[tuple[int, int], ...] = ()
    deadline: str | None = None
    deadline_text: str | None = None
    dues: tuple[Due, ...] = ()
    sure: bool = True
    deadline_span: tuple[int, int] | None = None

    @property
    def others(self) -> tuple[tuple[int, int], ...]:
        """Responsible and cooperating units together, in the order they were printed."""
        if not self.responsible or not self.cooperating:
            return tuple(sorted(self.responsible or self.cooperating))
        return tuple(sorted((*self.responsible, *self.cooperating)))

    @property
    def empty(self) -> bool:
        """Whether nobody is named."""
        return not (self.leads or self.responsible or self.cooperating)


@dataclass
class Group:
    """A list of units under one word: lead, resp (责任单位), coop, bare (负责), carry (落实), duty (分工负责) or none."""

    word: str
    units: list[tuple[int, int]]
    noted: list[tuple[int, int]] = field(default_factory=list)
    open: bool = False


def label_word(match: re.Match[str]) -> str:
    """What a label announces: lead, resp, coop, grammar, time or person."""
    if match["time"]:
        return "time"
    if match["person"]:
        return "person"
    name = match["unit"] or match["short"]
    if name.endswith("分工"):
        return "grammar"
    if re.search("责任|承办|实施|落实|负责", name) and not re.match(
        "主办|主责|(?:主要|第一|主|牵头|配合|参与|协办|协助|协同)责任", name
    ):
        return "lead" if re.search(r"牵头[(]责任[)]|责任[(]牵头[)]", name) else "resp"
    if re.search("牵头|主办|主责|主要责任|第一责任|主责任", name):
        return "lead"
    return "coop"


def first_rules(shadow: str) -> list[int]:
    """Where the text says that the unit named first is the lead."""
    found: set[int] = set()
    for word in ("第一", "首"):
        at = shadow.find(word)
        while at >= 0:
            if "牵头" in shadow[max(0, at - 14) : at + 16]:
                found.update([m.start() for m in _FIRST.finditer(shadow, max(0, at - 16), at + 20)])
            at = shadow.find(word, at + 1)
    return sorted(found)


def blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with commas in place of these spans, so that offsets stay."""
    for a, b in spans:
        text = text[:a] + "," * (b - a) + text[b:]
    return text


def without_times(text: str, known: Calendar) -> tuple[str, list[Due], list[tuple[int, int]]]:
    """The text with its dates blanked out, the dates, and where it says that the task goes on."""
    usual = _USUAL_TIME.match(text)
    if usual and not _LASTS.search(text, 0, usual.start("due")):
        start, end = usual.span("due")
        due = Due(last_day(int(usual["y"]), int(usual["m"])), start, end, True, True)
        before = _STRIP_TIME.search(text[max(0, start - 4) : start])
        return blanked(text, [(before.start() + max(0, start - 4) if before else start, len(text))]), [due], []
    dues, ongoing = due_in_mark(text, known), ongoing_in(text)
    spans = []
    for due in dues:
        end = _DONE.match(text, due.end).end()  # type: ignore[union-attr]
        before = _STRIP_TIME.search(text[max(0, due.start - 4) : due.start])
        spans.append((due.start - (len(before.group()) if before else 0), end))
    return blanked(text, [*spans, *ongoing]), dues, ongoing


def _units(text: str, base: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    units, noted = [], []
    for unit in split_units(text):
        if not _is_outcome(text[unit.start : unit.end]):
            units.append((base + unit.start, base + unit.end))
            if unit.lead:
                noted.append(units[-1])
    return units, noted


@lru_cache(maxsize=8192)
def _is_outcome(name: str) -> bool:
    return bool(_OUTCOME.match(name))


def _grammar(text: str, base: int, default: str) -> list[Group]:
    """Groups of a text without labels; what a semicolon or full stop divides is read apart."""
    if ";" not in text and "。" not in text:
        return _sentence(text, base, default) if text else []
    groups: list[Group] = []
    for match in _SENTENCES.finditer(text):
        groups += _sentence(match.group(), base + match.start(), default)
    return groups


def _word_of(verb: re.Match[str]) -> str:
    """Which word of `Group` a match of _VERB is."""
    lead, coop, divide, by, aid, carry = verb.group("lead", "coop", "divide", "by", "aid", "carry")
    if lead:
        return "lead"
    if coop:
        return "coop"
    if divide or by or aid:
        return "duty"
    return "carry" if carry else "bare"


def _duty_outside(text: str, verbs: list[re.Match[str]]) -> bool:
    """Whether a word on duties stands outside every verb found, so that it may be one by itself (按职责分工)."""
    for word in _DUTIES.finditer(text):
        at = word.start()
        for verb in verbs:
            if verb.start() <= at < verb.end():
                break
        else:
            return True
    return False


def _sentence(text: str, base: int, default: str) -> list[Group]:
    """Groups of a sentence: each role word closes the list of units before it."""
    groups: list[Group] = []
    position = 0
    verbs = list(_VERB.finditer(text)) if _ACTS.search(text) else []
    if verbs and "(" in text:
        noted = [m.span() for m in _IN_BRACKETS.finditer(text)]
        verbs = [m for m in verbs if not any(a < m.start() < b for a, b in noted)]
    if _duty_outside(text, verbs):
        verbs += [m for m in _BY_ALONE.finditer(text) if not any(v.start() <= m.start() < v.end() for v in verbs)]
        verbs.sort(key=lambda m: m.start())
    for match in verbs:
        if match.start() < position:
            continue
        word = "duty" if match.re is _BY_ALONE else _word_of(match)
        if default in ("lead", "coop") and word in ("duty", "bare", "carry"):
            word = default
        groups += _with(text[position : match.start()], base + position, word)
        position = match.end()
    rest = text[position:]
    if rest.strip(" ,;。、.\n\t"):
        groups += _with(rest, base + position, default if not groups else "none")
    return groups


def _with(text: str, base: int, word: str) -> list[Group]:
    parts = _AND_WITH.split(text, maxsplit=1) if "会" in text else [text]
    if len(parts) == 2 and parts[0].strip(" ,;、由"):
        second = base + len(text) - len(parts[1])
        before, noted = _units(parts[0], base)
        after, _ = _units(parts[1], second)
        return [Group("lead", before, noted), Group("coop", after, [], ends_with_et_cetera(parts[1]))]
    if len(parts) == 2:
        base, text = base + len(text) - len(parts[1]), parts[1]
        word = "coop"
    units, noted = _units(text, base)
    return [Group(word, units, noted, ends_with_et_cetera(text))] if units or noted else []


def groups_in(text: str, base: int, default: str = "none") -> list[Group]:
    """The groups of units in a mark's content (a shadow that begins at `base`)."""
    labels = list(LABEL.finditer(text)) if ":" in text else []
    if not labels:
        return _grammar(text, base, default)
    groups = _grammar(text[: labels[0].start()], base, default) if labels[0].start() else []
    for match, after in zip(labels, [*labels[1:], None], strict=True):
        end = after.start() if after else len(text)
        word = label_word(match)
        value = text[match.end() : end]
        if word in ("time", "person") or is_nothing(value.strip(" ,;。\n")):
            continue
        begin = base + match.end()
        groups += _grammar(value, begin, "bare" if word == "grammar" else word)
    return groups


def decide(groups: list[Group], first_leads: bool, beside: frozenset[str] = frozenset()) -> Roles:
    """Give every unit its role. `beside` names labels or columns that stand there though this mark fills
    none in.
    """
    words = {g.word for g in groups} | beside
    noted = {u for g in groups for u in g.noted}
    leads: list[tuple[int, int]] = [u for g in groups if g.word == "lead" for u in g.units]
    leads += sorted(noted - set(leads))
    responsible, cooperating = [], []
    has_lead = bool(leads) or "lead" in words
    sure = True
    for at, group in enumerate(groups):
        if group.word == "lead":
            continue
        rest = [u for u in group.units if u not in noted]
        if group.word == "coop":
            cooperating += rest
        elif has_lead:
            responsible += rest
        elif first_leads and not leads and rest:
            leads.append(rest[0])
            responsible += rest[1:]
        elif first_leads:
            responsible += rest
        elif group.word in ("resp", "bare", "carry") and (
            "coop" in words
            or (group.word == "bare" and any(g.word in ("duty", "carry") for g in groups[at + 1 :]))
            or _alone(group, groups)
        ):
            leads += rest
        elif group.word == "none" and ("coop" in words or _alone(group, groups)):
            leads += rest
            sure = False
        else:
            responsible += rest
            sure = sure and group.word != "none"
    return Roles(tuple(leads), tuple(responsible), tuple(cooperating), sure=sure)


def _alone(group: Group, groups: list[Group]) -> bool:
    return len(group.units) == 1 and not group.open and sum(len(g.units) for g in groups) == 1
