# The verbs people type. Everything happens in .venv; nothing outside this folder is touched but the simulator's cache.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup run test lint docs bench smoke clean-run lock

.venv/ready: pyproject.toml requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "psrokit needs Python >= 3.11; this is " + sys.version)'
	@echo "Installing the pinned packages into .venv: some minutes, 1.3 GB."
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

setup: .venv/ready  ## create .venv with everything pinned
	$(BIN)/psrokit showdown install

run: setup  ## play gen1ou and solve it
	$(BIN)/psrokit run experiments/gen1ou.yaml

test: setup lint  ## lint, layers, types, docs and the whole test suite
	$(BIN)/psrokit run experiments/smoke/gen1ou.yaml --out $$(mktemp -d)/run  # compiles the engine once, for all that follows
	$(BIN)/psrokit showdown verify-engine --battles 8
	$(BIN)/python -m pytest tests/chaos
	$(BIN)/python -m pytest -n 2 --dist worksteal --ignore tests/chaos

lint: .venv/ready  ## style, layers, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

docs: .venv/ready  ## regenerate docs/reference
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/tree.py

bench: setup  ## battles per second, this stack beside poke-env with a server
	$(BIN)/psrokit bench battles

smoke: setup  ## the small form of every experiment
	for file in experiments/smoke/*.yaml; do $(BIN)/psrokit run $$file --out $$(mktemp -d)/run || exit 1; done

lock:  ## resolve the pins anew (needs uv)
	uv pip compile pyproject.toml --extra showdown --extra poke-env --extra envs --extra hub --extra parquet --group dev --universal --generate-hashes \
	  --no-header --no-emit-index-url --python-version 3.11 -o requirements.lock
