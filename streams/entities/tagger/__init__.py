"""Named entities of tokenised Arabic text: people, organisations, places and the rest, by three taggers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from marsad.errors import ConfigError

__all__ = ["Tagger", "load_tagger"]


class Tagger(Protocol):
    """Anything that tags words."""

    name: str

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """One BIO tag a word: O, or B- or I- of PER, ORG, LOC, MISC.

        Words are as in CoNLL data: split at white space and punctuation, proclitics attached. Sentences of one call
        should come from one article, in order: they are context for each other.
        """
        ...


def load_tagger(tier: str = "default") -> Tagger:
    """The tagger that the setting MARSAD_NER names.

    Args:
        tier: `default` (encoder and linear model), `fast` (linear model), or `camel:FOLDER` (camel-tools on a model
            folder).

    Raises:
        ConfigError: no such tier, or it cannot be loaded; names the setting and says what to do.
    """
    kind, _, folder = tier.partition(":")
    if kind == "camel" and folder:
        from streams.entities.tagger.camel import CamelTagger

        return CamelTagger(Path(folder).expanduser())
    if tier not in ("default", "fast"):
        raise ConfigError(
            f"MARSAD_NER: no tagger {tier!r}", resource="MARSAD_NER", hint="use default, fast or camel:FOLDER"
        )
    from streams.entities.tagger.tiers import AveragedTagger, FastTagger

    return AveragedTagger() if tier == "default" else FastTagger()
