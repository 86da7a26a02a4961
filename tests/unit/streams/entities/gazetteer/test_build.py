import gzip
from importlib import resources

import pytest
import yaml

from streams.entities.gazetteer import build
from streams.entities.gazetteer.key import key
from streams.entities.gazetteer.spell import arabic, designation, expand, stems


def test_rebuild_gives_the_same_bytes():
    if not build.sources_installed():
        pytest.skip("the build's sources are not installed")
    data = resources.files("streams.entities.gazetteer").joinpath("data")
    for file, rebuilt in build.tables(build.drafts()).items():
        # Unpacked: another zlib may pack the same bytes otherwise.
        assert gzip.decompress(rebuilt) == gzip.decompress(data.joinpath(file).read_bytes()), file


def test_at_least_250_systems_each_with_its_class():
    weapons = yaml.safe_load(
        resources.files("streams.entities.gazetteer").joinpath("curated/weapons.yaml").read_text("utf-8")
    )
    systems = [row for rows in weapons.values() for row in rows]
    assert len(systems) >= 250
    assert len({row["en"] for row in systems}) == len(systems)
    without_maker = {row["en"] for row in systems if not row.get("maker")}
    assert without_maker == {"Eurofighter Typhoon", "Tornado", "A400M", "NH90", "Tiger helicopter", "Meteor"}


def test_designation_is_written_in_both_scripts():
    spellings = designation("S-400")
    assert {"s 400", "اس 400", "س 400"} <= spellings
    assert {"سو 35", "سوخوي 35", "su 35"} <= designation("Su-35")
    assert {"ام كيو 9", "امكيو 9", "mq 9"} <= designation("MQ-9")


def test_lone_letter_names_that_are_words_are_no_spelling():
    assert "اي 10" not in designation("A-10")
    assert "في 2" not in designation("V-2")
    assert "ان 26" not in designation("An-26")


def test_stems_give_alternatives():
    assert expand("هيمار{س|ز}") == ("هيمارس", "هيمارز")
    assert {"ستينغر", "ستينجر"} <= stems(["ستينغر"])


def test_usual_arabic_spelling():
    assert arabic("S-400") == "إس-400"
    assert arabic("F-16") == "إف-16"


def test_key_folds_what_a_reader_would():
    assert key("إس-٤٠٠") == key("اس 400") == key("اســ_400") == "اس 400"
    assert key("الولاياتِ المتّحدة") == key("الولايات المتحده")
