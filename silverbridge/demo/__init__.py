"""The demonstration institution: an invented city, 安澜市, with its people and a quarter of their requests.

Only the command line makes it. Import from here after Django is set up.
"""

from .making import DemoSummary, is_made, make_demo
from .staff import demo_code

__all__ = ["DemoSummary", "demo_code", "is_made", "make_demo"]
