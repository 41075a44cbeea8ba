# make demo   install what the program needs into .venv, and show it at work
# make test   install what the tests need, IMAP servers too, and run them all
# make check  format, lint, types, layers: what CI runs beside the tests
# make laws   the promise held against many more orders of events than `make test` has time for; LAWS=10000 is how many
# make eval   the judgement measured on labelled mail, every miss listed; CORPUS=/path adds a folder of real mail, HALF=dev is the half to learn from
# make bench-latency  how soon an answer shows while the service idles (3 minutes)
# make bench-accounts what 200 idle mailboxes take, and a burst of an answer in each
# make bench-first-pass  a first pass over 20,000 messages, stopped and gone on with again and again
# make bench-judgement how long the judgement of a message takes, against the standard library's parse of it; CORPUS=/path reads real mail
# TESTS=tests/test_setup.py chooses some of the tests.
# PYTHON=/path/to/python chooses another Python (3.11 to 3.13) for .venv.

PYTHON ?=
export PYTHON

.PHONY: help demo test eval laws bench-latency bench-accounts bench-first-pass bench-judgement check format lock prove-setup clean

help:
	@sed -n 's/^# //p' Makefile

demo:
	@scripts/install.sh demo
	.venv/bin/watcher demo

test:
	@scripts/install.sh dev
	.venv/bin/python -m tests.servers install
	.venv/bin/pytest --numprocesses auto --maxprocesses 4 --dist worksteal $(TESTS)

HALF ?= both
CORPUS ?=
eval:
	@scripts/install.sh dev
	.venv/bin/python -m tests.judgement --half $(HALF) $(if $(CORPUS),--corpus $(CORPUS))

LAWS ?= 2000
laws:
	@scripts/install.sh dev
	WATCHER_LAWS=$(LAWS) .venv/bin/pytest tests/laws

bench-latency bench-accounts bench-first-pass:
	@scripts/install.sh dev
	.venv/bin/python -m tests.servers install
	.venv/bin/python -m benchmarks.$(subst -,_,$(@:bench-%=%))

bench-judgement:
	@scripts/install.sh dev
	.venv/bin/python -m benchmarks.judgement $(CORPUS)

check:
	@scripts/install.sh dev
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy --strict watcher tests
	.venv/bin/lint-imports

format:
	@scripts/install.sh dev
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

# Writes requirements/*.txt anew; UPGRADE=1 takes the newest versions.
lock:
	@scripts/install.sh dev
	scripts/lock.sh

# Writes docs/watcher.1 anew from the command line.
man:
	@scripts/install.sh dev
	.venv/bin/python scripts/man_page.py >docs/watcher.1.new && mv docs/watcher.1.new docs/watcher.1

# Proves that pipx and uv install the program, with downloads, into homes that are thrown away (a minute).
prove-install:
	@scripts/install.sh dev
	scripts/prove-install.sh

# Proves the set-up in fresh systems made by debootstrap (root only, some minutes).
prove-setup:
	scripts/prove-setup.sh

clean:
	rm -rf .venv .servers
