"""Makes a tiny BERT token classifier with random weights and tags text with it through the plug."""

import os
import sys
import time
from itertools import pairwise
from pathlib import Path

import torch
from transformers import BertConfig, BertForTokenClassification, BertTokenizer

sys.path.insert(0, str(Path(__file__).parents[2]))

from streams.entities.tagger import load_tagger
from streams.entities.tagger.bio import LABELS, TRANSITIONS

LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي0123456789.،"
SENTENCES = [
    ["وصل", "مُراد", "حداد", "إلى", "تونس", "."],
    [],
    ["🚀", "\u200f", "S-400"],
    ["كلمة"] * 600,
]


def make_model(folder: Path) -> None:
    """Writes config, vocabulary and weights as `save_pretrained` does."""
    folder.mkdir(parents=True)
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *(f"##{letter}" for letter in LETTERS)]
    (folder / "vocab.txt").write_text("\n".join(pieces), encoding="utf-8")
    torch.manual_seed(5)
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        id2label=dict(enumerate(LABELS)),
        label2id={label: number for number, label in enumerate(LABELS)},
    )
    BertForTokenClassification(config).save_pretrained(folder)
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)


def main(folder: Path) -> None:
    """Fails loudly, or prints one line."""
    make_model(folder)
    started = time.perf_counter()
    tagger = load_tagger(f"camel:{folder}")
    tags = tagger.tag(SENTENCES)
    assert tagger.name == "camel"
    assert [len(row) for row in tags] == [len(sentence) for sentence in SENTENCES]
    for row in tags:
        steps = pairwise(["O", *row])
        assert all(TRANSITIONS[LABELS.index(before), LABELS.index(after)] == 0 for before, after in steps)
    assert any(tag != "O" for row in tags for tag in row), "random weights tag something"
    assert tags == tagger.tag(SENTENCES), "the same text gives the same tags"
    assert "CAMELTOOLS_DATA" not in os.environ
    print(f"1 passed, 0 failed: camel plug, {time.perf_counter() - started:.1f} s with loading")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
