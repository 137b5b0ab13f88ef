"""The journal as Parquet files: exported piece by piece, each event once, only when surely committed."""

from .exporting import ExportReport, export_events
from .reading import events_table

__all__ = ["ExportReport", "events_table", "export_events"]
