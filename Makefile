# Everything that the project needs is installed by the first target that needs it.
#   make briefs   writes the Social Capital 2025 briefings under out/
#   make test     runs the tests
#   make fuzz     runs the tests of laws on new random examples, five times
#   make lint     style, types and who may import whom
#   make bench    prints the times that the README gives
#   make docs     writes the reference pages that are made from the code

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: briefs test fuzz lint bench docs setup clean

briefs: setup
	$(BIN)/synth build --out out

test: setup
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -n auto

fuzz: setup
	for turn in 1 2 3 4 5; do SYNTH_EXAMPLES=new PATH="$(CURDIR)/$(BIN):$$PATH" \
	  $(BIN)/python -m pytest -n auto -q -m hypothesis || exit 1; done

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup
	$(BIN)/python -m benchmarks

docs: setup
	$(BIN)/python docs/generate.py

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml setup.sh
	PYTHON="$(PYTHON)" VENV="$(VENV)" sh setup.sh
	touch $@

clean:
	rm -rf $(VENV) out build dist
