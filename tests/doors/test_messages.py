"""Every interface text has its Chinese, and the check that says so can fail."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "messages.py"
spec = importlib.util.spec_from_file_location("silverbridge_messages", SCRIPT)
messages = importlib.util.module_from_spec(spec)
spec.loader.exec_module(messages)


def test_every_text_is_translated() -> None:
    """No msgid of any app is missing, fuzzy or obsolete, and no placeholder is lost."""
    assert messages.check() == []


@pytest.fixture
def small_tree(tmp_path: Path) -> Path:
    """A tree with one app that says three things."""
    app = tmp_path / "silverbridge" / "doors" / "porch"
    (app / "templates").mkdir(parents=True)
    (app / "__init__.py").touch()
    (app / "views.py").write_text('from x import gettext as _\nA = _("Hello %(name)s")\n')
    (app / "templates" / "a.html").write_text(
        '<p class="it\'s">{% translate "Good day" %} {% phrases _("Sit down.") %}\n'
        "  {% blocktranslate count n=n %}{{ n }} chair{% plural %}{{ n }} chairs{% endblocktranslate %}</p>"
    )
    return tmp_path


def test_check_names_each_fault(small_tree: Path) -> None:
    """Missing, other placeholders, fuzzy and obsolete are each found; a full catalogue passes."""
    app = small_tree / "silverbridge" / "doors" / "porch"
    assert len(messages.check(small_tree)) == 4
    messages.update(small_tree)
    path = messages.catalogue_of(app)
    text = path.read_text()
    assert "views.py:" not in text and "nplurals=1" in text
    chinese = {"Hello %(name)s": "您好%(name)s", "Good day": "您好", "Sit down.": "请坐。"}
    for msgid, msgstr in chinese.items():
        text = text.replace(f'msgid "{msgid}"\nmsgstr ""', f'msgid "{msgid}"\nmsgstr "{msgstr}"')
    text = text.replace('msgstr[0] ""', 'msgstr[0] "%(n)s把椅子"')
    path.write_text(text)
    assert messages.check(small_tree) == []
    path.write_text(text.replace("您好%(name)s", "您好"))
    assert "placeholders differ" in messages.check(small_tree)[0]
    path.write_text(text.replace('msgid "Good day"', '#, fuzzy\nmsgid "Good day"'))
    assert "fuzzy" in messages.check(small_tree)[0]
    path.write_text(text)
    other = small_tree / "silverbridge" / "doors" / "yard"
    other.mkdir()
    (other / "__init__.py").write_text('from x import gettext as _\nA = _("Hello %(name)s")\n')
    messages.update(small_tree)
    own = messages.catalogue_of(other)
    own.write_text(own.read_text().replace('msgstr ""\n', 'msgstr "你好%(name)s"\n').replace('"你好%(name)s"', '""', 1))
    assert "said otherwise" in messages.check(small_tree)[0]
    own.write_text(own.read_text().replace("你好", "您好"))
    (app / "views.py").write_text("")
    assert "obsolete" in messages.check(small_tree)[0]
    messages.update(small_tree)
    assert messages.check(small_tree) == []
    assert messages.compile_all(small_tree)[0].stat().st_size > 100
