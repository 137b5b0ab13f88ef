"""安澜市: its organisations, places, opening hours and what stands there for old people. All of it is invented."""

from __future__ import annotations

from datetime import date, time

from silverbridge.domain.places.models import Organisation, OrganisationName, OrganisationRelation, Place
from silverbridge.domain.places.services import relate, save_facility, save_organisation, save_place, set_hours

ROOT = "anlan"
MARK, MARK_EN = "（演示）", " (demonstration)"
NOWHERE = "演示地点，并不存在。"
Relation = OrganisationRelation.Kind

# code, name, English name, kind, code above, relation to it
ORGANISATIONS = (
    (ROOT, "安澜市民生服务中心", "Anlan City Service Centre", "government", "", ""),
    ("anlan-north", "安澜市城北分中心", "Anlan North Branch", "department", ROOT, Relation.ADMINISTERS),
    ("anlan-south", "安澜市城南分中心", "Anlan South Branch", "department", ROOT, Relation.ADMINISTERS),
    ("anlan-bank", "安澜银行", "Bank of Anlan", "bank", ROOT, Relation.SUPERVISES),
    ("anlan-bank-east", "安澜银行东门支行", "Bank of Anlan, East Gate", "branch", "anlan-bank", Relation.ADMINISTERS),
    ("anlan-bank-lake", "安澜银行柳湖支行", "Bank of Anlan, Willow Lake", "branch", "anlan-bank", Relation.ADMINISTERS),
    ("anlan-hospital", "安澜市第一人民医院", "Anlan First People's Hospital", "hospital", ROOT, Relation.SUPERVISES),
    ("anlan-taxi", "安澜出租汽车公司", "Anlan Taxi Company", "company", ROOT, Relation.SUPERVISES),
    ("anlan-park", "安澜市柳湖公园管理处", "Willow Lake Park Office", "department", ROOT, Relation.SUPERVISES),
)
# The offices that the city's notice gives tasks to, with the short names it uses.
OFFICES = (
    ("anlan-civil-affairs", "安澜市民政局", "市民政局"),
    ("anlan-labour", "安澜市人力资源和社会保障局", "市人社局"),
    ("anlan-health", "安澜市卫生健康委员会", "市卫健委"),
    ("anlan-transport", "安澜市交通运输局", "市交通运输局"),
    ("anlan-culture", "安澜市文化广电和旅游局", "市文广旅局"),
    ("anlan-data", "安澜市数据局", "市数据局"),
    ("anlan-market", "安澜市市场监督管理局", "市市场监管局"),
    ("anlan-emergency", "安澜市应急管理局", "市应急局"),
    ("anlan-finance", "安澜市地方金融管理局", "市金融局"),
)
# What the notice means by 各区人民政府, with the short name of each.
DISTRICTS = (
    ("anlan-district-centre", "安澜市城中区人民政府", "城中区政府"),
    ("anlan-district-north", "安澜市城北区人民政府", "城北区政府"),
    ("anlan-district-south", "安澜市城南区人民政府", "城南区政府"),
)
# code, organisation, kind, name, district, address, how to get there, telephone
PLACES = (
    ("hall", ROOT, "office", "青石街道服务中心", "青石街道", "青石街1号", "3路车青石街下，门口挂红灯笼。", "12345"),
    ("call-centre", ROOT, "call_centre", "安澜市民服务热线", "", "", "打电话就行，不用来。", "12345"),
    (
        "hall-north",
        "anlan-north",
        "office",
        "城北分中心大厅",
        "北岭镇",
        "北岭大街20号",
        "8路车终点站，菜场对面。",
        "0900-600020",
    ),
    (
        "hall-south",
        "anlan-south",
        "office",
        "城南分中心大厅",
        "南塘镇",
        "南塘路6号",
        "5路车南塘桥下，桥头第一家。",
        "0900-600030",
    ),
    (
        "outlet-east",
        "anlan-bank-east",
        "outlet",
        "安澜银行东门网点",
        "东门街道",
        "东门街58号",
        "东门钟楼下面。",
        "0900-600041",
    ),
    (
        "outlet-lake",
        "anlan-bank-lake",
        "outlet",
        "安澜银行柳湖网点",
        "柳湖街道",
        "柳湖路12号",
        "柳湖公园正门旁边。",
        "0900-600042",
    ),
    (
        "outlet-market",
        "anlan-bank-east",
        "outlet",
        "安澜银行菜市口网点",
        "东门街道",
        "菜市口街7号",
        "菜市场东门出来就到。",
        "0900-600043",
    ),
    (
        "outlet-station",
        "anlan-bank-lake",
        "outlet",
        "安澜银行车站网点",
        "柳湖街道",
        "车站路30号",
        "长途车站出站口左手。",
        "0900-600044",
    ),
    (
        "outlet-bridge",
        "anlan-bank-lake",
        "outlet",
        "安澜银行石桥网点",
        "南塘镇",
        "石桥路2号",
        "石桥桥头，镇政府对面。",
        "0900-600045",
    ),
    (
        "hospital",
        "anlan-hospital",
        "hospital",
        "市一医院门诊楼",
        "柳湖街道",
        "安康路8号",
        "2路车市一医院下，门口有轮椅。",
        "0900-600050",
    ),
    (
        "taxi-station",
        "anlan-taxi",
        "station",
        "东门出租车站点",
        "东门街道",
        "东门广场",
        "黄色雨棚下面，有长椅。",
        "0900-600060",
    ),
    ("park", "anlan-park", "venue", "柳湖公园", "柳湖街道", "柳湖路1号", "正门左手是有人的门。", "0900-600070"),
)
FACILITIES = {
    "hall": {
        "ramp": 2,
        "care-window": 2,
        "reading-glasses": 12,
        "wheelchair": 3,
        "priority-seat": 16,
        "seated-desk": 2,
    },
    "hall-north": {"ramp": 1, "care-window": 1, "reading-glasses": 6, "priority-seat": 8},
    "hall-south": {"care-window": 1, "reading-glasses": 4, "priority-seat": 6},
    "outlet-east": {"ramp": 1, "care-window": 1, "reading-glasses": 4, "wheelchair": 1, "priority-seat": 6},
    "outlet-lake": {"care-window": 1, "reading-glasses": 3, "priority-seat": 4},
    "hospital": {"ramp": 4, "wheelchair": 20, "priority-seat": 60, "guide": 6},
    "park": {"ramp": 3, "staffed-gate": 1, "wheelchair": 4, "priority-seat": 30},
}
WEEK = list(range(7))


def make_city(since: date) -> None:
    """Everything above, as of ``since``. Each name carries the mark of a demonstration."""
    made: dict[str, Organisation] = {}
    for code, name, english, kind, upper, relation in ORGANISATIONS:
        made[code] = save_organisation(code, name + MARK, kind, since, english + MARK_EN)
        for known_as in (name, name.replace("安澜市", "市")):
            OrganisationName.objects.create(organisation=made[code], name=known_as, valid_from=since)
        if upper:
            relate(relation, made[upper], made[code], since)
    under = [(*row, "department") for row in OFFICES] + [(*row, "government") for row in DISTRICTS]
    for code, name, short, kind in under:
        office = save_organisation(code, name + MARK, kind, since)
        for known_as in (name, short):
            OrganisationName.objects.create(organisation=office, name=known_as, valid_from=since)
        relate(Relation.SUPERVISES, made[ROOT], office, since)
        relate(Relation.FILES_TO, made[ROOT], office, since)
    for code, organisation, kind, name, district, address, way, phone in PLACES:
        place = save_place(
            code,
            made[organisation],
            kind,
            name,
            district=district,
            address=address,
            directions=f"{way}{NOWHERE}",
            phone=phone,
        )
        _open(place)
        for facility, count in FACILITIES.get(code, {}).items():
            save_facility(place, facility, count, since)


def _open(place: Place) -> None:
    """Counters keep working days, the bank every day, hospital and park also holidays."""
    if place.kind == Place.Kind.OFFICE:
        set_hours(place, WEEK[:5], time(9), time(17))
    elif place.kind == Place.Kind.OUTLET:
        set_hours(place, WEEK, time(9), time(16, 30), working_days_only=False)
    elif place.kind == Place.Kind.HOSPITAL:
        set_hours(place, WEEK, time(7, 30), time(17, 30), working_days_only=False)
    else:
        set_hours(place, WEEK, time(6), time(21), working_days_only=False)
