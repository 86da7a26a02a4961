"""The plug for camel-tools' BERT recognizer (Obeid et al. 2020) on a model folder of the user's own."""

import contextlib
import json
import os
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, cast

from marsad.errors import ConfigError
from streams.entities.tagger.bio import LABELS

SETTING: Final = "MARSAD_NER"
_CATALOGUE: Final = {"version": "1.6.0", "packages": {}, "components": {}}
_PLACEHOLDER: Final = "-"
_ENVIRONMENT: Final = "CAMELTOOLS_DATA"


class CamelTagger:
    """`camel_tools.ner.NERecognizer` on a local folder, after camel-tools' own normalisers."""

    name = "camel"

    def __init__(self, folder: Path) -> None:
        """Loads the model.

        Raises:
            ConfigError: the folder holds no model, or camel-tools is not installed or cannot read it.
        """
        if not (folder / "config.json").is_file():
            raise ConfigError(
                f"{SETTING}: {folder} holds no model (no config.json)",
                resource=SETTING,
                hint="name a folder with a BERT token classifier, as save_pretrained writes it",
            )
        self._recognizer, self._normalise = _load(folder)

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """One BIO tag a word; an I- that continues nothing begins an entity."""
        filled = [number for number, sentence in enumerate(sentences) if sentence]
        found = self._recognizer.predict([[self._word(word) for word in sentences[number]] for number in filled])
        tags: list[list[str]] = [[] for _ in sentences]
        for number, labels in zip(filled, found, strict=True):
            padded = [*labels, *["O"] * (len(sentences[number]) - len(labels))]
            tags[number] = repair(padded)
        return tags

    def _word(self, word: str) -> str:
        """Never without a visible character: BERT has no piece for such a word, and its tag would be lost."""
        text = cast(str, self._normalise(word))
        return text if any(unicodedata.category(letter)[0] not in "CMZ" for letter in text) else _PLACEHOLDER


def repair(labels: Sequence[str]) -> list[str]:
    """A valid BIO sequence over `LABELS`: PERS is PER, unknown labels become O, a stray I- becomes B-."""
    tags: list[str] = []
    for label in labels:
        known = label.replace("PERS", "PER")
        known = known if known in LABELS else "O"
        if known.startswith("I-") and (not tags or tags[-1][2:] != known[2:]):
            known = "B-" + known[2:]
        tags.append(known)
    return tags


def _load(folder: Path) -> tuple[Any, Any]:
    try:
        with _catalogue():
            from camel_tools.ner import NERecognizer
            from camel_tools.utils.dediac import dediac_ar
            from camel_tools.utils.normalize import normalize_unicode
    except ImportError as error:
        raise ConfigError(
            f"{SETTING}: camel-tools is not installed ({error})", resource=SETTING, hint="pip install 'marsad[camel]'"
        ) from error
    try:
        recognizer = NERecognizer(str(folder))
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise ConfigError(
            f"{SETTING}: camel-tools cannot read the model in {folder}: {error}",
            resource=SETTING,
            hint="check the folder with transformers.BertForTokenClassification.from_pretrained",
        ) from error
    return recognizer, lambda word: dediac_ar(normalize_unicode(word))


@contextlib.contextmanager
def _catalogue() -> Iterator[None]:
    """camel-tools 1.6 fetches its catalogue when imported, and fails off line: an empty one is enough for a recognizer.

    A catalogue that the user has is left alone.
    """
    if _ENVIRONMENT in os.environ or Path("~/.camel_tools/catalogue.json").expanduser().is_file():
        yield
        return
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "catalogue.json").write_text(json.dumps(_CATALOGUE), encoding="utf-8")
        os.environ[_ENVIRONMENT] = folder
        try:
            yield
        finally:
            del os.environ[_ENVIRONMENT]
