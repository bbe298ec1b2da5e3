# Everything goes through .venv. A target says what it is for after ##.

PORT ?= 8000
BIN := .venv/bin
PYTHONS := python3.13 python3.12 python3.11 python3 python

.PHONY: help install run test check pictures bench

help:
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile

install: .venv/.installed ## makes the virtual environment with the locked dependencies, and the widgets of the pages
	@$(BIN)/python -m widgets.build

run: install ## makes the demo company once and serves it at http://localhost:$PORT (8000)
	$(BIN)/crm-es demo
	$(BIN)/crm-es serve --port $(PORT)

test: install ## runs all tests; those of the pages in Chromium, which is installed if there is none
	@$(BIN)/python tests/chromium.py
	$(BIN)/pytest -n 2 -q

check: install ## checks style, types and the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

pictures: install ## takes the pictures of the documentation anew
	CRM_ES_PICTURES=docs/pictures $(BIN)/pytest -q tests/site/test_pictures.py

bench: install ## measures the engine beside its limits
	$(BIN)/python -m benchmarks

.venv/.installed: pyproject.toml requirements.lock
	@$(BIN)/python -m pip --version > /dev/null 2>&1 || { \
		for python in $(PYTHONS); do \
			"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null && break; python=; \
		done; \
		[ -n "$$python" ] || { echo "Python 3.11 or newer is needed. Install it and try again." >&2; exit 1; }; \
		echo "Making .venv with $$python"; \
		"$$python" -m venv --clear .venv; \
	}
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation -e .
	@touch $@
