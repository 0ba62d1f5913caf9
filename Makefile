# To kommandoer gør det hele: »make print« laver trykpakken, »make test« tester programmet.
# Mappen build/ er programmets kode og røres aldrig af »make clean«.
.DEFAULT_GOAL := help
PEOPLE := side print build poster plakat batch proof korrektur list liste wording ord clean
OTHERS := help test chromium browser wheel check spell golden mutants siege bench lexicon pictures lock wheels FORCE .venv/installed .venv/tested
.PHONY: $(PEOPLE) $(OTHERS)

ifeq ($(origin PYTHON),undefined)
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
endif
start = $(if $(PYTHON),$(PYTHON) -I -X utf8 build/run.py $1,{ echo "Stoppet: Python 3.11 eller nyere mangler" >&2; \
	echo "    → hent det på python.org, og prøv igen" >&2; false; })
BIN := .venv/bin
RUN := $(BIN)/python -I -X utf8
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url

# What was typed goes to build/run.py as it was written: neither make nor the shell may run any of it.
typed := $(filter-out PYTHON SHELL MAKE%,$(foreach v,$(.VARIABLES),$(if $(findstring command line,$(origin $v)),$v)))
$(foreach v,$(typed),$(eval override $v := $$(value $v))$(eval export TYPED_$v := $$(value $v)))

# A word that is no goal (»make poster fejl«, »make print TEAM= afdeling«) stops everything before anything is made.
export STRAYS := $(filter-out $(PEOPLE) $(OTHERS) run-%,$(MAKECMDGOALS))

# After the program's own sentence make would say »make: *** [...] Error 1«. A question that is left unanswered (-q) ends
# without a word and with exit code 1; Apple's make 3.81 takes every answer for a no, so there it must have its say.
ifneq ($(filter $(PEOPLE),$(MAKECMDGOALS))$(STRAYS),)
failed := $(shell mktemp)
MAKEFLAGS += -s
ifeq ($(filter $(OTHERS) run-%,$(MAKECMDGOALS))$(filter 3.81,$(MAKE_VERSION)),)
MAKEFLAGS += -q
unanswered := unanswered
endif
endif

help: ## Vis denne oversigt
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  Sæt TEAM=årgang (ordet i stedet for team) eller AFDELING=<navn> (jeres egen mappe) efter print, poster og proof."
	@echo "  Til trykkeriet i én zipfil: make print MAIL=ja. Efter et trykkeris ønsker: make print TRYKKERI=online"
	@echo "  Flere valg: make print OPTIONS=\"--low-ink\"; se dem alle med $(BIN)/trygtryk build --help"

side: ## Åbn siden: lav pakken i en browser, uden kommandoer
print: ## Lav hele trykpakken i out/
poster: ## Lav én plakat: make poster NAME=fejl (eller: make plakat NAVN=fejl PAPIR=a4)
batch: ## Lav en pakke til hver afdeling i en tabel: make batch TABEL=skoler.xlsx
proof: ## Lav billeder af alle sider til korrektur
list: ## Vis alt, der kan laves
wording: ## Vis, hvad et andet ord end team ændrer: make wording TEAM=afdeling
clean: ## Slet trykfiler og installation (aldrig jeres egne filer, og aldrig build/, som er koden)

$(PEOPLE): %: run-%
	$(if $(shell cat $(failed) 2>/dev/null; rm -f $(failed)),$(or $(unanswered),@false),+@:)

run-%: FORCE
	+@$(call start,$*) || echo failed >$(failed)

# A stray beside a goal is told of there. A file of that name would be made already, and deleted when this fails, were it
# not phony.
.PHONY: $(wildcard $(STRAYS))
.DEFAULT $(wildcard $(STRAYS)): FORCE
	+@$(if $(filter $(PEOPLE),$(MAKECMDGOALS)),:,$(call start,stray)); rm -f $(failed)
	$(or $(unanswered),@false)

# what the program needs, fetched where it is lacking or belongs to another folder
.venv/installed .venv/tested: FORCE
	@$(call start,$(@F))

test: .venv/tested ## Kør alle tests
	@$(RUN) -m pytest -q -n auto --dist worksteal

# what drives the browser; it fails where there is none, so that nobody skips the browser's tests without knowing
chromium: .venv/tested
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-browser.txt
	@$(RUN) tests/chromium.py

browser: chromium ## Gå hele vejen gennem siden i en browser
	@$(RUN) -m pytest -q tests/test_side_browser.py

check: .venv/tested ## Kør alle tests, og se efter, om koden er skrevet pænt
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(RUN) -m mypy
	@$(BIN)/python assets/lexicon/spell.py
	@$(RUN) -m pytest -q -n auto --dist worksteal $(if $(WHOLE),--whole)

spell: .venv/tested ## Find stavefejl i alle danske tekster
	@$(BIN)/python assets/lexicon/spell.py

golden: .venv/tested ## Skriv tests/golden/ på ny; læs forskellen, før den gemmes
	@$(BIN)/python tests/test_golden.py

mutants: .venv/tested ## Bryd programmet én linje ad gangen, og se, hvad prøverne opdager (længe)
	@$(BIN)/python -X utf8 tests/mutants.py $(ONLY)

siege: .venv/tested ## Bryd alt, der kommer udefra, og se, om det siges: make siege MINUTES=10
	@PYTHONPATH=build:tests $(BIN)/python -X utf8 tests/besiege.py \
		"MINUTES=$$TYPED_MINUTES" "ONLY=$$TYPED_ONLY" "SEED=$$TYPED_SEED"

bench: .venv/tested ## Mål tid og hukommelse
	@$(RUN) benchmarks/pack.py "RUNS=$$TYPED_RUNS" "AFDELINGER=$$TYPED_AFDELINGER"

lexicon: .venv/installed ## Lav ordbogen i assets/lexicon på ny
	@$(RUN) assets/lexicon/make.py

pictures: .venv/installed ## Tegn billederne i README på ny
	@$(RUN) docs/pictures.py

lock: .venv/tested ## Skriv requirements*.txt på ny ud fra pyproject.toml
	@$(LOCK) -o requirements.txt
	@$(LOCK) --extra test --constraint requirements.txt -o requirements-test.txt
	@$(LOCK) --extra cluster --constraint requirements-test.txt -o requirements-cluster.txt
	@$(LOCK) --extra browser --constraint requirements-test.txt -o requirements-browser.txt

wheel: .venv/tested ## Lav programmet som én fil, der kan installeres med pip, i out/hjul/
	@$(BIN)/uv build --quiet --wheel --offline --no-build-isolation --python $(BIN)/python -o out/hjul .
	@ls out/hjul/*.whl

wheels: .venv/tested ## Spørg, om alt i requirements*.txt findes færdigt til hver slags maskine
	@$(RUN) benchmarks/wheels.py
