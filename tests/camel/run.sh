#!/usr/bin/env bash
# The camel-tools plug end to end: an environment of its own with camel-tools, a tiny BERT made on the spot, the tagger.
# camel-tools needs torch, and torch is gigabytes where only its CUDA build is to be had: so this is no part of `make test`.
# TORCH_INDEX may name an index with CPU builds; MARSAD_CAMEL_VENV where the environment goes.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
venv=${MARSAD_CAMEL_VENV:-$root/.venv-camel}
python=${PYTHON:-python3.11}

if [[ ! -e $venv/.ready ]]; then
    "$python" -m venv "$venv"
    "$venv/bin/pip" install -q ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} torch
    "$venv/bin/pip" install -q "${root}[camel]"
    touch "$venv/.ready"
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$root"
env -u CAMELTOOLS_DATA HOME="$folder" HF_HUB_OFFLINE=1 CUDA_VISIBLE_DEVICES= "$venv/bin/python" tests/camel/plug.py "$folder/bert"
