"""One Chromium for all browser tests of a run: two Playwrights cannot live in one process."""

from tests.e2e.browser import chromium  # noqa: F401
