"""What the demonstration's quarterly table asks for, and where each figure stands in its blank."""

from __future__ import annotations

from decimal import Decimal

from silverbridge.domain.returns.services import FieldSpec

TITLE = "金融机构便利老年人服务情况季度统计表（演示）"
CLAUSE = "三/(二)"
DUTY = "每季度结束后10日内报送至对口的机构监管处，机构监管处汇总后于每季度结束后30日内报至消保处。"
ZERO, HUNDRED = Decimal(0), Decimal(100)


def _count(key: str, label: str, unit: str, indicator: str = "", required: bool = True) -> FieldSpec:
    return FieldSpec(key, label, unit=unit, indicator=indicator, least=ZERO, most=Decimal(10**9), required=required)


FIELDS = (
    _count("outlets", "期末营业网点数", "个", "outlets-open-count"),
    _count("care-windows", "其中：设爱心窗口的网点", "个", required=False),
    _count("step-free", "其中：无台阶或有坡道的网点", "个", required=False),
    _count("visits", "老年人到访人次", "人次", "elder-visits-count"),
    _count("home-visits", "上门服务", "次", "home-visits-count", required=False),
    FieldSpec(
        "green-lane",
        "走绿色通道的占比",
        indicator="green-lane-share",
        unit="%",
        percent=True,
        decimals=1,
        least=ZERO,
        most=HUNDRED,
        required=False,
        roll_up="weighted",
        weight="visits",
    ),
    FieldSpec(
        "wait-p90",
        "普通窗口九成客户等候不超过",
        indicator="wait-p90-ordinary",
        unit="分钟",
        decimals=1,
        least=ZERO,
        most=Decimal(600),
        required=False,
        roll_up="none",
    ),
    _count("complaints", "收到投诉", "件", "complaints-count"),
    FieldSpec("problems", "存在的主要问题", kind="block", roll_up="none"),
    FieldSpec("next-steps", "下一步打算", kind="block", roll_up="none", required=False),
)
ROWS = {
    "outlets": 6,
    "care-windows": 7,
    "step-free": 8,
    "visits": 11,
    "home-visits": 12,
    "green-lane": 13,
    "wait-p90": 14,
    "complaints": 16,
}
BINDINGS = {
    "附表1!C3": "unit",
    "附表1!E3#0": "period",
    "附表1!C18": "text:problems",
    "附表1!C19": "text:next-steps",
    "附表1!A20#0": "preparer",
    "附表1!A20#1": "reviewer",
    "附表1!A20#2": "head",
    "附表1!A20#3": "phone",
    "附表1!F21": "date",
}
for _key, _row in ROWS.items():
    BINDINGS |= {
        f"附表1!D{_row}": f"figure:{_key}",
        f"附表1!E{_row}": f"previous:{_key}",
        f"附表1!F{_row}": f"reason:{_key}",
    }
# The report that goes with the table, as a document.
REPORT_TITLE = "便利老年人服务工作季度报告（演示）"
REPORT_FIELDS = (
    FieldSpec("situation", "基本情况", kind="block", roll_up="none"),
    FieldSpec("practice", "主要做法", kind="block", roll_up="none", required=False),
    _count("visits", "老年人到访人次", "人次", "elder-visits-count"),
)
REPORT_BINDINGS = {
    "bookmark:unit": "unit",
    "bookmark:period": "period",
    "bookmark:situation": "text:situation",
    "bookmark:practice": "text:practice",
    "表1!R3C3": "figure:visits",
    "段33#0": "preparer",
    "段33#1": "reviewer",
    "段33#2": "head",
    "段34#0": "phone",
    "段34#1": "date",
}
