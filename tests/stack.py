"""One real stack for the whole test session, for every folder that needs one; it keeps tests out of each other's way.

Unit tests load this file too and must not wait for what they do not use: a fixture imports what it needs.
"""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

    from deploy.local.stack import LocalStack
    from marsad.settings import Settings

_REAL = tuple(Path(__file__).parent / name for name in ("integration", "browser"))
_numbers = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in _REAL):
            item.add_marker(pytest.mark.integration)


@pytest.fixture(scope="session")
def stack() -> Iterator[LocalStack]:
    """The running stack; subprocesses find it by MARSAD_DATA_DIR. Programs come from the machine's own cache."""
    from deploy.local.stack import LocalStack
    from marsad.settings import Settings, load

    with tempfile.TemporaryDirectory(prefix="marsad-test-") as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        # Root starts Elasticsearch as another user, who must be able to walk here.
        folder.chmod(0o755)
        patch.setenv("MARSAD_DATA_DIR", name)
        for server in ("MARSAD_KAFKA_BOOTSTRAP", "MARSAD_ELASTICSEARCH_URL"):
            patch.delenv(server, raising=False)  # of a developer's shell: the tests' own servers are meant
        patch.setenv("MARSAD_ELASTICSEARCH_HEAP", os.environ.get("MARSAD_ELASTICSEARCH_HEAP", "768m"))
        load.cache_clear()
        local = LocalStack(Settings(), progress=lambda line: print(f"stack: {line}", flush=True))
        try:
            local.start()
            yield local
        finally:
            local.stop()
            load.cache_clear()


@pytest.fixture
def unique() -> Callable[[str], str]:
    """Makes a name that no other test of this session has: for groups, prefixes and topics of a test's own."""
    return lambda word: f"{word}-{os.getpid()}-{next(_numbers)}"


@pytest.fixture
def settings(stack: LocalStack, unique: Callable[[str], str], tmp_path: Path) -> Settings:
    """Settings of the running stack with an index prefix of the test's own, its own data in tmp_path."""
    from marsad.servers import elasticsearch_hosts, kafka_bootstrap

    base = stack.settings
    return base.model_copy(
        update={
            "data_dir": tmp_path,
            "kafka": base.kafka.model_copy(update={"bootstrap": kafka_bootstrap(base)}),
            "elasticsearch": base.elasticsearch.model_copy(
                update={"url": elasticsearch_hosts(base)[0], "prefix": unique("test")}
            ),
        }
    )


@pytest.fixture
def environment(settings: Settings) -> dict[str, str]:
    """The environment of a subprocess that is to have the same settings."""
    from marsad.servers import elasticsearch_hosts, kafka_bootstrap

    return os.environ | {
        "MARSAD_DATA_DIR": str(settings.data_dir),
        "MARSAD_KAFKA_BOOTSTRAP": kafka_bootstrap(settings),
        "MARSAD_ELASTICSEARCH_URL": elasticsearch_hosts(settings)[0],
        "MARSAD_ELASTICSEARCH_PREFIX": settings.elasticsearch.prefix,
    }


@pytest.fixture
def kafka(settings: Settings) -> str:
    """host:port of the broker."""
    from marsad.servers import kafka_bootstrap

    return kafka_bootstrap(settings)


@pytest.fixture
def es(settings: Settings) -> Iterator[Elasticsearch]:
    """A client; the indices and templates of the test's prefix are deleted at its end."""
    from elasticsearch import Elasticsearch

    from marsad.servers import elasticsearch_hosts

    prefix = settings.elasticsearch.prefix
    with Elasticsearch(elasticsearch_hosts(settings), request_timeout=30) as client:
        yield client
        if indices := list(client.indices.get(index=f"{prefix}-*", expand_wildcards="all")):
            client.indices.delete(index=indices)
        client.options(ignore_status=404).indices.delete_index_template(name=f"{prefix}-*")
        client.options(ignore_status=404).cluster.delete_component_template(name=f"{prefix}-*")


@pytest.fixture
def fresh_topics(settings: Settings) -> None:
    """All our topics and Faust's own, empty: deleted and created again; groups are forgotten."""
    from tests.integration.clean import empty

    empty(settings)
