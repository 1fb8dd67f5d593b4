#!/usr/bin/env bash
# Runs the tests of the last commit with the newest CPython and git that Debian has: those of its unstable suite. debootstrap
# puts them into a folder, and nothing outside of it changes. Needs root, debootstrap, and Debian's packages.
# usage: tools/test_next.sh FOLDER
set -euo pipefail
folder=$(realpath -m "$1") source=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
stop() { echo "tools/test_next.sh: $1" >&2 && exit 2; }
[ "$(id -u)" = 0 ] || stop "needs root, because debootstrap and chroot do"
command -v debootstrap > /dev/null || stop "needs debootstrap; run: apt-get install debootstrap"

if [ ! -e "$folder/.ready" ]; then
  rm -rf -- "$folder"
  # gcc and the headers: for the packages of the tests that have no wheel for a new CPython yet.
  debootstrap --variant=minbase \
    --include=ca-certificates,gcc,git,libc6-dev,make,procps,python3,python3-dev,python3-venv unstable "$folder" > "$folder.log" ||
    stop "debootstrap failed; see $folder.log"
  touch "$folder/.ready"
fi
# How this machine reaches the network, and what pip is told of it.
for file in /etc/resolv.conf /etc/hosts /etc/pip.conf /etc/ssl/certs/ca-certificates.crt; do
  if [ -e "$file" ]; then cp --dereference "$file" "$folder$file"; fi
done
rm -rf -- "$folder/src"
git clone --quiet --no-hardlinks "$source" "$folder/src"
# The tests of what a clone can see need a branch called main.
git -C "$folder/src" checkout --quiet -B main
# In mount and process namespaces of its own: they end with the tests, and nothing stays mounted.
# shellcheck disable=SC2016 # the inner shells expand these
unshare --mount --pid --fork --kill-child bash -euo pipefail -c '
  mount -t proc proc "$1/proc"
  mount --rbind /dev "$1/dev"
  exec chroot "$1" env --unset=PYTHONDONTWRITEBYTECODE --unset=VIRTUAL_ENV --unset=PIP_FIND_LINKS --chdir=/src \
    HOME=/root LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    bash -euo pipefail -c "python3 --version; git --version; make test"
' test-next "$folder"
