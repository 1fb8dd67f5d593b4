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
    "Error that contextlib.suppress hides",
    reason="`suppress(Exception)` is a handler that does nothing.",
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
    reason="It drops the error that is on its way, without a trace.",
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

RULES = (
    *(SWALLOWED_ERROR, BROAD_CONVERSION, SUPPRESSED_ERROR, DROPPED_EXCEPTIONS, RETURN_IN_FINALLY, BARE_EXCEPT),
    UNPARSABLE_PYTHON,
)
