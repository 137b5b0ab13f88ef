"""Pages of the office about returns."""
