#!/usr/bin/env bash
# Proves that `pipx install .` and `uv tool install '.[demo]'` give a working `watcher`: really installed, with downloads,
# into homes that are thrown away, from a clean clone of HEAD, and run from elsewhere.
#   PYTHON=...       which Python installs and runs it (default: that of .venv)
set -euo pipefail
cd "$(dirname "$0")/.."

root=$PWD
python=${PYTHON:-$root/.venv/bin/python}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

step() { # step WORDS COMMAND...: run it, and say how long it took
  local words=$1 started=$EPOCHREALTIME
  shift
  "$@" >"$work/said" 2>&1 || { echo "FAILED: $words"; cat "$work/said"; exit 1; } >&2
  awk -v from="$started" -v to="$EPOCHREALTIME" -v words="$words" 'BEGIN { printf "%6.1f s  %s\n", to - from, words }'
}

holds() { # holds WORDS: they are in what the last step said
  grep -qF -- "$1" "$work/said" || { echo "FAILED: it did not say: $1"; cat "$work/said"; exit 1; } >&2
}

at_home() { # at_home HOME COMMAND...: with an empty home, far from the source
  local home=$1
  shift
  mkdir -p "$home"
  (cd / && env -u XDG_CONFIG_HOME -u XDG_DATA_HOME -u VIRTUAL_ENV -u WATCHER_CONFIG HOME="$home" PATH="$home/.local/bin:$PATH" "$@")
}

works() { # works HOME: the program of that home runs
  local version
  version=$("$root/.venv/bin/python" -c 'import watcher; print(watcher.__version__)')
  step "watcher --version" at_home "$1" watcher --version
  holds "watcher $version"
  step "watcher --help" at_home "$1" watcher --help
  step "watcher demo" at_home "$1" watcher demo
  holds "It never sends"
}

git clone --quiet "$root" "$work/source"

echo "== pipx"
step "python -m venv, pip install pipx" bash -c "'$python' -m venv '$work/pipx' && '$work/pipx/bin/pip' install --quiet --disable-pip-version-check pipx"
step "pipx install ." at_home "$work/one" "$work/pipx/bin/pipx" install --python "$python" "$work/source"
holds "watcher.1"
[ -e "$work/one/.local/share/man/man1/watcher.1" ] || { echo "FAILED: pipx linked no man page" >&2; exit 1; }
step "watcher demo, without the extra, says how to get it" bash -c "! HOME='$work/one' '$work/one/.local/bin/watcher' demo"
line=$(cat "$work/said")
echo "          $line"
[ "$(wc -l <"$work/said")" = 1 ]
holds "get it by: pipx inject mailbox-watcher "
# Exactly what it said is run.
step "the command of that line" at_home "$work/one" env PATH="$work/pipx/bin:$PATH" bash -c "${line#*get it by: }"
works "$work/one"
step "pipx upgrade mailbox-watcher" at_home "$work/one" "$work/pipx/bin/pipx" upgrade mailbox-watcher
works "$work/one"
step "pipx uninstall mailbox-watcher" at_home "$work/one" "$work/pipx/bin/pipx" uninstall mailbox-watcher
[ ! -e "$work/one/.local/bin/watcher" ]

echo "== pipx, with the extra"
step "pipx install '.[demo]'" at_home "$work/two" "$work/pipx/bin/pipx" install --python "$python" "$work/source[demo]"
works "$work/two"

echo "== uv"
step "uv tool install ." at_home "$work/three" "$root/.venv/bin/uv" tool install --quiet --python "$python" "$work/source"
step "watcher demo, without the extra, says how to get it" bash -c "! HOME='$work/three' '$work/three/.local/bin/watcher' demo"
line=$(cat "$work/said")
echo "          $line"
step "the command of that line" at_home "$work/three" env PATH="$root/.venv/bin:$PATH" bash -c "${line#*get it by: }"
works "$work/three"
step "uv tool install '.[demo]'" at_home "$work/four" "$root/.venv/bin/uv" tool install --quiet --python "$python" "$work/source[demo]"
works "$work/four"
step "uv tool uninstall mailbox-watcher" at_home "$work/four" "$root/.venv/bin/uv" tool uninstall mailbox-watcher
[ ! -e "$work/four/.local/bin/watcher" ]
echo "proved"
