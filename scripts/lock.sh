#!/usr/bin/env bash
# Writes requirements/*.txt anew: every version and hash, for Python 3.11 to 3.13 alike, without naming a host.
# `make lock` keeps the versions that still fit; `make lock UPGRADE=1` takes the newest.
set -euo pipefail
cd "$(dirname "$0")/.."

upgrade=()
[ -n "${UPGRADE:-}" ] && upgrade=(--upgrade)

compile() { # compile NAME SOURCE-OPTIONS...
  local name=$1
  shift
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    --no-emit-find-links --custom-compile-command "make lock" "${upgrade[@]}" "$@" --output-file "requirements/$name.txt"
}

compile dev pyproject.toml --extra demo --group build --group installer --group dev
# The smaller sets are cut from the larger one, so that no two files disagree about a version.
compile demo pyproject.toml --extra demo --group build --group installer --constraint requirements/dev.txt
compile installer --group installer --constraint requirements/dev.txt
