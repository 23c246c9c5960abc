# `make demo` and `make test` need nothing but Python 3.11 or newer and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
READY := $(VENV)/ready
# Compiled modules are kept: without them every start takes three times as long.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test format-check lint types imports pytest bench bench-graph format schema clean

help: ## Show what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: $(READY) ## Serve three tenants with real data: ARGS="--port 9000 --data-dir DIR"
	@$(BIN)/tessera demo $(ARGS)

test: format-check lint types imports pytest ## Everything that CI checks

format-check: $(READY) ## Check the formatting
	@echo "→ ruff format --check"; $(BIN)/ruff format --check .

lint: $(READY) ## Check the style
	@echo "→ ruff check"; $(BIN)/ruff check .

types: $(READY) ## Check the types
	@echo "→ mypy --strict"; $(BIN)/mypy --strict

imports: $(READY) ## Check that imports run one way
	@echo "→ import-linter"; $(BIN)/lint-imports

# Two processes, each with a database of its own; the tests of a file stay together, because they share what is costly to set up.
pytest: $(READY) ## Run the tests: ARGS="-k name"
	@echo "→ pytest"; $(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

bench: $(READY) ## Measure against the floor and a peer: ARGS="--quick"
	@$(BIN)/python -m benchmarks $(ARGS)

bench-graph: $(READY) ## Measure a tenant with a million customers against one with ten thousand (an hour): ARGS="--help"
	@$(BIN)/python -m benchmarks.graph $(ARGS)

format: $(READY) ## Format the code
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

schema: $(READY) ## Write schema.graphql from the declarations
	@$(BIN)/tessera schema > schema.graphql

clean: ## Remove the virtual environment and caches
	rm -rf $(VENV) tests/clients/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# The environment is made anew when the lock file changes; `ready` is written last, so that an interrupted set-up is repeated.
$(READY): pyproject.toml uv.lock
	@echo "→ setting up $(VENV): a virtual environment, uv in it, and the locked packages"
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Tessera needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Set PYTHON=python3.x")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "python3 -m venv failed: on Debian and Ubuntu install the package python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null
	@test -x $(UV) || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(UV) sync --frozen --inexact --quiet --python $(BIN)/python
	@touch $@
