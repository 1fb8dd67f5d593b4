# Two commands matter: `make check REPO=path` and `make test`. Each builds the virtual environment on first use.
PYTHON ?= python3
VENV ?= .venv
REPO ?= .
BIN := $(abspath $(VENV))/bin
READY := $(VENV)/.ready
export BENCHMARK_GOALS ?= $(CURDIR)/build/goals.jsonl

.PHONY: check test lint docs picture dist test-next bench fuzz catalog mutants

check: $(READY)  ## run every hook over the tracked files of REPO
	cd "$(REPO)" && "$(BIN)/backend-standards" check

test: $(READY)  ## run all tests
	"$(BIN)/python" -m pytest --numprocesses=auto --dist=loadgroup

test-next:  ## run all tests with the CPython and git of Debian's unstable suite; needs root and debootstrap
	tools/test_next.sh build/next

lint: $(READY)  ## run ruff, mypy, zizmor and the project's own hooks over the project
	PATH="$(BIN):$$PATH" "$(BIN)/pre-commit" run --all-files --show-diff-on-failure

docs: $(READY)  ## build the documentation into docs/_build, without the network; a warning is an error
	"$(BIN)/python" -m sphinx -W --keep-going -n -q -E -b html docs docs/_build

picture: $(READY)  ## draw docs/refusal.svg, the README's picture, from a real refusal
	"$(BIN)/python" tools/picture.py

dist: $(READY)  ## build the package into dist/, without the network, and check it as an index does
	rm -rf dist
	"$(BIN)/python" -m build --no-isolation
	"$(BIN)/python" -m twine check --strict dist/*

bench: $(READY)  ## measure the hooks beside their peers, in a fresh environment; at the end all goals in one table
	mkdir -p build && rm -f "$(BENCHMARK_GOALS)"
	"$(BIN)/python" benchmarks/run.py --peers
	"$(BIN)/python" benchmarks/detection.py --peers $(if $(SEMGREP_RULES),--semgrep-rules "$(SEMGREP_RULES)")
	"$(BIN)/python" benchmarks/tree.py $(if $(TREE),--tree "$(TREE)")
	"$(BIN)/python" benchmarks/audit.py $(if $(REPOSITORIES),--repository $(REPOSITORIES))
	"$(BIN)/python" benchmarks/command.py
	"$(BIN)/python" benchmarks/commit.py
	"$(BIN)/python" benchmarks/action.py
	"$(BIN)/python" benchmarks/environment.py
	"$(BIN)/python" benchmarks/goals.py "$(BENCHMARK_GOALS)"

catalog: $(READY)  ## write what is made of the manifest, the options and the tables of vague words
	"$(BIN)/python" tools/catalog.py
	"$(BIN)/python" tools/schema.py

fuzz: $(READY)  ## fuzz what parses outside input, for long and at random
	HYPOTHESIS_PROFILE=long "$(BIN)/python" -m pytest -k "hypothesis or linear" --numprocesses=auto

# MODULES="layout commits/header" chooses, SAMPLE=50 tries more changes of each, SEED=2 other ones, JOBS=2 two at a time.
mutants: $(READY)  ## change small things of modules, and list what the tests do not notice; takes long
	"$(BIN)/python" tools/mutants.py --seed=$(or $(SEED),1) --sample=$(or $(SAMPLE),24) --jobs=$(or $(JOBS),1) $(MODULES)

$(READY): pyproject.toml
	$(PYTHON) -m venv "$(VENV)" && "$(BIN)/python" -m pip install --quiet --upgrade pip
	"$(BIN)/python" -m pip install --quiet --editable . --group dev && touch $@
