"""The rule book: all rules compiled, and what they raise on news and on articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from marsad.contracts import Alert, EnrichedArticle, Rule
from marsad.errors import ConfigError
from streams.events.ledger import News, is_statement
from streams.rules.alerts import article_alert, news_alert
from streams.rules.anchors import Index, groups, words_of
from streams.rules.conditions import Condition, EventCondition
from streams.rules.language import RuleProblem, condition
from streams.rules.novelty import Fact, fact
from streams.rules.options import Options, options
from streams.rules.subject import EventView, Subject


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule that has been read. `on_events` says whether it asks for an event anywhere."""

    rule: Rule
    condition: Condition
    options: Options
    on_events: bool

    @property
    def per_article(self) -> bool:
        """Whether it speaks up for each article, and not for what is new about an event."""
        return not self.on_events or "every_mention" in self.rule.alert_on


def compile_rule(rule: Rule) -> Compiled:
    """Read one rule.

    Raises:
        RuleProblem: naming the place in the rule.
    """
    if not rule.id.strip():
        raise RuleProblem(("id",), "the rule has no id", "give it a short name of its own, such as s400-delivery")
    if not rule.alert_on:
        raise RuleProblem(("alert_on",), "the list is empty", "name one kind of change, or leave the key out")
    tree = condition(rule.when)
    if not groups(tree, Counter()):
        raise RuleProblem(
            ("when",),
            "the condition would hold for nearly every article",
            "ask for an event type, a role, an entity or a word beside what it excludes",
        )
    return Compiled(rule, tree, options(rule), _asks_for_event(tree))


class RuleBook:
    """Compiled rules, looked up by what they need. A book never changes: `updated` gives a new one."""

    def __init__(self, compiled: Iterable[Compiled]) -> None:
        self._rules = {one.rule.id: one for one in compiled}

    @cached_property
    def _indexes(self) -> _Indexes:
        """Made when first matched against: a worker that starts takes in thousands of changes before that."""
        return _Indexes([one for one in self._rules.values() if one.rule.enabled])

    @classmethod
    def compile(cls, rules: Iterable[Rule]) -> RuleBook:
        """Read every rule.

        Raises:
            ConfigError: naming the rule, the place in it, and what to do.
        """
        return cls([_compiled(rule) for rule in rules])

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule, disabled ones too."""
        return tuple(one.rule for one in self._rules.values())

    def rule(self, rule_id: str) -> Rule | None:
        """The rule of this id, or None."""
        found = self._rules.get(rule_id)
        return found.rule if found else None

    def updated(self, rule: Rule) -> RuleBook:
        """A book with this rule in the place of the one of its id.

        Raises:
            ConfigError: when the rule is wrong; this book stays as it is.
        """
        return RuleBook({**self._rules, rule.id: _compiled(rule)}.values())

    def without(self, rule_id: str) -> RuleBook:
        """A book without the rule of this id."""
        return RuleBook(one for one in self._rules.values() if one.rule.id != rule_id)

    def on_news(self, news: News, now: datetime) -> list[Alert]:
        """What rules on events raise on a change that the ledger found; at most one alert a rule."""
        subject = _news_subject(news)
        before = None if news.before is None else Subject.of_mention(news.mention, EventView.of_state(news.before))
        raised = []
        for one in self._indexes.candidates(self._indexes.news, subject):
            if one.condition.matches(subject):
                known = before is not None and one.condition.matches(before)
                found = fact(one.rule, news, known=known)
                if found is not None:
                    raised.append(news_alert(one.rule, news, found, one.condition.why(subject), now))
        return raised

    def on_article(self, article: EnrichedArticle, now: datetime) -> list[Alert]:
        """What rules on entities, text and co-occurrence raise on one article, and those that want every mention."""
        events = [EventView.of_event(event) for event in article.events if is_statement(event)]
        subject = Subject.of_article(article, events)
        return [
            article_alert(one.rule, article, one.condition, subject, now)
            for one in self._indexes.candidates(self._indexes.articles, subject)
            if one.condition.matches(subject)
        ]

    def matching(self, subject: Subject) -> list[str]:
        """Ids of the rules on articles whose condition holds for a subject."""
        indexes = self._indexes
        found = indexes.candidates(indexes.articles, subject)
        return [one.rule.id for one in found if one.condition.matches(subject)]


class _Indexes:
    """The enabled rules, those on news and those on articles each under their anchors."""

    def __init__(self, active: list[Compiled]) -> None:
        self._active = active
        self.news, self.articles = Index(), Index()
        used = Counter(word for one in active for word in set(words_of(one.condition)))
        for number, one in enumerate(active):
            (self.articles if one.per_article else self.news).add(number, groups(one.condition, used))

    def candidates(self, index: Index, subject: Subject) -> Iterable[Compiled]:
        """The rules that may match, in the order of the book."""
        return (self._active[number] for number in index.candidates(subject))


def _compiled(rule: Rule) -> Compiled:
    try:
        return compile_rule(rule)
    except RuleProblem as problem:
        place = ".".join(str(part) for part in problem.path)
        raise ConfigError(f"rule {rule.id}, {place}: {problem.message}", resource=rule.id, hint=problem.hint) from None


def _asks_for_event(node: Condition) -> bool:
    return isinstance(node, EventCondition) or any(_asks_for_event(child) for child in node.children())


def _news_subject(news: News) -> Subject:
    view = EventView.of_state(news.state)
    if any(change.kind == "contradiction" for change in news.changes):
        view.status = news.mention.event.status
    return Subject.of_mention(news.mention, view)


__all__ = ["Compiled", "Fact", "RuleBook", "compile_rule"]
