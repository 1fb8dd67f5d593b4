"""Which calls make an application or a router, which add a route to it, and which join two: FastAPI, Flask, others."""

from __future__ import annotations

FASTAPI, FLASK, STARLETTE, LITESTAR, POWERTOOLS = "FastAPI", "Flask", "Starlette", "Litestar", "Powertools"


class Maker:
    """A class of a framework: what its objects are, and which arguments hold a part of the path."""

    __slots__ = ("is_app", "is_joined", "kind", "position", "prefixes")

    def __init__(
        self, kind: str, *prefixes: str, is_app: bool = False, is_joined: bool = False, position: int = -1
    ) -> None:
        self.kind = kind
        self.is_app = is_app
        self.is_joined = is_joined
        """It is given the application that it belongs to: ``Api(app)``."""
        self.prefixes = prefixes
        self.position = position
        """The position of the prefix among the arguments, -1 if it has none."""


_FLASK_APP, _BLUEPRINT = Maker(FLASK, is_app=True), Maker(FLASK, "url_prefix")
_FLASK_API = Maker(FLASK, "prefix", is_app=True, is_joined=True)
_RESOLVER = Maker(POWERTOOLS, "strip_prefixes", is_app=True)
_POWERTOOLS_ROUTER = Maker(POWERTOOLS)
_MAKERS = {
    ("fastapi", "FastAPI"): Maker(FASTAPI, "root_path", "openapi_prefix", "servers", is_app=True),
    ("fastapi", "APIRouter"): Maker(FASTAPI, "prefix"),
    ("flask", "Flask"): _FLASK_APP,
    ("flask", "Blueprint"): _BLUEPRINT,
    ("quart", "Quart"): _FLASK_APP,
    ("quart", "Blueprint"): _BLUEPRINT,
    ("apiflask", "APIFlask"): _FLASK_APP,
    ("apiflask", "APIBlueprint"): _BLUEPRINT,
    ("flask_openapi3", "OpenAPI"): _FLASK_APP,
    ("flask_openapi3", "APIBlueprint"): _BLUEPRINT,
    ("flask_smorest", "Api"): _FLASK_API,
    ("flask_smorest", "Blueprint"): _BLUEPRINT,
    ("flask_restful", "Api"): _FLASK_API,
    ("flask_restx", "Api"): _FLASK_API,
    ("flask_restplus", "Api"): _FLASK_API,
    ("flask_restx", "Namespace"): Maker(FLASK, "path", position=2),
    ("flask_restplus", "Namespace"): Maker(FLASK, "path", position=2),
    ("starlette", "Starlette"): Maker(STARLETTE, is_app=True),
    ("starlette", "Router"): Maker(STARLETTE),
    ("starlette", "Mount"): Maker(STARLETTE, "path", position=0),
    ("litestar", "Litestar"): Maker(LITESTAR, "path", is_app=True),
    ("litestar", "Router"): Maker(LITESTAR, "path", position=0),
    ("starlite", "Starlite"): Maker(LITESTAR, "path", is_app=True),
    ("starlite", "Router"): Maker(LITESTAR, "path", position=0),
    ("aws_lambda_powertools", "Router"): _POWERTOOLS_ROUTER,
    **{
        ("aws_lambda_powertools", f"{name}Resolver"): _RESOLVER
        for name in "ApiGateway APIGatewayRest APIGatewayHttp ALB LambdaFunctionUrl VPCLattice VPCLatticeV2".split()
    },
    **{
        ("aws_lambda_powertools", f"{name}Router"): _POWERTOOLS_ROUTER
        for name in "APIGateway APIGatewayHttp ALB LambdaFunctionUrl VPCLattice VPCLatticeV2".split()
    },
}
"""By the package and the class."""
FRAMEWORKS = {
    "fastapi": FASTAPI,
    "litestar": LITESTAR,
    "starlite": LITESTAR,
    "aws_lambda_powertools": POWERTOOLS,
    "quart": FLASK,
    "apiflask": FLASK,
    "flask": FLASK,
    "flask_restful": FLASK,
    "flask_restx": FLASK,
    "flask_smorest": FLASK,
    "starlette": STARLETTE,
}
"""By package, the framework of a file that imports it; the first one counts."""
VERBS = frozenset("get post put patch delete head options".split())
DECORATORS = VERBS | {"route", "api_route"}
"""Methods that decorate the function of a route. A websocket has no version in its path by custom."""
ADDERS = frozenset("add_api_route add_url_rule add_route add_resource".split())
"""Methods that add a route for a function that is given."""
INCLUDERS = frozenset("include_router register_blueprint mount add_namespace init_app".split())
"""Methods that join a router to the application or router whose method is called."""
EXCEPTION_HANDLERS = frozenset("exception_handler errorhandler app_errorhandler".split())
"""Methods that decorate the function which answers for an exception."""


def applications() -> list[str]:
    """Return the classes of applications that are APIs; not those of Flask, with which many write web pages."""
    return [name for (_, name), made in _MAKERS.items() if made.is_app and made.kind != FLASK]


def maker(qualified: str) -> Maker | None:
    """Return what a dotted name makes, such as "fastapi.routing.APIRouter"; None for any other name."""
    return _MAKERS.get((qualified.partition(".")[0], qualified.rpartition(".")[2]))
