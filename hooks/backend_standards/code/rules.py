"""The rules about Python code. Imported only for a finding."""

from __future__ import annotations

from backend_standards.core.rules import Rule

# --- forbid-swallowed-errors ------------------------------------------------------------------------

_SWALLOWED = "forbid-swallowed-errors"
_STORE = 'def load(s3, name):\n    try:\n        return s3.get_object(Bucket="shop", Key=name)\n'
_LOGGER = "import logging\n\nlogger = logging.getLogger(__name__)\n\n\n"

SWALLOWED_ERROR = Rule(
    "swallowed-error",
    _SWALLOWED,
    "Handler that swallows an error",
    reason="The error is neither logged nor raised: nobody hears of it, and the caller goes on with a wrong value.",
    fix="Log it with `logger.exception`, raise it again, or catch only the exception that you expect.",
    section="M7",
    bad={"src/app/store.py": f"{_STORE}    except Exception:\n        return None\n"},
    good={
        "src/app/store.py": f"{_LOGGER}{_STORE}    except Exception:\n"
        '        logger.exception("cannot load %s", name)\n        return None\n'
    },
)
BROAD_CONVERSION = Rule(
    "broad-conversion",
    _SWALLOWED,
    "Broad handler around a conversion",
    reason="The handler means one exception, and hides all others, such as a misspelt name.",
    fix="Catch the exception that the conversion raises.",
    section="M6",
    bad={
        "src/app/page.py": "def page(text):\n    try:\n        return int(text)\n"
        "    except Exception:\n        return 1\n"
    },
    good={
        "src/app/page.py": "def page(text):\n    try:\n        return int(text)\n"
        "    except (TypeError, ValueError):\n        return 1\n"
    },
)
SUPPRESSED_ERROR = Rule(
    "suppressed-error",
    _SWALLOWED,
    "Error that suppress or __exit__ hides",
    reason="`suppress(Exception)` is a handler that does nothing, and so is an `__exit__` that always returns True.",
    fix="Suppress the exception that you expect, or log the error in a handler.",
    section="M7",
    bad={
        "src/app/store.py": "import contextlib\n\n\ndef forget(s3, name):\n    with contextlib.suppress(Exception):\n"
        '        s3.delete_object(Bucket="shop", Key=name)\n'
    },
    good={
        "src/app/store.py": "import contextlib\nimport os\n\n\ndef forget(path):\n"
        "    with contextlib.suppress(FileNotFoundError):\n        os.remove(path)\n"
    },
)
DROPPED_EXCEPTIONS = Rule(
    "dropped-exceptions",
    _SWALLOWED,
    "Exceptions that gather returns and nobody reads",
    reason="With `return_exceptions=True` a failure is one of the results. The results are thrown away.",
    fix="Look for exceptions among the results and log them, or leave `return_exceptions` out.",
    section="M7",
    bad={
        "src/app/jobs.py": "import asyncio\n\n\nasync def run(jobs):\n"
        "    await asyncio.gather(*jobs, return_exceptions=True)\n"
    },
    good={"src/app/jobs.py": "import asyncio\n\n\nasync def run(jobs):\n    await asyncio.gather(*jobs)\n"},
)
RETURN_IN_FINALLY = Rule(
    "return-in-finally",
    _SWALLOWED,
    "Return, break or continue in finally",
    reason="It discards an error that is being raised, and leaves no trace of it.",
    fix="Move it after the try statement.",
    section="M7",
    bad={"src/app/jobs.py": "def run(job):\n    try:\n        job.run()\n    finally:\n        return job.result\n"},
    good={
        "src/app/jobs.py": "def run(job):\n    try:\n        job.run()\n    finally:\n        job.close()\n"
        "    return job.result\n"
    },
)
BARE_EXCEPT = Rule(
    "bare-except",
    _SWALLOWED,
    "Bare except, or BaseException, that is not raised again",
    reason="It also stops Ctrl-C and the end of the process. ruff's E722 finds bare handlers too.",
    fix="Name the exceptions, or end the handler with `raise`.",
    section="M6",
    args=("--bare",),
    bad={
        "src/app/jobs.py": f"{_LOGGER}def run(job):\n    try:\n        job.run()\n    except:\n"
        '        logger.exception("cannot run %s", job)\n'
    },
    good={
        "src/app/jobs.py": f"{_LOGGER}def run(job):\n    try:\n        job.run()\n    except Exception:\n"
        '        logger.exception("cannot run %s", job)\n'
    },
)
UNPARSABLE_PYTHON = Rule(
    "unparsable-python",
    _SWALLOWED,
    "Python file that cannot be parsed",
    reason="No rule about Python code can be checked in it. Each hook about Python code that needs the file says so.",
    fix="Correct the line that the parser names, or run the hooks on the Python that the project is written for.",
    section="Y1",
    bad={"src/app/jobs.py": "def run(job)\n    try:\n        job.run()\n    except OSError:\n        raise\n"},
    good={"src/app/jobs.py": "def run(job):\n    try:\n        job.run()\n    except OSError:\n        raise\n"},
)

# --- forbid-debug-in-production ---------------------------------------------------------------------

_DEBUG = "forbid-debug-in-production"

DEBUG_SERVER = Rule(
    "debug-server",
    _DEBUG,
    "Server that is started with its debugger or reloader",
    reason="An error page of a debugger shows the source and runs code; a reloader watches all files.",
    fix="Leave it out, or read it from the environment, off by default.",
    section="M13",
    bad={"src/app/main.py": "from flask import Flask\n\napp = Flask(__name__)\napp.run(debug=True)\n"},
    good={"src/app/main.py": "from flask import Flask\n\napp = Flask(__name__)\napp.run()\n"},
)
DEBUG_APP = Rule(
    "debug-app",
    _DEBUG,
    "Application that is made with its debug mode on",
    reason="In debug mode an application answers errors with its source and its values.",
    fix="Leave it out, or read it from the environment, off by default.",
    section="M13",
    bad={"src/app/main.py": "from fastapi import FastAPI\n\napp = FastAPI(debug=True)\n"},
    good={"src/app/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n"},
)
DEBUG_FLAG = Rule(
    "debug-flag",
    _DEBUG,
    "Debug mode that the settings switch on",
    reason="Production runs with what the settings have unless somebody remembers to change it.",
    fix="Switch it off in the settings, and on in the environment of a developer.",
    section="M13",
    bad={"src/config/settings.py": "DEBUG = True\n"},
    good={"src/config/settings.py": 'import os\n\nDEBUG = os.environ.get("APP_DEBUG") == "1"\n'},
)
DEBUG_LEVEL = Rule(
    "debug-level",
    _DEBUG,
    "Log level DEBUG that nothing switches off",
    reason="Logs at DEBUG cost money and hold what was meant for one developer: values, requests, credentials.",
    fix='Read the level from the environment, with "INFO" as its default.',
    section="M13",
    bad={"src/app/main.py": "import logging\n\nlogging.basicConfig(level=logging.DEBUG)\n"},
    good={
        "src/app/main.py": "import logging\nimport os\n\n"
        'logging.basicConfig(level=os.environ.get("LOG_LEVEL", "INFO"))\n'
    },
)
DEBUG_DEFAULT = Rule(
    "debug-default",
    _DEBUG,
    "Environment variable whose default is DEBUG",
    reason="A variable is easily forgotten in production. The service then runs with the default, so it must be safe.",
    fix='Make "INFO", or off, the default.',
    section="M13",
    bad={"src/app/main.py": 'import os\n\nLEVEL = os.environ.get("LOG_LEVEL", "DEBUG")\n'},
    good={"src/app/main.py": 'import os\n\nLEVEL = os.environ.get("LOG_LEVEL", "INFO")\n'},
)
WIRE_LOG = Rule(
    "wire-log",
    _DEBUG,
    "Log of whole requests or statements",
    reason="boto3, http.client and SQLAlchemy then write headers, bodies and values, credentials among them.",
    fix="Delete it, or switch it on with an environment variable.",
    section="M13",
    bad={"src/services/s3.py": 'import boto3\n\nboto3.set_stream_logger("")\n'},
    good={"src/services/s3.py": 'import boto3\n\ns3 = boto3.client("s3")\n'},
)

# --- check-settings ---------------------------------------------------------------------------------

_SETTINGS = "check-settings"
_NEW = "from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n"

PYDANTIC_V1_SETTINGS = Rule(
    "pydantic-v1-settings",
    _SETTINGS,
    "BaseSettings that is taken from pydantic",
    reason="It moved to the package pydantic-settings: with pydantic 2 the import raises an error. The standard's "
    "example is of pydantic 1.",
    fix="Write `from pydantic_settings import BaseSettings`, or pin `pydantic<2`.",
    section="C3",
    bad={
        "src/config/settings.py": "from pydantic import BaseSettings\n\n\nclass Settings(BaseSettings):\n"
        "    db_url: str\n"
    },
    good={"src/config/settings.py": f"{_NEW}    db_url: str\n"},
)
PYDANTIC_V1_SHIM = Rule(
    "pydantic-v1-shim",
    _SETTINGS,
    "BaseSettings of pydantic 1 inside pydantic 2",
    reason="`pydantic.v1` exists for the migration to pydantic 2. A later pydantic removes it.",
    fix="Write `from pydantic_settings import BaseSettings`.",
    section="C3",
    bad={
        "src/config/settings.py": "from pydantic.v1 import BaseSettings\n\n\nclass Settings(BaseSettings):\n"
        "    db_url: str\n"
    },
    good={"src/config/settings.py": f"{_NEW}    db_url: str\n"},
)
SETTINGS_CLASS_CONFIG = Rule(
    "settings-class-config",
    _SETTINGS,
    "class Config in settings of pydantic-settings",
    reason="It is the form of pydantic 1, which pydantic 2 deprecates. Several of its keys are ignored or renamed.",
    fix="Write `model_config = SettingsConfigDict(...)`, with the keys of pydantic 2.",
    section="C3",
    bad={"src/config/settings.py": f'{_NEW}    db_url: str\n\n    class Config:\n        env_file = ".env"\n'},
    good={
        "src/config/settings.py": "from pydantic_settings import BaseSettings, SettingsConfigDict\n\n\n"
        'class Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_file=".env")\n    db_url: str\n'
    },
)
SETTINGS_FIELD_ENV = Rule(
    "settings-field-env",
    _SETTINGS,
    "Field whose env= is ignored",
    reason="pydantic-settings ignores `Field(env=…)`. The service then runs with the default, or does not start.",
    fix='Write `Field(validation_alias="NAME")`.',
    section="M3",
    bad={
        "src/config/settings.py": "from pydantic import Field\n"
        f'{_NEW}    db_url: str = Field(..., env="DATABASE_URL")\n'
    },
    good={
        "src/config/settings.py": "from pydantic import Field\n"
        f'{_NEW}    db_url: str = Field(validation_alias="DATABASE_URL")\n'
    },
)
SETTINGS_SECRET_DEFAULT = Rule(
    "settings-secret-default",
    _SETTINGS,
    "Secret as the default of a settings field",
    reason="Everybody who reads the code has it, and production runs with it if the variable is missing.",
    fix="Leave the default out: the start then fails and names the variable.",
    section="S2",
    bad={"src/config/settings.py": f'{_NEW}    db_password: str = "@PASSWORD@"\n'},
    good={"src/config/settings.py": f"{_NEW}    db_password: str\n"},
)
ENV_READ_OUTSIDE_CONFIG = Rule(
    "env-read-outside-config",
    _SETTINGS,
    "Environment variable that is read outside the settings",
    reason="The project has a settings class, which validates all variables at the start. A variable that is read "
    "elsewhere fails in the middle of a request.",
    fix="Add a field to the settings, and take the value from there.",
    section="M3",
    bad={
        "src/config/settings.py": f"{_NEW}    db_url: str\n\n\nsettings = Settings()\n",
        "src/services/store.py": 'import os\n\n\ndef bucket() -> str:\n    return os.environ["BUCKET"]\n',
    },
    good={
        "src/config/settings.py": f"{_NEW}    bucket: str\n\n\nsettings = Settings()\n",
        "src/services/store.py": "from config.settings import settings\n\n\ndef bucket() -> str:\n"
        "    return settings.bucket\n",
    },
)

# --- check-api-routes -------------------------------------------------------------------------------

_ROUTES = "check-api-routes"
_ROUTER = "from fastapi import APIRouter\n{}\nrouter = APIRouter()\n\n\n"
_ORDERS = (
    'from flask import Blueprint, request\n{}\norders = Blueprint("orders", __name__)\n\n\n@orders.post("/v1/orders")\n'
)
_CREATE = (
    'def create():\n    if not request.data:\n        return {{"error": "no order"}}{}\n    return {{"id": 1}}, 201\n'
)

UNVERSIONED_ROUTE = Rule(
    "unversioned-route",
    _ROUTES,
    "Route without a version in its address",
    reason="An address without a version cannot change its answer without breaking whoever calls it.",
    fix='Give the router the prefix "/v1", where it is created or where the application includes it.',
    section="A2",
    bad={
        "src/app/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n"
        '@app.get("/orders")\ndef orders() -> list[str]:\n    return []\n'
    },
    good={
        "src/app/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n"
        '@app.get("/v1/orders")\ndef orders() -> list[str]:\n    return []\n'
    },
)
UNTYPED_RESPONSE = Rule(
    "untyped-response",
    _ROUTES,
    "Response without a schema",
    reason="Without one FastAPI neither checks nor filters the response, and the OpenAPI page does not describe it.",
    fix="Give the decorator `response_model=`, or annotate what the function returns with a pydantic model.",
    section="A3",
    bad={
        "src/app/api.py": _ROUTER.format("") + '@router.get("/v1/orders/{number}")\ndef order(number: int):\n'
        "    return load(number)\n"
    },
    good={
        "src/app/api.py": _ROUTER.format("\nfrom app.models import Order\n")
        + '@router.get("/v1/orders/{number}")\ndef order(number: int) -> Order:\n    return load(number)\n'
    },
)
UNTYPED_REQUEST_BODY = Rule(
    "untyped-request-body",
    _ROUTES,
    "Request body without a schema",
    reason="The code gets whatever a caller sends: nothing checks which fields there are, or what is in them.",
    fix="Write a pydantic model of the fields, and annotate the parameter with it.",
    section="M19",
    bad={
        "src/app/api.py": _ROUTER.format("\nfrom app.models import Order\n")
        + '@router.post("/v1/orders")\ndef create(order: dict) -> Order:\n    return save(order)\n'
    },
    good={
        "src/app/api.py": _ROUTER.format("\nfrom app.models import NewOrder, Order\n")
        + '@router.post("/v1/orders")\ndef create(order: NewOrder) -> Order:\n    return save(order)\n'
    },
)
OK_ON_ERROR = Rule(
    "ok-on-error",
    _ROUTES,
    "Error that is answered with the status 200",
    reason="Clients, retries, alarms and caches go by the status: for them the request succeeded.",
    fix="Answer with the status of the error: 400, 404, 409, 500.",
    section="M17",
    bad={"src/app/api.py": _ORDERS.format("") + _CREATE.format("")},
    good={"src/app/api.py": _ORDERS.format("") + _CREATE.format(", 400")},
)
UNVALIDATED_BODY = Rule(
    "unvalidated-body",
    _ROUTES,
    "Body of Flask or of a Lambda that is read without a check",
    reason="The code gets whatever a caller sends: nothing checks which fields there are, or what is in them.",
    fix="Write a pydantic model of the fields, and read them from `Model.model_validate(request.get_json())`.",
    section="M19",
    args=("--flask-bodies",),
    bad={
        "src/app/api.py": _ORDERS.format("") + 'def create():\n    return {"name": request.get_json()["name"]}, 201\n'
    },
    good={
        "src/app/api.py": _ORDERS.format("\nfrom app.models import Order\n")
        + "def create():\n    order = Order.model_validate(request.get_json())\n"
        '    return {"name": order.name}, 201\n'
    },
)

# --- forbid-real-aws-in-tests -----------------------------------------------------------------------

_REAL_AWS = "forbid-real-aws-in-tests"
_UPLOAD = 's3 = boto3.client("s3")\n    s3.create_bucket(Bucket="orders")\n'

REAL_AWS_CLIENT = Rule(
    "real-aws-client",
    _REAL_AWS,
    "Client in a test that reaches the real AWS",
    reason="The test needs an account, costs money, changes what is there, and fails without a network.",
    fix="Mock AWS with moto, stub the client, or give it an endpoint on the machine.",
    section="M15",
    bad={"tests/test_orders.py": f"import boto3\n\n\ndef test_upload():\n    {_UPLOAD}"},
    good={
        "tests/test_orders.py": "import boto3\nfrom moto import mock_aws\n\n\n"
        f"@mock_aws\ndef test_upload():\n    {_UPLOAD}"
    },
)
REAL_AWS_PROFILE = Rule(
    "real-aws-profile",
    _REAL_AWS,
    "Session in a test that uses a developer's own profile",
    reason="A profile is a person's own credentials: the test works in one account, on one machine.",
    fix="Take the profile out and mock AWS.",
    section="M15",
    bad={"tests/test_orders.py": 'import boto3\n\nSESSION = boto3.Session(profile_name="dev")\n'},
    good={
        "tests/test_orders.py": "import boto3\nfrom moto import mock_aws\n\n\n"
        '@mock_aws\ndef test_account():\n    boto3.Session().client("sts").get_caller_identity()\n'
    },
)
AWS_TESTS_UNGUARDED = Rule(
    "aws-tests-unguarded",
    _REAL_AWS,
    "Tests of code that uses AWS, without a mock or false credentials",
    reason="On a developer's machine the code that the tests import finds real credentials and uses them.",
    fix="Set false credentials for all tests, and mock AWS where a test needs an answer.",
    section="M15",
    bad={
        "src/orders.py": 'import boto3\n\n\ndef save():\n    boto3.client("s3").list_buckets()\n',
        "tests/test_orders.py": "from orders import save\n\n\ndef test_save():\n    save()\n",
    },
    good={
        "src/orders.py": 'import boto3\n\n\ndef save():\n    boto3.client("s3").list_buckets()\n',
        "tests/test_orders.py": "from moto import mock_aws\nfrom orders import save\n\n\n"
        "@mock_aws\ndef test_save():\n    save()\n",
    },
)

# --- forbid-logged-secrets --------------------------------------------------------------------------

_LOGGED = "forbid-logged-secrets"

LOGGED_SECRET = Rule(
    "logged-secret",
    _LOGGED,
    "Secret that is logged or printed",
    reason="Logs are read by many, copied to other services, and kept for years. A secret in one of them is leaked.",
    fix="Leave the secret out, or log a fact about it: that there is one, whose it is.",
    section="M12",
    bad={"src/app/login.py": f'{_LOGGER}def login(user, password):\n    logger.info("%s %s", user, password)\n'},
    good={"src/app/login.py": f'{_LOGGER}def login(user, password):\n    logger.info("login of %s", user)\n'},
)
LOGGED_HEADERS = Rule(
    "logged-headers",
    _LOGGED,
    "Headers of a request that are logged",
    reason="Authorization, Cookie and API keys are among them: whoever reads the log can call in the user's name.",
    fix="Log the one header that you need.",
    section="M12",
    bad={"src/app/views.py": f'{_LOGGER}def view(request):\n    logger.info("headers %s", dict(request.headers))\n'},
    good={
        "src/app/views.py": f"{_LOGGER}def view(request):\n"
        '    logger.info("agent %s", request.headers.get("User-Agent"))\n'
    },
)
LOGGED_ENVIRONMENT = Rule(
    "logged-environment",
    _LOGGED,
    "Environment or settings that are logged",
    reason="Passwords and keys come through the environment, and on AWS the credentials of the role do too.",
    fix="Log the one value that you need, or the names.",
    section="M12",
    bad={"src/app/main.py": "import os\n\nprint(os.environ)\n"},
    good={"src/app/main.py": "import os\n\nprint(sorted(os.environ))\n"},
)
LOGGED_REQUEST_BODY = Rule(
    "logged-request-body",
    _LOGGED,
    "Body of a request that is logged",
    reason="What users send holds personal data, and at a login their password.",
    fix="Log the one field that you need, such as an id.",
    section="M12",
    bad={
        "src/app/views.py": f"from flask import request\n\n{_LOGGER}def create():\n"
        '    logger.info("payload %s", request.json)\n'
    },
    good={
        "src/app/views.py": f"from flask import request\n\n{_LOGGER}def create():\n"
        '    logger.info("order %s", request.json["id"])\n'
    },
)
LOGGED_EVENT = Rule(
    "logged-event",
    _LOGGED,
    "Event of a Lambda function that is logged whole",
    reason="The event of API Gateway holds the caller's Authorization header, and the body.",
    fix="Log the keys that you need.",
    section="M12",
    args=("--events",),
    bad={"src/app/handler.py": f'{_LOGGER}def handler(event, context):\n    logger.info("called with %s", event)\n'},
    good={
        "src/app/handler.py": f"{_LOGGER}def handler(event, context):\n"
        '    logger.info("called for %s", event["orderId"])\n'
    },
)
SECRET_IN_EXCEPTION = Rule(
    "secret-in-exception",
    _LOGGED,
    "Secret in the text of an exception",
    reason="An unexpected exception ends up in the log and in the error tracker, with its text.",
    fix="Leave the secret out of the text.",
    section="M12",
    args=("--exceptions",),
    bad={"src/app/login.py": 'def check(token):\n    raise ValueError(f"wrong token {token}")\n'},
    good={"src/app/login.py": 'def check(token):\n    raise ValueError("wrong token")\n'},
)

# --- check-aws-clients ------------------------------------------------------------------------------

_CLIENTS = "check-aws-clients"
_CONFIG = 'import boto3\nfrom botocore.config import Config\n\ns3 = boto3.client("s3", config=Config(retries={}))\n'
_RETRIES = '{"max_attempts": 5, "mode": "standard"}'
_MODULE = 'import boto3\n\ns3 = boto3.client("s3")\n\n\n'

RETRIES_DISABLED = Rule(
    "retries-disabled",
    _CLIENTS,
    "AWS client without retries",
    reason="AWS throttles calls, and some fail for a moment. Without a retry each of them is an error of the service.",
    fix='Leave the number out, or write `Config(retries={"max_attempts": 5, "mode": "standard"})`.',
    section="M20",
    bad={"src/services/s3.py": _CONFIG.format('{"max_attempts": 0}')},
    good={"src/services/s3.py": _CONFIG.format(_RETRIES)},
)
RETRIES_UNDECIDED = Rule(
    "retries-undecided",
    _CLIENTS,
    "AWS client whose retries are left to the default",
    reason="The default is botocore's legacy mode, which retries fewer kinds of errors than the standard mode.",
    fix="Give the client a `Config(retries=…)`, or set AWS_RETRY_MODE where the service is deployed.",
    section="W2",
    args=("--retries",),
    bad={"src/services/s3.py": 'import boto3\n\ns3 = boto3.client("s3")\n'},
    good={"src/services/s3.py": _CONFIG.format(_RETRIES)},
)
CLIENT_IN_HANDLER = Rule(
    "client-in-handler",
    _CLIENTS,
    "AWS client that is created for each request",
    reason="Creating a client reads files and opens new connections, which can take longer than the call itself.",
    fix="Create the client once, in the module or in a cached function.",
    section="M21",
    args=("--placement",),
    bad={
        "src/app/handler.py": "import boto3\n\n\ndef handler(event, context):\n"
        '    return boto3.client("s3").list_buckets()\n'
    },
    good={"src/app/handler.py": f"{_MODULE}def handler(event, context):\n    return s3.list_buckets()\n"},
)
CLIENT_IN_LOOP = Rule(
    "client-in-loop",
    _CLIENTS,
    "AWS client that is created in each iteration of a loop",
    reason="Each iteration reads the same files and opens new connections, for the same client.",
    fix="Create the client before the loop.",
    section="M21",
    args=("--placement",),
    bad={
        "src/app/copy.py": "import boto3\n\n\ndef delete(keys):\n    for key in keys:\n"
        '        boto3.client("s3").delete_object(Bucket="orders", Key=key)\n'
    },
    good={
        "src/app/copy.py": f"{_MODULE}def delete(keys):\n    for key in keys:\n"
        '        s3.delete_object(Bucket="orders", Key=key)\n'
    },
)

RULES = (
    *(SWALLOWED_ERROR, BROAD_CONVERSION, SUPPRESSED_ERROR, DROPPED_EXCEPTIONS, RETURN_IN_FINALLY, BARE_EXCEPT),
    UNPARSABLE_PYTHON,
    *(DEBUG_SERVER, DEBUG_APP, DEBUG_FLAG, DEBUG_LEVEL, DEBUG_DEFAULT, WIRE_LOG),
    *(PYDANTIC_V1_SETTINGS, PYDANTIC_V1_SHIM, SETTINGS_CLASS_CONFIG, SETTINGS_FIELD_ENV, SETTINGS_SECRET_DEFAULT),
    ENV_READ_OUTSIDE_CONFIG,
    *(UNVERSIONED_ROUTE, UNTYPED_RESPONSE, UNTYPED_REQUEST_BODY, OK_ON_ERROR, UNVALIDATED_BODY),
    *(REAL_AWS_CLIENT, REAL_AWS_PROFILE, AWS_TESTS_UNGUARDED),
    *(LOGGED_SECRET, LOGGED_HEADERS, LOGGED_ENVIRONMENT, LOGGED_REQUEST_BODY, LOGGED_EVENT, SECRET_IN_EXCEPTION),
    *(RETRIES_DISABLED, RETRIES_UNDECIDED, CLIENT_IN_HANDLER, CLIENT_IN_LOOP),
)
