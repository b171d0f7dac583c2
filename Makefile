# Two commands: `make run` tries the program on a sample, `make test` checks everything.
# Each does all set-up itself; a second call finds it done.

.DEFAULT_GOAL := help
SHELL := bash
.PHONY: help run test lint install install-test lock translations bench endure screenshots clean

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq install
SOURCES := grsearch_desktop tests packaging

# A screen for the window tests that no one sees; without xvfb, Qt's own. Looked for when it is
# needed, after the set-up that may install it.
SCREEN = $(shell command -v xvfb-run >/dev/null 2>&1 && echo xvfb-run -a -s \"-screen 0 1600x1100x24\" || echo env QT_QPA_PLATFORM=offscreen)

help:
	@echo "make run       index a small sample in a throw-away home and open the window on it"
	@echo "make test      lint, types, import rules and tests"
	@echo "make install   the program in .venv; then .venv/bin/grsearch works"
	@echo "make lint      ruff, mypy and import-linter alone"
	@echo "make bench     measure quality and speed (needs ../shared/data); BENCH=--quick for some of it"
	@echo "make endure    kill, flood, starve and watch the engine for an hour (needs ../shared/data)"
	@echo "make screenshots  take the pictures of the window that the README shows"
	@echo "make lock      write packaging/*.lock from what .venv holds"
	@echo "make translations  take the window's words out of the code, make .qm of them, say what is missing"
	@echo "make clean     remove .venv and all caches"

run: install
	@$(BIN)/python packaging/try_sample.py

# Three on two cores: tests wait for engines about as long as they compute.
test: lint
	@echo "==> tests"
	@$(SCREEN) $(BIN)/python -m pytest --numprocesses=3 --dist=loadscope

lint: install-test
	@echo "==> lint"
	@$(BIN)/ruff check --quiet $(SOURCES)
	@$(BIN)/ruff format --check --quiet $(SOURCES)
	@echo "==> types"
	@$(BIN)/mypy --no-error-summary
	@echo "==> import rules"
	@$(BIN)/lint-imports

install: .venv/.system-run .venv/.installed
	@:

install-test: .venv/.system-test .venv/.installed-test
	@:

lock: install-test
	@$(BIN)/python packaging/lock.py

translations: install
	@$(BIN)/python packaging/translations.py

bench: install-test
	@$(SCREEN) $(BIN)/python -m tests.benchmarks $(BENCH)

endure: install-test
	@$(BIN)/python -m pytest tests/endurance -o python_files='endure_*.py' -v
	@$(BIN)/python -m pytest tests -m slow -v

screenshots: install .venv/.system-test
	@echo "==> screenshots"
	@$(SCREEN) $(BIN)/python packaging/screenshots

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.made:
	@packaging/make_environment.sh
	@touch $@

.venv/.system-run: packaging/system_packages.sh | .venv/.made
	@packaging/system_packages.sh run && touch $@ || true

.venv/.system-test: packaging/system_packages.sh | .venv/.made
	@packaging/system_packages.sh test && touch $@ || true

.venv/.installed: pyproject.toml packaging/requirements.lock | .venv/.made
	@echo "==> packages (about 700 MB on disk)"
	@$(PIP) -c packaging/requirements.lock -e .
	@touch $@

.venv/.installed-test: pyproject.toml packaging/requirements-test.lock | .venv/.made
	@echo "==> packages for tests (torch is among them: several GB, some minutes)"
	@$(PIP) -c packaging/requirements-test.lock -e '.[clip,dev,evaluate]'
	@touch $@ .venv/.installed
