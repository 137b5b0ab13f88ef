"""Papers that leave the house: official documents as Word files in the layout of GB/T 9704, and the ledger as a workbook."""

from .official import write_official
from .paper import Heading, Paper, Paragraph, Table
from .sheet import COLUMNS, LedgerRow, write_ledger

__all__ = ["COLUMNS", "Heading", "LedgerRow", "Paper", "Paragraph", "Table", "write_ledger", "write_official"]
