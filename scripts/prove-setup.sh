#!/usr/bin/env bash
# Proves the set-up where nothing is prepared: a fresh Debian 12 and 13, made by debootstrap, holding `make` and `git` only.
#   scripts/prove-setup.sh [SUITE...]     default: bookworm trixie; root only; keeps the base systems in $CHROOTS
# In each, clean clones of HEAD are set up: by an ordinary user who has no Python yet, by root, by that user again. At the
# end no process may be left and no server installed.
#   MIRROR=...       where packages come from (default: what this machine uses, else debootstrap's own)
#   CHROOTS=...      where the systems are kept (default: /tmp/chroots)
#   TESTS="..."      which tests `make test` runs (default: all)
#   TARGETS="..."    what root makes (default: "demo test")
set -euo pipefail
cd "$(dirname "$0")/.."

chroots=${CHROOTS:-/tmp/chroots}
targets=${TARGETS:-demo test}
mirror=${MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | head -n 1)}
# The way to the network is the host's: proxies, a local certificate authority, a package index of one's own.
passed_on='^(https?_proxy|no_proxy|HTTPS?_PROXY|NO_PROXY|SSL_CERT_FILE|PIP_CERT|PIP_INDEX_URL|UV_DEFAULT_INDEX|UV_INDEX_URL)='

inside() { # inside SYSTEM USER COMMAND
  local home=/root passed
  [ "$2" = root ] || home=/home/$2
  mapfile -t passed < <(env | grep -E "$passed_on")
  chroot --userspec="$2:$2" "$1" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME="$home" "${passed[@]}" \
    bash -c "$3"
}

make_base() { # make_base SUITE
  [ -e "$chroots/$1/.complete" ] && return
  rm -rf "${chroots:?}/$1"
  mkdir -p "$chroots"
  debootstrap --variant=minbase --include=make,git,ca-certificates "$1" "$chroots/$1" ${mirror:+"$mirror"} >"$chroots/$1.log"
  touch "$chroots/$1/.complete"
}

release() { # end what runs inside, unmount
  local root
  for root in /proc/[0-9]*/root; do
    [ "$(readlink "$root" 2>/dev/null)" != "$1" ] || kill -KILL "$(basename "$(dirname "$root")")" 2>/dev/null || true
  done
  umount "$1/dev/pts" "$1/dev" "$1/proc" 2>/dev/null || true
}

processes() { # processes SYSTEM: how many run inside
  local count=0 root
  for root in /proc/[0-9]*/root; do
    [ "$(readlink "$root" 2>/dev/null)" != "$1" ] || count=$((count + 1))
  done
  echo "$count"
}

refuses() { # refuses SYSTEM: the set-up by an ordinary user ends with two lines of its own
  if inside "$1" tester "cd /srv/watcher && make demo" 2>"$1/said"; then
    echo "the set-up should have refused" >&2
    return 1
  fi
  cat "$1/said"
  [ "$(grep -vc '^make: ' "$1/said")" = 2 ]
}

prove() { # prove SUITE
  system=$chroots/$1-proof # not local: the trap needs it
  make_base "$1"
  rm -rf "$system"
  cp -a "$chroots/$1" "$system"
  mkdir -p "$system/proc" "$system/dev"
  mount -t proc proc "$system/proc"
  mount --bind /dev "$system/dev"
  mount --bind /dev/pts "$system/dev/pts"
  trap 'release "$system"' EXIT
  cp /etc/resolv.conf "$system/etc/resolv.conf"
  echo '127.0.0.1 localhost' >"$system/etc/hosts" # every installed system has it, debootstrap's does not
  cp /etc/ssl/certs/ca-certificates.crt "$system/etc/ssl/certs/ca-certificates.crt"

  chroot "$system" useradd --create-home tester
  git clone --quiet . "$system/srv/watcher"
  chroot "$system" chown -R tester:tester /srv/watcher

  echo "== $1: an ordinary user, no Python: two lines say what to do"
  refuses "$system"

  echo "== $1: root, a clean clone"
  git clone --quiet . "$system/root/watcher"
  local target
  for target in $targets; do
    inside "$system" root "cd ~/watcher && CI=true make $target TESTS='${TESTS:-}'"
  done

  echo "== $1: an ordinary user, no venv module: two lines say what to do; root installs it"
  chroot "$system" apt-get -qq -o DPkg::Use-Pty=0 purge 'python3*-venv' >/dev/null
  refuses "$system"
  inside "$system" root "rm -rf ~/watcher/.venv && ~/watcher/scripts/install.sh demo"

  echo "== $1: an ordinary user, now that Python is there"
  inside "$system" tester "cd /srv/watcher && scripts/install.sh dev && CI=true .venv/bin/pytest -q tests/test_setup*.py"

  [ "$(processes "$system")" = 0 ] || { echo "processes are left in $system" >&2; return 1; }
  ! chroot "$system" dpkg-query -W 'dovecot*' 'cyrus*' 2>/dev/null | grep . || { echo "a server was installed" >&2; return 1; }
  release "$system"
  trap - EXIT
  rm -rf "$system"
  echo "== $1: proved"
}

[ "$(id -u)" = 0 ] || { echo "debootstrap and chroot need root." >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "Install debootstrap first (apt-get install debootstrap)." >&2; exit 1; }
[ $# -gt 0 ] || set -- bookworm trixie
for suite in "$@"; do
  prove "$suite"
done
