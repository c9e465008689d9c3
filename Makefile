# Tỉnh Số: every command a person needs.  `make` alone prints this list.
.DEFAULT_GOAL := help
.PHONY: help run test bench bench-importer release fmt check docs

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Build and start the sample province of Nghệ An on http://localhost:8080 (PORT=… for another port)
	@scripts/run

test: ## Install what the tests need, then run every test
	@scripts/test

bench: ## Measure speed and size against the bars of bench/README.md
	@scripts/bench

bench-importer: ## Measure the importer of plans against what people read in them
	@scripts/bench-importer

release: ## Build the Debian package into dist/
	@scripts/release

fmt: ## Format the Rust code
	@cargo fmt --all

check: ## The quick look before a commit: format, lints, house rules
	@scripts/check

docs: ## Write the generated documents anew (docs/generated, code reference)
	@scripts/docs
