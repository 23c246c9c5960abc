"""What the documentation tells readers to paste: every query is valid, and the reports are the ones that are tested."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from graphql import parse, validate

from server.api.schema import Api

_ROOT = Path(__file__).parents[1]
_PAGES = [_ROOT / "README.md", *sorted((_ROOT / "docs").rglob("*.md"))]
_REPORTS = sorted((_ROOT / "tests" / "api" / "queries" / "reports").glob("*.graphql"))
_BLOCK = re.compile(r"^( *)```graphql\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)


def _queries(page: Path) -> list[str]:
    """The GraphQL documents on a page."""
    return [block[2] for block in _BLOCK.finditer(page.read_text())]


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(_ROOT)))
def test_every_query_is_valid(page: Path, api: Api) -> None:
    queries = _queries(page)
    assert len(queries) == page.read_text().count("```graphql")
    for query in queries:
        assert validate(api.schema, parse(query)) == [], query


@pytest.mark.parametrize("report", _REPORTS, ids=lambda report: report.stem)
def test_every_report_stands_in_the_documentation_as_it_is_tested(report: Path) -> None:
    assert report.read_text() in _queries(_ROOT / "docs" / "reports.md")


def test_there_are_queries_to_paste() -> None:
    assert _queries(_ROOT / "README.md")
    assert _REPORTS
