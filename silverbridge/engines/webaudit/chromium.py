"""The browser: where it is, how it is started, and what it may ask for."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
FIXED = (
    "/usr/bin/chromium",
    "/usr/lib/chromium/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
ARGS = [
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--autoplay-policy=no-user-gesture-required",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
]


FEATURES_OFF = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "AimEnabled",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "TcpPortRandomizationWin",
    "ThirdPartyStoragePartitioning",
    "msEdgeUpdateLaunchServicesPreferredVersion",
    "msForceBrowserSignIn",
)
"""What Chromium is to do without. The first two are pages of its own that it loads for every window and nobody sees here,
a third of a second. The others Playwright turns off as well; they are said again because only the last such list counts."""


class NoBrowser(Exception):
    """No Chromium was found, or it does not start."""


def find_chromium() -> str:
    """The path of an installed Chromium: the CHROMIUM variable, the usual places, the PATH. Raises NoBrowser."""
    told = os.environ.get("CHROMIUM")
    if told:
        if Path(told).exists():
            return told
        raise NoBrowser(f"CHROMIUM names {told}, which is not there")
    for path in FIXED:
        if Path(path).exists():
            return path
    for name in CANDIDATES:
        found = shutil.which(name)
        if found:
            return found
    raise NoBrowser("no Chromium or Chrome was found; install one, or name it with CHROMIUM=/path/to/it")


def launch_options() -> dict[str, Any]:
    """What Playwright needs to start it. The sandbox stays on except for root, where Chromium refuses to run with it."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    features = f"--disable-features={','.join(FEATURES_OFF)}"
    return {"executable_path": find_chromium(), "args": [*ARGS, features, *(["--no-sandbox"] if root else [])]}
