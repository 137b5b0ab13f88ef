"""Bulletins, good practice and tiers: two people each, one number, one file; nothing is seen before its time."""

import csv
import io
from datetime import timedelta

import pytest
from docx import Document

from silverbridge.domain.core.errors import Conflict, DomainError, Forbidden, NotFound
from silverbridge.domain.core.models import Event, SealedFile
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.evidence.facts import import_facts
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.ledger.models import OutgoingDocument
from silverbridge.domain.oversight import services
from silverbridge.domain.oversight.models import Bulletin, TierRun
from silverbridge.domain.oversight.queries import bulletins as queries
from silverbridge.domain.oversight.queries.practices import practices_for
from silverbridge.domain.oversight.services.tiering import Honour, digest_of, lifts_of, replayed
from silverbridge.domain.places.models import Place
from silverbridge.domain.places.queries import today
from tests.domain.oversight_world import add_oversight, evaluated
from tests.processes import in_parallel


@pytest.fixture
def w(world, settings, tmp_path):
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    load_indicators()
    return add_oversight(world)


def adopted(w):
    row = services.propose(w.north, "上门送存折", "把补登的存折送到家。", "每月送62户，少跑124趟", w.north_clerk)
    return services.adopt(row, w.city, w.boss)


def sees(bulletin, user, *reach):
    try:
        return queries.bulletin_for(bulletin.pk, user, set(reach)) == bulletin
    except NotFound:
        return False


def test_a_bulletin_from_its_figures_to_the_units_it_names(w):
    evaluation = evaluated(w)
    row = services.draft_bulletin(w.city, w.period, w.clerk, evaluation, [adopted(w)])
    assert "应报2份，已报1份，其中按时1份" in row.text and "未报：安澜市城南分中心" in row.text
    assert "可计分的项目不足" in row.text and "上门送存折" in row.text
    named = set(row.named.values_list("organisation__code", "reason"))
    assert named == {("anlan-south", "late"), ("anlan-south", "findings"), ("anlan-north", "practice")}

    third = w.users["editor"]
    assert sees(row, w.officer, w.city.pk) and sees(row, w.supervisor, w.city.pk)
    assert not sees(row, third, w.city.pk) and not sees(row, w.north_officer, w.north.pk)
    row = services.change_bulletin(row, 1, row.title, row.text + "\n请抓紧。", w.clerk)
    for refused, error in ((w.clerk, Forbidden), (w.north_clerk, Forbidden)):
        with pytest.raises(error):
            services.approve_bulletin(row, row.revision, refused)
    with pytest.raises(Conflict):
        services.approve_bulletin(row, 1, w.boss)  # the words are others than those that were seen
    with pytest.raises(Conflict):
        services.issue_bulletin(row, row.revision, w.boss)
    row = services.approve_bulletin(row, row.revision, w.boss)
    assert sees(row, third, w.city.pk) and not sees(row, w.north_officer, w.north.pk)
    row = services.issue_bulletin(row, row.revision, w.boss)
    assert row.number == f"通报〔{today().year}〕1号"
    assert sees(row, w.north_officer, w.north.pk) and not sees(row, w.outsider, w.other.pk)

    entry = OutgoingDocument.objects.get(organisation=w.city, series="通报")
    assert (entry.label, entry.file_id, entry.title) == (row.number, row.file_id, row.title)
    kept = SealedFile.objects.get(pk=row.file_id)
    words = "\n".join(p.text for p in Document(io.BytesIO(kept.content)).paragraphs)
    assert row.number in words and "请抓紧。" in words and "一、评价情况" in words
    table = Document(io.BytesIO(kept.content)).tables[0]
    assert [c.text for c in table.rows[2].cells][:4] == ["安澜市城南分中心", *south(row), "不列"]
    with pytest.raises(Forbidden):
        services.allow_publication(row, row.revision, w.boss)
    assert row.publishable_at is None
    row = services.allow_publication(row, row.revision, w.boss2)
    assert row.publishable_at is not None
    with pytest.raises(Conflict):
        services.change_bulletin(row, row.revision, "改", "改", w.clerk)
    steps = list(Event.objects.filter(object_key=row.object_key).order_by("pk").values_list("data__step", flat=True))
    assert steps == ["drafted", "changed", "approved", "issued", "publishable"]


def south(row):
    line = next(one for one in row.figures["rows"] if one["unit"] == "安澜市城南分中心")
    return [f"{line['points']:g}", f"{line['out_of']:g}/100"]


def test_a_bulletin_without_data_says_so(w):
    row = services.draft_bulletin(w.city, w.period, w.clerk)
    for part in ("评价", "报表", "暗访"):
        assert f"本期{part}没有数据" in row.text
    assert "0" not in row.text.replace(str(w.period[0].year), "")
    dropped = services.drop_bulletin(row, 1, w.clerk)
    assert dropped.state == "dropped"


def test_a_unit_proposes_a_case_and_all_units_see_it_once_adopted(w):
    with pytest.raises(DomainError):
        services.propose(w.north, "好做法", "做了", "效果很好", w.north_clerk)
    row = services.propose(w.north, "上门送存折", "送到家", "每月62户", w.north_clerk)
    assert list(practices_for({w.north.pk})) == [row] and not practices_for({w.south.pk})
    with pytest.raises(DomainError):
        services.draft_bulletin(w.city, w.period, w.clerk, None, [row])
    with pytest.raises(Forbidden):
        services.adopt(row, w.city, w.north_clerk)
    services.adopt(row, w.city, w.boss)
    assert list(practices_for({w.south.pk})) == [row] and not practices_for({w.other.pk})
    with pytest.raises(Conflict):
        services.set_aside(row, w.city, w.boss2, "不典型")


def facts_of(w, tmp_path):
    """Two outlets with many elders, one of them without a ramp; a third with few."""
    day = w.period[0]
    visits = [
        {"place": p, "organisation": "anlan-north", "business_date": day, "door": "counter", "acting_for": "false"}
        | {"age_band": "70-79", "outcome": "done", "wait_seconds": 60, "lane": "green", "item": "pension-payout"}
        for p, many in (("outlet-0", 9), ("outlet-1", 8), ("outlet-2", 1))
        for _n in range(many)
    ]
    stocks = []
    for place, ramp in (("outlet-0", 1), ("outlet-1", 0), ("outlet-2", 1)):
        kinds = {"visitors.all": 10, "assets.elder": 70, "assets.all": 100, "place.open": 1, "facility.care-window": 1}
        kinds |= {"facility.step-free": ramp, "facility.accessible-toilet": 1, "staff.first-aid": 1}
        stocks += [
            {"place": place, "organisation": "anlan-north", "business_date": day, "kind": k, "value": v}
            for k, v in kinds.items()
        ]
    for family, rows in (("visits", visits), ("snapshots", stocks)):
        with (tmp_path / f"{family}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        report = import_facts(tmp_path / f"{family}.csv", family, "test", w.clerk)
        assert report.file.refused == {}


def test_tiers_are_worked_out_replayed_and_confirmed_by_another(w, tmp_path):
    facts_of(w, tmp_path)
    run = services.work_out_tiers(w.city, w.period, w.boss)
    assert dict(run.placements.values_list("place__code", "tier")) == {
        "outlet-0": "flagship",
        "outlet-1": "basic",
        "outlet-2": "basic",
    }
    lifts = {p.place.code: lifts_of(p) for p in run.placements.select_related("place")}
    assert [(lift.about, lift.short) for lift in lifts["outlet-1"]] == [("facility.step-free", 1)]
    assert [(lift.about, round(lift.short, 2)) for lift in lifts["outlet-2"]] == [("visit_share", 0.46)]
    kept = TierRun.objects.get(pk=run.pk)
    held = list(kept.placements.values_list("place__code", "tier", "score"))
    assert [(p.place, p.tier, p.score) for p in replayed(kept)] == held
    assert digest_of(kept.scheme, kept.facts) == kept.digest
    assert not Place.objects.exclude(tier="").exists()
    with pytest.raises(Forbidden):
        services.confirm_tiers(run, w.boss)
    assert services.confirm_tiers(run, w.boss2) == 3
    with pytest.raises(Conflict):
        services.confirm_tiers(run, w.boss2)
    assert Place.objects.get(code="outlet-0").tier == "flagship"
    told = Event.objects.filter(name="oversight.tier.confirmed", place="outlet-0").get()
    assert told.data == {"tier": "flagship", "before": None}
    again = services.work_out_tiers(w.city, w.period, w.boss)
    assert (again.version, again.digest) == (2, kept.digest)
    assert services.confirm_tiers(again, w.boss2) == 0


def test_an_accreditation_stands_beside_the_tier(w):
    place, paper = Place.objects.get(code="outlet-0"), Upload("通知.pdf", b"%PDF-1.7 honour")
    honour = Honour("model", "市银行业协会", today(), "示范网点名单")
    row = services.record_accreditation(place, honour, paper, w.clerk)
    assert row.file.content == paper.data and Place.objects.get(code="outlet-0").tier == ""
    with pytest.raises(Conflict):
        services.record_accreditation(place, honour, None, w.clerk)
    with pytest.raises(DomainError):
        ahead = Honour("model", "市银行业协会", today() + timedelta(days=1), "名单")
        services.record_accreditation(place, ahead, None, w.clerk)


@pytest.mark.django_db(transaction=True)
def test_bulletins_issued_at_once_never_share_a_number(live_world):
    w = add_oversight(live_world)
    rows = []
    for _n in range(2):
        row = services.draft_bulletin(w.city, w.period, w.clerk)
        rows.append(services.approve_bulletin(row, 1, w.boss).pk)
    calls = [[pk, w.supervisor.pk] for pk in (*rows, rows[0])]
    assert sorted(in_parallel("tests.domain.oversight_racers:issue", calls)) == [0, 1, 2]
    assert Bulletin.objects.filter(state="issued").count() == 2 == SealedFile.objects.count()
