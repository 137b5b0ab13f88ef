"""Units as a notice writes them, and the organisations on the register they mean."""

from datetime import date

import pytest

from silverbridge.domain.ledger.models import Notice, Task
from silverbridge.domain.ledger.register import Register
from silverbridge.domain.ledger.units import units_of
from silverbridge.domain.places.models import OrganisationRelation
from silverbridge.domain.places.services import relate, save_organisation

SINCE = date(2015, 1, 1)
RENAMED = date(2023, 7, 20)
KIND = OrganisationRelation.Kind
pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db):
    """岚桥市 with two districts, a county, streets, and offices under the province's and the state's names."""
    made = {}
    for code, name, kind, upper in (
        ("lq", "岚桥市人民政府", "government", None),
        ("lq-civil", "岚桥市民政局", "department", "lq"),
        ("lq-health", "岚桥市卫生健康委员会", "department", "lq"),
        ("lq-labour", "岚桥市人力资源和社会保障局", "department", "lq"),
        ("lq-market", "岚桥市市场监督管理局", "department", "lq"),
        ("lq-net", "中共岚桥市委网信办", "department", "lq"),
        ("lq-east", "岚桥市东浦区人民政府", "government", "lq"),
        ("lq-west", "岚桥市西岭区人民政府", "government", "lq"),
        ("lq-county", "临溪县人民政府", "government", "lq"),
        ("lq-east-civil", "东浦区民政局", "department", "lq-east"),
        ("lq-west-civil", "西岭区民政局", "department", "lq-west"),
        ("lq-street-1", "青石街道办事处", "government", "lq-east"),
        ("lq-street-2", "南塘街道办事处", "government", "lq-west"),
        ("lq-town", "北岭镇人民政府", "government", "lq-county"),
        ("lq-community", "柳湖社区居民委员会", "community", "lq-street-1"),
    ):
        made[code] = save_organisation(code, name, kind, SINCE)
        if upper:
            relate(KIND.SUPERVISES, made[upper], made[code], SINCE)
    return made


def written(city, leads=(), responsible=(), day=date(2023, 3, 1), **more):
    notice = Notice.objects.create(
        organisation=city["lq"], dated=day, text="x", digest=str(Notice.objects.count()), **more
    )
    return Task.objects.create(
        notice=notice, number=1, clause="一", text="x", start=0, end=1, confidence=1,
        leads=list(leads), responsible=list(responsible),
    )  # fmt: skip


def codes(task):
    return [(m.name, m.organisation and m.organisation.code, m.via) for m in units_of(task)]


def test_a_name_as_registered_short_or_without_its_city(city):
    task = written(city, ["岚桥市民政局"], ["岚桥市卫健委", "市人社局", "市市场监管局"])
    assert codes(task) == [
        ("岚桥市民政局", "lq-civil", "name"),
        ("岚桥市卫健委", "lq-health", "name"),
        ("市人社局", "lq-labour", "name"),
        ("市市场监管局", "lq-market", "name"),
    ]


def test_a_name_short_of_its_level_takes_that_of_the_one_before_it(city):
    task = written(city, ["市民政局"], ["卫健委", "市场监管局"])
    assert codes(task)[1:] == [("卫健委", "lq-health", "prefix"), ("市场监管局", "lq-market", "prefix")]


def test_a_bare_name_alone_is_not_guessed(city):
    assert codes(written(city, ["卫健委"])) == [("卫健委", None, None)]


def test_another_citys_office_of_the_same_kind_is_somebody_else(city):
    assert codes(written(city, ["澜川市卫健委"])) == [("澜川市卫健委", None, None)]


def test_many_of_a_kind_are_one_entry_each(city):
    task = written(city, [], ["各区人民政府", "各县（市、区）", "各街道", "各区民政局", "各镇（街道）", "各社区"])
    found = [(m.name, m.organisation.code, m.via) for m in units_of(task)]
    assert found == [
        ("各区人民政府", "lq-east", "expansion"),
        ("各区人民政府", "lq-west", "expansion"),
        ("各县（市、区）", "lq-county", "expansion"),
        ("各县（市、区）", "lq-east", "expansion"),
        ("各县（市、区）", "lq-west", "expansion"),
        ("各街道", "lq-street-1", "expansion"),
        ("各街道", "lq-street-2", "expansion"),
        ("各区民政局", "lq-east-civil", "expansion"),
        ("各区民政局", "lq-west-civil", "expansion"),
        ("各镇（街道）", "lq-street-1", "expansion"),
        ("各镇（街道）", "lq-street-2", "expansion"),
        ("各镇（街道）", "lq-town", "expansion"),
        ("各社区", "lq-community", "expansion"),
    ]


def test_cities_of_a_province_are_those_right_below_it(city):
    province = save_organisation("prov", "澜海省人民政府", "government", SINCE)
    relate(KIND.SUPERVISES, province, city["lq"], SINCE)
    inner = save_organisation("inner", "临江市人民政府", "government", SINCE)
    relate(KIND.SUPERVISES, city["lq"], inner, SINCE)
    bay = save_organisation("bay", "平湾综合实验区管委会", "government", SINCE)
    relate(KIND.SUPERVISES, province, bay, SINCE)
    notice = Notice.objects.create(organisation=province, dated=date(2023, 3, 1), text="x", digest="p")
    task = Task.objects.create(
        notice=notice, number=1, clause="一", text="x", start=0, end=1, confidence=1, responsible=["各设区市"]
    )
    assert codes(task) == [("各设区市", "lq", "expansion")]


def test_nobody_of_a_kind_stays_one_entry_without_an_organisation(city):
    (only,) = units_of(written(city, [], ["各银保监分局"]))
    assert (only.organisation, only.via, only.flags) == (None, None, ("expands",))


def test_nobody_in_particular_is_kept_and_flagged(city):
    (only,) = units_of(written(city, [], ["市直有关部门"]))
    assert (only.organisation, only.flags) == (None, ("vague",))


@pytest.mark.parametrize("day", [date(2022, 5, 1), date(2024, 5, 1), None], ids=["before", "after", "undated"])
def test_a_renamed_organisation_is_found_by_the_name_of_then_and_of_now(city, day):
    bureau = save_organisation("bureau", "中国银行保险监督管理委员会岚桥监管局", "department", SINCE)
    save_organisation("bureau", "国家金融监督管理总局岚桥监管局", "department", RENAMED)
    task = written(city, ["岚桥银保监局"], ["岚桥金融监管局"], day=day)
    assert [m.organisation for m in units_of(task)] == [bureau, bureau]
    old, new = units_of(task)
    before = day is not None and day < RENAMED
    assert (old.via, new.via) == (("name", "succession") if before else ("succession", "name"))


def test_who_bore_the_name_on_the_day_is_meant(city):
    first = save_organisation("first", "岚桥市老龄办", "department", SINCE)
    save_organisation("first", "岚桥市老龄事业发展中心", "department", RENAMED)
    second = save_organisation("second", "岚桥市老龄办", "department", RENAMED)
    assert [m.organisation for m in units_of(written(city, ["岚桥市老龄办"], day=date(2022, 1, 1)))] == [first]
    assert [m.organisation for m in units_of(written(city, ["岚桥市老龄办"], day=date(2024, 1, 1)))] == [second]


def test_an_ended_organisation_gives_way_to_the_one_that_succeeded_it(city):
    old = save_organisation("old", "岚桥市卫生和计划生育委员会", "department", SINCE)
    old.closed_on = date(2019, 1, 1)
    old.save()
    relate(KIND.SUCCEEDS, city["lq-health"], old, date(2019, 1, 1))
    (only,) = units_of(written(city, ["岚桥市卫生和计划生育委员会"], day=date(2018, 1, 1)))
    assert (only.organisation, only.via) == (city["lq-health"], "succession")


def test_several_heirs_are_candidates_and_nobody_is_chosen(city):
    old = save_organisation("old", "岚桥市食品药品和工商局", "department", SINCE)
    old.closed_on = date(2019, 1, 1)
    old.save()
    for heir in ("lq-market", "lq-health"):
        relate(KIND.SUCCEEDS, city[heir], old, date(2019, 1, 1))
    (only,) = units_of(written(city, ["岚桥市食品药品和工商局"], day=date(2018, 1, 1)))
    assert (only.organisation, only.via, only.flags) == (None, None, ("ambiguous",))
    assert [row.code for row in only.candidates] == ["lq-health", "lq-market"]


def test_two_of_one_name_are_candidates_and_nobody_is_chosen(city):
    twin = save_organisation("twin", "岚桥市民政局", "department", SINCE)
    (only,) = units_of(written(city, ["市民政局"]))
    assert only.organisation is None
    assert only.candidates == (city["lq-civil"], twin)
    assert "ambiguous" in only.flags


def test_queries_do_not_grow_with_the_units(city, django_assert_num_queries):
    task = written(city, ["市民政局"], ["卫健委", "各区民政局", "市人社局"])
    with django_assert_num_queries(3):
        register = Register.of(task.notice.dated)
        units_of(task, register)
    with django_assert_num_queries(0):
        units_of(task, register)


def test_an_adopter_adds_short_names_and_a_broken_file_stops_nothing(city, settings, tmp_path):
    settings.OVERLAY = tmp_path
    folder = tmp_path / "units"
    folder.mkdir()
    (folder / "ours.yaml").write_text("code: ours\nwords:\n  - [民政, 民生保障]\n", encoding="utf-8")
    task = written(city, ["市民生保障局"])
    assert codes(task) == [("市民生保障局", "lq-civil", "name")]
    (folder / "ours.yaml").write_text("code: ours\nwords: [民政]\n", encoding="utf-8")
    assert codes(task) == [("市民生保障局", None, None)]


def test_what_a_person_corrected_counts_not_what_was_read(city):
    task = written(city, ["市民政局"], ["市人社局"])
    read = {"start": 0, "end": 1, "confidence": 0.9}
    task.units = [
        {"name": "市民政局", "role": "lead", **read},
        {"name": "卫健委", "role": "responsible", "full": "市卫健委", "flags": ["inherited"], **read},
        {"name": "相关部门", "role": "responsible", "flags": ["vague"], **read},
    ]
    assert [name for name, _code, _via in codes(task)] == ["市民政局", "市人社局"]
    task.responsible = ["卫健委"]
    assert codes(task) == [
        ("市民政局", "lq-civil", "name"),
        ("卫健委", "lq-health", "prefix"),
        ("相关部门", None, None),
    ]
