"""The tasks of a notice: marked ones, else those under a heading that announces tasks, else dated
sentence parts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from .clauses import Node
from .deadlines import Calendar, Due, due_in_prose, settle
from .drafts import Draft
from .markers import BULLET, BULLETS
from .marks import Mark
from .roles import Roles
from .shadow import Line, trimmed
from .tables import Table

_ANNOUNCES = re.compile(
    r"(?:工作|重点|主要|具体|目标|核心|年度|服务|若干|基本)*(?:工作)?(?:任务|措施|举措|重点工作|工作内容|主要工作|工作要点)"
    r"(?:及?分工|安排|清单|分解|和措施|与措施|及措施|和举措|举措|措施|内容)?$"
)
_TITLE_ANNOUNCES = re.compile(
    r"(?:任务|措施|举措|工作要点|重点工作)(?:清单)?(?:\([^()]*\))*》?(?:\([^()]*\))*(?:的通知)?$"
)
_NO_TASKS = re.compile(
    r"(?:总体|基本|工作|主要|指导|目标|阶段|发展)*(?:要求|思想|原则|目标|思路|考虑|背景|意义|目标安排|概况)$|"
    r"(?:工作|组织|有关|相关|服务|政策|推进|实施|强化|加强|具体)*(?:保障措施|保障|要求|组织领导|组织实施|组织保障|工作要求|有关要求|附则|职责分工|实施步骤|时间安排|进度安排|工作步骤|方法步骤|适用范围|监督管理措施)$|"
    r"(?:加强|强化)?组织(?:领导|实施|保障)$|成立.{0,12}(?:领导小组|专班)$|总则$|附则$"
)
_AIM = re.compile(
    r"(?:指导思想|基本原则|总体要求|总体目标|工作目标|主要目标|阶段目标|目标安排|目标任务|总体思路|发展目标)"
)
_FORMAL = re.compile(r"自.{0,30}起(?:施行|实施|执行|生效)|有效期.{0,12}[年月日]|由.{2,40}负责解释")
_DEMANDS = re.compile(
    r"(?:工作|组织|有关|相关|服务|政策|推进|实施|强化|加强|具体|总体|基本)*(?:保障措施|保障|要求|组织领导|思想|原则|附则)$|总则$"
)
_GAPS = re.compile(r"[\s。:]")
_STARTS_LATER = re.compile(r"^(?:到|至|自|从)")


def _bullet_starts(shadow: str, lines: list[Line], starts: list[int], a: int, b: int) -> list[tuple[int, int]]:
    """Bullets that open a line in `a` to `b`: where the bullet stands and where its words begin."""
    found = []
    at = max(0, bisect_right(starts, a) - 1)
    while at < len(lines) and lines[at].start < b:
        line = lines[at]
        at += 1
        if line.start < a or line.blank:
            continue
        match = BULLET.match(shadow, line.start, line.end) if line.text[0] in BULLETS else None
        if match and match.end() < line.end:
            found.append((line.start, match.end()))
    return found


class Marked:
    """Rule 1: text that ends in a responsibility mark, and the rows of task tables."""

    def __init__(self, shadow: str, lines: list[Line], nodes: list[Node], marks: list[Mark], known: Calendar) -> None:
        self.shadow, self.lines, self.nodes, self.known = shadow, lines, nodes, known
        self.starts = [line.raw_start for line in lines]
        self.index = {id(node): at for at, node in enumerate(nodes)}
        self.by_node: dict[int, list[Mark]] = {}
        self._open: dict[str, tuple[set[int], int]] = {}
        begins = [node.start for node in nodes]
        for mark in marks:
            at = bisect_right(begins, mark.start) - 1
            if at >= 0 and not nodes[at].listing:
                self.by_node.setdefault(at, []).append(mark)

    def drafts(self) -> list[Draft]:
        """The tasks that marks end, and the unmarked measures numbered below a marked heading."""
        found = []
        for at in sorted(self.by_node):
            found += self._of_node(self.nodes[at], self.by_node[at])
        settled = {id(self.nodes[at]) for at in self.by_node} | {id(d.node) for d in found if d.end > d.node.end}
        for draft in list(found):
            node, mark = draft.node, draft.mark
            if mark and node.number and node.children and mark.end <= node.end:
                found += self._measures(node, settled)
        return found

    def _measures(self, heading: Node, settled: set[int]) -> list[Draft]:
        """The lowest clauses below a marked heading without a mark: no units are stated for them."""
        found = []
        stack = list(heading.children)
        while stack:
            node = stack.pop()
            if id(node) in settled:
                continue
            stack += node.children
            start, end = trimmed(self.shadow, node.text_start, node.end)
            if node.number and not node.children and end - start >= 4:
                found.append(Draft(node, start, end, Roles(), None, node.path, 0.6))
        return found

    def _of_node(self, node: Node, marks: list[Mark]) -> list[Draft]:
        found: list[Draft] = []
        position = node.text_start
        if any(not mark.roles.empty for mark in marks):
            marks = [m for m in marks if m.label or not m.roles.empty]
        for mark in marks:
            begin = position
            if mark.roles.empty and not mark.label and (_shut_out(node) or _in_aims(node) or "阶段" in node.heading):
                continue
            if node.number is None:
                begin = self._paragraph(position, mark)
            bullets = _bullet_starts(self.shadow, self.lines, self.starts, begin, mark.start)
            if bullets and not mark.own_line:
                begin = bullets[-1][1]
            start, end = trimmed(self.shadow, begin, mark.start, ",;。、.:)]")
            position = max(position, mark.end)
            if end - start < 2:
                if found and not found[-1].roles.deadline and mark.roles.empty and mark.roles.deadline:
                    found[-1].roles = _timed(found[-1].roles, mark.roles)
                elif len(marks) == 1 and node.number and not node.children:
                    start, end = trimmed(self.shadow, mark.end, node.end, ",;。、.:")
                    if end - start >= 6 and not mark.roles.empty:
                        found.append(Draft(node, start, end, mark.roles, mark, node.path, 0.8))
                continue
            bullet = BULLET.match(self.shadow, start, end)
            start = bullet.end() if bullet else start
            found.append(Draft(node, start, end, mark.roles, mark, node.path, 0.95 if mark.roles.sure else 0.75))
        if len(found) == 1 and len(marks) == 1 and found[0].end <= marks[0].start:
            self._whole_clause(node, found[0], marks[0])
            self._whole_parent(node, found[0], marks[0])
        return found

    def _paragraph(self, position: int, mark: Mark) -> int:
        """In unnumbered text a task is the paragraph its mark ends, or the one above a mark on its own
        line.
        """
        at = bisect_right(self.starts, mark.start) - 1
        if mark.own_line:
            at -= 1
            while at > 0 and self.lines[at].blank:
                at -= 1
        return max(position, self.lines[max(at, 0)].start)

    def _whole_clause(self, node: Node, draft: Draft, mark: Mark) -> None:
        """A bracket behind a clause's heading speaks for the paragraphs below it, where they have neither
        number nor mark.
        """
        words = self.shadow[draft.start : draft.end]
        if node.children or len(words) > 60 or "。" in words[:-1] or node.number is None or self._marks_close(node):
            return
        start, end = trimmed(self.shadow, mark.end, node.end, ",;。、.:")
        if end - start >= 20 and self.shadow[end - 1] in "。;)”":
            draft.end = end

    def _marks_close(self, node: Node) -> bool:
        """Whether the other clauses of its kind end with their marks: then what stands below its own is the document's."""
        if node.kind not in self._open:
            own = [(self.nodes[at], marks) for at, marks in self.by_node.items() if self.nodes[at].kind == node.kind]
            self._open[node.kind] = (
                {id(n) for n, marks in own if not n.children and not self._ends(n, marks[-1])},
                len(own),
            )
        still_open, size = self._open[node.kind]
        return size > 1 and still_open <= {id(node)}

    def _ends(self, node: Node, mark: Mark) -> bool:
        return not self.shadow[mark.end : node.end].strip(" \n\t,;。、")

    def _whole_parent(self, node: Node, draft: Draft, mark: Mark) -> None:
        """A mark on a line of its own below numbered points, none of which has one, speaks for all of
        them.
        """
        parent = node.parent
        if parent is None or len(parent.children) < 2 or parent.children[-1] is not node or node.children:
            return
        closes_all = self._closes_parents
        if not mark.own_line and node.rank < 11 and not closes_all:
            return
        if self.by_node.get(self.index[id(parent)]) or any(map(self._marked_within, parent.children[:-1])):
            return
        if parent.rank < 7 and node.rank < 11 and not closes_all:
            return
        draft.start, _ = trimmed(self.shadow, parent.text_start, draft.end)
        draft.node, draft.clause = parent, parent.path

    @cached_property
    def _closes_parents(self) -> bool:
        """Whether every mark stands behind the last of several points, and never behind one of the others: then each speaks
        for all the points above it, wherever the line ends stood.
        """
        parents = set()
        for at, marks in self.by_node.items():
            node = self.nodes[at]
            above = node.parent
            if node.children or above is None or above.number is None or len(above.children) < 2:
                return False
            if above.children[-1] is not node or len(marks) > 1 or not self._ends(node, marks[0]):
                return False
            parents.add(id(above))
        return len(parents) > 1

    def _marked_within(self, node: Node) -> bool:
        return bool(self.by_node.get(self.index[id(node)])) or any(map(self._marked_within, node.children))


def _timed(roles: Roles, other: Roles) -> Roles:
    return Roles(
        roles.leads,
        roles.responsible,
        roles.cooperating,
        other.deadline,
        other.deadline_text,
        other.dues,
        roles.sure,
        other.deadline_span,
    )


def from_tables(nodes: list[Node], tables: list[Table]) -> list[Draft]:
    """The rows of task tables."""
    begins = [node.start for node in nodes]
    found = []
    for table in tables:
        for row in table.rows:
            at = bisect_right(begins, row.start) - 1
            if at < 0:
                continue
            node = nodes[at]
            step = row.serial or ""
            path = f"{node.path}/{step}" if node.path and step else step or node.path
            found.append(Draft(node, row.start, row.end, row.roles, None, path, 0.85 if row.roles.sure else 0.7))
    return found


def _announced(node: Node) -> bool:
    above: Node | None = node
    while above:
        heading = _GAPS.sub("", above.heading)
        if _NO_TASKS.fullmatch(heading) or (above is not node and _AIM.search(heading)):
            return False
        if above is not node and _ANNOUNCES.fullmatch(heading):
            return True
        above = above.parent
    return False


def _shut_out(node: Node, headings: re.Pattern[str] = _NO_TASKS) -> bool:
    above: Node | None = node
    while above:
        if headings.fullmatch(_GAPS.sub("", above.heading)):
            return True
        above = above.parent
    return False


def announced(shadow: str, lines: list[Line], nodes: list[Node], titles: list[str]) -> list[Draft]:
    """Rule 2: without any mark, the leaf clauses under a heading (or a title) that announces tasks."""
    leaves = [n for n in nodes if n.number and not n.children and n.kind != "annex" and not n.listing]
    chosen = [n for n in leaves if _announced(n)]
    if not chosen and any(_TITLE_ANNOUNCES.search(t) for t in titles):
        chosen = [n for n in leaves if not _shut_out(n)]
    starts = [line.raw_start for line in lines]
    found = []
    for node in chosen:
        bullets = _bullet_starts(shadow, lines, starts, node.text_start, node.end)
        if len(bullets) >= 2:
            stops = [b for b, _ in bullets[1:]] + [node.end]
            spans = [(words, stop) for (_, words), stop in zip(bullets, stops, strict=True)]
        else:
            spans = [(node.text_start, node.end)]
        for a, b in spans:
            start, end = trimmed(shadow, a, b)
            if end - start >= 4 and not (end - start < 120 and _FORMAL.search(shadow[start:end])):
                found.append(Draft(node, start, end, Roles(), None, node.path, 0.6))
    return found


def dated(shadow: str, nodes: list[Node], known: Calendar) -> list[Draft]:
    """Rule 3: in plain prose, each part of a sentence that has a due date of its own."""
    found = []
    for node in nodes:
        if node.listing or _shut_out(node, _DEMANDS) or _in_aims(node):
            continue
        position = node.text_start
        for match in re.finditer(r"[。;!?\n]|$", shadow[node.text_start : node.end]):
            end = node.text_start + match.end()
            found += _parts(shadow, position, end, node, known)
            position = end
    return found


def _in_aims(node: Node | None) -> bool:
    while node:
        if _AIM.search(node.heading):
            return True
        node = node.parent
    return False


def _parts(shadow: str, a: int, b: int, node: Node, known: Calendar) -> list[Draft]:
    text = shadow[a:b]
    dues = [d for d in due_in_prose(text, known) if not _STARTS_LATER.match(text[max(0, d.start - 1) : d.start] or " ")]
    dues = [d for d in dues if not re.search(r"[《(\"“][^》)\"”]*$", text[max(0, d.start - 60) : d.start])]
    groups: list[tuple[int, list[Due]]] = []
    for due in dues:
        comma = max(text.rfind(",", 0, due.start), text.rfind("、", 0, due.start)) + 1
        if groups and comma <= groups[-1][1][-1].start:
            groups[-1][1].append(due)
        else:
            groups.append((comma if groups else 0, [due]))
    stops = [*(start for start, _ in groups[1:]), len(text)]
    found = []
    for (start, inside), end in zip(groups, stops, strict=False):
        s, e = trimmed(shadow, a + start, a + end, ",;、")
        while e > s and shadow[e - 1] in ",、":
            e -= 1
        if e - s >= 6:
            a_due, b_due = inside[0].start, inside[-1].end
            roles = Roles(
                deadline=settle(inside, False), deadline_text=text[a_due:b_due], deadline_span=(a + a_due, a + b_due)
            )
            found.append(Draft(node, s, e, roles, None, node.path, 0.5))
    return found
