"""What a backtest runs on: one rule or a file of them, and articles as JSON lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from marsad.contracts import Article, EnrichedArticle, decode
from marsad.errors import ConfigError, ContractError
from streams.rules.book import RuleBook
from streams.rules.load import load

Enrich = Callable[[Article], EnrichedArticle]


class _Shape(msgspec.Struct):
    entities: msgspec.Raw = msgspec.Raw(b"")
    events: msgspec.Raw = msgspec.Raw(b"")


def chosen(rule: str, path: Path | None) -> RuleBook:
    """The rules of a file, or the one rule of an id among those at `path`; enabled, since somebody wants to see it.

    Raises:
        ConfigError: when there is neither.
    """
    file = Path(rule)
    if file.is_file() or file.suffix in (".yaml", ".yml"):
        rules = load(file).rules
    else:
        book = load(path)
        found = book.rule(rule)
        if found is None:
            known = ", ".join(one.id for one in book.rules)
            raise ConfigError(f"there is no rule «{rule}»", resource=rule, hint=f"there are: {known}")
        rules = (found,)
    return RuleBook.compile(msgspec.structs.replace(one, enabled=True) for one in rules)


def articles(files: Iterable[Path], enrich: Callable[[], Enrich]) -> Iterator[EnrichedArticle]:
    """Articles of JSON lines in the order of the files; those that are not enriched yet are enriched first.

    Args:
        files: JSON lines of Article or EnrichedArticle.
        enrich: Makes the enricher, called once an article needs it.

    Raises:
        ConfigError: a file cannot be read.
        ContractError: a line is no article; names file and line.
    """
    enricher: Enrich | None = None
    for file in files:
        for number, line in _lines(file):
            try:
                shape = msgspec.json.decode(line, type=_Shape)
                if bytes(shape.entities) or bytes(shape.events):
                    yield decode(line, EnrichedArticle)
                    continue
                article = decode(line, Article)
            except (msgspec.DecodeError, ContractError) as error:
                raise ContractError(f"{file}:{number}: {error}", resource=str(file)) from error
            enricher = enricher or enrich()
            yield enricher(article)


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with file.open("rb") as source:
            yield from ((number, line) for number, line in enumerate(source, 1) if line.strip())
    except OSError as error:
        raise ConfigError(f"cannot read {file}: {error.strerror}", resource=str(file)) from error
