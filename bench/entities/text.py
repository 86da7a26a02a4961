"""Text to measure speed on where no corpus is at hand: names and filler words, new in nearly every sentence."""

import random
from itertools import islice

FILLER = (
    *("قال", "إن", "في", "على", "من", "إلى", "مع", "عن", "بعد", "قبل", "خلال", "أمس", "اليوم"),
    *("وزير", "رئيس", "وفد", "اجتماع", "زيارة", "اتفاق", "بيان", "مسؤول", "حكومة", "،", "."),
)
SENTENCES = 600
LENGTH = 30


def sentences() -> list[list[str]]:
    """600 sentences of 30 words, a third of them from the list of names; the same in every run."""
    from streams.entities.tagger import package

    with package.file("names.tsv.gz") as path:
        import gzip

        lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
    chance = random.Random(7)
    known = [word for line in chance.sample(lines, 6_000) for word in line.partition("\t")[2].split()]
    return [list(islice(_words(chance, known), LENGTH)) for _ in range(SENTENCES)]


def _words(chance: random.Random, known: list[str]):  # noqa: ANN202
    while True:
        yield chance.choice(known) if chance.random() < 1 / 3 else chance.choice(FILLER)
