import re
from itertools import pairwise

import pytest

from marsad.arabic import read
from streams.entities import Extractor


class Tagger:
    """Tags the words it is told to, as a tagger would."""

    name = "told"

    def __init__(self, **names):
        self.spans = [(kind, words.split()) for kind, all_words in names.items() for words in all_words]

    def tag(self, sentences):
        return [self._tags(list(words)) for words in sentences]

    def _tags(self, words):
        tags = ["O"] * len(words)
        for kind, span in self.spans:
            for start in range(len(words)):
                if words[start : start + len(span)] == span:
                    tags[start : start + len(span)] = ["B-" + kind, *["I-" + kind] * (len(span) - 1)]
        return tags


def named(text, **names):
    mentions = Extractor(Tagger(**names)).extract(read(text))
    assert all(text[m.start : m.end] == m.text for m in mentions)
    entities = [m for m in mentions if m.entity]
    assert all(left.end <= right.start for left, right in pairwise(entities))
    return [(m.text, m.type, m.id) for m in entities]


def test_unknown_name_gets_a_stable_id_of_its_own():
    (first,) = named("التقى زياد القمحاوي زواره", PER=["زياد القمحاوي"])
    (second,) = named("عاد زياد القَمحاوى أمس", PER=["زياد القَمحاوى"])
    assert first[:2] == ("زياد القمحاوي", "PER")
    assert re.fullmatch(r"marsad:per:[0-9a-f]{12}", first[2])
    assert first[2] == second[2]


def test_id_depends_on_the_type():
    ((_, _, person),) = named("وصلت سلمية أمس", PER=["سلمية"])
    ((_, _, place),) = named("وصلت سلمية أمس", LOC=["سلمية"])
    assert person != place


def test_known_entry_gives_the_tagged_name_its_id():
    assert named("وصل إلى الثورة أمس", LOC=["الثورة"])[0][2].startswith("geonames:")
    assert named("وصل إلى الثورة أمس") == []


def test_proclitics_of_a_tagged_name_are_outside():
    ((text, _, _),) = named("سلموا المفاتيح لزياد القمحاوي", PER=["لزياد القمحاوي"])
    assert text in ("زياد القمحاوي", "لزياد القمحاوي")


@pytest.mark.parametrize("name", ["بلال", "وائل", "لميس", "باسم"])
def test_given_name_that_begins_like_a_proclitic_stays_whole(name):
    ((text, _, _),) = named(f"وصل {name} القمحاوي", PER=[f"{name} القمحاوي"])
    assert text == f"{name} القمحاوي"


def test_titles_of_a_tagged_name_are_outside():
    ((text, _, _),) = named("وصل العميد زياد القمحاوي", PER=["العميد زياد القمحاوي"])
    assert text == "زياد القمحاوي"


def test_surname_of_a_tagged_person_is_that_person():
    first, second = named("وصل زياد القمحاوي أمس. وقال القمحاوي إنه سعيد", PER=["زياد القمحاوي"])
    assert (second[0], second[2]) == ("القمحاوي", first[2])


@pytest.mark.parametrize("kind", ["PER", "ORG", "MISC"])
def test_tagger_never_removes_a_country(kind):
    assert named("أعلنت فرنسا ذلك", **{kind: ["فرنسا"]}) == [("فرنسا", "LOC", "FR")]


@pytest.mark.parametrize("kind", ["PER", "ORG", "LOC", "MISC"])
def test_tagger_never_removes_a_weapon(kind):
    assert named("تسلمت إس-400 أمس", **{kind: ["إس-400"]}) == [("إس-400", "WEAPON", "weapon:s-400")]


def test_longer_organisation_takes_in_its_place():
    ((text, kind, _),) = named("افتتحت جامعة دمشق مكتبتها", ORG=["جامعة دمشق"])
    assert (text, kind) == ("جامعة دمشق", "ORG")


def test_club_bears_the_name_of_its_city():
    assert [m[:2] for m in named("فاز ليفربول أمس", ORG=["ليفربول"])] == [("ليفربول", "ORG")]
    assert [m[:2] for m in named("زار ليفربول أمس")] == [("ليفربول", "LOC")]


def test_person_takes_in_a_city():
    assert [m[:2] for m in named("قال سمير حلب كلمته", PER=["سمير حلب"])] == [("سمير حلب", "PER")]


def test_longer_form_of_a_known_name_keeps_its_id():
    ((text, _, identifier),) = named("وصل محمد بن سلمان الكبير أمس", PER=["محمد بن سلمان الكبير"])
    assert (text, identifier) == ("محمد بن سلمان الكبير", "marsad:per:mohammed-bin-salman")


def test_weapon_named_like_a_person_yields_to_the_longer_tagged_name():
    ((text, kind, _),) = named("هنأ نديم بيرقدار الفريق", PER=["نديم بيرقدار"])
    assert (text, kind) == ("نديم بيرقدار", "PER")


def test_place_once_told_is_that_place_everywhere():
    names = named("وصلوا إلى محافظة الثورة أمس. وبقيت الثورة هادئة")
    assert [name for name, _, _ in names] == ["الثورة", "الثورة"]


def test_text_without_a_name_has_none():
    assert named("صباح الخير يا أصدقاء") == []
