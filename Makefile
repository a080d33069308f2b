# Everything that is run on this project. `make extract` and `make test` need nothing but Python and a
# package index: they create .venv and install the project, its libraries and its models themselves.

PYTHON ?= python3
VENV ?= .venv
INPUT ?= corpus
OUTPUT ?= outputs
GOLD ?= corpus
SECONDS ?= 60
# The real articles are not part of the repository: compared on where they are.
COMPARE ?= corpus $(wildcard ../shared/corpus/dev)

BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# Any warning is an error: a broken link, a page that nothing leads to; with --quiet none would count. The notice
# that is kept out advertises.
SITE := NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
PEERS := $(VENV)/.installed-compare

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.PHONY: all extract test evaluate compare train explore notebooks bench fuzz check install format lint types imports docs floors clean help

all: format lint types imports docs test ## Format, lint, types, import contracts, pages, tests (the default)

extract: $(STAMP) ## Turn INPUT (corpus) into tables in OUTPUT (outputs)
	@$(BIN)/jumelage extract $(INPUT) -o $(OUTPUT)

test: $(STAMP) ## Run all tests, a file a core at a time
	$(BIN)/pytest -rs --numprocesses auto --dist loadfile

evaluate: $(STAMP) ## Score the pipeline on the annotated articles of GOLD (corpus)
	@$(BIN)/jumelage evaluate $(GOLD)

compare: $(PEERS) ## Score the pipeline beside its peers on the folders of COMPARE, into docs/evaluation.md
	$(BIN)/python -m pipeline.compare $(COMPARE)

train: $(STAMP) ## Learn names and relating from GOLD (corpus), print held-out scores; WRITE="tagger weights" keeps them
	$(BIN)/python -m pipeline.train $(GOLD) $(WRITE)

villages: $(STAMP) ## Renew rules/countries/villages.csv, the small towns of the world, from GeoNames
	$(BIN)/python -m pipeline.villages

explore: extract ## Make one page of the tables of OUTPUT to look through, with map, timeline and evidence
	@$(BIN)/jumelage explore $(OUTPUT) -o $(OUTPUT).html

notebooks: extract ## Run the notebooks on the tables of OUTPUT
	JUMELAGE_OUTPUTS=$(abspath $(OUTPUT)) $(BIN)/pytest --nbmake notebooks

bench: $(if $(FULL),$(PEERS),$(STAMP)) ## Print speed, memory and growth beside spaCy and EDS-NLP; FULL=1: at length, into docs/performance.md
	@$(BIN)/python -m benchmarks --gold $(GOLD) $(if $(FULL),--full --record)

fuzz: $(STAMP) ## Throw broken files at every reader for SECONDS (60); ten thousand each with SECONDS=0
	@$(BIN)/python -m benchmarks.fuzz $(if $(filter 0,$(SECONDS)),--examples 10000,--seconds $(SECONDS))

check: $(STAMP) ## What all checks, without changing a file: format, lint, types, imports, rules, pages
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/jumelage check-rules
	$(BIN)/jumelage dictionary | diff docs/tables.md -
	$(BIN)/python -m pipeline.cli.reference | diff docs/commands.md -
	$(SITE)

install: $(STAMP) ## Create .venv and install everything, unless that is done already

format: $(STAMP) ## Format the code
	$(BIN)/ruff format

lint: $(STAMP) ## Lint the code
	$(BIN)/ruff check

types: $(STAMP) ## Check the types
	$(BIN)/mypy

imports: $(STAMP) ## Check the import contracts of pyproject.toml
	$(BIN)/lint-imports

docs: $(STAMP) ## Regenerate tables, commands and what pages show of other files; build the site in build/site
	$(BIN)/jumelage dictionary > docs/tables.md.new
	mv docs/tables.md.new docs/tables.md
	$(BIN)/python -m pipeline.cli.reference > docs/commands.md.new
	mv docs/commands.md.new docs/commands.md
	$(BIN)/pytest tests/test_excerpts.py tests/test_pages.py --update
	$(SITE)

floors: $(STAMP) ## Record the scores of now, below which the tests fail, in tests/floors.toml and README.md
	$(BIN)/pytest tests/test_floors.py -k floor --update
	$(BIN)/pytest tests/test_excerpts.py --update

clean: ## Remove outputs/ and caches; .venv stays
	rm -rf outputs outputs.html build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

help: ## Show this
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' Makefile | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  make %-9s %s\n' "$$name" "$$text"; done

# Touched when the installation is complete: nothing is installed again until one of these two files changes.
$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=/path/to/python3.12 ..." if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

# The peers that only `make compare` needs.
$(PEERS): $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[compare]'
	@touch $@
