#!/usr/bin/env bash
# Installs the project into .venv, with what the lock files name and nothing else.
#   scripts/install.sh demo   the program and its demo
#   scripts/install.sh dev    that, the tests' and the checks' needs
# Does nothing when nothing has changed. PYTHON=... chooses the Python.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

give_up() { # give_up WHAT-IS-WRONG WHAT-TO-DO
  say "$1"
  say "$2"
  exit 1
}

# --- the system's part: Python and its venv module ---------------------------------------------------------

fits() { # is it a Python from 3.11 to 3.13?
  "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

find_python() {
  local candidate
  for candidate in ${PYTHON:-python3.11 python3.12 python3.13 python3}; do
    if fits "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

as_root() { # empty for root, sudo where it asks nothing, else failure
  if [ "$(id -u)" = 0 ]; then
    return 0
  fi
  sudo -n true 2>/dev/null && printf 'sudo -n'
}

apt_install() { # apt_install PACKAGE...; fails where that is not allowed or not Debian or Ubuntu
  local root
  command -v apt-get >/dev/null || return 1
  root=$(as_root) || return 1
  say "Installing $* ..."
  if [ -z "$(find /var/lib/apt/lists -maxdepth 1 -name '*Packages*' -print -quit)" ]; then
    $root apt-get -qq update >/dev/null
  fi
  $root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Use-Pty=0 install --no-install-recommends "$@" >/dev/null
}

choose_python() {
  find_python && return
  if [ -n "${PYTHON:-}" ]; then
    give_up "PYTHON=$PYTHON is not a Python from 3.11 to 3.13." "Name another one, or leave PYTHON out."
  fi
  apt_install python3 python3-venv && find_python && return
  give_up "No Python from 3.11 to 3.13 was found." "Install one (apt-get install python3 python3-venv), or name it: make PYTHON=/path/to/python3.12 ..."
}

make_venv() {
  local python version
  python=$(choose_python)
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    apt_install "python$version-venv" || give_up \
      "$python cannot make a virtual environment: its venv module is not installed." \
      "Install it as root (apt-get install python$version-venv), then run make again."
  fi
  say "Making .venv with $("$python" --version) ..."
  "$python" -m venv --clear .venv
}

# --- the project's part: .venv -----------------------------------------------------------------------------

stamp() { # what .venv must have been made from, for SET $1
  echo "$PWD"
  .venv/bin/python --version
  cat pyproject.toml "requirements/$1.txt" | sha256sum
}

usable() { # .venv runs, and was not made elsewhere and moved here (its scripts hold their path)
  .venv/bin/python -c 'import pip' 2>/dev/null || return 1
  local made_in
  made_in=$(cat .venv/installed-* 2>/dev/null | head -n 1)
  [ -z "$made_in" ] || [ "$made_in" = "$PWD" ] || return 1
  [ -z "${PYTHON:-}" ] || [ "$(.venv/bin/python --version)" = "$("$PYTHON" --version 2>/dev/null)" ]
}

is_current() { # the larger set holds the smaller one
  local set
  for set in "$@"; do
    [ "$(cat ".venv/installed-$set" 2>/dev/null)" = "$(stamp "$set")" ] && return
  done
  return 1
}

install_set() {
  say "Installing into .venv what requirements/$1.txt names ..."
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/installer.txt
  .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r "requirements/$1.txt"
  .venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
  stamp "$1" >".venv/installed-$1"
}

case ${1:-} in
  demo) enough=(demo dev) ;;
  dev) enough=(dev) ;;
  *) give_up "usage: scripts/install.sh demo|dev" "(make demo, make test and make check call it)" ;;
esac
usable || make_venv
is_current "${enough[@]}" || install_set "$1"
