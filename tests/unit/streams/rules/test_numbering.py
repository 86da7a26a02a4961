"""Words numbered and looked up: the table of hashes says what the dictionary says, whatever shares a slot."""

import random

from streams.rules import numbering
from streams.rules.numbering import Numbering
from streams.rules.words import Memory, Words


def test_words_are_numbered_as_they_come_and_others_have_no_number():
    made = Numbering()
    for word in ("واحد", "اثنان"):
        made.add(word)
    assert made.look_up(["اثنان", "ثلاثة", "واحد"]).tolist() == [1, -1, 0]
    assert made.look_up(["ثلاثة", "اثنان"]).tolist() == [-1, 1]
    assert made.look_up([]).tolist() == []
    assert made.words == ["واحد", "اثنان"]
    assert "واحد" in made


def test_words_that_share_slots_keep_their_numbers(monkeypatch):
    monkeypatch.setattr(numbering, "_SLOTS", 8)
    made, words = Numbering(), [f"كلمة{number}" for number in range(100)]
    for word in words:
        made.add(word)
    chosen = random.Random(1)
    for _ in range(50):
        asked = chosen.sample([*words, "غيرها"], 20)
        assert made.look_up(asked).tolist() == [words.index(word) if word in words else -1 for word in asked]


def test_a_memory_that_is_full_begins_anew_and_says_so(monkeypatch):
    monkeypatch.setattr("streams.rules.words._REMEMBERED", 3)
    memory = Memory()
    for number in range(10):
        text = f"والصواريخ كلمة{number}"
        words = Words(text, memory)
        assert "صواريخ" in words.forms
        assert {memory.raws[one] for one in words.numbers} == set(text.split())
    assert memory.era > 0
    assert len(memory.raws) < 10
