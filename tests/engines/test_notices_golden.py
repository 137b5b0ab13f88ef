"""The notices annotated by hand, which stay outside the repository: every task, unit, deadline and duty."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from silverbridge.engines.notices import parse, read_file

SHARED = Path(os.environ.get("SILVERBRIDGE_SHARED") or Path(__file__).resolve().parents[2].parent / "shared")
GOLD = SHARED / "notices" / "gold"
FILES = sorted(GOLD.glob("*.json")) if GOLD.is_dir() else []

pytestmark = pytest.mark.skipif(not FILES, reason="the annotated notices are not beside the repository")


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_spans_and_paths_are_exactly_those_of_the_annotation(path):
    gold = json.loads(path.read_text(encoding="utf-8"))
    notice = parse(read_file(SHARED / "seeds" / gold["source"]))
    assert [(t.clause, [t.start, t.end]) for t in notice.tasks] == [(t["clause"], t["span"]) for t in gold["tasks"]]
    assert [(list(t.leads), list(t.others), t.deadline) for t in notice.tasks] == [
        (t["leads"], t["others"], t["deadline"]) for t in gold["tasks"]
    ]
    assert [(d.who, d.to) for d in notice.duties] == [(d["who"], d["to"]) for d in gold["duties"]]
    assert (notice.title, notice.document_number) == (gold["title"], gold["document_number"])
    assert (notice.date.isoformat() if notice.date else None) == gold["date"]
    assert list(notice.issuers) == gold["issuers"]


@pytest.mark.skipif(not FILES, reason="the scorer is not beside the repository")
def test_the_scorer_gives_full_marks_to_the_command():
    command = f"{sys.executable} -m silverbridge.doors.cli.notice parse {{file}} --json"
    scorer = SHARED / "notices" / "score.py"
    run = subprocess.run(
        [sys.executable, scorer, "--docs", SHARED / "seeds", "--gold", GOLD, "--cmd", command],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    total = next(line for line in run.stdout.splitlines() if line.startswith("all"))
    assert total.count("1.000") == 5, run.stdout
    got, of = total.rsplit(" ", 1)[1].split("/")
    assert got == of
