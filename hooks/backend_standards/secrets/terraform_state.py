"""What a Terraform or OpenTofu state holds that must not be committed.

Source: the state format, version 4 (``resources``, ``outputs``) and 3 (``modules``); OpenTofu's state encryption
(``encrypted_data``).
"""

from __future__ import annotations

from backend_standards.core import Stopped
from backend_standards.secrets.env_values import Hit, real_values
from backend_standards.secrets.values import LARGEST_TEXT, TOO_DEEP, TOO_LARGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def state_secrets(text: str, path: str) -> Iterator[Hit]:
    """Yield one hit if a state has resources or a sensitive output, otherwise the values in it that look real.

    A state that is not JSON, as after a merge conflict, is judged by the words in it.

    Raises:
        Stopped: it is too large, or nested too deep, to be parsed, and no word in it tells that it has resources.
    """
    import json

    tree: object = None
    try:
        if len(text) <= LARGEST_TEXT:
            tree = json.loads(text.lstrip("\ufeff"))
        elif '"resources"' not in text:
            raise Stopped(TOO_LARGE.format(path))
    except RecursionError as error:
        if '"resources"' not in text:
            raise Stopped(TOO_DEEP.format(path)) from error
    except ValueError:
        pass
    what = _content(tree) if isinstance(tree, dict) else "resources" if '"resources"' in text else ""
    if what:
        yield Hit(0, 0, "", what)
    elif '"encrypted_data"' not in text:
        yield from real_values(text)


def _content(tree: dict[str, object]) -> str:
    modules = tree.get("modules")
    for module in [tree, *(modules if isinstance(modules, list) else ())]:
        if not isinstance(module, dict):
            continue
        if module.get("resources"):
            return "resources"
        outputs = module.get("outputs")
        for output in outputs.values() if isinstance(outputs, dict) else ():
            if isinstance(output, dict) and output.get("sensitive") is True:
                return "a sensitive output"
    return ""
