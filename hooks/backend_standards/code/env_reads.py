"""Where a file reads variables of the environment, itself or through a loader; setting one for others is not a read."""

from __future__ import annotations

import _ast as ast

from backend_standards.code import places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from backend_standards.code.source import Source

CLUES = (b"environ", b"getenv", b"decouple", b"dotenv", b"starlette.config", b"import env")
"""A file that reads the environment has one of these words."""
_GETTERS = frozenset(
    f"os.{name}" for name in ("getenv", "getenvb", "environ.get", "environb.get", "environ.__getitem__")
)
_WRITERS = frozenset("setdefault update copy items keys values clear".split())
"""Methods of ``os.environ`` that read no setting."""
_TAKERS = frozenset(("os.environ.pop", "os.environb.pop"))
_MAPPINGS = frozenset(("os.environ", "os.environb"))
_FILES = frozenset(
    f"dotenv.{module}{name}" for module in ("", "main.") for name in ("load_dotenv", "dotenv_values", "get_key")
)
"""What reads a file of variables into the environment, or into a dictionary."""
LOADERS = frozenset(
    "decouple.AutoConfig decouple.Config starlette.config.Config environs.Env environs.EnvFlat environ.Env "
    "environ.FileAwareEnv".split()
)
"""Classes whose objects read a variable when they are called, or by a method for each type."""
_OTHER_METHODS = ("read_", "prefixed", "seal", "dump", "get_value_", "add_")
_MODULES = frozenset("os decouple dotenv starlette environs environ".split())
"""What is imported to read the environment."""
_OF_OS = frozenset("path getcwd makedirs mkdir listdir remove unlink stat walk sep getpid kill cpu_count".split())
"""What most calls of ``os`` are about."""
_OF_PLATFORM = frozenset(
    "_HANDLER _X_AMZN_TRACE_ID AWS_EXECUTION_ENV AWS_SAM_LOCAL AWS_PROFILE AWS_CONFIG_FILE "
    "AWS_SHARED_CREDENTIALS_FILE AWS_WEB_IDENTITY_TOKEN_FILE RENDER LAMBDA_TASK_ROOT LAMBDA_RUNTIME_DIR HOME PATH CI "
    "PWD USER LOGNAME SHELL TERM TZ LANG TMPDIR TEMP TMP HOSTNAME VIRTUAL_ENV EDITOR DISPLAY COLUMNS NO_COLOR "
    "FORCE_COLOR "
    "APPDATA LOCALAPPDATA PROGRAMFILES PROGRAMDATA SYSTEMROOT XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME "
    "DJANGO_SETTINGS_MODULE RUN_MAIN "
    "WERKZEUG_RUN_MAIN DYNO".split()
)
_PLATFORM_HEADS = (
    "AWS_LAMBDA_",
    "AWS_CONTAINER_",
    "ECS_",
    "PYTHON",
    "PYTEST",
    "GITHUB_",
    "KUBERNETES_",
    "CODEBUILD_",
    "CONDA_",
    "RENDER_",
    "FLY_",
    "HEROKU_",
    "PROGRAMFILES(",
)
"""Variables that AWS, a runner or the system sets: they are no settings of a team."""
_CONFIG_FOLDERS = frozenset("config configs configuration conf settings env environment".split())
_CONFIG_WORDS = frozenset("settings setting conf env envs environ environment environments".split())
_ENTRIES = frozenset(
    "manage.py wsgi.py asgi.py application.py setup.py fabfile.py tasks.py noxfile.py conftest.py locustfile.py "
    "__main__.py".split()
)
"""Modules that start a service or something beside it; ``application.py`` is Elastic Beanstalk's ``wsgi.py``."""
_INFRASTRUCTURE = frozenset(
    "infra infrastructure iac cdk terraform pulumi stacks deploy deployment deployments cloudformation ops devops "
    "ci .github .circleci docker docker-compose notebooks examples example samples sample docs dev".split()
)
"""Folders of what builds and deploys the service, or only shows it."""
_MEASURING = frozenset("eval evals evaluation benchmark benchmarks loadtest loadtests".split())
"""Words of folders of what measures the service."""
_OF_INFRASTRUCTURE = (b"aws_cdk", b"pulumi", b"troposphere", b"from constructs import", b"cdktf")


class Read:
    """One read: its node, what reads (as written), and the variable's name, or "" where the file does not tell.

    ``loader`` is the dotted name of an imported object that reads, if it is one of a loader; only its module tells.
    ``is_loaded`` says that a loader reads that the file makes or imports itself.
    """

    __slots__ = ("how", "is_loaded", "loader", "name", "node")

    def __init__(
        self, node: ast.Call | ast.Subscript, how: str, name: str, loader: str = "", *, is_loaded: bool = False
    ) -> None:
        self.node = node
        self.how = how
        self.name = name
        self.loader = loader
        self.is_loaded = is_loaded


def is_config(path: str) -> bool:
    """Return whether a module is a place for configuration, by its name or folders."""
    *folders, name = path.lower().split("/")
    stem = name.removesuffix(".py")
    words = stem.replace("-", "_").split("_")
    return "config" in stem or not _CONFIG_WORDS.isdisjoint(words) or not _CONFIG_FOLDERS.isdisjoint(folders)


def is_elsewhere(path: str, data: bytes) -> bool:
    """Return whether a file is no part of the running service: it starts, builds or deploys it, or is a script."""
    *folders, name = path.lower().split("/")
    if name in _ENTRIES or name.startswith("gunicorn") or places.is_script(path):
        return True
    words = {word for folder in folders for word in folder.replace("-", "_").split("_")}
    if not (_INFRASTRUCTURE.isdisjoint(folders) and _MEASURING.isdisjoint(words)):
        return True
    return any(each in data for each in _OF_INFRASTRUCTURE)


def of_file(source: Source) -> Iterator[Read]:
    """Yield the reads of a file's own settings from the environment."""
    roots = _roots(source)
    for read in (*_calls(source, roots), *_subscripts(source, roots)):
        if not _is_of_platform(read.name) and not _is_for_others(source, read.node):
            yield read


def _calls(source: Source, roots: Collection[str]) -> Iterator[Read]:
    for call in source.tree.of(ast.Call):
        if not _may_read(call.func, roots) or (isinstance(call.func, ast.Attribute) and call.func.attr in _WRITERS):
            continue
        from backend_standards.code.names import dotted

        names = source.names
        called = names.called(call)
        is_loaded = is_loader(source, call.func)
        loader = "" if is_loaded else _imported_loader(source, call)
        if called in _GETTERS or is_loaded or loader or (called in _TAKERS and _is_used(source, call)):
            key = call.args[0] if call.args else next((each.value for each in call.keywords if each.arg == "key"), None)
            if key is not None:
                how = f"{dotted(call.func) or called}()"
                yield Read(call, how, names.text(key) or "", loader, is_loaded=is_loaded)
        elif called in _FILES:
            yield Read(call, f"{dotted(call.func)}()", "")


def _is_used(source: Source, call: ast.Call) -> bool:
    """Return whether somebody takes what a call returns."""
    return not isinstance(source.tree.parent(call), ast.Expr)


def _roots(source: Source) -> set[str]:
    """Return the names by which the file may read the environment: a look that is cheaper than that for meanings."""
    tree = source.tree
    found: set[str] = set()
    for node in tree.of(ast.Import):
        found.update(
            each.asname or each.name.partition(".")[0] for each in node.names if each.name.partition(".")[0] in _MODULES
        )
    for imported in tree.of(ast.ImportFrom):
        is_module = not imported.level and (imported.module or "").partition(".")[0] in _MODULES
        for each in imported.names:
            if is_module or each.name == "env":
                found.update(("environ", "getenv") if each.name == "*" else (each.asname or each.name,))
    assignments: list[ast.Assign | ast.AnnAssign] = [*tree.of(ast.Assign), *tree.of(ast.AnnAssign)]
    for assigned in assignments:
        value = assigned.value.func if isinstance(assigned.value, ast.Call) else assigned.value
        if isinstance(value, ast.Name | ast.Attribute) and _may_read(value, found):
            targets = assigned.targets if isinstance(assigned, ast.Assign) else [assigned.target]
            found.update(each.id for each in targets if isinstance(each, ast.Name))
    return found


def _may_read(expression: ast.expr, roots: Collection[str]) -> bool:
    """Return whether an expression begins with one of the names; of ``os`` only what is about the environment."""
    attribute = ""
    while isinstance(expression, ast.Attribute):
        attribute = expression.attr
        expression = expression.value
    return isinstance(expression, ast.Name) and expression.id in roots and attribute not in _OF_OS


def is_loader(source: Source, function: ast.expr) -> bool:
    """Return whether what is called is an object of a loader, or a method of one: ``env("X")``, ``env.int("X")``."""
    names = source.names
    owner = function.value if isinstance(function, ast.Attribute) else function
    if not isinstance(owner, ast.Name):
        return False
    if names.qualified(function) == "decouple.config" or names.qualified(owner) == "environs.env":
        return not isinstance(function, ast.Attribute) or not function.attr.startswith(_OTHER_METHODS)
    made = names.value(owner)
    if not isinstance(made, ast.Call) or names.called(made) not in LOADERS:
        return False
    return not isinstance(function, ast.Attribute) or not function.attr.startswith(_OTHER_METHODS)


def _imported_loader(source: Source, call: ast.Call) -> str:
    """Return the dotted name of an imported object that may be a loader's, "" for none: ``env.str("X")``."""
    function = call.func
    owner = function.value if isinstance(function, ast.Attribute) else function
    if not (isinstance(owner, ast.Name) and call.args and isinstance(call.args[0], ast.Constant)):
        return ""
    if isinstance(function, ast.Attribute) and function.attr.startswith(_OTHER_METHODS):
        return ""
    targets = [each.target for each in source.names.bindings(owner)[:1]]
    return targets[0] if targets and targets[0].rpartition(".")[2] == "env" else ""


def _subscripts(source: Source, roots: Collection[str]) -> Iterator[Read]:
    for node in source.tree.of(ast.Subscript):
        if not (isinstance(node.ctx, ast.Load) and _may_read(node.value, roots)):
            continue
        names = source.names
        if names.qualified(node.value) in _MAPPINGS:
            from backend_standards.code.names import dotted

            yield Read(node, dotted(node.value), names.text(node.slice) or "")


def _is_of_platform(name: str) -> bool:
    return name in _OF_PLATFORM or name.startswith(_PLATFORM_HEADS)


def _is_for_others(source: Source, node: ast.AST) -> bool:
    """Return whether a variable is handed to a process (``env=``), or read where the module is started as a script."""
    around = source.tree.parent(node)
    if isinstance(around, ast.DictComp) and around.value is node:  # a copy of some variables
        return True
    for outer in source.tree.around(node):
        if isinstance(outer, ast.keyword) and outer.arg in ("env", "environment"):
            return True
        if isinstance(outer, ast.If) and isinstance(outer.test, ast.Compare):
            sides = (outer.test.left, *outer.test.comparators)
            if any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides):
                return True
    return False
