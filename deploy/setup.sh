#!/usr/bin/env bash
# Sets a machine up: `system` (packages), `environment PYTHON VENV` (.venv), `lock VENV` (resolve dependencies anew).
set -euo pipefail

say() { printf 'setup: %s\n' "$*" >&2; }
has_java() { command -v java >/dev/null && java -version 2>&1 | grep -Eq 'version "(1[7-9]|[2-9][0-9])'; }
has_javac() { command -v javac >/dev/null; }
has_arabic_font() { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=ar)" ]; }

# What is missing, as Debian and Ubuntu name it.
missing_packages() {
  local wanted=()
  has_java && has_javac || wanted+=(default-jdk-headless)
  command -v mvn >/dev/null || wanted+=(maven)
  python3 -c 'import venv, ensurepip' 2>/dev/null || wanted+=(python3-venv)
  printf '%s\n' "${wanted[@]}"
}

# What only the tests need: the console is looked at in a real browser, in Arabic.
missing_for_tests() {
  local wanted=()
  [ -x /usr/bin/chromium ] || wanted+=(chromium)
  has_arabic_font || wanted+=(fonts-noto-core)
  printf '%s\n' "${wanted[@]}"
}

system() {
  local packages tests
  packages=$(missing_packages | xargs)
  tests=$(missing_for_tests | xargs)
  [ -z "$packages$tests" ] && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    packages=$(echo "$packages $tests" | xargs)
    say "installing $packages"
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
    return 0
  fi
  [ -n "$tests" ] && say "make test also needs: sudo apt-get install -y $tests"
  [ -z "$packages" ] && return 0
  if command -v docker >/dev/null && docker info >/dev/null 2>&1; then
    say "missing: $packages. There is a Docker engine here: use 'docker compose up' instead"
  fi
  say "missing: $packages. Run: sudo apt-get install -y $packages   (or your system's names for them), then again"
  exit 1
}

is_python() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

environment() {
  local python=$1 venv=$2 name
  for name in python3 python3.13 python3.12 python3.11; do
    [ -z "$python" ] && is_python "$name" && python=$name
  done
  if ! is_python "$python"; then
    say "Python 3.11 or newer is needed; name one with: make setup PYTHON=/path/to/python3"
    exit 1
  fi
  say "environment in $venv with $("$python" --version)"
  "$python" -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r requirements/tools.lock
  # uv does not read pip's own configuration; a machine behind a mirror has its address there.
  UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$("$venv/bin/pip" config get global.index-url 2>/dev/null || true)}"
  if [ -n "$UV_DEFAULT_INDEX" ]; then export UV_DEFAULT_INDEX; else unset UV_DEFAULT_INDEX; fi
  "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --require-hashes -r requirements/dev.lock
  "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --no-deps --no-build-isolation --editable .
  # Compiled once here: where Python may not write byte code, every start would compile it anew, for most of a second.
  # Some packages carry files that are no Python of this version.
  "$venv/bin/python" -m compileall -qq -j 0 "$venv/lib" marsad connectors streams console || true
  say "ready: $venv/bin/marsad"
}

lock() {
  local options=(--quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate)
  "$1/bin/uv" pip compile "${options[@]}" pyproject.toml --extra oidc --extra otel -o requirements/base.lock
  "$1/bin/uv" pip compile "${options[@]}" pyproject.toml --group dev -o requirements/dev.lock
  "$1/bin/uv" pip compile "${options[@]}" requirements/tools.in -o requirements/tools.lock
}

"$@"
