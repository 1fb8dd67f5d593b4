"""Addresses of routes over files, by framework and by form."""

from __future__ import annotations

import pytest

from backend_standards.check_api_routes import check
from backend_standards.code.api_routes import Policy

FASTAPI = "from fastapi import APIRouter, FastAPI\n"
FLASK = "from flask import Blueprint, Flask\n"


def found(files: dict[str, str], **policy: object) -> list[str]:
    """Return the findings about addresses, as path, line and message."""
    data = {path: text.encode() for path, text in files.items()}

    def read(paths: object) -> dict[str, bytes]:
        return {path: data[path] for path in paths if path in data}  # type: ignore[attr-defined]

    concerned = [(path, each) for path, each in data.items() if not path.endswith("config.py")]
    findings = check(concerned, list(data), read, Policy(**policy))  # type: ignore[arg-type]
    return [f"{each.path}:{each.line}: {each.message}" for each in findings if each.rule.id == "unversioned-route"]


def route(router: str, path: str = "/orders", name: str = "orders", verb: str = "get") -> str:
    return f"@{router}.{verb}({path!r})\ndef {name}() -> int:\n    return 1\n"


BAD = {
    "application": {"src/m.py": f"{FASTAPI}app = FastAPI()\n{route('app')}"},
    "api without a version": {"src/m.py": f"{FASTAPI}app = FastAPI(root_path='/api')\n{route('app')}"},
    "alias of the class": {"src/m.py": f"from fastapi import FastAPI as F\napi = F()\n{route('api')}"},
    "module of the class": {"src/m.py": f"import fastapi\napi = fastapi.FastAPI()\n{route('api')}"},
    "a version of something else": {"src/m.py": f"{FASTAPI}app = FastAPI()\n{route('app', '/models/{model_version}')}"},
    "vehicle is no version": {"src/m.py": f"{FASTAPI}app = FastAPI()\n{route('app', '/v/orders')}"},
    "a factory": {"src/m.py": f"{FASTAPI}def make():\n    app = FastAPI()\n    app.include_router(r)\n    return app\nr = APIRouter()\n{route('r')}"},
    "a parameter that is the application": {"src/m.py": f"{FASTAPI}r = APIRouter()\n{route('r')}def add(app: FastAPI):\n    app.include_router(r)\n"},
    "a loop over routers": {"src/m.py": f"{FASTAPI}r = APIRouter()\n{route('r')}app = FastAPI()\nfor each in (r,):\n    app.include_router(each)\n"},
    "a router in a router": {"src/m.py": f"{FASTAPI}a = APIRouter()\nb = APIRouter()\n{route('b')}a.include_router(b, prefix='/b')\napp = FastAPI()\napp.include_router(a)\n"},
    "a relative import": {
        "src/shop/api.py": f"{FASTAPI}r = APIRouter()\n{route('r')}",
        "src/shop/main.py": f"{FASTAPI}from . import api\napp = FastAPI()\napp.include_router(api.r)\n",
    },
    "a package that exports": {
        "src/shop/api/__init__.py": "from .orders import router as orders_router\n",
        "src/shop/api/orders.py": f"{FASTAPI}router = APIRouter()\n{route('router')}",
        "src/main.py": f"{FASTAPI}from shop.api import orders_router\napp = FastAPI()\napp.include_router(orders_router)\n",
    },
    "a module with the name of what it holds": {
        "src/shop/api/__init__.py": "from .orders import orders\n",
        "src/shop/api/orders.py": f"{FASTAPI}orders = APIRouter()\n{route('orders')}",
        "src/main.py": f"{FASTAPI}from shop.api import orders\napp = FastAPI()\napp.include_router(orders)\n",
    },
    "the application of another file": {
        "src/shop/app.py": f"{FASTAPI}app = FastAPI()\n",
        "src/shop/orders.py": f"from shop.app import app\n{route('app')}",
    },
    "a constant": {
        "src/config.py": "PREFIX = '/api'\n",
        "src/main.py": f"{FASTAPI}from config import PREFIX\napp = FastAPI()\nr = APIRouter()\n{route('r')}app.include_router(r, prefix=PREFIX)\n",
    },
    "a subclass": {
        "src/kinds.py": "import fastapi\nclass Router(fastapi.APIRouter): ...\n",
        "src/main.py": f"{FASTAPI}from kinds import Router\nr = Router(prefix='/a')\n{route('r')}app = FastAPI()\napp.include_router(r)\n",
    },
    "added routes": {"src/m.py": f"{FASTAPI}app = FastAPI()\ndef a() -> int: ...\napp.add_api_route('/a', a)\n"},
    "a greeting": {"src/m.py": f"{FASTAPI}app = FastAPI()\n{route('app', '/hello')}"},
    "webhooks that are registered": {"src/m.py": f"{FASTAPI}app = FastAPI()\n{route('app', '/webhooks/{webhook_id}', 'read_webhook')}"},
    "a callback that is registered": {"src/m.py": f"{FASTAPI}app = FastAPI()\n{route('app', '/services/{number}/callback')}"},
    "a status of something": {"src/m.py": f"{FASTAPI}app = FastAPI()\n{route('app', '/orders/{number}/status')}"},
    "a mounted application": {"src/m.py": f"{FASTAPI}app = FastAPI()\nadmin = FastAPI()\n{route('admin')}app.mount('/admin', admin)\n"},
    "Flask": {"src/m.py": f"{FLASK}app = Flask(__name__)\n{route('app', verb='route')}"},
    "Flask by view": {"src/m.py": f"{FLASK}app = Flask(__name__)\nclass A: ...\napp.add_url_rule('/a', view_func=A.as_view('a'))\n"},
    "a blueprint that is given another prefix": {"src/m.py": f"{FLASK}b = Blueprint('b', __name__, url_prefix='/v1')\n{route('b')}app = Flask(__name__)\napp.register_blueprint(b, url_prefix='/b')\n"},
    "a nested blueprint": {"src/m.py": f"{FLASK}a = Blueprint('a', __name__)\nb = Blueprint('b', __name__)\n{route('b')}a.register_blueprint(b)\napp = Flask(__name__)\napp.register_blueprint(a)\n"},
    "an imported application in a factory": {
        "src/api.py": f"{FLASK}b = Blueprint('b', __name__)\n{route('b')}",
        "src/main.py": f"{FLASK}def create():\n    app = Flask(__name__)\n    from api import b\n    app.register_blueprint(b)\n    return app\n",
    },
    "flask-restful": {"src/m.py": f"{FLASK}from flask_restful import Api\napp = Flask(__name__)\napi = Api(app)\nclass A: ...\napi.add_resource(A, '/a')\n"},
    "flask-restx": {"src/m.py": f"{FLASK}from flask_restx import Api, Namespace\nns = Namespace('a', path='/a')\n@ns.route('/')\nclass A: ...\napp = Flask(__name__)\napi = Api(app)\napi.add_namespace(ns)\n"},
    "Powertools": {"src/m.py": f"from aws_lambda_powertools.event_handler import APIGatewayRestResolver\napp = APIGatewayRestResolver()\n{route('app')}"},
    "a router of Powertools": {"src/m.py": f"from aws_lambda_powertools.event_handler import APIGatewayHttpResolver\nfrom aws_lambda_powertools.event_handler.api_gateway import Router\nr = Router()\n{route('r')}app = APIGatewayHttpResolver()\napp.include_router(r, prefix='/orders')\n"},
    "Litestar": {"src/m.py": "from litestar import Litestar, get\n@get('/a')\nasync def a() -> int: ...\napp = Litestar(route_handlers=[a])\n"},
    "a controller": {"src/m.py": "from litestar import Controller, Litestar, get\nclass A(Controller):\n    path = '/a'\n    @get()\n    async def a(self) -> int: ...\napp = Litestar([A])\n"},
    "Starlette": {"src/m.py": "from starlette.applications import Starlette\nfrom starlette.routing import Route\nasync def a(request): ...\napp = Starlette(routes=[Route('/a', a)])\n"},
}  # fmt: skip
GOOD = {
    "a version in the path": {"src/m.py": f"{FASTAPI}app = FastAPI()\n{route('app', '/api/v2/orders')}"},
    "a minor version": {"src/m.py": f"{FASTAPI}app = FastAPI()\n{route('app', '/v2.1/orders')}"},
    "a date": {"src/m.py": f"{FASTAPI}app = FastAPI()\n{route('app', '/2024-05-01/orders')}"},
    "a beta": {"src/m.py": f"{FASTAPI}app = FastAPI()\n{route('app', '/v1beta1/orders')}"},
    "a version as a parameter": {"src/m.py": f"{FLASK}app = Flask(__name__)\n{route('app', '/<int:api_version>/orders', verb='route')}"},
    "an f-string": {"src/m.py": f"{FASTAPI}V = 'v1'\napp = FastAPI()\n@app.get(f'/{{V}}/orders')\ndef a() -> int: ...\n"},
    "a sum": {"src/m.py": f"{FASTAPI}BASE = '/api'\napp = FastAPI(root_path=BASE + '/v1')\n{route('app')}"},
    "the servers": {"src/m.py": f"{FASTAPI}app = FastAPI(servers=[{{'url': 'https://api.example.com/v1'}}])\n{route('app')}"},
    "a setting": {
        "src/config.py": "class Settings(BaseSettings):\n    prefix: str = Field('/v1')\n\ndef get_settings():\n    return Settings()\n",
        "src/main.py": f"{FASTAPI}from config import get_settings\nsettings = get_settings()\napp = FastAPI()\nr = APIRouter()\n{route('r')}app.include_router(r, prefix=settings.prefix)\n",
    },
    "a setting that a deployment fills in": {
        "src/config.py": "class Settings(BaseSettings):\n    root_path: str = ''\n\nsettings = Settings()\n",
        "src/main.py": f"{FASTAPI}from config import settings\napp = FastAPI(root_path=settings.root_path)\n{route('app')}",
    },
    "a variable of the environment": {"src/m.py": f"{FASTAPI}import os\napp = FastAPI(root_path=os.environ['ROOT'])\n{route('app')}"},
    "its default": {"src/m.py": f"{FASTAPI}import os\napp = FastAPI(root_path=os.getenv('ROOT', '/v1'))\n{route('app')}"},
    "an unknown prefix": {"src/m.py": f"{FASTAPI}from x import prefix\nr = APIRouter(prefix=prefix)\n{route('r')}app = FastAPI()\napp.include_router(r)\n"},
    "arguments that are not known": {"src/m.py": f"{FASTAPI}r = APIRouter()\n{route('r')}app = FastAPI()\napp.include_router(r, **options)\n"},
    "an unknown parent": {"src/m.py": f"{FASTAPI}r = APIRouter()\n{route('r')}def add(parent):\n    parent.include_router(r)\n"},
    "nobody joins it": {"src/m.py": f"{FASTAPI}r = APIRouter()\n{route('r')}"},
    "an unknown application": {"src/m.py": f"from x import app\n{route('app')}"},
    "joined twice, once with a version": {"src/m.py": f"{FASTAPI}r = APIRouter()\n{route('r')}app = FastAPI()\napp.include_router(r)\napp.include_router(r, prefix='/v1')\n"},
    "wrapped": {"src/m.py": f"{FASTAPI}from fastapi_versioning import VersionedFastAPI\napp = FastAPI()\n{route('app')}app = VersionedFastAPI(app)\n"},
    "a gateway": {"src/m.py": f"{FASTAPI}from mangum import Mangum\napp = FastAPI()\n{route('app')}handler = Mangum(app, api_gateway_base_path='/v1')\n"},
    "health": {"src/m.py": f"{FASTAPI}app = FastAPI()\n{route('app', '/health/ready')}{route('app', '/_status')}{route('app', '/')}{route('app', '/metrics')}"},
    "an OAuth callback": {"src/m.py": f"{FASTAPI}app = FastAPI()\n{route('app', '/login/google/callback')}"},
    "a webhook": {"src/m.py": f"{FASTAPI}app = FastAPI()\n{route('app', '/stripe', 'stripe_webhook', 'post')}"},
    "webhooks of a service": {"src/m.py": f"{FASTAPI}app = FastAPI()\n{route('app', '/api/webhooks/stripe', 'paid', 'post')}"},
    "hidden": {"src/m.py": f"{FASTAPI}app = FastAPI()\n@app.get('/a', include_in_schema=False)\ndef a() -> int: ...\n"},
    "a page": {"src/m.py": f"{FLASK}app = Flask(__name__)\n@app.route('/a')\ndef a():\n    return render_template('a.html')\n{route('app', '/data', 'data')}"},
    "a site": {"src/m.py": f"{FLASK}app = Flask(__name__)\nb = Blueprint('b', __name__)\n{route('b', '/data')}app.register_blueprint(b)\n@app.route('/a')\ndef a():\n    return render_template('a.html')\n@app.route('/b')\ndef c():\n    return render_template('b.html')\n"},
    "a page in another file": {
        "src/pages.py": "class Base(View):\n    def get(self):\n        return render_template('a.html')\nclass Index(Base): ...\n",
        "src/m.py": f"{FLASK}from pages import Index\napp = Flask(__name__)\napp.add_url_rule('/a', view_func=Index.as_view('a'))\n",
    },
    "a websocket": {"src/m.py": f"{FASTAPI}app = FastAPI()\n@app.websocket('/feed')\nasync def feed(socket): ...\n"},
    "flask-restful": {"src/m.py": f"{FLASK}from flask_restful import Api\napp = Flask(__name__)\nb = Blueprint('b', __name__, url_prefix='/v1')\napi = Api(b)\nclass A: ...\napi.add_resource(A, '/a')\napp.register_blueprint(b)\n"},
    "flask-restful, later": {"src/m.py": f"{FLASK}from flask_restful import Api\napi = Api(prefix='/v1')\nclass A: ...\napi.add_resource(A, '/a')\napp = Flask(__name__)\napi.init_app(app)\n"},
    "flask-restx": {"src/m.py": f"{FLASK}from flask_restx import Api, Namespace\nns = Namespace('a')\n@ns.route('/')\nclass A: ...\napp = Flask(__name__)\napi = Api(app)\napi.add_namespace(ns, path='/v1/a')\n"},
    "Powertools": {"src/m.py": f"from aws_lambda_powertools.event_handler import ALBResolver\napp = ALBResolver(strip_prefixes=['/v1'])\n{route('app')}"},
    "Litestar": {"src/m.py": "from litestar import Litestar, Router, get\n@get('/a')\nasync def a() -> int: ...\nv1 = Router(path='/v1', route_handlers=[a])\napp = Litestar(route_handlers=[v1])\n"},
    "Litestar's own path": {"src/m.py": "from litestar import Litestar, get\n@get('/a')\nasync def a() -> int: ...\napp = Litestar(route_handlers=[a], path='/v1')\n"},
    "Starlette": {"src/m.py": "from starlette.applications import Starlette\nfrom starlette.routing import Mount, Route\nasync def a(request): ...\napp = Starlette(routes=[Mount('/v1', routes=[Route('/a', a)])])\n"},
    "a mounted application": {"src/m.py": f"{FASTAPI}app = FastAPI()\napi = FastAPI()\n{route('api')}app.mount('/v1', api)\n"},
    "no route": {"src/m.py": "import boto3\n@cache.get('/a')\ndef a(): ...\n"},
    "an example": {"examples/m.py": f"{FASTAPI}app = FastAPI()\n{route('app')}"},
}  # fmt: skip


@pytest.mark.parametrize("files", [pytest.param(files, id=name) for name, files in BAD.items()])
def test_routes_without_a_version(files: dict[str, str]) -> None:
    assert len(found(files)) == 1


@pytest.mark.parametrize("files", [pytest.param(files, id=name) for name, files in GOOD.items()])
def test_routes_that_pass(files: dict[str, str]) -> None:
    assert found(files) == []


def test_one_finding_where_the_prefix_belongs() -> None:
    """Three routers in a router are one finding, at its join; what has a version beside them moves it down."""
    parts = "".join(
        f"r{number} = APIRouter()\n{route(f'r{number}')}api.include_router(r{number})\n" for number in range(3)
    )
    files = {"src/m.py": f"{FASTAPI}api = APIRouter(prefix='/api')\n{parts}app = FastAPI()\napp.include_router(api)\n"}
    line = files["src/m.py"].count("\n")
    assert found(files) == [
        f"src/m.py:{line}: api is joined without a version: 3 routes, such as orders(), have none in the address"
    ]
    files["src/m.py"] += f"new = APIRouter()\n{route('new')}api.include_router(new, prefix='/v2')\n"
    assert [each.partition(": ")[0] for each in found(files)] == ["src/m.py:7", "src/m.py:12", "src/m.py:17"]


def test_services_beside_each_other() -> None:
    """Two services have modules of the same names: each import means that of its own service."""
    files = {}
    for service, prefix in (("a", "/v1"), ("b", "")):
        files[f"{service}/app/api.py"] = f"{FASTAPI}router = APIRouter(prefix='{prefix}')\n{route('router')}"
        files[f"{service}/app/main.py"] = (
            f"{FASTAPI}from app.api import router\napp = FastAPI()\napp.include_router(router)\n"
        )
    assert [each.partition(": ")[0] for each in found(files)] == ["b/app/main.py:4"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a = APIRouter()\na.include_router(a)\napp.include_router(a)\n", id="itself"),
        pytest.param("a = APIRouter()\nb = APIRouter()\na.include_router(b)\nb.include_router(a)\napp.include_router(a)\n", id="each-other"),
        pytest.param("a = b\nb = a\napp.include_router(a)\n", id="names"),
        pytest.param("P = Q\nQ = P + P\na = APIRouter(prefix=P)\napp.include_router(a)\n", id="texts"),
        pytest.param("class A(B): ...\nclass B(A): ...\na = ARouter()\na = A()\napp.include_router(a)\n", id="classes"),
        pytest.param("def f():\n    return f()\na = f()\napp.include_router(a)\n", id="calls"),
    ],
)  # fmt: skip
def test_circles_end(text: str) -> None:
    head = f"{FASTAPI}from m import *\napp = FastAPI()\n"
    found({"src/m.py": head + text + "@a.get('/x')\ndef x() -> int: ...\n"})


def test_a_secret_in_a_path_is_not_printed() -> None:
    files = {"src/m.py": f"{FASTAPI}app = FastAPI()\n{route('app', '/hooks/123:swordfish')}"}
    assert len(found(files)) == 1
    assert "swordfish" not in found(files)[0]
