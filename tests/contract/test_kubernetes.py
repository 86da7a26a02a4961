"""The manifests: of the shape that Kubernetes asks for, hardened, with settings and commands of ours that exist."""

import importlib
from pathlib import Path

import kubernetes_validate
import pytest
import typer
import yaml

from marsad.settings import Settings
from marsad.settings_reference import variables

FOLDER = Path(__file__).parents[2] / "deploy" / "k8s"
KUSTOMIZATION = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())
KEDA = FOLDER / "keda.yaml"
SETTINGS = {variable.name for variable in variables(Settings())}
OBJECTS = [
    (path.name, found)
    for path in sorted(FOLDER.glob("*.yaml"))
    if path.name not in {"kustomization.yaml", KEDA.name}
    for found in yaml.safe_load_all(path.read_text())
]
PODS = [
    (found["metadata"]["name"], found["kind"], found["spec"]["template"]["spec"])
    for _, found in OBJECTS
    if found["kind"] in {"Deployment", "StatefulSet", "Job"}
]


def name_of(value):
    return f"{value['kind']}-{value['metadata']['name']}" if isinstance(value, dict) and "kind" in value else None


@pytest.mark.parametrize(("file", "found"), OBJECTS, ids=name_of)
def test_shape(file, found):
    kubernetes_validate.validate(found, "1.31", strict=True)


def test_every_file_is_applied():
    files = {path.name for path in FOLDER.glob("*.yaml")} - {"kustomization.yaml", KEDA.name}
    assert set(KUSTOMIZATION["resources"]) == files


@pytest.mark.parametrize(("name", "kind", "pod"), PODS, ids=lambda value: value if isinstance(value, str) else None)
def test_hardened(name, kind, pod):
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"]
    assert not pod["automountServiceAccountToken"]
    assert container["securityContext"]["readOnlyRootFilesystem"]
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert not container["securityContext"]["allowPrivilegeEscalation"]
    assert container["resources"]["limits"]["memory"]
    if kind != "Job":
        assert {"startupProbe", "livenessProbe", "readinessProbe"} <= container.keys()
    mounted = {mount["name"] for mount in container["volumeMounts"]}
    given = {volume["name"] for volume in pod["volumes"]} | ({"data"} if kind == "StatefulSet" else set())
    assert mounted <= given


@pytest.mark.parametrize(("name", "kind", "pod"), PODS, ids=lambda value: value if isinstance(value, str) else None)
def test_command_is_one_of_ours(name, kind, pod):
    first, *rest = pod["containers"][0]["args"]
    command = typer.main.get_command(importlib.import_module(f"marsad.cli.{first}").app)
    assert set(rest) <= set(getattr(command, "commands", ()))


def test_settings_exist_and_are_read(monkeypatch):
    (generated,) = KUSTOMIZATION["configMapGenerator"]
    given = dict(literal.split("=", 1) for literal in generated["literals"])
    given |= {one["name"]: one["value"] for _, _, pod in PODS for one in pod["containers"][0].get("env", ())}
    assert given.keys() <= SETTINGS
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert Settings().kafka.security == "SASL_SSL"


def test_every_disruption_budget_and_scaler_meets_a_deployment():
    names = {name for name, _, _ in PODS}
    budgets = {found["metadata"]["name"] for _, found in OBJECTS if found["kind"] == "PodDisruptionBudget"}
    scaled = yaml.safe_load(KEDA.read_text())["spec"]
    assert budgets | {scaled["scaleTargetRef"]["name"]} <= names
    assert scaled["maxReplicaCount"] == 8
