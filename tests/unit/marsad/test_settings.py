"""Settings: environment before file before defaults; what is wrong is named as its variable."""

from pathlib import Path

import pytest

from marsad import settings_reference as reference
from marsad.errors import ConfigError
from marsad.settings import Settings, load

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def clean(monkeypatch):
    for variable in reference.variables(Settings()):
        monkeypatch.delenv(variable.name, raising=False)
    monkeypatch.delenv("MARSAD_CONFIG", raising=False)
    load.cache_clear()
    yield
    load.cache_clear()


def test_environment_comes_before_the_file(monkeypatch, tmp_path):
    file = tmp_path / "marsad.toml"
    file.write_text('ner = "fast"\n[kafka]\nbootstrap = "file:1"\nreplication = 3\n')
    monkeypatch.setenv("MARSAD_CONFIG", str(file))
    monkeypatch.setenv("MARSAD_KAFKA_BOOTSTRAP", "environment:1")
    settings = load()
    assert (settings.kafka.bootstrap, settings.kafka.replication, settings.ner) == ("environment:1", 3, "fast")


def test_nested_names_with_underscores(monkeypatch):
    monkeypatch.setenv("MARSAD_SOURCES_MAX_BODY", "4096")
    assert load().sources.max_body == 4096


def test_folders_are_absolute(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MARSAD_DATA_DIR", "here")
    assert load().data_dir == tmp_path / "here"


@pytest.mark.parametrize(
    ("variable", "value"),
    [("MARSAD_KAFKA_PORT", "99999"), ("MARSAD_LOG_LEVEL", "LOUD"), ("MARSAD_STREAMS_WORKERS", "many")],
)
def test_a_wrong_value_is_named_as_its_variable(monkeypatch, variable, value):
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigError, match=variable):
        load()


def test_a_config_file_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setenv("MARSAD_CONFIG", "/nowhere/marsad.toml")
    with pytest.raises(ConfigError, match="MARSAD_CONFIG"):
        load()


def test_an_unknown_setting_in_the_file_is_named(monkeypatch, tmp_path):
    file = tmp_path / "marsad.toml"
    file.write_text('[kafka]\nbootstarp = "x:1"\n')
    monkeypatch.setenv("MARSAD_CONFIG", str(file))
    with pytest.raises(ConfigError, match="KAFKA_BOOTSTARP"):
        load()


def test_secrets_are_never_shown(monkeypatch):
    monkeypatch.setenv("MARSAD_WEBHOOK_SECRET", "hush")
    monkeypatch.setenv("MARSAD_KAFKA_PASSWORD", "hush")
    settings = load()
    assert "hush" not in repr(settings)
    assert all("hush" not in variable.value for variable in reference.variables(settings))


def test_every_setting_has_a_meaning_and_is_in_the_docs(monkeypatch):
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    settings = Settings()
    assert [v.name for v in reference.variables(settings) if not v.meaning] == []
    documented = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    missing = [row for row in reference.markdown(settings).splitlines() if row not in documented]
    assert missing == [], "run `marsad settings --markdown` into docs/settings.md"
