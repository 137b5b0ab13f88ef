"""The elder web: find a service, ask for it one question at a time, follow it. See docs/look.md for how its pages look."""
