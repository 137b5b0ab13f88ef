# SilverBridge. `make` alone says what can be made.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.setup-stamp

.DEFAULT_GOAL := help
.PHONY: help setup run test lint bench audit screenshots messages

help: ## say what can be made
	@echo "SilverBridge 银桥"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) ## make .venv with the locked packages

$(STAMP): requirements-dev.lock pyproject.toml scripts/hatch_build.py scripts/setup.sh
	@PYTHON="$(PYTHON)" sh scripts/setup.sh $(VENV)
	@touch $@

run: $(STAMP) ## serve the demonstration city at http://127.0.0.1:8000
	@SILVERBRIDGE_MODE=demo $(BIN)/silverbridge run

test: $(STAMP) ## run every test on SQLite and PostgreSQL, with a real browser
	@bash scripts/test.sh

lint: $(STAMP) ## check style, imports between floors, and translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	PYTHONPATH=. $(BIN)/lint-imports
	$(BIN)/python scripts/messages.py check

bench: $(STAMP) ## measure; writes bench/latest.tsv
	@$(BIN)/python -m bench

audit: $(STAMP) ## audit every page of our own with the 45 rules; writes var/audit.html
	@$(BIN)/python scripts/audit.py

screenshots: $(STAMP) ## make the pictures of the README again
	@$(BIN)/python scripts/screenshots.py

messages: $(STAMP) ## collect interface texts and compile the catalogues
	@$(BIN)/python scripts/messages.py update
	@$(BIN)/python scripts/messages.py compile
