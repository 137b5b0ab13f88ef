"""Pages of the office about web sites and their audits."""
