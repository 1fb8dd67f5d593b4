"""The options of runners that take a value in the next word. Constants.

Source: the reference of each program's command line.
"""

from __future__ import annotations

_UV = """
    --directory --project --with --with-requirements --with-editable --extra --no-extra --group --no-group
    --only-group --python -p --env-file --package --index --default-index --index-url -i --extra-index-url
    --find-links -f --cache-dir --config-file --upgrade-package -P --refresh-package --reinstall-package --link-mode
    --resolution --prerelease --color -w --config-setting -C --exclude-newer --allow-insecure-host
    --keyring-provider --fork-strategy --index-strategy --python-platform --no-build-package --no-binary-package
    --from --constraints --overrides --no-sources-package --exclude-newer-package --config-settings-package
    --torch-backend --build-constraints -b -c
"""
_DOCKER = """
    -e --env --env-file -v --volume --mount -w --workdir -u --user --name -p --publish --network --net --platform
    --label -l --entrypoint --add-host --cpus -m --memory --gpus -h --hostname --link --restart --shm-size --ulimit
    --volumes-from --cap-add --cap-drop --security-opt --tmpfs --pull --ipc --pid --dns --log-driver --log-opt
    --device --expose --userns --cidfile --network-alias --health-cmd --stop-signal --stop-timeout --runtime
    --memory-swap --annotation --index --detach-keys --context -c --host -H --config --log-level
"""
_COMPOSE = """
    -f --file -p --project-name --profile --env-file --project-directory --ansi --progress --parallel
"""
_TEXTS = {
    "uv": _UV,
    "uvx": _UV,
    "poetry": "-C --directory -P --project",
    "pipenv": "--python --pypi-mirror",
    "pdm": "-p --project -c --config",
    "hatch": "-e --env -p --project --config --data-dir --cache-dir",
    "rye": "--pyproject -p --package",
    "pixi": "-e --environment --manifest-path --color --platform",
    "conda": "-n --name -p --prefix --cwd",
    "pipx": "--spec --python --pip-args --index-url -i --with",
    "docker": _DOCKER,
    "compose": _COMPOSE + _DOCKER,
    "env": "-u --unset -C --chdir -S --split-string",
    "timeout": "-k --kill-after -s --signal",
    "xargs": "-n -P -I -L -d -E -s -a --max-args --max-procs --replace --delimiter --arg-file --max-lines",
    "sudo": "-u --user -g --group -C -p --prompt -h --host -D --chdir -R --chroot -r -t -T -U",
    "nice": "-n --adjustment",
    "ionice": "-c -n -p --class --classdata --pid",
    "stdbuf": "-i -o -e --input --output --error",
    "xvfb-run": "-n --server-num -s --server-args -e --error-file -f --auth-file -w --wait -p --xauth-protocol",
    "dotenv": "-f --file -q --quote -e --export",
    "op": "--env-file --account --session --config --encoding",
    "coverage": "--source --omit --include --rcfile --data-file --context --concurrency --save-signal",
    "aws-vault": "-d --duration -t --mfa-token --region --backend",
    "doppler": "-p --project -c --config -t --token",
    "infisical": "--env --path --projectId --token",
    "mise": "-C --cd -E --env -j --jobs",
    "npx": "-p --package -c --call -w --workspace",
    "time": "-f --format -o --output",
    "python": "-W -X --check-hash-based-pycs",
    "chamber": "-b --backend -r --retries --backend-s3-bucket",
}
WITH_VALUE = {program: frozenset(options.split()) for program, options in _TEXTS.items()}
