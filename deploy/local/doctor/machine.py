"""This machine: Python, Java, Maven, memory, disk, the data folder and the ports of the local stack."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psutil

from deploy.local import folder, ports, servers
from deploy.local.doctor.finding import Finding, broken, ok, warning
from deploy.local.programs import INSTALL, java_home, java_version, programs_folder, versions
from marsad.errors import StackError
from marsad.settings import Settings

_GB: Final = 1024**3
PYTHON_MINIMUM: Final = (3, 11)
MEMORY_LOW: Final = 3 * _GB
"""Measured: 2.0 GB of servers with the default heap, and 0.3 GB for each process of ours."""
DISK_LOW: Final = 5 * _GB
DISK_NONE: Final = 1 * _GB


def findings(settings: Settings) -> Iterator[Finding]:
    """What can be said without asking any server."""
    yield python()
    if uses_local_stack(settings):
        yield java()
        yield maven(settings)
        yield memory()
    yield data_folder(settings)
    yield disk(settings)
    if uses_local_stack(settings):
        yield from port_findings(settings)


def uses_local_stack(settings: Settings) -> bool:
    """Whether `marsad up` would start servers of its own."""
    return not (settings.kafka.bootstrap and settings.elasticsearch.url)


def python() -> Finding:
    """Python's version and Marsad's."""
    said = f"{sys.version.split()[0]}, marsad {importlib.metadata.version('marsad')}"
    if sys.version_info < PYTHON_MINIMUM:
        return broken("Python", said, "3.11 or newer is needed: `make setup PYTHON=/path/to/python3.12`")
    return ok("Python", said)


def java() -> Finding:
    """A JDK of 17 or newer."""
    try:
        home = java_home()
    except StackError as error:
        return broken("Java", error.message, error.hint)
    said = f"{java_version(home / 'bin' / 'java')} in {home}"
    if not (home / "bin" / "javac").is_file():
        return broken("Java", f"{said} is a runtime without javac", INSTALL)
    return ok("Java", said)


def maven(settings: Settings) -> Finding:
    """Maven, needed only while the servers' programs are not cached."""
    cached = programs_folder(settings)
    names = f"Kafka {versions()['kafka']}, Elasticsearch {versions()['elasticsearch']}"
    if cached.is_dir():
        return ok("Programs", f"{names} in {cached}")
    if shutil.which("mvn") is None:
        return broken("Programs", f"{names} are not fetched yet and there is no Maven", INSTALL)
    return warning("Programs", f"{names} are not fetched yet", "the first start fetches them (150 MB, about a minute)")


def memory() -> Finding:
    """Free memory, beside what the running stack holds."""
    free = psutil.virtual_memory().available
    said = f"{free / _GB:.1f} GB available of {psutil.virtual_memory().total / _GB:.1f} GB"
    if free < MEMORY_LOW:
        return warning(
            "Memory",
            said,
            "the stack and one worker want 3 GB: end other programs, or set MARSAD_ELASTICSEARCH_HEAP=512m",
        )
    return ok("Memory", said)


def data_folder(settings: Settings) -> Finding:
    """Whether it can be written, and who works in it."""
    path = settings.data_dir
    there = _nearest(path)
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        return broken("Data folder", f"{path} cannot be written", "name a folder of your own with MARSAD_DATA_DIR")
    if pid := folder.holder(path):
        return ok("Data folder", f"{path}, in use by process {pid}")
    return ok("Data folder", f"{path}{'' if path.exists() else ', made at the first start'}")


def disk(settings: Settings) -> Finding:
    """Free space where the data is."""
    free = shutil.disk_usage(_nearest(settings.data_dir)).free
    said = f"{free / _GB:.1f} GB free for {settings.data_dir}"
    advice = "make room, or name a folder on another disk with MARSAD_DATA_DIR"
    if free < DISK_NONE:
        return broken("Disk", said, advice)
    return warning("Disk", said, advice) if free < DISK_LOW else ok("Disk", said)


def port_findings(settings: Settings) -> Iterator[Finding]:
    """Each port that a setting asks for: ours, free or taken by somebody else."""
    for name, port in (("kafka", settings.kafka.port), ("elasticsearch", settings.elasticsearch.port)):
        record = servers.running(settings, name)
        if record or not port:
            continue
        if ports.is_free(port):
            yield ok("Port", f"{port} for {name} is free")
        else:
            advice = f"stop {_listener(port)}, or set MARSAD_{name.upper()}_PORT to another; 0 takes a free one"
            yield broken("Port", f"{port} for {name} is taken", advice)


def _listener(port: int) -> str:
    """Who listens on a port, as far as we may know."""
    try:
        listening = [one for one in psutil.net_connections("tcp") if one.status == psutil.CONN_LISTEN and one.laddr]
        pids = {one.pid for one in listening if getattr(one.laddr, "port", 0) == port and one.pid}
    except psutil.AccessDenied:
        pids = set()
    return f"process {pids.pop()}" if pids else "the process that has it"


def _nearest(path: Path) -> Path:
    return next(part for part in (path, *path.parents) if part.exists())
