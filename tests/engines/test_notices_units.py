"""Where a list of units divides, and what in it is no unit."""

import pytest

from silverbridge.engines.notices.shadow import shadow_of
from silverbridge.engines.notices.units import looks_like_unit, split_units


def names(text: str) -> list[str]:
    return [text[u.start : u.end] for u in split_units(shadow_of(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("省数字办、卫健委", ["省数字办", "卫健委"]),
        ("市民政局，市财政局", ["市民政局", "市财政局"]),
        ("市民政局,市财政局；市残联;市妇联", ["市民政局", "市财政局", "市残联", "市妇联"]),
        ("文化和旅游部", ["文化和旅游部"]),
        ("工业和信息化部和民政部", ["工业和信息化部", "民政部"]),
        ("省发展和改革委员会、人力资源和社会保障厅", ["省发展和改革委员会", "人力资源和社会保障厅"]),
        ("市住房和城乡建设局及各县区", ["市住房和城乡建设局", "各县区"]),
        ("各设区市和澜屿综合实验区", ["各设区市", "澜屿综合实验区"]),
        ("市民政局以及各区", ["市民政局", "各区"]),
        ("各地区和有关部门", ["各地区", "有关部门"]),
        ("各市、县（市、区）政府", ["各市、县（市、区）政府"]),
        ("各区、县级市", ["各区、县级市"]),
        ("市教育局、各区、县级市", ["市教育局", "各区、县级市"]),
        ("各市、各有关部门", ["各市", "各有关部门"]),
        ("省市场监管（知识产权）局", ["省市场监管（知识产权）局"]),
        (
            "市卫生健康委（市疾控中心、市急救站）、市民政局",
            ["市卫生健康委（市疾控中心、市急救站）", "市民政局"],
        ),
        ("市民政局等", ["市民政局"]),
        ("市民政局、卫健委等部门", ["市民政局", "卫健委"]),
        ("市民政局等相关部门及各县区", ["市民政局", "各县区"]),
        ("市民政局等有关部门和单位", ["市民政局"]),
        ("市民政局等市直有关部门", ["市民政局"]),
        ("市民政局等7个部门和各乡镇", ["市民政局", "各乡镇"]),
        ("市民政局等有关部门，各街道", ["市民政局", "各街道"]),
        ("国务院相关部门、各地区", ["国务院相关部门", "各地区"]),
        ("相关部门及各地市", ["相关部门", "各地市"]),
        ("省高等教育考试院、省中等职业教育中心", ["省高等教育考试院", "省中等职业教育中心"]),
        ("和平区民政局、和平街道", ["和平区民政局", "和平街道"]),
        ("市民政局 市财政局", ["市民政局", "市财政局"]),
        ("由市民政局", ["市民政局"]),
        ("/", []),
        ("无", []),
        ("", []),
        ("、、，", []),
    ],
)
def test_a_list_divides_into_units_as_printed(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    "name", ["市民政局", "各设区市", "中铁澜川局集团", "人行澜川中心支行", "相关部门", "市残联", "各乡镇"]
)
def test_names_of_units_are_known_by_their_ends(name):
    assert looks_like_unit(name)


@pytest.mark.parametrize("name", ["老年人", "以下简称", "智能手机", "局", "提高城市"])
def test_other_words_are_not_taken_for_units(name):
    assert not looks_like_unit(name)
