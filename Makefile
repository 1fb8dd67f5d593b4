# Two commands matter: `make check REPO=path` and `make test`. Each builds the virtual environment on first use.
PYTHON ?= python3
VENV ?= .venv
REPO ?= .
BIN := $(abspath $(VENV))/bin
READY := $(VENV)/.ready

.PHONY: check test lint bench fuzz catalog

check: $(READY)  ## run every hook over the tracked files of REPO
	cd "$(REPO)" && "$(BIN)/backend-standards" check

test: $(READY)  ## run all tests
	"$(BIN)/python" -m pytest --numprocesses=auto --dist=loadgroup

lint: $(READY)  ## run ruff, mypy, zizmor and the project's own hooks over the project
	PATH="$(BIN):$$PATH" "$(BIN)/pre-commit" run --all-files --show-diff-on-failure

bench: $(READY)  ## measure the hooks beside their peers, in a fresh environment
	"$(BIN)/python" benchmarks/run.py --peers
	"$(BIN)/python" benchmarks/detection.py --peers
	"$(BIN)/python" benchmarks/tree.py
	"$(BIN)/python" benchmarks/audit.py
	"$(BIN)/python" benchmarks/command.py

catalog: $(READY)  ## write hooks/backend_standards/core/catalog.py from the manifest and README
	"$(BIN)/python" tools/catalog.py

fuzz: $(READY)  ## fuzz what parses outside input, for long and at random
	HYPOTHESIS_PROFILE=long "$(BIN)/python" -m pytest -k "hypothesis or linear" --numprocesses=auto

$(READY): pyproject.toml
	$(PYTHON) -m venv "$(VENV)" && "$(BIN)/python" -m pip install --quiet --upgrade pip
	"$(BIN)/python" -m pip install --quiet --editable . --group dev && touch $@
