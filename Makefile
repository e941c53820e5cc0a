# make alone says what there is to make
# Stamp files stand for what is installed, so that a second run is quick; all paths are relative, so that
# a checkout in a folder with spaces works.

PYTHON ?= python3
VENV   ?= .venv
PY     := $(VENV)/bin/python
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test evaluate clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/.installed  ## build a graph from examples/ into exports/, and ask it three things
	$(PY) -m kg build examples
	@echo
	$(PY) -m kg query exports/graph.ttl 'SELECT ?who ?whom { ?who kg:accuse ?whom }'
	@echo
	$(PY) -m kg explain exports/graph.ttl Norway accuse
	@echo
	@echo 'Now open exports/graph.html in a browser: a click on an edge shows its sentence.'

test: $(VENV)/.installed-dev  ## run linters, floors, types and tests, the same as CI
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(VENV)/bin/lint-imports
	$(PY) -m mypy
	$(PY) -m pytest

evaluate: $(VENV)/.installed-dev  ## measure all there is gold for into docs/quality.md; DATA=folder adds corpora
	$(PY) -m evaluation.report $(DATA)
	$(PY) -m evaluation.gate

clean:  ## remove what a build or a test left, but not .venv
	rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'make: Python 3.11 or later is needed; name one: make PYTHON=python3.11 …' >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: setup.cfg pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --editable .
	touch $@

$(VENV)/.installed-dev: setup.cfg pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --editable '.[dev]'
	touch $@ $(VENV)/.installed
