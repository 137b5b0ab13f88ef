"""What all doors share: the look of a page, its tags, its middleware, its error pages, sign-in of staff."""
