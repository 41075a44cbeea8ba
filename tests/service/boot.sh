#!/usr/bin/env bash
# Process 1 of new mount, PID, UTS and IPC namespaces (see machine.py). Makes a throw-away copy of the system, and becomes its systemd.
set -euo pipefail

if [ "${1:-}" != inside ]; then
  mount --make-rprivate /
  hold=$(mktemp -d)
  mount -t tmpfs tmpfs "$hold"
  cd "$hold"
  mkdir upper work root cgroup
  mount -t cgroup2 cgroup2 cgroup
  mkdir "cgroup/$WATCHER_CGROUP"
  echo 0 >"cgroup/$WATCHER_CGROUP/cgroup.procs"
  umount cgroup
  mount -t overlay overlay -o lowerdir=/,upperdir=upper,workdir=work root
  exec unshare --cgroup bash "$0" inside
fi

cd root
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=0755 tmpfs dev
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts dev/pts
mount -t tmpfs -o mode=1777 tmpfs dev/shm
for device in "null 3" "zero 5" "full 7" "random 8" "urandom 9"; do
  mknod --mode=0666 "dev/${device% *}" c 1 "${device#* }"
done
mknod --mode=0666 dev/tty c 5 0
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mount -t tmpfs -o mode=0755 tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
mkdir -p srv/checkout
mount --bind "$WATCHER_CHECKOUT" srv/checkout # where no service is kept from, wherever it lies
# Nothing of the system is started but its journal.
rm -rf etc/systemd/system/* etc/systemd/user/* usr/lib/systemd/system/*.target.wants usr/lib/systemd/system-generators
mkdir -p var/log/journal
cat >etc/systemd/system/machine.target <<'UNIT'
[Unit]
Requires=systemd-journald.service
After=systemd-journald.service
AllowIsolate=yes
UNIT
mkdir host
pivot_root . host
umount -l host
mount --make-rshared / # credentials are mounted from a namespace of their own
cd /
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  /lib/systemd/systemd --system --unit=machine.target --log-target=console --log-level=info --show-status=no
