# The two commands of the README, and their parts. Needs only Python 3.11 or newer and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCALE := src/kommunepolitik/i18n/locale
# In two processes, the folders in their order: the long tests in a browser first, so that neither process waits for the other.
SIDE_BY_SIDE := --numprocesses 2 --dist loadfile --no-loadscope-reorder

# The tests start hundreds of processes: what Python compiled once is kept for the next, also where that is switched off.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: report test lint types unit coverage fuzz mutants browser messages docs picture pictures schemas word-template bench oldest newest dist clean

# PDF needs a few of Debian's libraries; without them the pages are made in the other formats.
report: $(VENV)/ready
	@.ci/packages libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1 fonts-dejavu-core
	@formats=html,docx; $(BIN)/python -c 'import weasyprint' 2>/dev/null && formats=$$formats,pdf; set -ex; \
	$(BIN)/kommunepolitik report examples docs/tutorial/nybro --observations docs/tutorial/nybro/national.csv \
		--output build --format md,$$formats; \
	$(BIN)/kommunepolitik report docs/tutorial/nybro --observations docs/tutorial/nybro/national.csv \
		--at 2026 --known 2027-02-26 --since 2025 --since-known 2026-02-28 --output build/nybro --paper --format $$formats
	@echo "Open build/index.html, and build/nybro/nybro-integration-2024--sag.html for the paper of a committee"

test: lint
	$(MAKE) --jobs=2 types unit

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

types: $(VENV)/ready
	$(BIN)/mypy

unit: $(VENV)/ready-engines browser
	$(BIN)/pytest $(SIDE_BY_SIDE)

# Which lines and branches the tests reach; slower than the tests alone. Fails under the share that pyproject.toml asks for.
coverage: $(VENV)/ready-engines browser
	$(BIN)/pytest $(SIDE_BY_SIDE) --cov --cov-report=term:skip-covered

# Whether the tests notice a small mistake in the rules, for one mistake after the other: hours, on one processor. MUTANTS
# selects some, such as MUTANTS='evaluation/formulas.py' or MUTANTS='--sample 60'; it needs a system that forks.
mutants: $(VENV)/ready
	$(BIN)/python -m tests.mutants $(MUTANTS)

# The tests with the oldest versions that pyproject.toml admits, or with the newest that there are, in an environment of its own.
RESOLUTION_oldest := lowest-direct
RESOLUTION_newest := highest
oldest newest: $(VENV)/ready browser
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt uv
	$(BIN)/uv venv --quiet --clear --seed --python $(BIN)/python $(VENV)-$@
	$(BIN)/uv pip install --quiet --python $(VENV)-$@ --resolution $(RESOLUTION_$@) --editable ".[dev,engines]"
	$(VENV)-$@/bin/python -m pytest $(SIDE_BY_SIDE)

# The wheel and the source archive as they are published; the same bytes from the same commit.
dist: $(VENV)/ready
	rm -rf dist
	$(BIN)/hatchling build -t sdist -t wheel -d dist
	$(BIN)/twine check --strict dist/*

# Random input for every reader: `make fuzz INPUTS=50000` (of files that are no text a tenth), with another SEED other input.
# What fails is in build/fuzz; `python -m tests.fuzz --help` has more.
INPUTS ?= 2000
SEED ?= 1
fuzz: $(VENV)/ready
	$(BIN)/python -m tests.fuzz --inputs $(INPUTS) --seed $(SEED)

# The Debian packages that tests use beside Python (a browser, readers of PDF and Word): installed where that is possible;
# otherwise missing ones are listed, and tests that need them are skipped (where CI or KOMMUNEPOLITIK_ALL_TESTS is set,
# they fail).
browser:
	@.ci/packages

# After a change of texts: extract them into the catalogues, then translate the new ones.
messages: $(VENV)/ready
	$(BIN)/pybabel --quiet extract -F babel.cfg -k N_ -k NN_:1,2 --no-location --sort-output -o build/kommunepolitik.pot .
	$(BIN)/pybabel --quiet update --ignore-obsolete --no-fuzzy-matching --width 110 -i build/kommunepolitik.pot -d $(LOCALE) -D kommunepolitik
	$(BIN)/pybabel --quiet compile -d $(LOCALE) -D kommunepolitik

# The docs as a site, in build/docs; a warning is an error. Pages and pictures that follow from the library are made first.
docs: $(VENV)/ready
	@.ci/packages libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1 fonts-dejavu-core
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going -b html docs build/docs
	@echo "Open build/docs/index.html"

# Pictures of every kind of page, in build/screenshots: light, dark, on a phone, on paper.
pictures: $(VENV)/ready browser
	$(BIN)/pytest --quiet tests/browser/pictures.py

# The picture of the README.
picture: $(VENV)/ready
	$(BIN)/python -m docs.generate.pictures docs/paper.png

# After a change of the model's fields: the JSON Schemas that editors use.
schemas: $(VENV)/ready
	$(BIN)/python -m kommunepolitik.documents.schema

# After a change of its maker: the Word template of reports.
word-template: $(VENV)/ready
	$(BIN)/python tools/make_word_template.py

# What the library costs beside the same work done another way: one table, in build/benchmarks.md. `python -m benchmarks NAME`
# measures a part of it.
bench: $(VENV)/ready-engines
	$(BIN)/python -m benchmarks

# Reinstalled when the dependencies or the catalogues (compiled at build) change.
$(VENV)/ready: pyproject.toml constraints.txt hatch_build.py $(wildcard $(LOCALE)/*/LC_MESSAGES/*.po)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	mkdir -p build
	touch $@

# Dask and Spark, which only tests and benchmarks need.
$(VENV)/ready-engines: $(VENV)/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev,engines]"
	touch $@

clean:
	rm -rf $(VENV) $(VENV)-oldest $(VENV)-newest build dist
