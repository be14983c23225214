# make demo and make test are all a fresh machine needs: Python 3.11+ with venv and pip, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11

.PHONY: help demo test check lint bench drills lock clean

help:  ## show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

demo: $(VENV)/.run  ## start the whole bot on this machine: chat preview and staff page, no token needed
	@$(BIN)/clinic-bot demo

test: $(VENV)/.dev  ## run the linters, the type checker, the knowledge check and every test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/clinic-bot check
	$(BIN)/pytest

bench: $(VENV)/.bench  ## measure matching, speed and memory; writes docs/benchmarks.md
	$(BIN)/python -m benchmarks

drills: $(VENV)/.dev  ## crash and load drills (minutes, not part of make test)
	$(BIN)/python -m drills

lock:  ## (maintainers) pin the dependencies again; needs uv
	$(LOCK) --extra build pyproject.toml -o requirements.lock
	$(LOCK) --extra build --extra dev pyproject.toml -o requirements-dev.lock
	$(LOCK) --extra build --extra dev --extra bench pyproject.toml -o requirements-bench.lock

clean:  ## remove the virtual environment and caches; var/ (your data) stays
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "clinic-bot needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv is missing: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Each lock is installed once; a changed lock installs again.
$(VENV)/.run: $(VENV)/bin/python requirements.lock pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python requirements-dev.lock pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.run

$(VENV)/.bench: $(VENV)/bin/python requirements-bench.lock pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.dev $(VENV)/.run
