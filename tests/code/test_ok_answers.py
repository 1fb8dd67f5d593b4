"""Errors that are answered with the status 200, by form."""

from __future__ import annotations

import pytest

from backend_standards.check_api_routes import check
from backend_standards.code.api_routes import Policy

FASTAPI = "from fastapi import APIRouter, Response\nfrom fastapi.responses import JSONResponse\nfrom http import HTTPStatus\nrouter = APIRouter()\n"
FLASK = "import flask\nfrom flask import Blueprint, jsonify, make_response, request\nbp = Blueprint('b', __name__)\n"


def found(text: str) -> list[int]:
    """Return the lines of the findings."""
    findings = check([("src/m.py", text.encode())], ["src/m.py"], lambda _: {}, Policy())
    return [each.line for each in findings if each.rule.id == "ok-on-error"]


def fastapi(body: str, decorator: str = "", head: str = "def find(number: int)") -> str:
    return f"{FASTAPI}@router.get('/v1/a'{decorator})\n{head}:\n" + "".join(f"    {row}\n" for row in body.split("\n"))


def flask(body: str, path: str = "/v1/a", name: str = "find") -> str:
    return f"{FLASK}@bp.route({path!r})\ndef {name}():\n" + "".join(f"    {row}\n" for row in body.split("\n"))


def handler(body: str, head: str = "def handler(event, context)") -> str:
    return f"import json\n{head}:\n" + "".join(f"    {row}\n" for row in body.split("\n"))


BAD = {
    "error": fastapi("return {'error': 'no such order'}"),
    "error of a name": fastapi("answer = {'error': 'no such order', 'code': 17}\nreturn answer"),
    "success": fastapi("return {'success': False, 'message': 'too late'}"),
    "ok": fastapi("return {'ok': False, 'reason': 'too late'}"),
    "status": fastapi("return {'status': 'failed', 'detail': 'too late'}"),
    "with nothing beside": fastapi("return {'data': None, 'error': 'too late'}"),
    "created": fastapi("return {'error': 'too late'}", ", status_code=201"),
    "JSONResponse": fastapi("return JSONResponse(content={'error': 'too late'})"),
    "JSONResponse with 200": fastapi("return JSONResponse({'error': 'too late'}, 200)"),
    "JSONResponse with a constant": fastapi("return JSONResponse({'error': 'a'}, status_code=HTTPStatus.OK)"),
    "errors": fastapi("return {'errors': ['too late']}"),
    "camel case": fastapi("return {'isSuccess': False, 'errorMessage': 'a'}"),
    "jsonify": flask("return jsonify(error='too late')"),
    "jsonify of the module": flask("return flask.jsonify({'error': 'too late'})"),
    "jsonify and 200": flask("return jsonify(success=False, message='a'), 200"),
    "headers alone": flask("return {'error': 'a'}, {'X-A': 'b'}"),
    "make_response": flask("return make_response(jsonify({'error': 'a'}))"),
    "jsonify with a status in the body": flask("return jsonify(status=False, error=error)"),
    "a branch": flask("if not request.data:\n    return {'error': 'a'}\nreturn {'id': 1}"),
    "a class of methods": f"{FLASK}@bp.route('/v1/a')\nclass A:\n    def get(self):\n        return {{'error': 'a'}}\n",
    "a view that is added": "from flask import Flask\napp = Flask('a')\ndef f():\n    return {'error': 'a'}\napp.add_url_rule('/v1/a', view_func=f)\n",
    "errorhandler": "from flask import Flask, jsonify\napp = Flask('a')\n@app.errorhandler(404)\ndef f(error):\n    return jsonify(message='a')\n",
    "errorhandler with a page": "from flask import Flask, render_template\napp = Flask('a')\n@app.errorhandler(404)\ndef f(error):\n    return render_template('404.html')\n",
    "exception_handler": "from fastapi import FastAPI\nfrom fastapi.responses import PlainTextResponse\napp = FastAPI()\n@app.exception_handler(KeyError)\ndef f(request, error):\n    return PlainTextResponse(str(error))\n",
    "a Lambda": handler("return {'statusCode': 200, 'body': json.dumps({'error': 'a'})}"),
    "a Lambda that says so": handler("try:\n    run()\nexcept KeyError as error:\n    return {'statusCode': 200, 'body': f'failed: {error}'}"),
    "a Lambda with the text": handler("try:\n    run()\nexcept KeyError:\n    return {'statusCode': '200', 'body': 'Internal error'}"),
    "Powertools": "from aws_lambda_powertools.event_handler import ALBResolver\napp = ALBResolver()\n@app.get('/v1/a')\ndef f():\n    return {'error': 'a'}\n",
}  # fmt: skip
GOOD = {
    "an empty error": fastapi("return {'error': None}"),
    "a result and its errors": fastapi("return {'created': 3, 'errors': ['a']}"),
    "errors that may be none": fastapi("return {'message': 'deleted', 'errors': answer.errors}"),
    "a job": fastapi("return {'id': number, 'status': 'failed'}"),
    "a task": flask("return jsonify(state='FAILURE', result=info)"),
    "success": fastapi("return {'success': True, 'message': 'a'}"),
    "unknown success beside an error": flask("return jsonify(status=done, error=error)"),
    "success beside an error": fastapi("return {'success': True, 'error': error}"),
    "unknown success": fastapi("return {'success': done}"),
    "a status": fastapi("return JSONResponse({'error': 'a'}, status_code=404)"),
    "a status by position": fastapi("return JSONResponse({'error': 'a'}, 404)"),
    "a constant": fastapi("return JSONResponse({'error': 'a'}, status_code=HTTPStatus.NOT_FOUND)"),
    "a status that is worked out": fastapi("return JSONResponse({'error': 'a'}, status_code=code)"),
    "a status of the decorator": fastapi("return {'error': 'a'}", ", status_code=410"),
    "a status of the response": fastapi("response.status_code = 404\nreturn {'error': 'a'}", head="def f(response: Response)"),
    "arguments that are not known": fastapi("return JSONResponse({'error': 'a'}, **options)"),
    "keys that are not known": fastapi("return {'error': 'a', **more}"),
    "a tuple": flask("return {'error': 'a'}, 404"),
    "a tuple of a constant": flask("NOT_FOUND = 404\nreturn {'error': 'a'}, NOT_FOUND"),
    "a text of a status": flask("return {'error': 'a'}, '404 Not Found'"),
    "make_response": flask("return make_response({'error': 'a'}, 404)"),
    "set afterwards": flask("answer = jsonify(error='a')\nanswer.status_code = 404\nreturn answer"),
    "a function that answers": flask("return problem('a')"),
    "abort": flask("abort(404)"),
    "GraphQL": flask("return {'errors': ['a']}", "/graphql", "graphql_server"),
    "a webhook": flask("return {'success': False}", "/webhooks/stripe", "paid"),
    "JSON-RPC": flask("return {'jsonrpc': '2.0', 'error': 'a', 'id': 1}"),
    "no route": "def f():\n    return {'error': 'a'}\n# fastapi\n",
    "errorhandler": "from flask import Flask\napp = Flask('a')\n@app.errorhandler(404)\ndef f(error):\n    return {'error': 'a'}, 404\n",
    "errorhandler that hands on": "from flask import Flask\napp = Flask('a')\n@app.errorhandler(404)\ndef f(error):\n    return error.get_response()\n",
    "a Lambda": handler("return {'statusCode': 500, 'body': json.dumps({'error': 'a'})}"),
    "a Lambda with a result": handler("return {'statusCode': 200, 'body': json.dumps({'items': [], 'error': None})}"),
    "a Lambda that falls back": handler("try:\n    run()\nexcept KeyError:\n    return {'statusCode': 200, 'body': json.dumps({'items': []})}"),
    "a helper with an event": handler("return {'statusCode': 200, 'body': json.dumps({'error': 'a'})}", "def answer(body, code)"),
}  # fmt: skip


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in BAD.items()])
def test_errors_with_the_status_200(text: str) -> None:
    assert len(found(text)) == 1


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in GOOD.items()])
def test_answers_that_pass(text: str) -> None:
    assert found(text) == []
