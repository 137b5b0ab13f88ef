"""``silverbridge notice corrections``: what clerks corrected, as files for the tests of the reader."""

from silverbridge.domain.ledger.fixtures import fixture_name
from silverbridge.domain.ledger.services import import_notice
from tests.domain.evidence_world import NOTICE
from tests.domain.signing_world import add_notice, confirm_everything, correct
from tests.doors.test_cli import call
from tests.notices.marked import read_example


def test_confirmed_notices_are_written_and_the_others_named(world, tmp_path):
    w = add_notice(world)
    import_notice(NOTICE, "n.txt", w.clerk, w.city)
    correct(w.tasks[0], w.clerk, leads=("市数据局",))
    code, said = call("notice", "corrections", "--out", tmp_path)
    assert code == 1 and w.notice.object_key in said and "3" in said
    assert list(tmp_path.iterdir()) == []
    confirm_everything(w.notice, w.boss)
    code, said = call("notice", "corrections", "--out", tmp_path)
    assert code == 0, said
    (path,) = tmp_path.iterdir()
    assert path.name == fixture_name(w.notice)
    assert read_example(path).tasks[0].leads == ["市数据局"]


def test_one_notice_by_its_key(world, tmp_path):
    w = add_notice(world)
    confirm_everything(w.notice, w.boss)
    assert call("notice", "corrections", "--notice", w.notice.object_key, "--out", tmp_path / "new")[0] == 0
    assert len(list((tmp_path / "new").iterdir())) == 1
    assert call("notice", "corrections", "--notice", "no-such", "--out", tmp_path)[0] == 1
