"""Which handlers swallow an error: tables of small files, the handler's own line in each."""

from __future__ import annotations

import ast
import textwrap

import pytest

from backend_standards.code import errors
from backend_standards.code.source import Source
from backend_standards.code.swallowed import Policy, judge

HEAD = """\
import asyncio, contextlib, http, json, logging, sys, time, traceback
import psycopg2, requests, socket, sqlalchemy
from botocore.exceptions import BotoCoreError, ClientError as AwsError, WaiterError
from fastapi import HTTPException
logger = logging.getLogger(__name__)
"""


def found(text: str, *, path: str = "src/shop/orders.py", **policy: object) -> list[str]:
    source = Source(path, (HEAD + textwrap.dedent(text)).encode())
    return [finding.rule.id for finding in judge(source, Policy(**policy))]  # type: ignore[arg-type]


def handler(body: str, caught: str = "Exception as error") -> str:
    return f"def load(store, name):\n    data = 1\n    try:\n        data = store.load(name)\n    except {caught}:\n        {body}\n    return data\n"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("pass", id="pass"),
        pytest.param("...", id="ellipsis"),
        pytest.param("'never mind'", id="docstring"),
        pytest.param("return", id="return"),
        pytest.param("return None", id="none"),
        pytest.param("return store", id="name"),
        pytest.param("return self.default", id="attribute"),
        pytest.param("return {}", id="empty"),
        pytest.param("return [], 0", id="tuple"),
        pytest.param("return dict()", id="constructor"),
        pytest.param("return {'items': []}", id="empty-answer"),
        pytest.param("return {'statusCode': 200}", id="good-answer"),
        pytest.param("data = None", id="default"),
        pytest.param("data = set()", id="constructed-default"),
        pytest.param("print(error)", id="print"),
        pytest.param("print('failed: {}'.format(error))", id="printed-text"),
        pytest.param("print(f'failed {error}', file=sys.stderr)", id="stderr"),
        pytest.param("print(error); return None", id="print-and-return"),
        pytest.param("if name: return None", id="branch"),
        pytest.param("del error", id="deleted"),
        pytest.param("store.rollback()", id="rollback"),
        pytest.param("error", id="name-alone"),
        pytest.param("str(error)", id="text-alone"),
        pytest.param("_ = error", id="kept-unread"),
        pytest.param("if error.code == 404: return None", id="one-code"),
        pytest.param("if 'x' in str(error): return None", id="one-text"),
        pytest.param("if isinstance(error, KeyError): pass", id="one-class"),
        pytest.param("code = error.response['Error']['Code']\n        if code == '404': return None", id="kept-code"),
        pytest.param("sys.stderr.write(str(error))", id="written"),
        pytest.param("return HttpResponse()", id="response"),
        pytest.param("return JsonResponse({'items': []})", id="good-response"),
        pytest.param("return redirect('home')", id="redirect"),
        pytest.param("return render(store, 'page.html')", id="page"),
        pytest.param("data: int = 0", id="annotated"),
        pytest.param("time.sleep(5)", id="sleep"),
        pytest.param("data = store.defaults", id="attribute-as-default"),
        pytest.param("import pandas as pd; return pd.DataFrame()", id="empty-frame"),
        pytest.param("def later(): logger.exception('x')", id="function-that-nobody-calls"),
    ],
)
def test_swallows(body: str) -> None:
    assert found(handler(body)) == ["swallowed-error"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("raise", id="raise"),
        pytest.param("raise KeyError(name) from error", id="another"),
        pytest.param("if name: raise", id="sometimes"),
        pytest.param("logger.debug('no %s', name)", id="log"),
        pytest.param("logging.warning('no')", id="logging"),
        pytest.param("traceback.print_exc()", id="traceback"),
        pytest.param("print(traceback.format_exc())", id="printed-traceback"),
        pytest.param("return error", id="returned"),
        pytest.param("if error.code == 404: return None\n        raise", id="one-code-or-raise"),
        pytest.param("if is_missing(error): return None", id="a-call-with-the-error"),
        pytest.param("text = str(error)\n        return {'x': text}", id="kept-text"),
        pytest.param("data = str(error)", id="read-later"),
        pytest.param("return HttpResponse(status=502)", id="bad-response"),
        pytest.param("return JsonResponse({'error': 'x'})", id="response-with-an-error"),
        pytest.param("return JSONResponse({}, 503)", id="status-by-place"),
        pytest.param("return render(store, 'error.html')", id="page-of-an-error"),
        pytest.param("return HttpResponseServerError()", id="named-response"),
        pytest.param("data = error", id="stored"),
        pytest.param("store.errors[name] = str(error)", id="stored-text"),
        pytest.param("return {'error': str(error)}", id="answered"),
        pytest.param("report(name)", id="call"),
        pytest.param("store.dict()", id="method-with-the-name-of-a-constructor"),
        pytest.param("return {'statusCode': 500}", id="lambda"),
        pytest.param("return 'oops', 502", id="flask"),
        pytest.param("return data, http.HTTPStatus.BAD_GATEWAY", id="http-status"),
        pytest.param("return {'error': 'no such report'}", id="words"),
        pytest.param("return False, 'cannot load'", id="pair"),
        pytest.param("store.status_code = 503", id="status"),
        pytest.param("failed = True", id="noted"),
        pytest.param("data = Status.UNAVAILABLE", id="enumeration"),
        pytest.param("while name: time.sleep(5)", id="sleep-in-a-loop"),
        pytest.param("store.failures += 1", id="counted"),
        pytest.param("yield error", id="yield"),
        pytest.param("assert name", id="assert"),
        pytest.param("sys.exit(1)", id="exit"),
        pytest.param("store.later = lambda: error", id="closure"),
        pytest.param("try: store.report()\n        except KeyError: pass", id="nested-try"),
    ],
)
def test_deals_with_it(body: str) -> None:
    assert found(handler(body)) == []


@pytest.mark.parametrize(
    ("caught", "is_judged"),
    [
        pytest.param("BaseException", True, id="base"),
        pytest.param("(KeyError, Exception)", True, id="tuple"),
        pytest.param("ERRORS", True, id="named-tuple"),
        pytest.param("AwsError", True, id="alias"),
        pytest.param("BotoCoreError", True, id="boto"),
        pytest.param("requests.RequestException", True, id="requests"),
        pytest.param("requests.ConnectionError", True, id="requests-connection"),
        pytest.param("ConnectionError", False, id="builtin-connection"),
        pytest.param("requests.Timeout", True, id="requests-timeout"),
        pytest.param("requests.JSONDecodeError", False, id="requests-json"),
        pytest.param("socket.gaierror", False, id="socket"),
        pytest.param("WaiterError", True, id="any-of-botocore"),
        pytest.param("psycopg2.Error", True, id="error-of-a-database"),
        pytest.param("binascii.Error", False, id="error-of-a-conversion"),
        pytest.param("http.client.HTTPException", True, id="http-client"),
        pytest.param("sqlalchemy.exc.SQLAlchemyError", True, id="sqlalchemy"),
        pytest.param("store.client.exceptions.ClientError", True, id="of-a-client"),
        pytest.param("store.exceptions.NoSuchKey", False, id="modelled"),
        pytest.param("HTTPException", False, id="answer-of-a-framework"),
        pytest.param("KeyError", False, id="key"),
        pytest.param("(KeyError, ValueError)", False, id="expected"),
        pytest.param("asyncio.CancelledError", False, id="cancelled"),
        pytest.param("asyncio.TimeoutError", False, id="timeout"),
    ],
)
def test_what_is_judged(caught: str, is_judged: bool) -> None:
    text = "ERRORS = (KeyError, *OTHERS)\nOTHERS = (AwsError, OSError)\n" + handler("pass", caught)
    assert found(text) == (["swallowed-error"] if is_judged else [])


def test_bare_and_groups() -> None:
    assert found("try:\n    run()\nexcept:\n    pass\n") == ["swallowed-error"]
    assert found("try:\n    run()\nexcept* Exception:\n    pass\n") == ["swallowed-error"]
    assert found("try:\n    run()\nexcept* KeyError:\n    pass\n") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("for n in names:\n    try:\n        return get(n)\n    except Exception:\n        continue\nraise LookupError\n", [], id="attempts-then-raise"),
        pytest.param("for n in names:\n    try:\n        return get(n)\n    except Exception:\n        pass\nlogger.error('none')\n", [], id="attempts-then-log"),
        pytest.param("for n in names:\n    try:\n        return get(n)\n    except Exception:\n        pass\nelse:\n    raise LookupError\n", [], id="else-of-the-loop"),
        pytest.param("while names:\n    try:\n        if get(): return 1\n    except Exception:\n        pass\n    wait()\nraise TimeoutError\n", [], id="attempts-that-may-end"),
        pytest.param("with get() as c:\n    while c:\n        try:\n            if get(): return 1\n        except Exception:\n            pass\nraise TimeoutError\n", [], id="attempts-in-a-with"),
        pytest.param("while names:\n    try:\n        if get(): break\n    except Exception:\n        pass\nlogger.info('done')\n", ["swallowed-error"], id="end-of-the-loop"),
        pytest.param("while names:\n    try:\n        get()\n    except Exception:\n        pass\nraise TimeoutError\n", ["swallowed-error"], id="no-attempts"),
        pytest.param("try:\n    logger.info('x')\nexcept Exception:\n    pass\n", [], id="logging-itself"),
        pytest.param("names.cancel()\nasync def g():\n    pass\nwith contextlib.suppress(Exception):\n    names.wait()\n", ["suppressed-error"], id="not-awaited"),
        pytest.param("try:\n    return get()\nexcept Exception:\n    pass\nreturn other(names)\n", [], id="fallback"),
        pytest.param("try:\n    return get()\nexcept Exception:\n    pass\nreturn None\n", ["swallowed-error"], id="default"),
        pytest.param("for n in names:\n    try:\n        get(n)\n    except Exception:\n        continue\nraise LookupError\n", ["swallowed-error"], id="not-the-handling"),
        pytest.param("try:\n    user = get()\nexcept Exception:\n    user = None\nif user is None:\n    raise LookupError\n", [], id="set-then-raise"),
        pytest.param("try:\n    user = get()\nexcept Exception:\n    user = None\nif not user:\n    return 'no', 404\n", [], id="set-then-answer"),
        pytest.param("try:\n    user = get()\nexcept Exception:\n    user = None\nlogger.info('user %s', user)\n", [], id="set-then-log"),
        pytest.param("try:\n    user = get()\nexcept Exception:\n    user = None\nreturn user\n", ["swallowed-error"], id="set-then-return"),
        pytest.param("try:\n    get()\nexcept Exception:\n    ok = False\nreturn {'statusCode': 200 if ok else 400}\n", [], id="set-then-status"),
        pytest.param("try:\n    get()\nexcept Exception:\n    request_success = False\nreturn {'request_success': request_success}\n", [], id="outcome"),
        pytest.param("try:\n    get()\nexcept Exception:\n    rows = None\nif rows:\n    return 1, value\n", ["swallowed-error"], id="a-pair-with-value"),
        pytest.param("try:\n    get()\nexcept Exception:\n    rows = None\nif rows:\n    get(range(1, 500))\n", ["swallowed-error"], id="a-number"),
        pytest.param("try:\n    get()\nexcept Exception:\n    rows = False\nreturn {'rows': rows}\n", ["swallowed-error"], id="not-an-outcome"),
        pytest.param("try:\n    get()\nexcept Exception as error:\n    log(error)\n    try:\n        names.close()\n    except Exception:\n        pass\n", [], id="cleaning-up-after-an-error"),
        pytest.param("try:\n    get()\nfinally:\n    with contextlib.suppress(Exception):\n        names.terminate()\n", [], id="cleaning-up-in-finally"),
        pytest.param("try:\n    names.close()\nexcept Exception:\n    pass\n", ["swallowed-error"], id="closing-alone"),
        pytest.param("try:\n    get()\nfinally:\n    try:\n        names.upload()\n    except Exception:\n        pass\n", ["swallowed-error"], id="work-in-finally"),
    ],
)  # fmt: skip
def test_what_follows_the_handler(text: str, expected: list[str]) -> None:
    assert found("def f(names):\n" + textwrap.indent(text, "    ")) == expected


@pytest.mark.parametrize(
    ("name", "caught", "expected"),
    [
        pytest.param("is_healthy", "Exception", [], id="health"),
        pytest.param("health_check", "AwsError", [], id="health-check"),
        pytest.param("ping", "AwsError", [], id="ping"),
        pytest.param("check_redis", "requests.ConnectionError", [], id="check"),
        pytest.param("check_bucket", "AwsError", ["swallowed-error"], id="any-code-of-aws"),
        pytest.param("check_orders", "Exception", ["swallowed-error"], id="any-error"),
        pytest.param("has_bucket", "AwsError", ["swallowed-error"], id="question"),
    ],
)
def test_a_check_answers_that_something_does_not_work(name: str, caught: str, expected: list[str]) -> None:
    text = (
        f"def {name}(s):\n    try:\n        s.load()\n        return True\n    except {caught}:\n        return False\n"
    )
    assert found(text) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("return int(name)", "except (TypeError, ValueError):", id="int"),
        pytest.param("return json.loads(name)", "except json.JSONDecodeError:", id="json"),
        pytest.param("text = name.decode()\n        return json.loads(text)", "except (UnicodeDecodeError, json.JSONDecodeError):", id="two"),
        pytest.param("return name.split(':')[4]", "except LookupError:", id="subscript"),
        pytest.param("from importlib.metadata import version\n        return version(name)", "except PackageNotFoundError:", id="version"),
        pytest.param("return store.json()", "except ValueError:", id="response"),
        pytest.param("import orjson", "except ImportError:", id="import"),
        pytest.param("return store.load(int(name))", "", id="a-call-besides"),
        pytest.param("for x in name: int(x)", "", id="a-loop"),
    ],
)  # fmt: skip
def test_broad_conversion(body: str, expected: str) -> None:
    text = f"def f(store, name):\n    try:\n        {body}\n    except Exception:\n        return None\n"
    (finding,) = judge(Source("src/a.py", (HEAD + text).encode()), Policy())
    assert finding.rule.id == ("broad-conversion" if expected else "swallowed-error")
    assert expected in finding.note


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("with contextlib.suppress(Exception):\n    run()\n", ["suppressed-error"], id="suppress"),
        pytest.param("from contextlib import suppress as quiet\nwith quiet(AwsError):\n    run()\n", ["suppressed-error"], id="alias"),
        pytest.param("async def f(task):\n    task.cancel()\n    with contextlib.suppress(asyncio.CancelledError, Exception):\n        await task\n", [], id="cancelled-task"),
        pytest.param("async def f(task):\n    task.cancel()\n    with contextlib.suppress(Exception):\n        await send(task)\n", ["suppressed-error"], id="work-after-a-cancel"),
        pytest.param("async def f(task):\n    with contextlib.suppress(Exception):\n        await task\n", ["suppressed-error"], id="awaited-task"),
        pytest.param("import logging\nclass A(logging.Filter):\n    def filter(self, record):\n        try:\n            return mask(record)\n        except Exception:\n            return True\n", [], id="filter-of-a-log"),
        pytest.param("with contextlib.suppress(KeyError, *[OSError]):\n    run()\n", [], id="expected"),
        pytest.param("stack.suppress(Exception)\n", [], id="another-suppress"),
        pytest.param("async def f(jobs):\n    await asyncio.gather(*jobs, return_exceptions=True)\n", ["dropped-exceptions"], id="gather"),
        pytest.param("async def f(jobs):\n    _ = await asyncio.gather(*jobs, return_exceptions=True)\n", ["dropped-exceptions"], id="underscore"),
        pytest.param("async def f(jobs):\n    done = await asyncio.gather(*jobs, return_exceptions=True)\n    return done\n", [], id="kept"),
        pytest.param("async def f(jobs):\n    await asyncio.gather(*jobs)\n", [], id="raises"),
        pytest.param("async def f(jobs):\n    for j in jobs: j.cancel()\n    await asyncio.gather(*jobs, return_exceptions=True)\n", [], id="cancelled"),
        pytest.param("async def f(jobs):\n    done = await asyncio.gather(*jobs, return_exceptions=True)\n    return 1\n", ["dropped-exceptions"], id="kept-unread"),
        pytest.param("def f(loop, jobs):\n    loop.run_until_complete(asyncio.gather(*jobs, return_exceptions=True))\n", ["dropped-exceptions"], id="run"),
        pytest.param("def f(loop, jobs):\n    return loop.run_until_complete(asyncio.gather(*jobs, return_exceptions=True))\n", [], id="run-and-returned"),
        pytest.param("class A:\n    def __exit__(self, *error):\n        self.close()\n        return True\n", ["suppressed-error"], id="exit"),
        pytest.param("class A:\n    async def __aexit__(self, kind, error, trace):\n        return True\n", ["suppressed-error"], id="asynchronous-exit"),
        pytest.param("class A:\n    def __exit__(self, kind, error, trace):\n        return kind is KeyError\n", [], id="exit-for-one-error"),
        pytest.param("class A:\n    def __exit__(self, kind, error, trace):\n        if kind is KeyError:\n            return True\n", [], id="exit-that-looks"),
        pytest.param("class A:\n    def __exit__(self, *error):\n        logger.exception('x')\n        return True\n", [], id="exit-that-logs"),
        pytest.param("class A:\n    def __exit__(self, *error):\n        self.close()\n", [], id="exit-without-return"),
        pytest.param("def f():\n    try:\n        run()\n    finally:\n        return 1\n", ["return-in-finally"], id="finally"),
        pytest.param("for x in y:\n    try:\n        run()\n    finally:\n        break\n", ["return-in-finally"], id="break"),
        pytest.param("try:\n    run()\nfinally:\n    for x in y:\n        break\n", [], id="own-loop"),
        pytest.param("try:\n    run()\nfinally:\n    def g(): return 1\n", [], id="own-function"),
    ],
)  # fmt: skip
def test_other_ways(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "path",
    [
        "scripts/load.py",
        "support_scripts/a.py",
        "src/shop/cli.py",
        "src/shop/load_cli.py",
        "manage.py",
        "src/shop/__main__.py",
    ],
)
def test_printing_is_enough_in_a_script(path: str) -> None:
    assert found(handler("print(error)"), path=path) == []
    assert found(handler("pass"), path=path) == ["swallowed-error"]


def test_printing_is_enough_where_a_file_is_started() -> None:
    main = textwrap.indent("try:\n    run()\nexcept Exception as error:\n    print(error)\n", "    ")
    assert found(f"if __name__ == '__main__':\n{main}") == []


def test_options() -> None:
    assert found(handler("pass", "PaymentError"), also=["PaymentError"]) == ["swallowed-error"]


def test_tuples_of_tuples_of_exceptions_are_looked_at_so_far() -> None:
    """Ten names of ten names of ten: all of them would be a billion."""
    tuples = "".join(f"A{at + 1} = ({f'A{at}, ' * 10})\n" for at in range(9))
    source = Source("a.py", f"A0 = Exception\n{tuples}A9".encode())
    named = list(errors.named(source.tree.of(ast.Expr)[-1].value, source.names))
    assert {each.name for each in named} == {"Exception"}
    assert 10 < len(named) < 1000
    assert found(handler("pass", "AwsError"), only_broad=True) == []
    assert found(handler("pass", ""), bare=True) == ["bare-except"]
    assert found(handler("logger.exception('x')", "BaseException"), bare=True) == ["bare-except"]
    assert found(handler("raise", "BaseException"), bare=True) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "class A:\n    def load_report(self, name):\n        try:\n            x()\n        except Exception:\n            self.log.info\n    def g(self):\n        self.log.info('x')\n",
            'self.log.exception("cannot load report %s", name)', id="own-attribute",
        ),
        pytest.param("import structlog\nLOG = structlog.get_logger()\ndef f(rows):\n    for row in rows:\n        try:\n            send_mail(row)\n        except Exception:\n            pass\n", 'LOG.exception("cannot send mail %s", row)', id="loop"),
        pytest.param("import aiohttp\ntry:\n    start()\nexcept aiohttp.ClientError:\n    pass\n", 'Write in the handler: `logger.exception("cannot start")`, with `logger = ', id="not-of-aws"),
        pytest.param("from botocore.exceptions import ClientError\ntry:\n    start()\nexcept ClientError:\n    pass\n", 'error.response["Error"]["Code"]', id="of-aws"),
        pytest.param("def f(a):\n    try:\n        start()\n    except Exception as e:\n        if e.code == 1: return\n", "End the handler with raise", id="looks"),
        pytest.param("try:\n    start()\nexcept Exception:\n    pass\n", 'logger.exception("cannot start")', id="module"),
    ],
)  # fmt: skip
def test_the_note_is_code_in_the_names_of_the_file(text: str, expected: str) -> None:
    (finding,) = judge(Source("src/a.py", text.encode()), Policy())
    assert expected in finding.note
