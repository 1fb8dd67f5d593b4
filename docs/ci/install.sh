#!/usr/bin/env bash
# Makes an environment for a checkout of backend-standards in CI, and prints the folder of its programs.
# usage: install.sh PYTHON FOLDER
#
# Nothing is built, and only what the checks import is downloaded: wheels, each with its hash. The package itself is read
# from the checkout. Python is started with -I, so that no module of the current folder is run.
set -euo pipefail
python=$1 folder=$2
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
"$python" -I -m venv "$folder" --without-pip
bin=$folder/bin
[ -d "$bin" ] || bin=$folder/Scripts
# A pip of the environment's own would take longer than all the rest.
pip=("$python" -I -m pip --python "$bin/python")
if ! "${pip[@]}" --version > /dev/null 2>&1; then # none, or older than 22.3
  "$bin/python" -I -m ensurepip --default-pip > /dev/null
  pip=("$bin/python" -I -m pip)
fi
"${pip[@]}" install --quiet --disable-pip-version-check --no-input --no-deps --only-binary=:all: \
  --require-hashes --requirement "$source/docs/ci/requirements.txt"
"$bin/python" -I - "$source" "$bin" << 'END'
import os, sys, sysconfig, tomllib
source, programs = sys.argv[1:]
with open(os.path.join(sysconfig.get_path("purelib"), "backend_standards.pth"), "w", encoding="utf-8") as stream:
    stream.write(os.path.join(os.path.realpath(source), "hooks") + "\n")
with open(os.path.join(source, "pyproject.toml"), "rb") as stream:
    scripts = tomllib.load(stream)["project"]["scripts"]
for name, place in scripts.items():
    program = os.path.join(programs, name)
    with open(program, "w", encoding="utf-8", newline="\n") as stream:
        stream.write(f'#!/bin/sh\nexec "$(dirname "$0")/python" -I -m {place.partition(":")[0]} "$@"\n')
    os.chmod(program, 0o755)
END
printf '%s\n' "$bin"
