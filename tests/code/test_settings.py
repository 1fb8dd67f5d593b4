"""What is said of settings: tables of small repositories, of which the first file is judged."""

from __future__ import annotations

import textwrap

import pytest

import fakes
from backend_standards.check_settings import check
from backend_standards.code.repository import Repository
from backend_standards.code.settings_choice import Others
from backend_standards.code.source import Source
from backend_standards.core import Finding

HEAD = """\
import os
import pydantic_settings
from decouple import config
from typing import Annotated
from pydantic import BaseModel, Extra, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
"""
SETTINGS = "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    region: str\nsettings = Settings()\n"
CHOSEN = {"src/shop/settings.py": SETTINGS}


def findings(text: str, path: str = "src/shop/orders.py", others: dict[str, str] | None = None) -> list[Finding]:
    files = {path: textwrap.dedent(text), **(others or {})}
    repository = Repository(lambda: files, lambda paths: [(each, files[each].encode()) for each in paths])
    asked = Others(repository)
    return list(check(Source(path, files[path].encode()), lambda: asked))


def found(text: str, path: str = "src/shop/orders.py", others: dict[str, str] | None = None) -> list[str]:
    return [each.rule.id for each in findings(text, path, others)]


# --- where BaseSettings comes from -------------------------------------------------------------------------

OLD, SHIM = "pydantic-v1-settings", "pydantic-v1-shim"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        pytest.param("from pydantic import BaseModel, BaseSettings, Field", OLD, id="among-others"),
        pytest.param("from pydantic import BaseSettings as Base\nclass A(Base): ...", OLD, id="renamed"),
        pytest.param("import pydantic as p\nclass A(p.BaseSettings): ...", OLD, id="module-renamed"),
        pytest.param("import pydantic\nBase = pydantic.BaseSettings\nclass A(Base): ...", OLD, id="alias"),
        pytest.param("from pydantic import *\nclass A(BaseSettings): ...", OLD, id="star"),
        pytest.param("from pydantic.env_settings import BaseSettings", OLD, id="module-of-pydantic-1"),
        pytest.param("def make():\n    from pydantic import BaseSettings\n    return BaseSettings", OLD, id="inside"),
        pytest.param("try:\n    from pydantic import BaseSettings\nexcept ImportError:\n    BaseSettings = object", OLD, id="optional"),
        pytest.param("from pydantic.v1 import BaseSettings, Field", SHIM, id="shim"),
        pytest.param("import pydantic.v1 as p\nclass A(p.BaseSettings): ...", SHIM, id="shim-renamed"),
        pytest.param("from pydantic import v1\nclass A(v1.BaseSettings): ...", SHIM, id="shim-attribute"),
        pytest.param("try:\n    from pydantic.v1 import BaseSettings\nexcept ImportError:\n    from pydantic import BaseSettings", SHIM, id="shim-or-pydantic-1"),
    ],
)  # fmt: skip
def test_an_old_base(text: str, rule: str) -> None:
    assert found(text) == [rule]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("from pydantic_settings import BaseSettings\nclass A(BaseSettings): ...", id="new"),
        pytest.param("import pydantic\nclass A(pydantic.BaseModel): ...", id="model"),
        pytest.param("from pydantic.v1 import BaseModel", id="shim-of-a-model"),
        pytest.param("from shop.base import BaseSettings\nclass A(BaseSettings): ...", id="ones-own"),
        pytest.param("from .pydantic import BaseSettings", id="a-module-of-that-name"),
        pytest.param("try:\n    from pydantic_settings import BaseSettings\nexcept ModuleNotFoundError:\n    from pydantic import BaseSettings", id="new-or-old"),
        pytest.param("try:\n    from pydantic import BaseSettings\nexcept Exception:\n    from pydantic_settings import BaseSettings", id="old-or-new"),
        pytest.param("import pydantic\nif pydantic.VERSION < '2':\n    from pydantic import BaseSettings\nelse:\n    from pydantic_settings import BaseSettings", id="by-version"),
        pytest.param("try:\n    import pydantic_settings as p\nexcept ImportError:\n    from pydantic import BaseSettings", id="new-module-or-old"),
        pytest.param("import pydantic\n# from pydantic import BaseSettings\nx = 'pydantic.BaseSettings'", id="words"),
    ],
)  # fmt: skip
def test_a_base_that_passes(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("others", "passes"),
    [
        pytest.param({"requirements.txt": "boto3==1\npydantic==1.10.13\n"}, True, id="requirements"),
        pytest.param({"requirements.txt": "pydantic[dotenv]>=1.8,<2  # for now\n"}, True, id="range-with-extras"),
        pytest.param({"requirements.txt": "pydantic ~= 1.10\n"}, True, id="compatible"),
        pytest.param({"requirements.txt": "pydantic>=1.8\n"}, False, id="lets-2-in"),
        pytest.param({"requirements.txt": "pydantic\n"}, False, id="any"),
        pytest.param({"requirements.txt": "pydantic==2.7.1\n"}, False, id="pinned-to-2"),
        pytest.param({"requirements.txt": "pydantic-core==1.0\n"}, False, id="another-package"),
        pytest.param({"requirements.txt": "# pydantic<2\n"}, False, id="a-comment"),
        pytest.param({"requirements/base.txt": "pydantic<2\n"}, True, id="folder-of-requirements"),
        pytest.param({"pyproject.toml": '[project]\ndependencies = ["pydantic>=1.9,<2.0"]\n'}, True, id="project"),
        pytest.param({"pyproject.toml": '[tool.poetry.dependencies]\npydantic = "^1.10"\n'}, True, id="poetry"),
        pytest.param({"pyproject.toml": '[tool.poetry.dependencies]\npydantic = {version = "~1.10", extras = ["dotenv"]}\n'}, True, id="poetry-table"),
        pytest.param({"pyproject.toml": '[tool.poetry.dependencies]\npydantic = "^2.1"\n'}, False, id="poetry-2"),
        pytest.param({"pyproject.toml": '[tool.poetry.dependencies]\npydantic = ">=1.9"\n', "poetry.lock": 'metadata.lock-version = "2.0"\n[[package]]\nname = "pydantic"\nversion = "1.10.2"\n'}, True, id="lock"),
        pytest.param({"requirements.in": "pydantic<2\n", "uv.lock": 'version = 1\n[[package]]\nname = "pydantic"\nversion = "2.7.0"\nsource = { registry = "https://x" }\n'}, False, id="lock-of-2"),
        pytest.param({"environment.yml": "dependencies:\n  - pydantic=1.10\n"}, True, id="conda"),
        pytest.param({"environment.yml": "dependencies:\n  - pydantic=2\n"}, False, id="conda-2"),
        pytest.param({"Pipfile.lock": '{"_meta": {"pipfile-spec": 6}, "default": {"pydantic": {"version": "==1.9.0"}}}'}, True, id="pipfile-lock"),
        pytest.param({"Pipfile": '[packages]\npydantic = "==1.9"\n'}, True, id="pipfile"),
        pytest.param({"setup.py": 'setup(install_requires=["pydantic<2", "x"])\n'}, True, id="setup"),
        pytest.param({"src/requirements.txt": "pydantic<2\n", "requirements.txt": "pydantic>2\n"}, True, id="the-nearest"),
        pytest.param({"src/requirements.txt": "boto3\n", "requirements.txt": "pydantic<2\n"}, True, id="the-nearest-that-names-it"),
        pytest.param({"other/requirements.txt": "pydantic<2\n"}, False, id="another-project"),
        pytest.param({"poetry.lock": "broken\n[[pydantic"}, False, id="broken-lock"),
    ],
)  # fmt: skip
def test_pins_of_pydantic(others: dict[str, str], passes: bool) -> None:
    expected = [] if passes else [OLD]
    assert found("from pydantic import BaseSettings\n", others=others) == expected
    expected = [] if passes else [SHIM]
    assert found("from pydantic.v1 import BaseSettings\n", others=others) == expected


# --- class Config, and fields --------------------------------------------------------------------------------


def in_class(body: str, base: str = "BaseSettings") -> str:
    return f"{HEAD}class Settings({base}):\n{textwrap.indent(textwrap.dedent(body), '    ')}\n"


def note(text: str) -> str:
    (only,) = findings(text)
    return only.note


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param('env_file = ".env"', 'env_file=".env"', id="text"),
        pytest.param(
            "case_sensitive = True\nenv_prefix = 'SHOP_'", 'case_sensitive=True, env_prefix="SHOP_"', id="two"
        ),
        pytest.param("allow_mutation = False", "frozen=True", id="the-reverse"),
        pytest.param("orm_mode = True", "from_attributes=True", id="renamed"),
        pytest.param("extra = Extra.ignore", 'extra="ignore"', id="enum"),
        pytest.param("env_file = ENV_FILE", "env_file=ENV_FILE", id="name"),
        pytest.param("env_file = os.path.join(a, b)", "env_file=…", id="worked-out"),
        pytest.param("title = 'Correct horse'", "title=…", id="other-text"),
        pytest.param(f"env_file = '{fakes.PASSWORD * 2}'", "env_file=…", id="random-text"),
        pytest.param("pass", "", id="empty"),
    ],
)
def test_class_config_is_translated(body: str, expected: str) -> None:
    text = in_class(f"region: str\nclass Config:\n{textwrap.indent(body, '    ')}")
    assert note(text) == f"Write: `model_config = SettingsConfigDict({expected})`"
    assert found(text) == ["settings-class-config"]


def test_keys_without_an_argument_are_told_of() -> None:
    body = "smart_union = True\nfields = {'a': {'env': 'B'}}\n@classmethod\ndef customise_sources(cls, *sources): ..."
    assert note(in_class(f"class Config:\n{textwrap.indent(body, '    ')}")) == (
        "Write: `model_config = SettingsConfigDict()`. pydantic 2 has no smart_union. Its fields are validation_alias of each"
        " Field. customise_sources is ignored there: it is settings_customise_sources of the class itself now."
    )


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        pytest.param('url: str = Field(env="DATABASE_URL")', 'Write: `url: str = Field(validation_alias="DATABASE_URL")`', id="alone"),
        pytest.param('url: str = Field(..., env="DATABASE_URL")', 'Write: `url: str = Field(…, validation_alias="DATABASE_URL")`', id="required"),
        pytest.param('model_config = SettingsConfigDict(env_prefix="SHOP_")\nurl: str = Field(env="URL")', 'validation_alias="URL"', id="not-the-prefix"),
        pytest.param('model_config = SettingsConfigDict(env_prefix="SHOP_")\nurl: str = Field(env="SHOP_URL")', "Delete env=", id="the-prefix"),
        pytest.param('url: str = Field("", env=["URL_A", "URL_B"])', 'validation_alias=AliasChoices("URL_A", "URL_B")', id="several"),
        pytest.param('url: Annotated[str, Field(env="DATABASE_URL")]', 'validation_alias="DATABASE_URL"', id="annotated"),
        pytest.param('url: str = Field(env=NAMES["a"])', "validation_alias=…", id="worked-out"),
        pytest.param('url: str = Field(env="no name")', "validation_alias=…", id="no-name"),
        pytest.param('url: str = Field(env_names={"DATABASE_URL"})', "", id="env-names"),
        pytest.param('url: str = Field(env="URL")', "Delete env=", id="the-fields-own-name"),
    ],
)  # fmt: skip
def test_env_of_a_field(field: str, expected: str) -> None:
    text = in_class(field)
    assert found(text) == ["settings-field-env"]
    assert expected in note(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(in_class('model_config = SettingsConfigDict(env_file=".env")\nurl: str'), id="model-config"),
        pytest.param(in_class('url: str = Field(validation_alias="DATABASE_URL")'), id="alias"),
        pytest.param(in_class('url: str = make(env="A")'), id="another-function"),
        pytest.param(in_class("class Config:\n    orm_mode = True", base="BaseModel"), id="a-model"),
        pytest.param(in_class('class Configuration:\n    env_file = ".env"'), id="another-class"),
        pytest.param("try:\n    from pydantic_settings import BaseSettings\nexcept ImportError:\n    from pydantic import BaseSettings\nclass A(BaseSettings):\n    class Config:\n        env_file = '.env'", id="both-generations"),
    ],
)  # fmt: skip
def test_settings_that_pass(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "others"),
    [
        pytest.param("from pydantic_settings import BaseSettings\nclass Base(BaseSettings): ...\nclass A(Base):\n    class Config: ...", {}, id="in-the-file"),
        pytest.param("from shop.base import BaseConfig\nclass A(BaseConfig):\n    class Config: ...", {"src/shop/base.py": SETTINGS.replace("Settings(", "BaseConfig(")}, id="imported"),
        pytest.param("from .base import Settings as S\nclass A(S):\n    class Config: ...", {"src/shop/base.py": SETTINGS}, id="relative"),
        pytest.param("from . import Settings\nclass A(Settings):\n    class Config: ...", {"src/shop/__init__.py": "from .base import Settings\n", "src/shop/base.py": SETTINGS}, id="by-way-of-a-package"),
        pytest.param("from ..core import base\nclass A(base.Settings):\n    class Config: ...", {"src/core/base.py": SETTINGS}, id="attribute-of-a-module"),
        pytest.param("from core.base import Settings\nclass A(Settings):\n    class Config: ...", {"lib/core/base.py": "class Settings: ...\n", "src/core/base.py": SETTINGS}, id="the-nearest-module"),
    ],
)  # fmt: skip
def test_bases_are_followed(text: str, others: dict[str, str]) -> None:
    assert found(text, others=others) == ["settings-class-config"]


@pytest.mark.parametrize(
    "others",
    [
        pytest.param({}, id="unknown"),
        pytest.param({"src/shop/base.py": "class Settings: ...\n"}, id="another-class"),
        pytest.param({"src/shop/base.py": "from .orders import Settings\n"}, id="a-circle"),
        pytest.param({"src/shop/base.py": "class Settings(\n"}, id="no-python"),
    ],
)
def test_bases_that_are_no_settings(others: dict[str, str]) -> None:
    text = "from .base import Settings\nclass A(Settings):\n    class Config: ...\n"
    assert found(text, others=others) == []


# --- secrets ---------------------------------------------------------------------------------------------------

SECRET = repr(fakes.PASSWORD)


@pytest.mark.parametrize(
    "field",
    [
        pytest.param(f"db_password: str = {SECRET}", id="password"),
        pytest.param(f"jwt_secret: SecretStr = SecretStr({SECRET})", id="secretstr"),
        pytest.param(f"pepper: SecretStr = {SECRET}", id="by-its-type"),
        pytest.param(f"api_key: str | None = Field(default={SECRET})", id="field"),
        pytest.param(f"api_key: str = Field({SECRET}, description='x')", id="field-by-position"),
        pytest.param(f"api_key: Annotated[str, Field(default={SECRET})]", id="annotated"),
        pytest.param(f"api_key: str = Field(default_factory=lambda: {SECRET})", id="factory"),
        pytest.param(f"api_key: str = os.getenv('API_KEY', {SECRET})", id="getenv"),
        pytest.param(f"api_key: str = os.environ.get('API_KEY') or {SECRET}", id="or"),
        pytest.param(f"api_key: str = config('API_KEY', default={SECRET})", id="decouple"),
        pytest.param(f"SECRET_KEY = {SECRET}", id="without-annotation"),
        pytest.param("secret_key: str = 'super' 'secret'", id="a-weak-one"),
        pytest.param("admin_password: str = 'password'", id="one-that-everybody-knows"),
        pytest.param("db_url: str = 'postgresql://shop:hunter2@db/shop'", id="a-weak-one-in-a-url"),
        pytest.param(f"db_url: str = 'postgresql://shop:{fakes.PASSWORD}@db.internal:5432/shop'", id="url"),
        pytest.param(f"redis: str = 'redis://:{fakes.PASSWORD}@cache/0'", id="url-without-user"),
    ],
)
@pytest.mark.parametrize("base", ["BaseSettings", "pydantic_settings.BaseSettings"])
def test_a_secret_as_default(field: str, base: str) -> None:
    text = in_class(field, base)
    assert found(text) == ["settings-secret-default"]
    (only,) = findings(text)
    assert fakes.PASSWORD not in only.message + only.note


def test_a_secret_in_a_part_of_the_settings() -> None:
    text = (
        f"{HEAD}class Db(BaseModel):\n    password: str = {SECRET}\nclass Settings(BaseSettings):\n    db: Db | None\n"
    )
    assert found(text) == ["settings-secret-default"]
    assert found(text.replace("db: Db", "db: str")) == []


@pytest.mark.parametrize(
    "field",
    [
        "db_password: str",
        "db_password: str = ''",
        "db_password: str | None = None",
        "db_password: str = Field(...)",
        "db_password: str = 'change-me'",
        "db_password: str = '${DB_PASSWORD}'",
        "api_key: str = 'your-api-key'",
        "api_key: str = 'DummyKey'",
        "secret_key: str = 'fillmein'",
        f"api_key: str = 'phc_{fakes.PASSWORD}'",
        "token_url: str = '/oauth/token/a1'",
        f"secret_name: str = {SECRET}",
        f"password_hash: str = {SECRET}",
        f"region: str = {SECRET}",
        f"api_key: str = load({SECRET})",
        "session_cookie: str = 'shop_session'",
        "secret_key: str = 'dev-secret-key'",
        "aws_secret_access_key: str = 'test'",
        "db_url: str = 'postgresql://user:password@db/shop'",
        "db_url: str = 'postgresql://localhost/shop'",
        "db_url: str = 'postgresql://postgres:postgres@db/shop'",
        f"db_url: str = 'postgresql://shop:{fakes.PASSWORD}@localhost:5432/shop'",
        "token_ttl: int = 3600",
    ],
)
def test_defaults_that_pass(field: str) -> None:
    assert found(in_class(field)) == []


def test_settings_for_developers_may_have_secrets() -> None:
    text = in_class(f"db_password: str = {SECRET}")
    assert found(text.replace("class Settings", "class TestSettings")) == []
    assert found(text, "src/shop/settings/local.py") == []


def test_the_note_of_an_old_base() -> None:
    text = "from pydantic import BaseModel as M, BaseSettings as S, Field\nclass A(S):\n    class Config: ...\n"
    assert note(text) == (
        "Write `from pydantic_settings import BaseSettings as S` (the package is pydantic-settings). There, class Config"
        " is `model_config = SettingsConfigDict(...)`. The rest stays: `from pydantic import BaseModel as M, Field`"
    )


def test_env_with_the_fields_own_name_is_told_of_as_such() -> None:
    (only,) = findings(in_class('url: str = Field(env="URL")'))
    assert only.message == "pydantic-settings ignores env= of the field url, and reads the variable by the field's name"


# --- reads of the environment -------------------------------------------------------------------------------------

READ = "env-read-outside-config"
READS = [
    pytest.param("import os\nA = os.environ['BUCKET']", id="subscript"),
    pytest.param("import os\ndef f():\n    return os.environ.get('BUCKET', '')", id="get"),
    pytest.param("from os import getenv as g\nA = g('BUCKET')", id="getenv-renamed"),
    pytest.param("import os as o\nA = o.environ['BUCKET']", id="os-renamed"),
    pytest.param("from os import environ as e\nA = e['BUCKET']", id="environ-renamed"),
    pytest.param("import os\nA = int(os.getenv('BUCKET', '5'))", id="in-a-conversion"),
    pytest.param("import os\ndef f(name):\n    return os.environ[name]", id="any-name"),
    pytest.param("import os\nclass A:\n    bucket = os.environ['BUCKET']", id="in-a-class"),
    pytest.param("import os\ndef f(bucket=os.getenv('BUCKET')): ...", id="default"),
    pytest.param("import os\nif os.getenv('BUCKET'):\n    pass", id="in-an-if"),
    pytest.param("import os\nA = os.environ['AWS_REGION']", id="region"),
    pytest.param("from decouple import config\nA = config('BUCKET', default='x')", id="decouple"),
    pytest.param("from decouple import AutoConfig\nconfig = AutoConfig()\nA = config('BUCKET')", id="decouple-object"),
    pytest.param("from dotenv import load_dotenv\nload_dotenv()", id="dotenv"),
    pytest.param("from environs import Env\nenv = Env()\nA = env.str('BUCKET')", id="environs"),
    pytest.param("from environs import env\nA = env.int('BUCKET')", id="object-of-environs"),
    pytest.param("import os\nA = os.environ.pop('BUCKET')", id="pop"),
    pytest.param("import os\nenv = os.environ\nA = env['BUCKET']", id="another-name"),
    pytest.param("import os\nif (a := os.getenv('BUCKET')):\n    pass", id="walrus"),
    pytest.param("import os\nA = f\"{os.environ['BUCKET']}/a\"", id="f-string"),
    pytest.param("from starlette.config import Config\nconfig = Config('.env')\nA = config('BUCKET')", id="starlette"),
]  # fmt: skip


@pytest.mark.parametrize("text", READS)
def test_a_read_past_the_settings(text: str) -> None:
    assert found(text, others=CHOSEN) == [READ]


@pytest.mark.parametrize(
    "text",
    [
        "from shop.settings import env\nA = env('BUCKET')",
        "from .settings import env\nA = env.str('BUCKET')",
        "from shop.settings import env as e\nA = e.int('BUCKET', default=1)",
    ],
)
def test_a_read_by_the_imported_loader(text: str) -> None:
    loader = {"src/shop/settings.py": "from environs import Env\nenv = Env()\nREGION = env('REGION')\n"}
    assert found(text, others=loader) == [READ]
    assert found("from shop.settings import env\nenv.read_env('.env')", others=loader) == []


def test_a_second_loader_is_a_choice_like_the_first() -> None:
    first = {"src/shop/settings.py": "import environ\nenv = environ.Env()\nREGION = env('REGION')\n"}
    text = "import environ, os\nenv = environ.Env()\nA = env.str('BUCKET')\n"
    assert found(text, others=first) == []
    assert found(text, others=CHOSEN) == [READ]
    assert found(text + "B = os.environ['BUCKET']\n", others=first) == [READ]


@pytest.mark.parametrize("text", READS)
def test_without_a_choice_nothing_is_said(text: str) -> None:
    assert found(text, others={"src/shop/settings.py": "import os\nBUCKET = os.environ['BUCKET']\n"}) == []


@pytest.mark.parametrize(
    "text",
    [
        "import os\nos.environ['BUCKET'] = 'a'",
        "import os\ndel os.environ['BUCKET']",
        "import os\nos.environ.pop('BUCKET', None)",
        "import os\nos.environ.update(A='1')",
        "import os\nos.environ.setdefault('BUCKET', 'a')",
        "import os, subprocess\nsubprocess.run(['a'], env={**os.environ, 'A': '1'})",
        "import os, subprocess\nsubprocess.run(['a'], env={'A': os.environ['A']})",
        "import os, subprocess\nsubprocess.run(['a'], env=os.environ.copy())",
        "import os\nA = {name: os.environ[name] for name in NAMES if name in os.environ}",
        "import os\nA = os.environ.get('PROGRAMFILES(X86)')",
        "import os\nA = os.environ.get('AWS_PROFILE')",
        "from shop.tables import env\nA = env('BUCKET')",
        "import os\nA = os.environ.get('AWS_LAMBDA_FUNCTION_NAME')",
        "import os\nA = os.getenv('_X_AMZN_TRACE_ID')",
        "import os\nA = os.environ['ECS_CONTAINER_METADATA_URI_V4']",
        "import os\nA = os.environ['HOME']",
        "import os\nNAME = 'AWS_LAMBDA_LOG_STREAM_NAME'\nA = os.getenv(NAME)",
        "import os\nif __name__ == '__main__':\n    run(os.environ['PORT'])",
        "from shop.settings import settings\nA = settings.bucket",
        "from shop import environ, config\nA = environ['BUCKET'], config('BUCKET')",
        "import aws_cdk, os\nA = os.environ['CDK_DEFAULT_ACCOUNT']",
        "x = \"os.environ['BUCKET']\"",
    ],
)
def test_what_is_no_read_of_a_setting(text: str) -> None:
    assert found(text, others=CHOSEN) == []


@pytest.mark.parametrize(
    "path",
    [
        *("src/config/aws.py", "src/shop/aws_config.py", "src/settings/base.py", "src/shop/conf.py", "src/shop/env.py"),
        *("src/manage.py", "src/shop/wsgi.py", "src/shop/asgi.py", "src/shop/__main__.py", "gunicorn_conf.py"),
        *("src/application.py", "locustfile.py", "evals/run.py", "src/shop/load_benchmark/run.py", "dev/a.py"),
        *("scripts/load.py", "src/shop/cli.py", "infrastructure/stack.py", "cdk/app.py", "docs/examples/a.py"),
    ],
)
def test_places_that_may_read(path: str) -> None:
    assert found("import os\nA = os.environ['BUCKET']", path, CHOSEN) == []


@pytest.mark.parametrize(
    ("others", "is_chosen"),
    [
        pytest.param({"src/core/deps.py": SETTINGS}, True, id="class-anywhere"),
        pytest.param({"src/settings.py": "from pydantic import BaseSettings\nclass A(BaseSettings): ...\n"}, True, id="pydantic-1"),
        pytest.param({"src/settings.py": "from environs import Env\nenv = Env()\n"}, True, id="environs"),
        pytest.param({"src/settings.py": "from environs import env\nA = env.str('A')\n"}, True, id="object-of-environs"),
        pytest.param({"src/config.py": "from dynaconf import Dynaconf\nsettings = Dynaconf()\n"}, True, id="dynaconf"),
        pytest.param({"src/config.py": "from decouple import config\nA = config('A')\n"}, True, id="decouple"),
        pytest.param({"src/shop/start.py": "from environs import Env\nenv = Env()\n"}, False, id="loader-elsewhere"),
        pytest.param({"src/config.py": "# BaseSettings, environs\n"}, False, id="words"),
        pytest.param({"tests/conftest.py": SETTINGS}, False, id="tests"),
        pytest.param({"infrastructure/config.py": SETTINGS}, False, id="infrastructure"),
        pytest.param({"scripts/settings.py": SETTINGS}, False, id="scripts"),
        pytest.param({"src/config.py": "class Settings(BaseSettings\n"}, False, id="no-python"),
        pytest.param({"api/settings.py": SETTINGS, "api/pyproject.toml": ""}, False, id="another-project"),
        pytest.param({"src/shop/settings.py": SETTINGS, "src/requirements.txt": ""}, True, id="the-same-project"),
        pytest.param({"settings.py": SETTINGS, "src/requirements.txt": ""}, False, id="a-project-inside"),
    ],
)  # fmt: skip
def test_who_has_chosen(others: dict[str, str], is_chosen: bool) -> None:
    assert found("import os\nA = os.environ['BUCKET']", others=others) == [READ] * is_chosen


@pytest.mark.parametrize(
    ("read", "settings", "expected"),
    [
        pytest.param("os.environ['BUCKET']", SETTINGS, "Add to Settings in src/shop/settings.py: `bucket: str`. Here, use settings.bucket.", id="object"),
        pytest.param("os.environ['BUCKET']", SETTINGS.replace("settings = Settings()\n", ""), "Add to Settings in src/shop/settings.py: `bucket: str`. Here, use the field bucket.", id="class"),
        pytest.param("os.environ['SHOP_BUCKET']", SETTINGS.replace("region: str", "model_config = SettingsConfigDict(env_prefix='SHOP_')"), "Add to Settings in src/shop/settings.py: `bucket: str`. Here, use settings.bucket.", id="prefix"),
        pytest.param("os.environ['BUCKET']", SETTINGS.replace("region: str", "model_config = SettingsConfigDict(env_prefix='SHOP_')"), 'Add to Settings in src/shop/settings.py: `bucket: str = Field(validation_alias="BUCKET")`. Here, use settings.bucket.', id="without-the-prefix"),
        pytest.param("os.environ['BUCKET']", SETTINGS.replace("(BaseSettings)", "(BaseSettings): ...\nclass LogSettings(BaseSettings)").replace("class Settings", "class DbSettings").replace("settings = Settings()", ""), "Make it a field of a class of settings, such as LogSettings in src/shop/settings.py, and take the value from there.", id="one-of-many"),
        pytest.param("os.environ[name]", SETTINGS, "Read it in Settings in src/shop/settings.py, and take the value from there.", id="no-name"),
        pytest.param("os.environ['BUCKET']", "from dynaconf import Dynaconf\na = Dynaconf()", "Read it in src/shop/settings.py, and take the value from there.", id="loader"),
    ],
)  # fmt: skip
def test_the_note_of_a_read(read: str, settings: str, expected: str) -> None:
    (only,) = findings(f"import os\na = {read}", others={"src/shop/settings.py": settings})
    assert only.note == expected
