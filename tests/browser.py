"""A real browser for tests: Chromium without a screen, told what to do over a pipe (its DevTools protocol).

A pipe needs no port, no driver and no package: each message is JSON that ends in a NUL.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from support import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# The first: as in every container. The others keep it from asking its maker's hosts for anything.
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)


def program() -> str:
    """Return the path of a browser, or "" if there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), "")


class NavigatedAway(Exception):
    """The page was asked something while it gave way to another one."""


class Browser:
    """One page of a running browser."""

    def __init__(self, process: subprocess.Popen[bytes], commands: int, answers: int) -> None:
        self._process = process
        self._commands = commands
        self._answers = answers
        self._buffer = b""
        self._number = 0
        self._session = ""
        self._waiting: list[dict[str, Any]] = []
        self.complaints: list[str] = []
        """What the console was told as an error, what was thrown and caught by nobody, what could not be loaded."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and return its result."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                if "navigated" in answer.get("error", {}).get("message", ""):
                    raise NavigatedAway(method)
                assert "error" not in answer, f"{method}: {answer['error']}"
                result: dict[str, Any] = answer["result"]
                return result
            self._waiting.append(answer)

    def _next(self) -> dict[str, Any]:
        """Return the next message of the browser."""
        end = time.monotonic() + PATIENCE
        while b"\0" not in self._buffer:
            readable, _, _ = select.select([self._answers], [], [], max(0.0, end - time.monotonic()))
            assert readable, "the browser says nothing"
            data = os.read(self._answers, 1 << 20)
            assert data, f"the browser has ended: {self._process.poll()}"
            self._buffer += data
        message, _, self._buffer = self._buffer.partition(b"\0")
        answer: dict[str, Any] = json.loads(message)
        self._listen(answer)
        return answer

    def _listen(self, event: dict[str, Any]) -> None:
        params = event.get("params", {})
        method = event.get("method")
        if method == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(params["exceptionDetails"]))
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "assert", "warning"):
            self.complaints.append(json.dumps(params["args"]))
        elif method == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.complaints.append(json.dumps(params["entry"]))
        elif method == "Network.requestWillBeSent" and not params["request"]["url"].startswith(
            ("http://127.", "data:")
        ):
            self.complaints.append(f"asks for {params['request']['url']}")

    def open(self, url: str) -> None:
        """Open a page and wait until it and all that it needs is loaded."""
        self._waiting.clear()
        self.call("Page.navigate", url=url)
        while not any(event.get("method") == "Page.loadEventFired" for event in self._waiting):
            self._waiting.append(self._next())

    def run(self, expression: str) -> Any:
        """Return the value of an expression of JavaScript."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def wait(self, expression: str) -> Any:
        """Wait until an expression of JavaScript is true, and return its value."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                if value := self.run(expression):
                    return value
            except NavigatedAway:  # asked while one page gave way to the next
                pass
            assert time.monotonic() < end, f"never true: {expression}"
            time.sleep(0.05)

    def resize(self, width: int, height: int = 900, *, dark: bool = False) -> None:
        """Give the page a size in pixels, as a phone or a window has it."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def picture(self, path: Path, *, whole: bool = False) -> None:
        """Save what is to be seen as a PNG."""
        data = self.call("Page.captureScreenshot", captureBeyondViewport=whole)["data"]
        path.write_bytes(base64.b64decode(data))


@contextlib.contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """Start a browser with an empty profile, and end it."""
    to_browser, commands = os.pipe()
    answers, from_browser = os.pipe()
    # It reads commands from descriptor 3 and writes answers to 4, whatever numbers the pipes have here.
    script = 'exec 3<&"$1" 4>&"$2"; shift 2; exec "$@"'
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    argv = ["bash", "-c", script, "bash", str(to_browser), str(from_browser), program(), *FLAGS, *sandbox]
    process = subprocess.Popen(
        [*argv, f"--user-data-dir={profile}"],
        pass_fds=(to_browser, from_browser),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(to_browser)
    os.close(from_browser)
    try:
        yield Browser(process, commands, answers)
    finally:
        with contextlib.suppress(OSError):
            os.write(commands, b'{"id":0,"method":"Browser.close"}\0')
        os.close(commands)
        os.close(answers)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


if __name__ == "__main__":  # python tests/browser.py URL WIDTH FILE.png [dark]: look at a page
    import tempfile
    from pathlib import Path as _Path

    with tempfile.TemporaryDirectory() as folder, browser(_Path(folder)) as page:
        page.resize(int(sys.argv[2]), int(os.environ.get("HEIGHT", "900")), dark="dark" in sys.argv)
        page.open(sys.argv[1])
        page.picture(_Path(sys.argv[3]))
        sys.stdout.write("".join(f"{line}\n" for line in page.complaints))
