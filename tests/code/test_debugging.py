"""Which modules set a debug mode or level for production: tables of small files."""

from __future__ import annotations

import textwrap

import pytest

from backend_standards.code.debugging import judge
from backend_standards.code.source import Source
from backend_standards.core import Options
from backend_standards.forbid_debug_in_production import begin

HEAD = """\
import http.client, logging, logging.config, os
import boto3, bottle, coloredlogs, environ, structlog, uvicorn
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from decouple import config
from fastapi import FastAPI
from flask import Flask
from litestar import Litestar
from loguru import logger as loguru_logger
from pydantic import Field
from pydantic_settings import BaseSettings
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import create_async_engine
from starlette.applications import Starlette
from werkzeug.serving import run_simple
app = Flask(__name__)
env = environ.Env()
logger = logging.getLogger(__name__)
"""


def found(text: str, path: str = "src/shop/main.py") -> list[str]:
    source = Source(path, (HEAD + textwrap.dedent(text)).encode())
    return [finding.rule.id for finding in judge(source)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        pytest.param("app.run(debug=True)", "debug-server", id="flask"),
        pytest.param("if __name__ == '__main__':\n    app.run(host='::', debug=True)", "debug-server", id="main"),
        pytest.param("Flask('shop').run(use_reloader=True)", "debug-server", id="made-and-run"),
        pytest.param("create_app().run(debug=1)", "debug-server", id="factory"),
        pytest.param("shop_app.run(use_debugger=True)", "debug-server", id="imported-app"),
        pytest.param("DEBUG = True\napp.run(debug=DEBUG)", "debug-server", id="constant"),
        pytest.param("uvicorn.run('shop:app', reload=True)", "debug-server", id="uvicorn-reload"),
        pytest.param("uvicorn.Config('shop:app', debug=True)", "debug-server", id="uvicorn-config"),
        pytest.param("run_simple('::', 80, app, use_debugger=True)", "debug-server", id="werkzeug"),
        pytest.param("bottle.run(reloader=True)", "debug-server", id="bottle"),
        pytest.param("uvicorn.run('shop:app', log_level='trace')", "debug-level", id="uvicorn-level"),
        pytest.param("FastAPI(debug=True)", "debug-app", id="fastapi"),
        pytest.param("Starlette(debug=True)", "debug-app", id="starlette"),
        pytest.param("Litestar([], debug=True)", "debug-app", id="litestar"),
        pytest.param("APIGatewayRestResolver(debug=True)", "debug-app", id="powertools-resolver"),
        pytest.param("app.debug = True", "debug-app", id="attribute"),
        pytest.param("app.config['DEBUG'] = True", "debug-app", id="config"),
        pytest.param("app.config.update(DEBUG=True)", "debug-app", id="config-update"),
        pytest.param("bottle.debug()", "debug-app", id="bottle-debug"),
        pytest.param("logging.basicConfig(level=logging.DEBUG)", "debug-level", id="basic"),
        pytest.param("logging.basicConfig(level='debug')", "debug-level", id="text"),
        pytest.param("logging.basicConfig(level=10)", "debug-level", id="number"),
        pytest.param("L = logging.DEBUG\nlogging.basicConfig(level=L)", "debug-level", id="named-level"),
        pytest.param("from logging import DEBUG, basicConfig\nbasicConfig(level=DEBUG)", "debug-level", id="imported"),
        pytest.param("logging.basicConfig(level=logging.getLevelName('DEBUG'))", "debug-level", id="getLevelName"),
        pytest.param("logging.basicConfig(level=getattr(logging, 'DEBUG'))", "debug-level", id="getattr"),
        pytest.param("logging.basicConfig(level='debug'.upper())", "debug-level", id="upper"),
        pytest.param("logging.getLogger().setLevel(logging.DEBUG)", "debug-level", id="root"),
        pytest.param("logging.root.setLevel('DEBUG')", "debug-level", id="root-attribute"),
        pytest.param("logger.setLevel(level=logging.DEBUG)", "debug-level", id="own"),
        pytest.param("logging.getLogger('shop').setLevel('DEBUG')", "debug-level", id="named"),
        pytest.param("app.logger.setLevel(logging.DEBUG)", "debug-level", id="flask-logger"),
        pytest.param("class A:\n    def __init__(self):\n        self.logger.setLevel(10)", "debug-level", id="self"),
        pytest.param("Logger(service='shop', level='DEBUG')", "debug-level", id="powertools"),
        pytest.param("loguru_logger.add('f', level='DEBUG')", "debug-level", id="loguru"),
        pytest.param("loguru_logger.add('f', level='TRACE')", "debug-level", id="loguru-trace"),
        pytest.param("coloredlogs.install(level='DEBUG')", "debug-level", id="coloredlogs"),
        pytest.param("structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG))", "debug-level", id="structlog"),
        pytest.param("logging.config.dictConfig({'version': 1, 'root': {'level': 'DEBUG', 'handlers': []}})", "debug-level", id="dict"),
        pytest.param("LOGGING = {'version': 1, 'loggers': {'': {'level': logging.DEBUG}}}", "debug-level", id="empty-name"),
        pytest.param("LOGGING = {'version': 1, 'loggers': {'shop.web': {'level': 'DEBUG'}}}", "debug-level", id="own-package"),
        pytest.param("LOGGING = {'version': 1, 'loggers': {'botocore.auth': {'level': 'DEBUG'}}}", "wire-log", id="library"),
        pytest.param("os.getenv('LOG_LEVEL', 'DEBUG')", "debug-default", id="getenv"),
        pytest.param("os.environ.get('SHOP_LOG_LEVEL', default=logging.DEBUG)", "debug-default", id="environ"),
        pytest.param("os.environ.setdefault('LOGLEVEL', 'debug')", "debug-default", id="setdefault"),
        pytest.param("os.getenv('LOG_LEVEL') or 'DEBUG'", "debug-default", id="or"),
        pytest.param("os.getenv('FLASK_DEBUG', 'true') == 'true'", "debug-default", id="flag"),
        pytest.param("env.bool('DEBUG', default=True)", "debug-default", id="environ-bool"),
        pytest.param("config('DEBUG', default=True, cast=bool)", "debug-default", id="decouple"),
        pytest.param("class Settings(BaseSettings):\n    log_level: str = 'DEBUG'", "debug-default", id="field"),
        pytest.param("class S(BaseSettings):\n    log_level: str = Field('DEBUG', description='x')", "debug-default", id="Field"),
        pytest.param("class Settings(BaseSettings):\n    debug: bool = Field(default=True)", "debug-flag", id="flag-field"),
        pytest.param("boto3.set_stream_logger('')", "wire-log", id="boto3"),
        pytest.param("boto3.set_stream_logger()", "wire-log", id="boto3-default"),
        pytest.param("boto3.set_stream_logger('botocore', logging.DEBUG)", "wire-log", id="boto3-level"),
        pytest.param("session.set_debug_logger()", "wire-log", id="botocore-session"),
        pytest.param("create_engine('sqlite://', echo=True)", "wire-log", id="engine"),
        pytest.param("create_async_engine('sqlite://', echo='debug')", "wire-log", id="async-engine"),
        pytest.param("http.client.HTTPConnection.debuglevel = 1", "wire-log", id="http"),
        pytest.param("logging.getLogger('urllib3').setLevel(logging.DEBUG)", "wire-log", id="urllib3"),
    ],
)  # fmt: skip
def test_debug(text: str, rule: str) -> None:
    assert found(text) == [rule]
    assert begin(Options()).concerns(text.encode())  # the literal search lets it through


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("app.run(debug=debug)", id="argument"),
        pytest.param("app.run(debug=os.environ.get('APP_DEBUG') == '1')", id="environment"),
        pytest.param("app.run(debug=False)", id="off"),
        pytest.param("asyncio.run(main(), debug=True)", id="another-run"),
        pytest.param("pipeline.run(debug=True)", id="no-app"),
        pytest.param("if os.environ.get('STAGE') == 'dev':\n    app.run(debug=True)", id="if"),
        pytest.param("def run_local():\n    app.run(debug=True)", id="function"),
        pytest.param("@server.command('develop')\ndef serve():\n    uvicorn.run('a:b', reload=True)", id="command"),
        pytest.param("class DevConfig:\n    def f(self):\n        app.run(debug=True)", id="class"),
        pytest.param("match os.environ['STAGE']:\n    case 'dev':\n        app.run(debug=True)", id="match"),
        pytest.param("logging.basicConfig(level=logging.INFO)", id="info"),
        pytest.param("logging.basicConfig(level=logging.DEBUG if verbose else logging.INFO)", id="conditional"),
        pytest.param("logging.basicConfig(level=20)", id="number"),
        pytest.param("logger.setLevel(os.environ.get('LOG_LEVEL', 'INFO'))", id="environment-level"),
        pytest.param("handler.setLevel(logging.DEBUG)", id="handler"),
        pytest.param("logger.setLevel(logging.DEBUG)\nh = logging.StreamHandler()\nh.setLevel(logging.INFO)\nlogger.addHandler(h)", id="handler-above"),
        pytest.param("for name in names:\n    logging.getLogger(name).setLevel(10)", id="all-loggers"),
        pytest.param("logger.debug('x')", id="line"),
        pytest.param("if logger.isEnabledFor(logging.DEBUG):\n    pass", id="question"),
        pytest.param("logging.getLogger('botocore').setLevel(logging.WARNING)", id="quiet"),
        pytest.param("Logger(service='shop', level='INFO')", id="powertools"),
        pytest.param("LOGGING = {'version': 1, 'handlers': {'a': {'level': 'DEBUG'}}, 'root': {'level': 'INFO', 'handlers': ['a']}}", id="handler-of-dict"),
        pytest.param("LOGGING = {'version': 1, 'handlers': {'a': {'level': 'INFO'}}, 'root': {'level': 'DEBUG', 'handlers': ['a']}}", id="handlers-of-dict-above"),
        pytest.param("LOGGING = {'version': 1, 'handlers': {'a': {'filters': ['x']}}, 'root': {'level': 'DEBUG', 'handlers': ['a']}}", id="filtered"),
        pytest.param("def f(handlers):\n    return {'version': 1, 'loggers': {'': {'level': 'DEBUG', 'handlers': handlers}}}", id="handlers-from-elsewhere"),
        pytest.param("LOGGING = {'version': 1, 'loggers': {'markus': {'level': 'DEBUG'}}}", id="other-logger"),
        pytest.param("ALL = {'dev': {'version': 1, 'root': {'level': 'DEBUG'}}}", id="key"),
        pytest.param("os.getenv('LOG_LEVEL', 'INFO') == 'DEBUG'", id="default-info"),
        pytest.param("os.getenv('DEBUG', 'false')", id="default-off"),
        pytest.param("os.getenv('DEBUG_TOKEN', 'true')", id="another-variable"),
        pytest.param("class Settings(BaseSettings):\n    debug: bool = False\n    log_level: str = 'INFO'", id="fields"),
        pytest.param("class Options:\n    debug: bool = True", id="no-settings"),
        pytest.param("DEBUG = True", id="no-settings-module"),
        pytest.param("boto3.set_stream_logger('boto3.resources', logging.INFO)", id="boto3-info"),
        pytest.param("create_engine('sqlite://', echo=settings.echo)  # DEBUG", id="echo-of-settings"),
        pytest.param("http.client.HTTPConnection.debuglevel = 0", id="http-off"),
    ],
)  # fmt: skip
def test_not_debug(text: str) -> None:
    assert not found(text)


@pytest.mark.parametrize(
    ("path", "text", "rules"),
    [
        pytest.param("src/config/settings.py", "DEBUG = True", ["debug-flag"], id="settings"),
        pytest.param("src/shop/config.py", "class Config:\n    DEBUG = True", ["debug-flag"], id="class"),
        pytest.param("src/config/app.py", "FLASK_DEBUG = 'true'", ["debug-flag"], id="folder"),
        pytest.param("src/shop/config.py", "LOG_LEVEL = 'DEBUG'", ["debug-default"], id="level"),
        pytest.param("src/shop/config.py", "SQLALCHEMY_ECHO = True", ["wire-log"], id="echo"),
        pytest.param("src/shop/config.py", "DEBUG = True\nDEBUG = env.bool('DEBUG')", [], id="set-twice"),
        pytest.param("src/shop/config.py", "DEBUG = env.bool('DEBUG', False)", [], id="environment"),
        pytest.param("src/shop/config.py", "class DevelopmentConfig:\n    DEBUG = True", [], id="development"),
        pytest.param("src/shop/config.py", "class Config:\n    DEBUG = True\nclass ProdConfig(Config):\n    DEBUG = False", [], id="overruled"),
        pytest.param("src/shop/config.py", "def f():\n    DEBUG = True", [], id="local"),
        pytest.param("shop/settings/base.py", "DEBUG = True", [], id="shared-settings"),
        pytest.param("shop/settings/base.py", "class Base(BaseSettings):\n    DEBUG = True", [], id="shared-class"),
        pytest.param("shop/settings/devstack.py", "DEBUG = True", [], id="devstack"),
        pytest.param("shop/settings_dev.py", "DEBUG = True", [], id="dev-settings"),
        pytest.param("gunicorn.conf.py", "loglevel = 'debug'\nreload = True", ["debug-level", "debug-server"], id="gunicorn"),
        pytest.param("gunicorn.conf.py", "loglevel = 'info'\nreload = False", [], id="gunicorn-quiet"),
        pytest.param("src/shop/user_profile.py", "app.run(debug=True)", ["debug-server"], id="word-in-path"),
        pytest.param("manage.py", "app.run(debug=True)", [], id="manage"),
    ],
)  # fmt: skip
def test_settings(path: str, text: str, rules: list[str]) -> None:
    source = Source(path, (HEAD + text).encode())
    assert [finding.rule.id for finding in judge(source)] == rules


def test_no_value_is_printed() -> None:
    source = Source(
        "src/shop/config.py", b"class S(BaseSettings):\n    debug_mode: bool = True\n    log_level = 'debug'\n"
    )
    assert sorted(finding.message for finding in judge(source)) == [
        "debug_mode is on",
        "log_level is DEBUG unless it is set",
    ]
