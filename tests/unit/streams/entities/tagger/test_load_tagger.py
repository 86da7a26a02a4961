import sys
from itertools import pairwise
from pathlib import Path

import pytest

from marsad.errors import ConfigError
from streams.entities.tagger import Tagger, load_tagger, package
from streams.entities.tagger.bio import LABELS, TRANSITIONS

_ODD = [
    [],
    ["🚀"],
    ["\u200f", "\ufeff", " "],
    ["S-400", "إس_400", "٤٠٠", "http://example.org"],
    ["ا" * 3_000],
    ["كلمة"] * 1_500,
    ["NATO", "said", "漢字", "\x00"],
    [],
]


@pytest.fixture(scope="module", params=["default", "fast"])
def tagger(request: pytest.FixtureRequest) -> Tagger:
    return load_tagger(request.param)


def test_it_says_which_tier_it_is() -> None:
    assert load_tagger().name == "default"
    assert load_tagger("fast").name == "fast"


def test_names_are_found(tagger: Tagger) -> None:
    sentence = ["وصل", "الرئيس", "محمد", "حسن", "إلى", "القاهرة", "أمس", "قادما", "من", "باريس", "."]
    (tags,) = tagger.tag([sentence])
    assert [tag for tag in tags if tag != "O"] == ["B-PER", "I-PER", "B-LOC", "B-LOC"]


def test_one_tag_a_word_whatever_the_words(tagger: Tagger) -> None:
    assert [len(tags) for tags in tagger.tag(_ODD)] == [len(sentence) for sentence in _ODD]


def test_tags_are_valid_bio(tagger: Tagger) -> None:
    for tags in tagger.tag(_ODD):
        steps = pairwise(["O", *tags])
        assert all(TRANSITIONS[LABELS.index(before), LABELS.index(after)] == 0 for before, after in steps)


def test_the_same_text_gives_the_same_tags(tagger: Tagger) -> None:
    text = [["زار", "وفد", "من", "تونس", "مقر", "الأمم", "المتحدة"], ["وقالت", "سلوى", "مراد"]]
    assert tagger.tag(text) == tagger.tag(text)


def test_nothing_in_nothing_out(tagger: Tagger) -> None:
    assert tagger.tag([]) == []


@pytest.mark.parametrize("tier", ["", "best", "camel", "camel:", "Default"])
def test_an_unknown_tier_names_the_setting(tier: str) -> None:
    with pytest.raises(ConfigError, match="MARSAD_NER"):
        load_tagger(tier)


def test_a_folder_without_a_model_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"config\.json"):
        load_tagger(f"camel:{tmp_path}")


def test_missing_camel_tools_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "camel_tools", None)
    with pytest.raises(ConfigError, match=r"pip install 'marsad\[camel\]'"):
        load_tagger(f"camel:{tmp_path}")


def test_the_model_is_what_the_manifest_says() -> None:
    assert package.damaged() == []
    assert set(package.manifest()) == {"crf.npz", "encoder.onnx", "names.tsv.gz", "tokenizer.json"}


def test_a_model_file_that_is_not_there_is_named() -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.bin"), package.file("nowhere.bin"):
        pass
