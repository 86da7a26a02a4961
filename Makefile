# Two commands matter: `make run` and `make test`. Each sets everything up first.
SHELL := /bin/bash
PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
ENVIRONMENT := $(VENV)/.ready
ARGS ?=

.PHONY: help setup run test chaos faults test-unit test-integration test-camel lint format types bench clean lock contracts

help: ## This list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

setup: $(ENVIRONMENT) ## Only the environment: .venv/ with everything in it

$(ENVIRONMENT): pyproject.toml requirements/dev.lock requirements/tools.lock deploy/setup.sh
	@deploy/setup.sh system
	@deploy/setup.sh environment "$(PYTHON)" $(VENV)
	@touch $@

run: setup ## The whole system on the bundled sample wire, in this terminal; Ctrl-C stops it
	@$(BIN)/marsad up --sample $(ARGS)

test: setup ## Every test, on real Kafka and real Elasticsearch
	@$(BIN)/python -m pytest -n 2 tests/unit tests/contract $(ARGS)
	@$(BIN)/python -m pytest tests/integration tests/browser $(ARGS)

test-unit: setup ## The tests that need no server
	@$(BIN)/python -m pytest -n 2 tests/unit tests/contract $(ARGS)

test-integration: setup ## The tests on real Kafka and real Elasticsearch, and those in a browser
	@$(BIN)/python -m pytest tests/integration tests/browser $(ARGS)

chaos: setup ## Kills and restarts in full size: 5 000 shuffled articles with 300 deliveries, 2 000 feeds (minutes; smaller runs are in `make test`)
	@CHAOS_ARTICLES=5000 CHAOS_EVENTS=300 $(BIN)/python -m pytest tests/integration/system/test_ledger_chaos.py $(ARGS)
	@CHAOS_FEEDS=2000 CHAOS_ITEMS=30 CHAOS_KILLS=20 $(BIN)/python -m pytest -s tests/integration/connectors/sources/test_crash.py $(ARGS)

faults: setup ## Elasticsearch and every channel's receiver away for two minutes, slow, busy, full (ten minutes; a smaller run is in `make test`)
	@FAULT_SECONDS=120 $(BIN)/python -m pytest -s tests/integration/connectors/sinks/test_faults.py $(ARGS)

lint: setup ## Style, import directions
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

types: setup ## mypy --strict
	@$(BIN)/mypy

format: setup ## Let ruff format and mend what it can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

test-camel: setup ## The camel-tools plug end to end, in an environment of its own (minutes; not in CI)
	@tests/camel/run.sh

bench: setup ## Every benchmark, each with its peer beside it
	@for name in bench/*/__main__.py; do $(BIN)/python -m "$$(dirname $$name | tr / .)" $(ARGS) || exit 1; done

contracts: setup ## Generate the JSON Schemas and the AsyncAPI document
	@$(BIN)/marsad contracts

lock: setup ## Resolve the locked dependencies anew
	@deploy/setup.sh lock $(VENV)

clean: ## Remove the environment, caches and this checkout's data
	@if [ -x $(BIN)/marsad ]; then $(BIN)/marsad stack down || true; fi
	rm -rf $(VENV) .marsad .marsad-* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
