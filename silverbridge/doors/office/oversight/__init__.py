"""Pages of the office about inspection, evaluation and bulletins."""
