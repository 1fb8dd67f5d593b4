from __future__ import annotations

import pytest
from identify.extensions import EXTENSIONS

from backend_standards.secrets import env_names

FORBIDDEN = """
.env  .ENV  .Env  app/.env  a/b/c/.env  .env.local  .env.development  .env.production  .env.test  .env.prod.local
.env-prod  .env_staging  .env-  .env_  prod.env  docker/PROD.ENV  config.prod.env  a.b.env  -.env  .-.env  --allow=.env
env.local  env.dev  env.development  env.test  env.testing  env.stage  env.staging  env.stg  env.prod  env.production
env.qa  env.uat  env.prod.local  env.local.bak  env.prod.enc  ENV.PROD  services/api/env.live  env.ci
.env.bak  .env~  .env.old  .env.orig  .env.save  .env.swp  .env.swo  .prod.env.swp  prod.env.bak  prod.env~  prod.env.old
.env.1  .env.2024-01-01  prod.env.1  prod.env.(2)  .#.env  #.env#  .env.un~  .env,v  .envlocal  .envproduction
.env.json  .env.yml  .env.yaml  .env.toml  .env.sh  .env.bash  .env.fish  .env.ps1  .env.bat  .env.txt  .env.ini  .env.xml
.env.php  .env.local.php  .env.tfvars  .env.mk  .env.lock  .env.cfg  .env.conf
.env/prod  .env/settings.yml  app/.env/x  .envs/.local/.django  .envs/.production/.postgres  .ENVS/x  .envs/lib/prod  .envs/example/django
.env/prod.env  .env/bin/prod.env  .envs/bin/anything  .env/lib/settings
.envrc.local  .envrc.private  .envrc~  .envrc.bak  .envrc-prod
.env.enc  .env.gpg  .env.age  .env.asc  .env.vault  .env.encrypted  .env.secret  .env.sops  prod.env.gpg  prod.env.enc
prod.env.local  prod.env.production  sign-in.env  log_in.env
env-prod  env_dev  env-local  env.staging2  .env1  .env.ex
""".split()
FORBIDDEN += [
    ".env copy",
    ".env copy 2",
    ".env (1)",
    "Copy of .env",
    ".env - Copy",
    "prod.env copy",
    ".env ",
    ".env.",
    " .env",
]
FORBIDDEN += [".env\n", "a b/.env", "a\nb/.env", "\u00fc/.env", "\udcff/.env", "\u0130/.env/x", ".env.\u00e9"]
TEMPLATES = """
.env.example  .env.sample  .env.template  .env.tmpl  .env.tpl  .env.dist  .env.default  .env.defaults  .env.schema  .env.j2
.env.erb  .env.in  .ENV.EXAMPLE  .env.local.example  .env.example.local  .env-example  .env_sample  .env.example.bak
example.env  sample.env  template.env  default.env  docker/defaults.env  prod.example.env  prod.env.example  my-sample.env
env.example  env.sample  env.template  env.prod.example  .envrc.example  .envrc.template  .flaskenv.example
.env.json.example  .env.example.json  .env.example.yml  .env.sh.tpl  .envs/.local/.django.example
.env.keys.example  .env.example~  .env.jinja2  sign.in.env  .env.examples
env_example  env-sample  {{cookiecutter.slug}}/.env  {{cookiecutter.slug}}/.envs/.local/.django
""".split()
NOT_ENV = """
env  env.py  prod.env.js  prod.env.ts  .env.js  .env.md  .env.rst  .env.d.ts  .env.test.ts  .env.mjs  .env.go  .env.html
environment.yml  environment.yaml  .environment  dev.environment  service.environment  environments/prod.yml  src/env/__init__.py
env/bin/activate  env/prod  venv/bin/python  .venv/pyvenv.cfg  myenv  env_setup  env-vars  dotenv  dotenv.py  test_env  env.example.ts  env.d.ts
env.prod.js  foo.env.json  http-client.env.json  conda-env.yml  .env.py  .env.ipynb  .env.png  .env.svg
.envs/README.md  .envs/.gitkeep  .env/.gitignore  .envs/render.py  .env.d/foo  src/environment.ts  tests/test_env_files.py
inventory  envelope.env.xsd  .envoy.yaml  .environments/x  tox.envlist  env.rb  env.config  env.d/10-proxy.conf  .envy
""".split()
BY_CONTENT = ".envrc .flaskenv app/.envrc .ENVRC .flaskenv.local .flaskenv~".split()
DATA = (
    "env.sh env.json env.yml env.list env.dev.yml env.dev.json prod.env.json api-prod.env.yml env.staging2.txt".split()
)
KEYS = ".env.keys .env.me a/.env.keys .ENV.KEYS .env.keys.bak .env.keys.local".split()
VENV = """
.env/pyvenv.cfg  .env/bin/python  .env/bin/activate  .env/lib/python3.11/site-packages/x.py  .env/lib64/python3.12/y
.env/Lib/site-packages/z.py  .env/Scripts/activate.bat  .env/include/site/python3.11/greenlet.h  .env/share/man/man1/x.1
app/.env/lib/python3.13/site-packages/certifi/cacert.pem  .envs/lib/python3.11/site-packages/a.py  .env/lib64
""".split()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        pytest.param(path, kind, id=f"{kind}:{path!r}")
        for kind, paths in {
            env_names.ENV: FORBIDDEN,
            env_names.TEMPLATE: TEMPLATES,
            "": NOT_ENV,
            env_names.SHELL: BY_CONTENT,
            env_names.DATA: DATA,
            env_names.KEYS: KEYS,
            env_names.VENV: VENV,
        }.items()
        for path in paths
    ],
)
def test_name(path: str, kind: str) -> None:
    assert env_names.classify(path) == kind


def test_the_suffixes_of_code_are_those_of_identify() -> None:
    kinds = frozenset(
        "python pyi cython jupyter javascript jsx ts tsx vue svelte astro markdown mdx rst asciidoc html css scss sass "
        "less ruby go rust java kotlin scala groovy swift dart c# lua svg image pdf plantuml graphql proto".split()
    )
    suffixes = {*EXTENSIONS, "zzz"}
    assert {suffix for suffix in suffixes if env_names.is_code(f"a.{suffix}")} == {
        suffix for suffix in suffixes if not kinds.isdisjoint(EXTENSIONS.get(suffix, ()))
    }
    assert kinds <= frozenset().union(*EXTENSIONS.values())
