"""The lines of the house that no linter holds: modules under 400 lines, functions under 50, topics written down."""

import ast
from pathlib import Path

import pytest

from marsad.contracts import topics

ROOT = Path(__file__).parents[2]
MODULES = sorted(
    path
    for top in ("marsad", "connectors", "streams", "console", "deploy", "training", "bench", "tests")
    for path in (ROOT / top).rglob("*.py")
)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_module_and_function_sizes(path):
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= 400, f"{path.name} has {source.count(chr(10))} lines; 400 at most"
    functions = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {f.name: f.end_lineno - f.lineno + 1 for f in functions if f.end_lineno - f.lineno + 1 > 50}
    assert not long, f"functions over 50 lines: {long}"


def test_the_topics_table_in_the_docs_is_complete():
    table = (ROOT / "docs" / "topics.md").read_text(encoding="utf-8")
    missing = [topic.name for topic in topics.ALL if f"| `{topic.name}` | {topic.key} |" not in table]
    assert not missing
