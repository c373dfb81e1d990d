"""What stands in the repository for whoever contributes is sound: issue forms, hooks, the pages that README lists."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bellwire import __version__
from kit.pages import ROOT

FORMS = sorted(path for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")
PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
]
HOOKS: dict[str, Any] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())


def _links(form: str) -> list[tuple[str, str]]:
    """Every page with each target of its links that is written in this form, once."""
    return [(page, target) for page in PAGES for target in sorted(set(re.findall(form, (ROOT / page).read_text())))]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_an_issue_form_has_what_github_asks_for_and_asks_for_the_version(path: Any) -> None:
    form = yaml.safe_load(path.read_text())
    assert {"name", "description", "body"} <= set(form)
    assert {one["type"] for one in form["body"]} <= {"input", "textarea", "dropdown", "checkboxes", "markdown"}
    ids = [one["id"] for one in form["body"]]
    assert "version" in ids
    assert len(ids) == len(set(ids))


def test_hooks_are_the_project_s_own_tools_and_nothing_is_fetched() -> None:
    assert [repository["repo"] for repository in HOOKS["repos"]] == ["local"]
    check = subprocess.run(["make", "--dry-run", "check"], cwd=ROOT, capture_output=True, text=True, timeout=300)
    for hook in HOOKS["repos"][0]["hooks"]:
        assert hook["language"] == "system"
        assert hook["entry"].split(" --")[0] in check.stdout


def test_readme_lists_every_page_of_docs() -> None:
    listed = set(re.findall(r"\(docs/([\w-]+\.md)\)", (ROOT / "README.md").read_text()))
    assert listed == {path.name for path in (ROOT / "docs").glob("*.md")}


def test_every_link_leads_somewhere() -> None:
    links = _links(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
    assert links
    assert [(page, target) for page, target in links if not (ROOT / page).parent.joinpath(target).exists()] == []


def test_every_link_to_a_heading_leads_to_one() -> None:
    links = _links(r"\]\(([^)#:]*#[^)]+)\)")
    assert links
    assert [(page, target) for page, target in links if not _has(ROOT / page, *target.split("#"))] == []


def _has(page: Path, file: str, anchor: str) -> bool:
    text = (page.parent / file if file else page).read_text()
    return anchor in {_anchor(heading) for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}


def test_the_version_is_told_once_for_all() -> None:
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text()


def _anchor(heading: str) -> str:
    """As GitHub makes it: small letters, signs left out, dashes for spaces."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
