# Billun's habits. `make` alone lists them. Everything a target needs it prepares by itself.

PREPARED_TESTS := bin/python -m bin.prepare --tests
VENV := .venv/bin
# Two at a time, each over services of its own; the tests of one file stay together.
IN_PARALLEL := --numprocesses=2 --dist=loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help setup run dev phone test check format translations demo bench lighthouse screenshots

help: ## Show this list
	@grep -E '^[a-z]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed 's/:.*## /\t/' | awk -F '\t' '{ printf "make %-14s %s\n", $$1, $$2 }'

setup: ## Prepare everything without starting it
	@$(PREPARED_TESTS)

run: ## Run Billun with a demo company: PORT=8001 BILLUN_VAR=/tmp/other make run
	@bin/python -m bin.run

dev: ## The same, started again whenever a source changes
	@bin/python -m bin.run --reload

phone: ## Serve the Billun that runs to phones on this network over HTTPS, with a QR code
	@bin/python -m bin.prepare
	@$(VENV)/python -m bin.phone

test: ## Run all tests; TESTS=tests/bin runs some
	@$(PREPARED_TESTS)
	@bin/python -m bin.browser $(VENV)/python -m pytest $(or $(TESTS),$(IN_PARALLEL))

check: ## Everything but the tests: style, types, layers, templates, translations, migrations
	@$(PREPARED_TESTS)
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy
	$(VENV)/lint-imports
	$(VENV)/djlint billun/templates --lint --quiet
	$(VENV)/python -m bin.translations --check
	@bin/python -m bin.drift

format: ## Put Python into the form that `make check` wants
	@$(PREPARED_TESTS)
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

translations: ## Collect the texts of the sources into the translations, for somebody to translate
	@$(PREPARED_TESTS)
	$(VENV)/python -m bin.translations

demo: ## Load the demo company; a second time changes nothing
	@bin/flask demo load

bench: ## Measure what architecture and product promise
	@$(PREPARED_TESTS)
	@bin/python -m bin.with_services python -m tests.bench

lighthouse: ## Let Lighthouse judge the driver's pages; fails under 95
	@$(PREPARED_TESTS)
	@bin/python -m bin.browser $(VENV)/python -m tests.lighthouse

screenshots: ## Take the pictures of docs/screenshots anew
	@$(PREPARED_TESTS)
	@bin/python -m bin.browser $(VENV)/python -m docs.screenshots
