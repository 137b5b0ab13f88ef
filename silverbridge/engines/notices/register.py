"""How names of authorities are built: level, field, kind of office. What two ways of writing one name have in common."""

from __future__ import annotations

import re
from functools import lru_cache

LEVELS = ("省", "自治区", "直辖市", "自治州", "市", "州", "盟", "地区", "区", "县", "旗", "镇", "乡", "街道")
# 市 opens these words, it does not say whose office it is.
_NOT_A_LEVEL = re.compile(
    r"市(?:场|政(?=园林|工程|管理|设施|公用|养护|局|处|所|公司|绿化|建设|和|与)|容|民(?:服务|中心|热线)|域)|区(?:域|块|划|间)|县域|州长|街道办事处$|乡(?:村|镇企)|镇(?:村|域)|地区|省际"
)
_LEVEL = re.compile(r"(?:省|自治区|兵团|市|州|盟|区|县|旗|镇|乡|街道)(?:级|直)?(?=委|政府|人民|[\u4e00-\u9fff]{2})")
_AREA = re.compile(
    r"[\u4e00-\u9fff]{2,7}?(?:(?<!级)省|自治区|(?<!城)市(?!场|容|政(?=园林|工程|管理|设施|公用|养护|局|处|所|公司|绿化|建设|和|与))|自治州|(?<!社)(?<!园)(?<!地)(?<!景)(?<!辖)(?<!发)(?<!新)(?<!能)区(?!域|块|划)|(?<!州)县(?!域)|自治县|(?<!红)旗)"
)
_LEAGUE = re.compile(r"团([省市区县州])委")
_NATIONAL = re.compile(
    r"国家|全国|中国|中央|国务院|中共中央|中华|中铁|中石|人民银行|人行|民航|国网|最高|海关总署|交通银行|工商银行|农业银行|建设银行|邮储"
)
_NATION_ONLY = re.compile(r"[\u4e00-\u9fff]{2,12}?部(?:委)?$")
# What an office deals with: a bare name that opens with one of these is short of its level, not of a place.
_FIELDS = (
    "发展和?改革|发改|教育|教体|科学技术|科技|科协|工业和信息化|工信|经济和信息化|经信|经济|民族|民宗|宗教|公安|交警|民政|司法|财政|"
    "人力资源|人社|自然资源|国土|规划|规自|资规|生态环境|环保|住房|住建|建设|交通|水利|水务|农业|农村|商务|商业|文化|文旅|文广|文体|"
    "广电|广播|旅游|卫生|卫健|卫计|退役|应急|审计|外事|国有资产|国资|市场监[督管]|市监|工商|质监|药品|药监|食药|体育|统计|医疗保障|"
    "医保|机关事务|信访|金融|地方金融|数据|大数据|数字|智慧|政务|行政审批|审批|行政服务|便民|城市管理|城管|综合执法|城乡|园林|绿化|林业|"
    "林草|海洋|渔业|通信|电信|残联|残疾人|总?工会|团委|共青团|妇联|妇女|妇儿|老龄|红十字|文联|工商联|侨联|供销|气象|地震|税务|"
    "邮政|烟草|粮食|物资|能源|知识产权|知产|人防|国防|消防|档案|史志|扶贫|乡村振兴|投资|招商|口岸|港口|公积金|社保|社会|就业|疾控|"
    "网信|组织部|宣传部|统战部|政法委|编办|机构编制|老干部|文明办|精神文明|台办|政府|人大|政协|法院|检察院|纪委|监委|党校|公共资源|"
    "行政|营商|优化|信息|电子政务|12345|热线|公交|轨道|铁路|民生|养老|救助|慈善|殡葬|食品|质量|计量|传媒|融媒|电视|新闻|出版"
)
_BARE = re.compile(rf"(?:{_FIELDS})")
_PARTY = re.compile(
    r"(?:网信|组织部|宣传部|统战部|政法委|编办|机构编制|老干部|文明办|精神文明|台办|社会工作部|社工部|巡察|党校|国安办|深改办|军民融合|依法治)"
)
_KIND = re.compile(
    r"(?:局|厅|委|委员会|办|办公室|部|署|会|联|院|中心|支队|总队|大队|处|站|公司|集团|馆|行)(?:\([^()]*\))?$"
)


@lru_cache(maxsize=4096)
def level_of(name: str) -> str | None:
    """The level or area that a name opens with (省, 市委, 岚桥市); None for a bare, a national or a placed name."""
    league = _LEAGUE.match(name)
    if league:
        return league[1]
    if _NOT_A_LEVEL.match(name) or name.startswith("各"):
        return None
    match = _LEVEL.match(name)
    if match:
        party = re.match(rf"委(?={_PARTY.pattern})", name[match.end() :])
        return match.group().rstrip("级直") + (party.group() if party else "")
    match = _AREA.match(name)
    if match and len(name) - match.end() >= 2 and not _BARE.match(name):
        party = re.match(rf"委(?={_PARTY.pattern})", name[match.end() :])
        return match.group() + (party.group() if party else "")
    return None


@lru_cache(maxsize=4096)
def is_national(name: str) -> bool:
    """Whether a name is one of the state's own offices, banks or enterprises, which no province or city lends its name to."""
    return bool(_NATIONAL.match(name)) or (bool(_NATION_ONLY.fullmatch(name)) and not _PARTY.match(name))


@lru_cache(maxsize=4096)
def is_bare(name: str) -> bool:
    """Whether a name says what an office deals with but not whose office it is: 卫健委, 市场监管局."""
    if is_national(name) or level_of(name) is not None:
        return False
    return bool(_BARE.match(name)) and bool(_KIND.search(name))


def lent(level: str, name: str) -> str:
    """A bare name with the level that stands before it: 省 and 卫健委; a party committee lends its own offices only."""
    if _PARTY.match(name):
        return (level if level.endswith("委") else f"{level}委") + name
    return level.removesuffix("委") + name if level.endswith("委") else level + name


def plain(name: str) -> str:
    """A name without spaces and with half-width brackets, as names are compared."""
    return "".join(name.split()).translate(str.maketrans("（）〔〕", "()()"))
