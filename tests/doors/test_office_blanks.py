"""The receiver's side in the office: a blank uploaded, looked at, bound place by place, confirmed; its next one, moved."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from silverbridge.demo.blanks import table
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.returns import blanks
from silverbridge.domain.returns.models import FormVersion
from tests.domain.test_returns_blanks import lowered
from tests.doors.office_world import at, signed_in, text, zh


def uploaded(data, name="附表1.xlsx"):
    return SimpleUploadedFile(name, data)


@pytest.fixture
def boss(world):
    load_indicators()
    return signed_in(world.supervisor)


def made(boss, world):
    """A form of the city's, read from its blank."""
    data = {"owner": world.city.pk, "title": "季度统计表", "every": "quarter", "first_day": "2026-07-01"}
    answer = boss.post(at("return-form-new"), data | {"file": uploaded(table())})
    version = FormVersion.objects.get()
    assert answer.status_code == 302 and answer.url == at("return-blank", version.pk)
    return version


def place(version, key):
    return f"{at('return-blank-place', version.pk)}?key={key.replace('#', '%23')}"


def again(version):
    return FormVersion.objects.get(pk=version.pk)


def test_a_blank_is_bound_and_confirmed_without_a_script(boss, world, django_assert_max_num_queries):
    version = made(boss, world)
    with django_assert_max_num_queries(30):
        page = text(boss.get(at("return-blank", version.pk)))
    assert "金融机构便利老年人服务情况季度统计表" in page and zh("Take the sure suggestions") in page
    boss.post(at("return-blank-suggested", version.pk), {"revision": version.revision})
    version = again(version)
    assert {"unit", "period", "preparer", "head", "date"} <= set(blanks.bound_places(version).values())
    asked = text(boss.get(place(version, "附表1!D13")))
    assert 'value="%"' in asked and "0.0%" in asked
    posted = {
        "revision": version.revision, "meaning": "new-figure", "label": "走绿色通道的占比", "indicator": "green-lane-share",
        "unit": "%", "percent": "on", "decimals": "1", "least": "0", "most": "100", "mandatory": "on", "roll_up": "none",
        "scope": "whole", "back": "0",
    }  # fmt: skip
    wrong = boss.post(place(version, "附表1!D13"), posted | {"least": "200"})
    assert wrong.status_code == 422 and zh("The least is above the most.") in text(wrong)
    assert boss.post(place(version, "附表1!D13"), posted | {"next": "1"}).url.startswith(
        at("return-blank-place", version.pk)
    )
    version = again(version)
    field = version.fields.get(key="green-lane-share")
    assert field.percent and field.decimals == 1 and field.required
    boss.post(place(version, "附表1!E13"), {"revision": version.revision, "meaning": "previous:green-lane-share"})
    late = boss.post(place(version, "附表1!D14"), posted | {"revision": 1})
    assert late.status_code == 422 and zh("Somebody else changed this a moment ago.") in text(late)
    answer = boss.get(at("return-blank-sample", version.pk))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert 0 < sheet["D13"].value < 1 and 0 < sheet["E13"].value < 1 and "sandbox" in answer["Content-Security-Policy"]
    assert boss.get(at("return-blank-file", version.pk)).content == table()
    assert "（示例）" in text(boss.get(at("return-blank", version.pk) + "?filled=1"))
    boss.post(at("return-blank-confirm", version.pk))
    assert again(version).confirmed_at
    assert zh("This version is confirmed and does not change.") in text(boss.get(place(version, "附表1!D13")))
    # A next blank, in which the table stands a row lower.
    form = version.form_id
    boss.post(at("return-form", form), {"file": uploaded(lowered(table())), "valid_from": "2027-01-01"})
    second = FormVersion.objects.get(number=2)
    page = text(boss.get(at("return-blank", second.pk)))
    assert zh("These places do not stand as they did") in page and "附表1!D14" in page
    boss.post(at("return-blank-confirm", second.pk))
    assert not again(second).confirmed_at
    for moved in blanks.open_moves(second):
        new = moved.move.proposals[0][0].key if moved.move.proposals else ""
        boss.post(
            at("return-blank-move", second.pk), {"revision": again(second).revision, "old": moved.key, "new": new}
        )
    assert not blanks.open_moves(again(second))
    boss.post(at("return-blank-confirm", second.pk))
    assert again(second).confirmed_at
    assert zh("Version") in text(boss.get(at("return-form", form)))


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"PK\x03\x04x", "a.xlsx"), (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "b.xlsx"), (b"", "c.docx"), (table(), "d.docx")],
)
def test_a_file_that_is_no_form_is_named_beside_the_field(boss, world, data, name):
    posted = {"owner": world.city.pk, "title": "x", "every": "quarter", "first_day": "2026-07-01"}
    answer = boss.post(at("return-form-new"), posted | {"file": uploaded(data, name)})
    assert answer.status_code == 422 and 'id="id_file-error"' in text(answer)
    assert not FormVersion.objects.exists()


def test_nonsense_gives_no_error_of_ours(boss, world):
    version = made(boss, world)
    assert boss.get(place(version, "附表1!Z99")).status_code == 404
    for posted in ({}, {"revision": "x"}, {"meaning": "reason:nobody"}, {"meaning": "new-figure", "decimals": "99"}):
        assert boss.post(place(version, "附表1!D6"), posted).status_code in (200, 302, 422)
    for name in ("return-blank-move", "return-blank-suggested"):
        assert boss.post(at(name, version.pk), {"old": "?", "new": "!"}).status_code == 302
