"""What the staff doors (desk, office) share: who may open a page, for which organisations, and for how long."""
