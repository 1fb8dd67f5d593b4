"""The options of a hook that runs as a part of a command."""

from __future__ import annotations

from backend_standards import _hook
from backend_standards.command import modules
from backend_standards.core import Options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def options(hook: str, files: Sequence[str], config: str, besides: Sequence[str] = ()) -> Options:
    """Return the options for a run on files: those of the configuration, and ``besides`` them further ones.

    A list is made longer; a single value that the configuration sets is kept.

    Raises:
        Stopped: a broken configuration.
    """
    known = modules.module_of(hook).OPTIONS
    found = _hook.read(hook, known, ["--", *files], config)
    if besides:
        from backend_standards.core import arguments

        asked = Options()
        arguments.read(asked, known, besides)
        for name, value in asked.values.items():
            mine = found.values.get(name)
            if isinstance(value, list) and isinstance(mine, list):
                single = any(option.name == name and option.single for option in known)
                value = mine if single else list(dict.fromkeys([*mine, *value]))
            found.values[name] = value
    return found
