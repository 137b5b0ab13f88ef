"""The pages, by group: finding a service, one item, asking, done, following."""
