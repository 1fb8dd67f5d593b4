"""What the notes say of routes without a version: code in the file's own names, which mends them."""

from __future__ import annotations

import re

import pytest

from backend_standards.check_api_routes import check
from backend_standards.code.api_routes import Policy

FASTAPI = "from fastapi import APIRouter, FastAPI\napp = FastAPI()\norders = APIRouter()\n"
ROUTE = "@orders.get('/orders')\ndef a() -> int: ...\n"
FLASK = "from flask import Blueprint, Flask\nserver = Flask(__name__)\n"
POWERTOOLS = "from aws_lambda_powertools.event_handler import ALBResolver\nrest = ALBResolver()\n"
RESTX = f"{FLASK}from flask_restx import Api, Namespace\nother = Namespace('b')\n@other.route('/list')\nclass B: ...\nns = Namespace('orders')\n@ns.route('/list')\nclass A: ...\napi = Api(server)\n"
TWO = "@{0}.get('/a')\ndef a() -> int: ...\n@{0}.get('/b')\ndef b() -> int: ...\n"

ONE_LINE = {
    "a router": (f"{FASTAPI}{ROUTE}app.include_router(orders)\n", 'app.include_router(orders, prefix="/v1")'),
    "a prefix": (f"{FASTAPI}{ROUTE}app.include_router(orders, prefix='/api')\n", 'app.include_router(orders, prefix="/v1…")'),
    "a router's own prefix": (
        f"{FASTAPI}{ROUTE}app.include_router(orders)\n".replace("APIRouter()", "APIRouter(prefix='/orders')"),
        'app.include_router(orders, prefix="/v1")',
    ),
    "a loop": (f"{FASTAPI}{ROUTE}for each in (orders,):\n    app.include_router(each)\n", 'app.include_router(each, prefix="/v1")'),
    "a mount": (f"{FASTAPI}sub = FastAPI()\n{ROUTE}app.mount('/sub', sub)\n".replace("@orders", "@sub"), 'app.mount("/v1…", sub)'),
    "a route": (f"{FASTAPI}{ROUTE}".replace("@orders", "@app"), '@app.get("/v1…")'),
    "a blueprint": (f"{FLASK}b = Blueprint('b', __name__)\n{ROUTE}server.register_blueprint(b)\n".replace("@orders", "@b"), 'server.register_blueprint(b, url_prefix="/v1")'),
    "a blueprint's own prefix": (
        f"{FLASK}b = Blueprint('b', __name__, url_prefix='/b')\n{ROUTE}server.register_blueprint(b)\n".replace("@orders", "@b"),
        'server.register_blueprint(b, url_prefix="/v1…")',
    ),
    "a namespace": (f"{RESTX}api.add_namespace(other, path='/v1/b')\napi.add_namespace(ns)\n", 'api.add_namespace(ns, path="/v1…")'),
    "a resource": (f"{FLASK}from flask_restful import Api\nclass A: ...\napi = Api(server)\napi.add_resource(A, '/v1/b')\napi.add_resource(A, '/a')\n", 'api.add_resource(A, "/v1…")'),
    "Powertools": (f"{POWERTOOLS}{ROUTE}".replace("@orders", "@rest"), '@rest.get("/v1…")'),
}  # fmt: skip
OTHERS = {
    "a view": (f"{FLASK}def a(): ...\nserver.add_url_rule('/a', view_func=a)\n", ['server.add_url_rule("/v1…", …)']),
    "routes of an application": (
        FASTAPI + TWO.format("app"),
        ['v1 = APIRouter(prefix="/v1")', "@v1.get(…)", "app.include_router(v1)"],
    ),
    "routes of Flask": (
        FLASK + TWO.format("server"),
        ['v1 = Blueprint("v1", __name__, url_prefix="/v1")', "@v1.get(…)", "server.register_blueprint(v1)"],
    ),
    "routes of Powertools": (
        POWERTOOLS + TWO.format("rest"),
        ["v1 = Router()", "@v1.get(…)", 'rest.include_router(v1, prefix="/v1")'],
    ),
    "routes beside one with a version": (
        FASTAPI + TWO.format("orders") + "@orders.get('/v1/c')\ndef c() -> int: ...\napp.include_router(orders)\n",
        ['@orders.get("/v1…")'],
    ),
    "an application that a call gives": (f"{FASTAPI}{ROUTE}def make():\n    return app\nmake().include_router(orders)\n", []),
    "an extension that is given the application": (f"{FLASK}from flask_restful import Api\nclass A: ...\napi = Api(server)\napi.add_resource(A, '/a')\n", []),
    "Litestar": ("from litestar import Litestar, get\n@get('/a')\nasync def a() -> int: ...\napp = Litestar([a])\n", []),
}  # fmt: skip


def notes(text: str) -> list[tuple[int, str]]:
    """Return the line and the note of each route without a version."""
    found = check([("src/m.py", text.encode())], ["src/m.py"], lambda _: {}, Policy())
    return [(each.line, each.note) for each in found if each.rule.id == "unversioned-route"]


@pytest.mark.parametrize(("text", "code"), [pytest.param(*case, id=name) for name, case in ONE_LINE.items()])
def test_the_code_mends_it(text: str, code: str) -> None:
    ((line, note),) = notes(text)
    assert re.findall("`(.*?)`", note) == [code]
    lines = text.splitlines()
    indent = " " * (len(lines[line - 1]) - len(lines[line - 1].lstrip()))
    lines[line - 1] = indent + code.replace("…", "/rest")
    assert notes("\n".join(lines)) == []


@pytest.mark.parametrize(("text", "code"), [pytest.param(*case, id=name) for name, case in OTHERS.items()])
def test_other_forms(text: str, code: list[str]) -> None:
    ((_, note),) = notes(text)
    assert re.findall("`(.*?)`", note) == code
    assert "/v1" in note


def test_no_address_is_repeated() -> None:
    ((_, note),) = notes(f"{FASTAPI}{ROUTE}app.include_router(orders, prefix='/hooks/swordfish')\n")
    assert "swordfish" not in note
