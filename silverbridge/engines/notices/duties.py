"""Duties to report: who files what, by which rule, to whom."""

from __future__ import annotations

import re

from .clauses import Node
from .deadlines import Calendar
from .filing import completed, tiered
from .models import Duty
from .units import looks_like_unit

_REPORT = re.compile(
    r"(?<=[年月季周日度])(?:逐级|书面)?报送(?:至|到|给)?|(?<=按[年季月周])报(?=[省市区县州国我])|函[告复](?=[省市区县州国我])|(?:立即|随即|第一时间|\d(?:小时|分钟)之?内)(?:逐级|书面|口头)?报(?:送|告)?(?:至|到|给)?|(?<![申汇举填预通情海日周晚年月季快速应填])(?:形成[^,。;]{0,12})?(?:呈?报送(?:至|到|给)?|上报(?:至|到)?|报至|抄报|反馈(?:至|到|给|(?=[省市区县州国我本各]))|发送(?:至|到|给)|发(?:至|到|往)|提交(?:至|到|给)?|"
    r"报备(?:至|到|(?=[省市区县州国我本各]))|报告(?:至|到|(?![报提送交上并后反抄情工书])(?=[省市区县州国我本]|[\u4e00-\u9fa5]{1,14}(?:局|委|厅|办|部|会|行|中心|政府)))|(?:汇总后?|集中|统一|书面|一并|同时|及时|定期|分别|逐级|口头)报(?:送|告)?(?:至|到|给)?|[前内]报(?:送|告)?(?:至|到|给)?|日报(?=[省市区县国总分局厅支])|报(?![告送表名备销警道考价废刊案复酬批])(?=[省市区县州国我本各总]|所在|属地|上级|上一级|主管|对口|辖区|[局厅委行](?:党组|党委|领导)|[\u4e00-\u9fa5]{1,14}(?:局|委|厅|办|处|部|会|行|中心)))"
)
# A bracket that says who acts ends what stands before it too, also where the next line was joined to it.
_SENTENCES = re.compile(r"(?<=[。!?\n])|(?<=(?:负责|落实|完成|推进)\))")
_REPORTS = re.compile(
    "报|函告|函复|反馈|提交|发[送至到往]|向[^,。;]{2,20}提供(?!服务)"
)  # without one of these nothing is reported
_TOWARDS = re.compile(
    r"向(?P<to>[^,。;:]{2,40}?)(?:书面)?(?:报送|报告|上报|反馈|提交(?![^,。;:]{0,12}后)|汇报|报备|"
    r"提供(?=[^,。;:]{0,16}(?:分析|数据|情况|清单|材料|报告|名单))|(?P<round>通报))"
)
_TO = re.compile(r"(?P<to>[\u4e00-\u9fa5A-Za-z()、]{2,40})")
_THING = re.compile(
    r"(?:[^、至到给]{0,10})(?:情况|数据|报告|总结|小结|简报|统计|计划|汇总|案例|做法|材料|信息|名单|台账|报表|进展|方案|清单)[^、]{0,4}(?:至|到|给)"
)
_TO_END = re.compile(r"(?:备案|汇总|审核|审批|审定|审查|统筹|研究|同意|批准|备查|存档|(?:电子)?邮箱).*$|[一二两三]次$")
_TIME = re.compile(
    r"(?:于|在|从)?(?P<t>(?:(?:每|各|次|当)(?:年度?|季度?|半年|月|周|旬|次|学[期年])|每[日天]|每(?:[两二三四]个?|\d{1,2}个)(?:月|周|季度))(?:(?!书面|汇总|形成|统一|集中)[^,。;:将把报向]){0,16}|"
    r"(?:(?:19|20)\d\d年|今年|本年|明年)?\d{1,2}月(?:\d{1,2}日|底|末|上旬|中旬|下旬)?(?:[上下]午|中午|[上下]班|\d{1,2}[时点])*(?:之?前|以前)|(?:(?:19|20)\d\d年)?年底前|"
    r"\d{1,2}月(?:\d{1,2}日|底|末)(?:[、和及]\d{1,2}月?(?:\d{1,2}日|底|末))+|"
    r"[^,。;:将把应于须在]{0,14}(?:结束|完成|印发|发生|终了|收到|开学)[^,。;:将把]{0,6}后?(?:\d+|[一二两三四五六七八九十]{1,3})个?(?:工作日|日|天|月|周)之?内|[^,。;:将把应于须在]{0,12}\d+个?(?:工作日|日|月|周)内|\d+个?(?:小时|分钟)之?内|立即|第一时间|当[日天]|次日|定期|按[年季月](?:度)?|半年一次|一季度一报)"
)
_WHO_END = re.compile(
    r"(?:应(?:当|(?![急用对]))|要|需|须|请|务必|负责|于|在|每[年季月半周日天旬两二三四学]|将|把|定期|汇总|及时|按[年季月要时照]|根据|认真|牵头(?!单位|部门|责任)|统一|收集|审核|审定|整理|并|指定|明确|向|\d|形成|对|制定|结合(?=实际|工作|本|各|职)|会同|(?<!社会)组织|可|做好|直接|发生|发现|综合|梳理|分析|研判|实行|贯彻|次[日月年]|当[日天月]|第一时间|立即|接报|接到|收到|遇)"
)
_PATH = re.compile(r"报[送告](?:路径|渠道|途径|方式)(?:为|是)?:?")
_PERIOD = re.compile(r"报[送告](?:时间|时限|频次)[^。;]{0,40}")
_WHAT = re.compile(
    r"(?:将|把)(?P<w>[^,。;]{2,80}?)(?:同时|一并|书面|统一|分别|逐级|及时|汇总后?)*(?:报送|上报|报至|反馈|提交|报告(?=至|到)|抄报|报(?![告表名]))"
)


_RECEIVES = re.compile(
    "(?:领导|会议|常委会|全会|例会|董事会|秘书长|专班|[局厅市县区省州行校院会]长|书记|主任|主席)$"
)  # no units, but reported to


_GATHERED = re.compile("(?:汇总|审核|汇总审核|审定)后")


def _receives(name: str) -> bool:
    """Whether a name is that of somebody to whom one reports."""
    return looks_like_unit(name) or _RECEIVES.search(name) is not None


_FILED = re.compile(
    "(?:名单|情况|报告|材料|结果|方案|总结|信息|数据|清单|台账).{0,6}报"
)  # a report is told of, nobody who reports


_CALLED = re.compile(r"\s*(?P<who>各[^:,。;]{1,30}):请")  # called upon at the head of a sentence
_RUN_IN = re.compile(
    r"^[^,。;:将把]{2,14}?(?:制度|机制|要求)(?=[省市区县州各][^,。;]{2,})"
)  # a heading on the same line
_BY_WHOM = re.compile("^.*(?:情况|问题|事项|结果|材料|报告)由")  # what is reported stands before who reports it


def _who(text: str) -> str | None:
    """The subject at the head of a sentence part: the words up to its first modal, time or object."""
    called = _CALLED.match(text)
    if called:
        return called["who"]
    text = re.sub(r"^(?:[^:]{0,12}:)?(?:请(?!示)|由|其中|同时|并)*", "", text.strip(" ,;。、\n"))
    text = _RUN_IN.sub("", text)
    stop = _WHO_END.search(text)
    name = _BY_WHOM.sub("", (text[: stop.start()] if stop else text).strip(" ,、"))
    if (
        2 <= len(name) <= 60
        and (looks_like_unit(name) or re.match("各|有关|相关|所属", name))
        and not re.match("报|提交|反馈|形成|上报|逐级|年底|年末|年终|年内|书面|次年|次月|通过|登录|以|采取|经", name)
        and "《" not in name
        and not _FILED.search(name)
    ):
        return name
    return None


def _when(part: str) -> str | None:
    """The times a part of a sentence names, as printed, from the first to the last."""
    times = list(_TIME.finditer(part))
    return part[times[0].start("t") : times[-1].end("t")].strip() if times else None


def _target(text: str, end: int) -> str | None:
    match = _TO.match(text, end)
    if not match:
        return None
    name = _TO_END.sub("", match["to"]).strip("、(")
    if name.count("(") > name.count(")"):
        name = name[: name.rindex("(")]
    name = (
        re.sub(r"^[^、]{2,24}?(?:至|到|给)(?=[省市区县州国我本\u4e00-\u9fa5]{2,})", "", name)
        if _THING.match(name)
        else name
    )
    if name.endswith(")") and "(" not in name:
        name = name[:-1]
    first = re.split("[、(]", name)[0]
    return name if _receives(name) or _receives(first) else None


def find_duties(
    text: str, shadow: str, nodes: list[Node], addressees: tuple[str, ...], known: Calendar | None = None
) -> list[Duty]:
    """The reporting duties of a notice, each once, in order, in the words of `text`."""
    found: dict[tuple[str | None, ...], Duty] = {}
    addressed = _as_printed(text, addressees)
    for node in nodes:
        if node.listing or not _REPORTS.search(shadow, node.text_start, node.end):
            continue
        for duty in _of_clause(shadow[node.text_start : node.end], addressed):
            key = (duty.who, duty.to, duty.when)
            if key not in found:
                found[key] = completed(text, shadow, node, duty, known or Calendar())
    return tiered(list(found.values()))


def _as_printed(text: str, names: tuple[str, ...]) -> str | None:
    """The list of addressees as it stands at the head of the notice, with the marks printed between its names."""
    if not names:
        return None
    start = text.find(names[0])
    end = start
    for name in names:
        at = text.find(name, end, end + 400)
        if start < 0 or at < 0:
            return "、".join(names)
        end = at + len(name)
    return "".join(text[start:end].split())


def _of_clause(text: str, addressed: str | None) -> list[Duty]:
    sentences = [s for s in _SENTENCES.split(text) if s.strip()]
    paths = [s for s in sentences if _PATH.search(s)]
    period = next((m[0].strip() for s in sentences if (m := _PERIOD.search(s)) and _TIME.search(m[0])), None)
    if paths:
        return [d for s in paths for d in _tiers(s[_PATH.search(s).end() :], period)]  # type: ignore[union-attr]
    found = []
    for sentence in sentences:
        found += _single(sentence, period, addressed)
    return found


def _tiers(sentence: str, period: str | None) -> list[Duty]:
    found = []
    for part in re.split(r"[,;。\n]", sentence):
        verb = _REPORT.search(part)
        towards = _TOWARDS.search(part)
        if not verb and not towards:
            continue
        to = towards["to"] if towards else part[verb.end() :].strip() or None  # type: ignore[union-attr]
        before = part[: towards.start() if towards else verb.start()]  # type: ignore[union-attr]
        stop = re.search(r"汇总|应|须|需|于|每|将|统一|在", before)
        who = (before[: stop.start()] if stop else before).strip(" ,、")
        if len(who) >= 2:
            found.append(Duty(who=who, what=None, when=part.strip() if _TIME.search(part) else period, to=to))
    return found


def _single(sentence: str, period: str | None, addressed: str | None) -> list[Duty]:
    found: list[Duty] = []
    if not _REPORTS.search(sentence):
        return found
    shared: str | None = None  # A每季度结束后10日内报送X;B直接报送Y
    for clause in sentence.split(";"):
        if len(clause) > 600 or not _REPORTS.search(clause):
            continue
        last_who: str | None = None
        parts = clause.split(",")
        for k, part in enumerate(parts):
            last_who = _who(part) or last_who
            towards = _TOWARDS.search(part)
            if towards and towards["round"] and towards["to"].startswith(("各", "有关", "相关", "全")):
                continue  # told to those below, not reported
            verb = None if towards else _REPORT.search(part)
            to = towards["to"] if towards else _target(part, verb.end()) if verb else None
            if not to or not _receives(to.split("、")[0]):
                continue
            near = ",".join(parts[max(0, k - 2) : k + 1])
            when = next((w for p in reversed(parts[max(0, k - 2) : k + 1]) if (w := _when(p))), period)
            who = last_who or addressed
            if when is None and (gathered := _GATHERED.search(part)):
                when = gathered[0]
            when = when or (shared if last_who else None)
            if when is None or who is None:
                continue
            shared = when
            what = _WHAT.search(near)
            found.append(Duty(who=who, what=what["w"].strip() if what else None, when=when, to=to))
    return found
