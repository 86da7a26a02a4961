"""Distributional clusters of words: word2vec (Mikolov et al. 2013) on the data's text and raw news, then k-means."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

import numpy as np
from gensim.models import Word2Vec
from sklearn.cluster import MiniBatchKMeans

from streams.entities.tagger.words import normal

_SIZES: Final = (100, 600)
_RAREST: Final = 8


def build(sentences: Iterable[Sequence[str]], seed: int) -> dict[str, tuple[str, ...]]:
    """Coarse and fine cluster id of each normal form that occurs at least 8 times."""
    form = cache(normal)
    text = [[form(word) for word in sentence] for sentence in sentences]
    model = Word2Vec(
        text, vector_size=64, window=3, min_count=_RAREST, sg=1, negative=8, epochs=4, seed=seed, workers=1
    )
    vectors = model.wv.vectors / np.linalg.norm(model.wv.vectors, axis=1, keepdims=True)
    found = [
        MiniBatchKMeans(size, random_state=seed, batch_size=4096, n_init=3).fit_predict(vectors) for size in _SIZES
    ]
    columns = zip(*(ids.tolist() for ids in found), strict=True)
    return {form: tuple(map(str, ids)) for form, ids in zip(model.wv.index_to_key, columns, strict=True)}
