"""How much memory an audit of 500 pages takes: auditor and browsers together, at every hundred. ``python -m bench.memory``."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from bench import portal

PAGES, EVERY, NODES = 500, 100, 300


def below(pid: int) -> list[int]:
    """A process and everything it started, as /proc knows them."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError, ValueError):
            continue
        children.setdefault(parent, []).append(int(folder.name))
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        todo += children.get(one, [])
    return found


def megabytes(pid: int) -> float:
    """Memory of its own of one process (proportional set size): what browsers share is counted once."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def main() -> None:
    """Prints pages and MB: of this process, and of all together."""
    from silverbridge.engines.webaudit.auditing import audit_now
    from silverbridge.engines.webaudit.options import Options
    from silverbridge.engines.webaudit.serving import served
    from silverbridge.engines.webaudit.visiting import Visit

    out, done = Console(), 0
    most = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES

    def tell(_visit: object, _seen: object) -> None:
        nonlocal done
        done += 1
        if done % EVERY == 0 or done == 1:
            sizes = [megabytes(pid) for pid in below(os.getpid())]
            out.print(f"{done}\t{sizes[0]:.0f} MB\t{sum(sizes):.0f} MB", highlight=False)

    with tempfile.TemporaryDirectory() as name:
        for n in range(10):
            (Path(name) / f"p{n}.html").write_text(portal.page_of(NODES + 20 * n, n), encoding="utf-8")
        for shared, text in portal.FILES.items():
            (Path(name) / shared).write_text(text, encoding="utf-8")
        with served(Path(name)) as base:
            visits = [Visit(f"{base}p{n % 10}.html?{n}", f"p{n}", "phone", (390, 844), "general") for n in range(most)]
            out.print("pages\tauditor\twith its browsers")
            audit_now(visits, Options(hosts=frozenset({"127.0.0.1"})), tell)


if __name__ == "__main__":
    main()
