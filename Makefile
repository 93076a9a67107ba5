# `make release`: from the seeds to a release.   `make test`: everything that is checked.   `make help`: the rest.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
CODE := src flows tests benchmarks

export PATH := $(CURDIR)/$(BIN):$(PATH)
export DVC_NO_ANALYTICS := 1
export DO_NOT_TRACK := 1

.DEFAULT_GOAL := help
.PHONY: help release test lint types drift unit setup schema readme repro bench bench-quality bench-quotes bench-events bench-articles bench-gold bench-topic train-quotes lock gc wheel site test-site clean

help:  ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

release: setup  ## run the main job on the sources of params.yaml (the seeds)
	@$(BIN)/coalition-data run --data-dir data

test: lint types drift unit  ## lint, types, rendered files, and all tests

setup: $(VENV)/.project  ## install everything into .venv

# The locked packages first, then the project itself without resolving anything again.
$(VENV)/.project: $(VENV)/.packages pyproject.toml
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.packages: requirements.lock
	@echo "setting up $(VENV): the first time takes some minutes"
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] < (3, 13) else "Python 3.11 is needed; name it: make PYTHON=/path/to/python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements.lock
	@touch $@

lint: setup
	@ruff check $(CODE)
	@ruff format --check --quiet $(CODE) || { echo "run: $(BIN)/ruff format $(CODE)"; exit 1; }

types: setup
	@mypy

drift: setup
	@python -m coalition_data.schema.render --check

unit: setup
	@python -m pytest

schema: setup  ## render expectations/ and docs/data-dictionary.md from the declared tables
	@python -m coalition_data.schema.render

readme: setup  ## write the rows of the latest release into README.md
	@python benchmarks/readme_rows.py --data-dir data

repro: setup  ## run the stages that changed through DVC, without Prefect
	@dvc repro

bench: setup  ## speed and scale in one table, beside what each row has to reach; ROWS="memory adding" for some
	@uv pip install --quiet --python $(BIN)/python --group bench
	@python benchmarks/bench.py $(if $(ROWS),--only $(ROWS))
	@python benchmarks/bench.py --readme
	@python benchmarks/month.py

bench-quality: bench-gold bench-quotes bench-events bench-articles bench-topic  ## quality on all sets; needs the folder shared/

bench-quotes: setup  ## quotes and speakers: PolNeAR, the gold sets, cost beside the parser
	@python benchmarks/quotes.py $(if $(ERRORS),--errors)

bench-events: setup  ## meetings, pledges and dates: the gold sets and PLOVER; ERRORS=1 lists errors by cause
	@python benchmarks/meetings.py $(if $(ERRORS),--errors)
	@python benchmarks/pledges.py $(if $(ERRORS),--errors)
	@python benchmarks/plover.py $(if $(ERRORS),--errors)

bench-articles: setup  ## article bodies of HTML pages, beside trafilatura alone
	@python benchmarks/articles.py $(if $(ERRORS),--errors)

bench-gold: setup  ## the whole pipeline on the gold sets, as the scorer prints it
	@python benchmarks/gold.py $(if $(ERRORS),--errors)

bench-topic: setup  ## the gate before the parser: what thresholds of the topic score let pass, and its cost
	@python benchmarks/topic.py $(if $(ERRORS),--errors)

train-quotes: setup  ## train the models of the quotes again, as a stage of DVC
	@uv pip install --quiet --python $(BIN)/python --group train
	@dvc unfreeze --quiet train_quotes
	@dvc repro --force --single-item train_quotes; status=$$?; dvc freeze --quiet train_quotes; exit $$status

lock: setup  ## renew requirements.lock after a change in pyproject.toml
	@uv pip compile pyproject.toml --group dev --quiet --generate-hashes --universal --python-version 3.11 \
		--no-emit-index-url --no-emit-find-links --no-annotate --no-header --output-file requirements.lock

gc: setup  ## let DVC forget data that no commit, branch or tag names; releases stay
	@dvc gc --workspace --all-branches --all-tags

wheel: setup  ## build dist/*.whl
	@pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

site: web/dist/index.html  ## build the explorer that `coalition-data site` writes; needs Node 20.19 or newer

web/dist/index.html: web/node_modules/.installed README.md $(shell find web/src web/plugins web/public web/index.html web/vite.config.ts -type f)
	@npm --prefix web run --silent build -- --logLevel warn

# Not `npm ci`: it refuses a lock without the packages of other platforms, which not every registry has.
web/node_modules/.installed: web/package-lock.json
	@command -v npm >/dev/null || { echo "the explorer is built with Node 20.19 or newer and npm; install them first"; exit 1; }
	@npm --prefix web install --no-save --silent
	@touch $@

test-site: setup site  ## lint, types and browser tests of the explorer; needs Node and Chromium (CHROMIUM=/path)
	@npm --prefix web run --silent lint
	@npm --prefix web run --silent types
	@CHROMIUM="$${CHROMIUM:-$$(command -v chromium)}" npm --prefix web run --silent test

clean:  ## remove .venv and what tools have left
	rm -rf $(VENV) build dist web/dist web/node_modules web/results .mypy_cache .ruff_cache .pytest_cache .hypothesis
