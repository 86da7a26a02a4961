import pytest

from streams.entities.tagger.camel import repair


@pytest.mark.parametrize(
    ("labels", "tags"),
    [
        (["I-PER", "I-PER"], ["B-PER", "I-PER"]),
        (["B-LOC", "I-ORG"], ["B-LOC", "B-ORG"]),
        (["B-MISC", "I-MISC", "O"], ["B-MISC", "I-MISC", "O"]),
        (["B-PERS", "I-PERS", "LABEL_3"], ["B-PER", "I-PER", "O"]),
        ([], []),
    ],
)
def test_labels_of_any_model_become_valid_tags(labels: list[str], tags: list[str]) -> None:
    assert repair(labels) == tags
