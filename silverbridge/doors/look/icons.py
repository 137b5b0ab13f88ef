"""The named icons, drawn on a 24 x 24 grid as strokes; a path in the second tuple is filled."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

# name -> (stroked path data, filled path data)
ICONS: dict[str, tuple[str, str]] = {
    "phone": (
        "M5 3h4l2 5-2.5 1.5a11 11 0 0 0 6 6L16 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 5a2 2 0 0 1 2-2z",
        "",
    ),
    "search": ("M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5L21 21", ""),
    "person": ("M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 21c1-5 4-7 8-7s7 2 8 7", ""),
    "family": (
        "M9 5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM2 20c.7-4 3.4-5.5 7-5.5s6.3 1.5 7 5.5"
        "M16 5.3a3.2 3.2 0 0 1 0 6.2M18 14.8c2.2.7 3.5 2.3 4 5.2",
        "",
    ),
    "counter": (
        "M12 3a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM6 15c.6-3 3-4.2 6-4.2s5.4 1.2 6 4.2M3 15h18M5 15v6M19 15v6",
        "",
    ),
    "home-visit": (
        "M3 11l9-8 9 8M5 10v11h14V10M12 11a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM8.3 21c.3-2.8 1.5-4 3.7-4s3.4 1.2 3.7 4",
        "",
    ),
    "kiosk": ("M7 3h10v12H7zM12 15v6M8 21h8M10 11.5h4", ""),
    "clock": ("M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 7.5V12l3.5 2.5", ""),
    "money": ("M3 6h18v12H3zM12 9.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5zM6 9.5v5M18 9.5v5", ""),
    "id-card": (
        "M3 5h18v14H3zM7 10a1.8 1.8 0 1 0 3.6 0 1.8 1.8 0 1 0-3.6 0M5.8 16c.6-2.4 5.4-2.4 6 0M15 10h3M15 14h3",
        "",
    ),
    "print": ("M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z", ""),
    "undo": ("M9 14L4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3", ""),
    "check": ("M5 12.5l5 5L20 7", ""),
    "half": ("M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z", "M12 4a8 8 0 0 1 0 16z"),
    "cross": ("M6 6l12 12M18 6L6 18", ""),
    "dash": ("M6 12h12", ""),
    "warning": ("M12 3.5l10 17.5H2zM12 10v5M12 18h.01", ""),
    "arrow-left": ("M20 12H4M10 6l-6 6 6 6", ""),
    "edit": ("M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19z", ""),
    "bank": ("M3 9l9-5 9 5zM5 9v8M10 9v8M14 9v8M19 9v8M3 20h18M4 17h16", ""),
    "medical": ("M9 4h6v5h5v6h-5v5H9v-5H4V9h5z", ""),
    "bus": (
        "M5 4h14a1 1 0 0 1 1 1v12H4V5a1 1 0 0 1 1-1zM4 11h16M7 17v3M17 17v3M8 14h.01M16 14h.01",
        "",
    ),
    "bowl": (
        "M3.5 11h17a8.5 7.5 0 0 1-17 0zM9 20.5h6M9 3.5c-1.2 1.5 1.2 2.5 0 4.2M14 3.5c-1.2 1.5 1.2 2.5 0 4.2",
        "",
    ),
    "fan": ("M2.5 12a11 11 0 0 1 19 0L12 20.5zM12 20.5V6.6M12 20.5L7.2 8.3M12 20.5l4.8-12.2", ""),
    "speak": ("M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5 11a7 7 0 0 0 14 0M12 18v3M8 21h8", ""),
    "speaker": ("M4 9h4l5-4v14l-5-4H4zM16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11", ""),
    "message": ("M4 5h16v11H10l-5 4v-4H4z", ""),
    "moon": ("M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z", ""),
    "list": ("M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01", ""),
    "book": (
        "M12 6c-2-1.6-5-2-8.5-1.5v13C7 17 10 17.4 12 19c2-1.6 5-2 8.5-1.5v-13C17 4 14 4.4 12 6zM12 6v13",
        "",
    ),
    "shield": ("M12 3l8 3v6c0 4.5-3.2 7.5-8 9-4.8-1.5-8-4.5-8-9V6zM8.5 12l2.5 2.5 4.5-5", ""),
}


def draw(name: str) -> SafeString:
    """The icon as an inline SVG, hidden from screen readers: its word always stands beside it.

    Raises KeyError naming the icon when there is none of that name.
    """
    if name not in ICONS:
        raise KeyError(f"no icon is called {name!r}; see silverbridge/doors/look/icons.py")
    stroked, filled = ICONS[name]
    fill = f'<path class="f" d="{filled}"/>' if filled else ""
    return mark_safe(
        f'<svg class="i" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{stroked}"/>{fill}</svg>'
    )
