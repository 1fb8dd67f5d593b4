"""Bodies and responses without a schema, by form."""

from __future__ import annotations

import pytest

from backend_standards.check_api_routes import check
from backend_standards.code.api_routes import Policy

HEAD = (
    "from typing import Annotated, Any, Dict, List, Optional, Union\n"
    "from fastapi import APIRouter, Body, Depends, FastAPI, Form, Request\nfrom fastapi.responses import JSONResponse\n"
    "from shop.models import New, Order\nrouter = APIRouter()\n"
)


def found(text: str, *, flask: bool = False) -> list[str]:
    findings = check([("src/m.py", text.encode())], ["src/m.py"], lambda _: {}, Policy(flask_bodies=flask))
    return [each.rule.id for each in findings]


def body(parameters: str, rows: str = "return save()", decorator: str = "post('/v1/orders')") -> str:
    lines = "".join(f"    {row}\n" for row in rows.split("\n"))
    return f"{HEAD}@router.{decorator}\nasync def create({parameters}) -> Order:\n{lines}"


def response(rows: str, returns: str = "", decorator: str = "get('/v1/orders')", parameters: str = "") -> str:
    lines = "".join(f"    {row}\n" for row in rows.split("\n"))
    return f"{HEAD}@router.{decorator}\nasync def orders({parameters}){returns}:\n{lines}"


BODY = "untyped-request-body"
RESPONSE = "untyped-response"
READ = "data = await request.json()\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(body("order: dict"), id="dict"),
        pytest.param(body("order: Dict[str, Any]"), id="of-any"),
        pytest.param(body("order: dict[str, object]"), id="of-object"),
        pytest.param(body("orders: list[dict]"), id="list"),
        pytest.param(body("orders: List"), id="bare-list"),
        pytest.param(body("order: Optional[dict] = None"), id="optional"),
        pytest.param(body("order: dict | None = None"), id="union"),
        pytest.param(body("order: Any = Body(...)"), id="any"),
        pytest.param(body("order=Body(...)"), id="without-annotation"),
        pytest.param(body("order: Annotated[dict, Body()]"), id="annotated"),
        pytest.param(body("*, order: dict"), id="keyword-only"),
        pytest.param(body("order: dict", decorator="put('/v1/orders')"), id="put"),
        pytest.param(body("order: dict", decorator="api_route('/v1/orders', methods=['PATCH'])"), id="api_route"),
        pytest.param(body("request: Request", f"{READ}return save(data['name'])"), id="json"),
        pytest.param(body("request: Request", f"{READ}return save(data.get('name'))"), id="get"),
        pytest.param(body("request: Request", "return save((await request.json())['name'])"), id="at-once"),
        pytest.param(body("request: Request", "data = json.loads(await request.body())\nreturn save(data['a'])"), id="loads"),
        pytest.param(body("request: Request", f"{READ}order = data or {{}}\nreturn save(order['a'])"), id="default"),
        pytest.param("from litestar import Litestar, post\n@post('/v1/a')\nasync def a(data: dict) -> int:\n    return 1\n", id="litestar"),
    ],
)  # fmt: skip
def test_bodies_without_a_schema(text: str) -> None:
    assert found(text) == [BODY]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(body("order: New"), id="model"),
        pytest.param(body("orders: list[New]"), id="models"),
        pytest.param(body("order: New | Order"), id="union"),
        pytest.param(body("labels: dict[str, str]"), id="typed-dict"),
        pytest.param(body("numbers: list[int]"), id="typed-list"),
        pytest.param(body("user: dict = Depends(current_user)"), id="dependency"),
        pytest.param(body("user: Annotated[dict, Depends(current_user)]"), id="annotated-dependency"),
        pytest.param(body("name: Any = Form(...)"), id="form"),
        pytest.param(body("order: Any", decorator="post('/v1/orders/{order}')"), id="path"),
        pytest.param(body("filters: dict", decorator="get('/v1/orders')"), id="get"),
        pytest.param(body("request: Request", f"{READ}return save(New.model_validate(data))"), id="model_validate"),
        pytest.param(body("request: Request", f"{READ}return save(New(**data))"), id="model-call"),
        pytest.param(body("request: Request", f"{READ}name = data['name']\nreturn save(New(name=name))"), id="fields-to-a-model"),
        pytest.param(body("request: Request", f"{READ}jsonschema.validate(data, SCHEMA)\nreturn save(data['a'])"), id="jsonschema"),
        pytest.param(body("request: Request", f"{READ}return await service.create(data)"), id="handed-on"),
        pytest.param(body("request: Request", "raw = await request.body()\nevent = stripe.construct_event(raw, key)\nreturn save(event['a'])"), id="webhook"),
        pytest.param(HEAD + "def helper(order: dict) -> dict:\n    return order\n", id="no-route"),
    ],
)  # fmt: skip
def test_bodies_that_pass(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(response("return load()"), id="call"),
        pytest.param(response("return {'name': user.name}"), id="attribute"),
        pytest.param(response("return load()", " -> dict"), id="dict"),
        pytest.param(response("return load()", " -> dict[str, Any]"), id="of-any"),
        pytest.param(response("return load()", " -> list[dict]"), id="list"),
        pytest.param(response("return load()", " -> Any"), id="any"),
        pytest.param(response("return load()", "", "get('/v1/orders', response_model=dict)"), id="model-dict"),
        pytest.param(response("return load()", "", "get('/v1/orders', response_model=None)"), id="model-none"),
        pytest.param(response("return Order(1)"), id="model-without-annotation"),
        pytest.param(response("if a:\n    return JSONResponse({}, 404)\nreturn load()"), id="one-of-two"),
        pytest.param(response("return {'a': parameter}", parameters="parameter: dict = Depends(x)"), id="parameter"),
    ],
)
def test_responses_without_a_schema(text: str) -> None:
    assert found(text) == [RESPONSE]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(response("return load()", " -> Order"), id="annotation"),
        pytest.param(response("return load()", " -> list[Order]"), id="list"),
        pytest.param(response("return load()", " -> dict[str, int]"), id="typed-dict"),
        pytest.param(response("return load()", " -> Order | None"), id="union"),
        pytest.param(response("return load()", "", "get('/v1/orders', response_model=Order)"), id="model"),
        pytest.param(response("return load()", "", "get('/v1/orders', response_class=JSONResponse)"), id="class"),
        pytest.param(response("return load()", "", "delete('/v1/orders', status_code=204)"), id="no-content"),
        pytest.param(response("return load()", "", "delete('/v1/orders', status_code=status.HTTP_204_NO_CONTENT)"), id="constant"),
        pytest.param(response("return JSONResponse(load())"), id="response"),
        pytest.param(response("return templates.TemplateResponse('a.html')"), id="template"),
        pytest.param(response("return error_response(1)"), id="helper"),
        pytest.param(response("return show()") + "def show():\n    answer = JSONResponse({})\n    return answer\n", id="function-of-the-file"),
        pytest.param(response("return show()") + "def show() -> JSONResponse: ...\n", id="annotated-function-of-the-file"),
        pytest.param(response("return {'status': 'deleted', 'number': number}", parameters="number: int"), id="literals"),
        pytest.param(response("run()"), id="nothing"),
        pytest.param(response("return None"), id="none"),
        pytest.param(response("return load()", "", "get('/v1/orders', **options)"), id="unknown-arguments"),
        pytest.param(response("return load()", "", "get('/health')"), id="health"),
        pytest.param(response("return load()", "", "get('/v1/a', include_in_schema=False)"), id="hidden"),
        pytest.param(response("def inner():\n    return load()\nrun(inner)"), id="nested"),
        pytest.param("from flask import Flask\napp = Flask('a')\n@app.get('/v1/a')\ndef a():\n    return load()\n", id="flask"),
    ],
)  # fmt: skip
def test_responses_that_pass(text: str) -> None:
    assert found(text) == []


def view(rows: str, decorators: str = "@app.post('/v1/a')") -> str:
    lines = "".join(f"    {row}\n" for row in rows.split("\n"))
    return f"from flask import Flask, request\napp = Flask('a')\n{decorators}\ndef a():\n{lines}"


def handler(rows: str) -> str:
    return "import json\ndef handler(event, context):\n" + "".join(f"    {row}\n" for row in rows.split("\n"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(view("return save(request.json['a'])"), id="json"),
        pytest.param(view("return save(request.get_json(force=True)['a'])"), id="get_json"),
        pytest.param(view("data = request.get_json() or {}\nreturn save(data.get('a'))"), id="default"),
        pytest.param(view("return save(request.form.get('a'))"), id="form"),
        pytest.param(view("data = json.loads(request.data)\nreturn save(data['a'])"), id="data"),
        pytest.param(handler("return save(json.loads(event['body'])['a'])"), id="lambda"),
        pytest.param(handler("body = json.loads(event.get('body') or '{}')\nreturn save(body.get('a'))"), id="lambda-get"),
        pytest.param("from aws_lambda_powertools.event_handler import ALBResolver\napp = ALBResolver()\n@app.post('/v1/a')\ndef a():\n    return save(app.current_event.json_body['a'])\n", id="powertools"),
    ],
)  # fmt: skip
def test_bodies_that_are_read_without_a_check(text: str) -> None:
    assert found(text, flask=True) == ["unvalidated-body"]
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(view("return save(schema.load(request.json))"), id="marshmallow"),
        pytest.param(view("data = request.get_json()\nerrors = schema.validate(data)\nreturn save(data['a'])"), id="validate"),
        pytest.param(view("return save(Order.parse_obj(request.json))"), id="pydantic-1"),
        pytest.param(view("return save(request.args['a'])"), id="query"),
        pytest.param(view("return save(request.json['a'])", "@app.post('/v1/a')\n@expects_json(SCHEMA)"), id="decorator"),
        pytest.param(view("return save(request.json['a'])", "@app.post('/v1/a')\n@app.input(Order)"), id="apiflask"),
        pytest.param(handler("return save(parse(event=event, model=Order))"), id="powertools-parser"),
        pytest.param(handler("return save(Order.model_validate_json(event['body']))"), id="lambda"),
        pytest.param(view("if request.form['a']:\n    return redirect('/b')\nreturn render_template('a.html')"), id="form-of-a-page"),
        pytest.param("import json\ndef convert(event, unit):\n    return event.number\n", id="no-lambda"),
    ],
)  # fmt: skip
def test_bodies_that_are_checked(text: str) -> None:
    assert found(text, flask=True) == []


def test_a_function_of_two_routes_is_one_finding() -> None:
    assert found(f"{HEAD}@router.get('/v1/a')\n@router.get('/v1/b')\ndef a():\n    return load()\n") == [RESPONSE]
