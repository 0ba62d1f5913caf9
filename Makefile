# To kommandoer gør det hele: »make print« laver trykpakken, »make test« prøver programmet.
# Mappen build/ er programmets kode og røres aldrig af »make clean«.
.DEFAULT_GOAL := help
.PHONY: help print poster proof list wording build test check golden bench lexicon pictures lock clean

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
RUN := $(BIN)/trygtryk
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url

TEAM ?=
WORDING ?=
OUT ?=
EDITION ?=
OPTIONS ?=
words = $(if $(TEAM),--team "$(TEAM)") $(if $(WORDING),--wording "$(WORDING)") $(if $(OUT),--out "$(OUT)")
editions = $(foreach name,$(EDITION),--edition $(name))

help: ## Vis denne oversigt
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  Sæt TEAM=afdeling eller WORDING=content/wordings/<fil>.yaml efter print, poster og proof."
	@echo "  Flere valg: make print OPTIONS=\"--low-ink\"; se dem alle med $(RUN) build --help"

.venv/installed: requirements.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 eller nyere mangler: hent det på python.org, og prøv igen." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python mangler en del: skriv »sudo apt install python3-venv«, og prøv igen." >&2; exit 1; }
	@echo "Henter det, programmet bruger (kun første gang) ..."
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/tested: .venv/installed requirements-test.txt
	@echo "Henter prøveværktøjet (kun første gang) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@

print: .venv/installed ## Lav hele trykpakken i out/
	@$(RUN) build $(words) $(editions) $(OPTIONS)

build: print

poster: .venv/installed ## Lav én plakat: make poster NAME=fejl
	@test -n "$(NAME)" || { echo "Skriv, hvilken plakat det er, fx: make poster NAME=fejl (se dem alle med: make list)" >&2; exit 1; }
	@$(RUN) build "plakater/$(NAME)" $(words) $(editions) $(OPTIONS)

proof: .venv/installed ## Lav billeder af alle sider til korrektur
	@$(RUN) proof $(words)

list: .venv/installed ## Vis alt, der kan laves
	@$(RUN) list

wording: .venv/installed ## Vis, hvad et andet ord end team ændrer: make wording TEAM=afdeling
	@test -n "$(TEAM)$(WORDING)" || { echo "Skriv, hvilket ord det er, fx: make wording TEAM=afdeling" >&2; exit 1; }
	@$(RUN) wording "$(or $(WORDING),$(TEAM))"

test: .venv/tested ## Kør alle prøver
	@$(BIN)/python -m pytest -q -n auto

check: .venv/tested ## Kør stilprøver, typeprøver og alle prøver
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q -n auto

golden: .venv/tested ## Skriv tests/golden/ på ny; læs forskellen, før den gemmes
	@PYTHONPATH=build $(BIN)/python tests/test_golden.py

bench: .venv/tested ## Mål tid og hukommelse
	@$(BIN)/python benchmarks/pack.py
	@$(BIN)/python benchmarks/scenes.py

lexicon: .venv/installed ## Lav ordbogen i assets/lexicon på ny
	@$(BIN)/python assets/lexicon/make.py

pictures: .venv/installed ## Tegn billederne i README på ny
	@$(BIN)/python docs/pictures.py

lock: .venv/tested ## Skriv requirements*.txt på ny ud fra pyproject.toml
	@$(LOCK) --extra install -o requirements.txt
	@$(LOCK) --extra install --extra test --constraint requirements.txt -o requirements-test.txt

clean: ## Slet trykfiler og installation (aldrig build/, som er koden)
	rm -rf .venv out/*
