# `make` alone lists what can be made. Every target runs in one go, without questions, on Debian 12.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules
.PHONY: help setup pdf demo manage test soak check fix docs screenshots bench lock

PORT ?= 8000
PYTHON ?= python3
ARGS ?=

PY := .venv/bin/python
PIP := $(PY) -m pip install -qq --disable-pip-version-check --no-input --require-hashes
# The environment is as fresh as its lock files: each stamp carries their checksum.
checksum = $(shell cat $(1) | sha256sum | cut -c1-16)
RUN := .venv/.run-$(call checksum,requirements.txt)
DEV := .venv/.dev-$(call checksum,requirements.txt requirements-dev.txt)
PDF := .venv/.pdf-$(call checksum,requirements.txt requirements-pdf.txt)
BENCH := .venv/.bench-$(call checksum,requirements.txt requirements-dev.txt requirements-bench.txt)

# The demonstration keeps everything of its own in var/.
DEMO_ENV = SECRET_KEY="$$(cat var/demo-secret-key)" DATABASE_URL=sqlite:///var/demo.sqlite3 DEBUG=0 \
	ALLOWED_HOSTS=127.0.0.1,localhost INSECURE_HTTP=1 TRUST_PROXY=0 CSRF_TRUSTED_ORIGINS= LOG_LEVEL=WARNING \
	MAINTENANCE=0 EMAIL_URL= SITE_URL= ATTACHMENT_MB=
# As on a server, for the checks: no secret of a real one.
PRODUCTION_ENV = SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))')" DEBUG=0 \
	ALLOWED_HOSTS=ibt.example.nl INSECURE_HTTP=0 TRUST_PROXY=1 DATABASE_URL=sqlite://:memory:
# $(call files,FOLDERS): one checksum over the content of all files in it.
files = find $(1) -type f -not -name '*.pyc' -print0 | LC_ALL=C sort -z | xargs -0r sha256sum | sha256sum

help:  ## Lists these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(DEV)  ## Makes .venv, with everything to run, test and check

pdf: $(PDF)  ## Adds what makes PDF to .venv; the machine needs Pango: libpango-1.0-0 libpangoft2-1.0-0

demo: $(RUN)  ## Serves the worked example on http://127.0.0.1:8000/ (make demo PORT=8001 for another port)
	@if (exec 3<>/dev/tcp/127.0.0.1/$(PORT)) 2>/dev/null; then \
		echo "Poort $(PORT) is al in gebruik. Kies een andere: make demo PORT=8001"; exit 1; fi
	@mkdir -p var
	@[ -s var/demo-secret-key ] || \
		(umask 077; $(PY) -c 'import secrets; print(secrets.token_urlsafe(50))' > var/demo-secret-key)
	@# Code or fixtures changed, or no database yet: migrate, load (what is loaded stays), tell the accounts.
	@now=$$($(call files,requirements.txt accounts assessments audit example ibt municipalities fixtures)); \
	if [ ! -s var/demo.sqlite3 ] || [ "$$now" != "$$(cat var/demo.stamp 2>/dev/null)" ]; then \
		echo "De voorbeeldgegevens worden klaargezet …"; \
		{ $(DEMO_ENV) $(PY) manage.py migrate --verbosity 0 && \
			$(DEMO_ENV) $(PY) manage.py load_example --demo-accounts > var/demo-accounts.txt; } || \
			{ echo "Dat ging mis. Opnieuw beginnen kan met: rm var/demo.sqlite3*"; exit 1; }; \
		echo "$$now" > var/demo.stamp; \
	fi
	@now=$$($(call files,requirements.txt static)); \
	if [ ! -d var/static ] || [ "$$now" != "$$(cat var/static.stamp 2>/dev/null)" ]; then \
		$(DEMO_ENV) $(PY) manage.py collectstatic --no-input --clear --verbosity 0; \
		echo "$$now" > var/static.stamp; \
	fi
	@cat var/demo-accounts.txt; printf '\nOpen http://127.0.0.1:$(PORT)/ (stoppen: Ctrl-C)\n'
	@$(DEMO_ENV) exec $(PY) -m gunicorn ibt.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --preload \
		--no-control-socket --log-level warning

manage: $(RUN)  ## Runs a command on the data of the demonstration: make manage ARGS="assess 2023-2 --dry-run"
	@$(DEMO_ENV) $(PY) manage.py $(ARGS)

test: $(DEV)  ## Runs the tests; DATABASE_URL chooses another database than SQLite, ARGS goes to pytest
	@# A file stays with one worker, which makes its database state once; tests/conftest.py puts the long ones first.
	@# Images of containers often forbid to keep compiled modules, and the tests start dozens of processes.
	@PYTHONDONTWRITEBYTECODE= $(PY) -m pytest -q -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

soak: $(DEV)  ## Runs the long tests: fuzzing, kill drills, load
	@$(PY) -m pytest -q -m soak -o faulthandler_timeout=0 $(ARGS)

check: $(DEV)  ## Checks style, templates, types, migrations and the settings for production
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	find templates -name '*.html' -print0 | xargs -0r .venv/bin/djade --target-version 5.2 --check
	$(PY) -m pytest -q -n0 tests/test_templates.py
	$(PY) -m mypy
	$(PRODUCTION_ENV) $(PY) manage.py makemigrations --check --dry-run
	$(PRODUCTION_ENV) $(PY) manage.py check --deploy --fail-level WARNING

fix: $(DEV)  ## Mends what can be mended of style and templates
	$(PY) -m ruff check --fix --exit-zero .
	$(PY) -m ruff format .
	find templates -name '*.html' -print0 | xargs -0r .venv/bin/djade --target-version 5.2 || true  # 1: it mended

docs: $(DEV)  ## Draws the diagrams in docs/ from the models and from the table of steps
	@for file in docs/draw_*.py; do PYTHONPATH=. DJANGO_SETTINGS_MODULE=tests.settings $(PY) "$$file"; done

screenshots: $(DEV)  ## Takes docs/screenshots/ from the demonstration, while `make demo` runs
	@PYTHONPATH=. DJANGO_SETTINGS_MODULE=tests.settings $(PY) docs/take_screenshots.py http://127.0.0.1:$(PORT)

bench: $(BENCH)  ## Measures what it costs: runs benchmarks/*.py
	@for file in $(wildcard benchmarks/[!_]*.py); do \
		echo "== $$file"; PYTHONPATH=. DJANGO_SETTINGS_MODULE=tests.settings $(PY) "$$file" $(ARGS); done

# uv writes no address of an index into the lock files; keep it so. Upgrade everything: make lock ARGS=--upgrade
lock: $(DEV)  ## Locks requirements*.in into requirements*.txt, with hashes
	@$(PY) -m pip install -qq --disable-pip-version-check uv
	@for name in requirements requirements-pdf requirements-dev requirements-bench; do \
		$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
			--no-emit-index-url --no-header $(ARGS) $$name.in --output-file $$name.txt; done

.venv/.made:
	@if ! command -v git >/dev/null || ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "Eerst nodig, eenmalig en als beheerder: apt-get install -y git make python3-venv"; exit 1; fi
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 of nieuwer is nodig; dit is $$($(PYTHON) --version)."; exit 1; }
	@echo "De omgeving .venv wordt gemaakt …"
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/.run-%: | .venv/.made
	@echo "De pakketten uit requirements.txt worden geïnstalleerd …"
	@$(PIP) -r requirements.txt
	@rm -f .venv/.run-* && touch $@

.venv/.dev-%: | $(RUN)
	@echo "De pakketten uit requirements-dev.txt worden geïnstalleerd …"
	@$(PIP) -r requirements-dev.txt
	@rm -f .venv/.dev-* && touch $@

.venv/.pdf-%: | $(RUN)
	@echo "De pakketten uit requirements-pdf.txt worden geïnstalleerd …"
	@$(PIP) -r requirements-pdf.txt
	@rm -f .venv/.pdf-* && touch $@

.venv/.bench-%: | $(DEV)
	@echo "De pakketten uit requirements-bench.txt worden geïnstalleerd …"
	@$(PIP) -r requirements-bench.txt
	@rm -f .venv/.bench-* && touch $@
