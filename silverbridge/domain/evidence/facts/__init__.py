"""Facts of every family: those of the journal, and files that other systems hand over."""

from .importing import ImportReport, import_facts
from .opening import facts_digest, open_facts
from .snapshots import take_snapshot, take_snapshots

__all__ = ["ImportReport", "facts_digest", "import_facts", "open_facts", "take_snapshot", "take_snapshots"]
