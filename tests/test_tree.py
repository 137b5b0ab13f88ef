"""Review remarks that became rules over the tree."""

import ast
import re
from pathlib import Path

import pytest

from silverbridge.config.env import Env

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "silverbridge"
SOURCES = [p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts]
RULES = [p for p in SOURCES if {"domain", "engines"} & set(p.parts)]  # doors are documented by their pages
DOCUMENTS = [ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]


def ids(paths):
    return [str(p.relative_to(ROOT)) for p in paths]


@pytest.mark.parametrize("path", RULES, ids=ids(RULES))
def test_public_functions_say_what_they_answer(path):
    tree, bare = ast.parse(path.read_text()), []
    for node in tree.body:
        public = isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
        if public and not ast.get_docstring(node) and not (isinstance(node, ast.ClassDef) and path.name == "apps.py"):
            bare.append(node.name)
    assert not bare, f"no docstring: {', '.join(bare)}"


def test_files_stay_small():
    large = {str(p.relative_to(ROOT)): n for p in SOURCES if (n := len(p.read_text().splitlines())) > 400}
    assert not large, f"look for a seam: {large}"


def test_every_setting_is_explained():
    unexplained = [name for name, field in Env.model_fields.items() if not field.description]
    assert not unexplained


def test_time_is_never_naive():
    pattern = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(")
    naive = [f"{p.relative_to(ROOT)}: {m[0]}" for p in SOURCES for m in [pattern.search(p.read_text())] if m]
    assert not naive


@pytest.mark.parametrize("path", DOCUMENTS, ids=ids(DOCUMENTS))
def test_links_and_pictures_in_documents_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", path.read_text()):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (path.parent / target).exists(), f"{target} is missing"


def test_no_page_carries_inline_script_or_style():
    """The content security policy would refuse them; so would a reader."""
    pages = list(PACKAGE.rglob("*.html"))
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=\"|\son[a-z]+=\"|javascript:", re.IGNORECASE)
    found = [f"{p.relative_to(ROOT)}: {m[0]}" for p in pages for m in [inline.search(p.read_text())] if m]
    assert pages
    assert not found


def test_no_foreign_address_in_pages():
    pages = [*PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.css"), *PACKAGE.rglob("static/**/*.js")]
    foreign = re.compile(r"(?:src|href|action)=\"https?://|url\(\s*['\"]?https?:|@import")
    assert not [str(p.relative_to(ROOT)) for p in pages if foreign.search(p.read_text())]
