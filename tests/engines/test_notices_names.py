"""One key for all ways of writing an office's name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from silverbridge.engines.definitions import load_definitions
from silverbridge.engines.notices.expansion import flags_of, kinds_of_area, named
from silverbridge.engines.notices.names import NameRules
from silverbridge.engines.notices.register import is_bare, lent, level_of
from tests.test_tree import ROOT

(RULES,) = load_definitions(ROOT / "silverbridge" / "shipped" / "units", NameRules)
AREAS = st.sampled_from(["岚桥市", "澜海省", "东浦区", "临溪县", "市", "省", "区", "县"])


@given(AREAS, st.sampled_from(RULES.words), st.sampled_from(["局", "委", "委员会", "厅", "办", "办公室"]))
def test_every_short_word_has_the_key_of_its_long_one(area, line, kind):
    assert len({RULES.key(f"{area}{word}{kind}") for word in line}) == 1


@given(st.sampled_from(["岚桥", "澜海", "岚桥市", "澜海省"]), st.sampled_from(RULES.shapes))
def test_every_shape_has_the_key_of_the_full_one(area, line):
    keys = {RULES.key(shape.replace("{area}", area)) for shape in line}
    assert len(keys) == 1
    assert keys.pop().area == area.rstrip("市省")


@given(st.text("省市区县局委办民政卫健联人社厅团（）岚桥中", max_size=14))
def test_any_name_has_a_key_and_says_what_it_is(name):
    key = RULES.key(name)
    assert RULES.key(name) == key
    assert level_of(name) is None or not is_bare(name)
    assert set(flags_of(name)) <= {"vague", "expands"}


@pytest.mark.parametrize(
    ("one", "other"),
    [("市卫健委", "市卫生健康委员会"),
     ("岚桥银保监局", "中国银行保险监督管理委员会岚桥监管局"), ("省政府办公厅", "省人民政府办公室"),
     ("团市委", "共青团市委员会"), ("市残联", "市残疾人联合会"), ("市编办", "市机构编制委员会办公室")],
)  # fmt: skip
def test_two_ways_of_writing_one_name(one, other):
    assert RULES.key(one) == RULES.key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("市民政局", "区民政局"),
        ("市民政局", "市财政局"),
        ("岚桥银保监局", "岚桥金融监管局"),
        ("市文旅局", "市文广旅局"),
    ],
)
def test_different_offices_stay_different(one, other):
    assert RULES.key(one) != RULES.key(other)


@pytest.mark.parametrize(
    ("level", "name", "full"),
    [
        ("省", "卫健委", "省卫健委"),
        ("市委", "网信办", "市委网信办"),
        ("市委", "民政局", "市民政局"),
        ("市", "网信办", "市委网信办"),
    ],
)
def test_a_level_is_lent(level, name, full):
    assert lent(level, name) == full


@pytest.mark.parametrize(
    ("name", "areas", "office", "nearest"),
    [
        ("各设区市", ("市",), "", True),
        ("各县（市、区）政府", ("县", "市", "区"), "", False),
        ("各区、县级市", ("区", "市"), "", False),
        ("各镇（街道）", ("镇", "街道"), "", False),
        ("各区民政局", ("区",), "民政局", False),
        ("全省各地市", ("市", "地区"), "", True),
        ("各银保监分局", (), "银保监分局", False),
    ],
)
def test_what_many_of_a_kind_are(name, areas, office, nearest):
    assert flags_of(name) == ("expands",)
    kinds = kinds_of_area(name)
    assert (set(kinds.areas), kinds.office, kinds.nearest) == (set(areas), office, nearest)


def test_names_alone_are_understood_as_a_list_is():
    found = named([("省数字办", "lead"), ("卫健委", "lead"), ("各设区市", "responsible")])
    assert [(u.full, u.flags) for u in found] == [(None, ()), ("省卫健委", ("inherited",)), (None, ("expands",))]


@pytest.mark.parametrize(
    "data",
    [{"code": "x", "words": [["one"]]}, {"code": "x", "words": [], "shapes": [["a", "b"]]}, {"code": "X", "words": []}],
)
def test_rules_that_say_nothing_are_refused(data):
    with pytest.raises(ValidationError):
        NameRules.model_validate(data)
