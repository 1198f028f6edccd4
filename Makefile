# `make run` and `make test` do all the set-up on a machine that has Python >= 3.11, make and the package registries.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help

.PHONY: help run test check format lock clean distclean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/run.stamp web/static/vendor/.stamp ## set up what is missing, then serve the site on http://127.0.0.1:8000
	@exec $(BIN)/vivier up

test: $(VENV)/dev.stamp web/static/vendor/.stamp .system ## every check and every test, on a real engine and in a real browser
	@$(MAKE) --no-print-directory check
	@$(BIN)/pytest

check: $(VENV)/dev.stamp ## lint, format, types, import layers (no engine needed)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: $(VENV)/dev.stamp ## rewrite the code in the house format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: $(VENV)/dev.stamp ## renew the lock files after a change of pyproject.toml, package.json or jgo.toml
	@.ci/lock

clean: ## remove the engine's data and the caches; the next run builds them again
	@rm -rf .vivier .pytest_cache .mypy_cache .ruff_cache .hypothesis

distclean: clean ## remove everything that set-up installed
	@rm -rf $(VENV) node_modules web/fonts web/static/vendor

$(BIN)/python:
	@echo "Vivier: making the virtual environment (once)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Vivier needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 run")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Vivier: installing the locked Python packages (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --progress-bar on --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/run.stamp
	@echo "Vivier: installing the locked packages of the tests (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --progress-bar on --require-hashes -r requirements-dev.lock
	@touch $@

web/static/vendor/.stamp: package.json package-lock.json .ci/vendor | $(VENV)/run.stamp
	@echo "Vivier: fetching the scripts of the pages from npm (once)"
	@.ci/vendor $(BIN)
	@touch $@

.PHONY: .system
.system:
	@.ci/system
