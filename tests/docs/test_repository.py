"""What stands in the repository for whoever contributes is sound: issue forms, hooks, the pages that README lists."""

from __future__ import annotations

import re
import subprocess
from typing import Any

import pytest
import yaml

from bellwire import __version__
from kit.pages import ROOT

FORMS = sorted(path for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")
HOOKS: dict[str, Any] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())


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
    check = subprocess.run(["make", "--dry-run", "check"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    for hook in HOOKS["repos"][0]["hooks"]:
        assert hook["language"] == "system"
        assert hook["entry"].split(" --")[0] in check.stdout


def test_readme_lists_every_page_of_docs() -> None:
    listed = set(re.findall(r"\(docs/([\w-]+\.md)\)", (ROOT / "README.md").read_text()))
    assert listed == {path.name for path in (ROOT / "docs").glob("*.md")}


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"])
def test_links_of_the_pages_at_the_top_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (ROOT / name).read_text()):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("path", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))])
def test_a_link_to_a_heading_leads_to_one(path: Any) -> None:
    for target, anchor in re.findall(r"\]\(([^)#:]*)#([^)]+)\)", path.read_text()):
        headings = re.findall(r"^#+ (.+)$", (path.parent / target if target else path).read_text(), re.MULTILINE)
        assert anchor in {_anchor(heading) for heading in headings}, f"{target}#{anchor}"


def test_the_version_is_told_once_for_all() -> None:
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text()


def _anchor(heading: str) -> str:
    """As GitHub makes it: small letters, signs left out, dashes for spaces."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
