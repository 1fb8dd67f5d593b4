"""What a value in code is that must not be in a log: a secret by its name or its source, or a whole request.

What clears a name is looked for in the same file: its annotation, what it was last set to, what it is used as.
"""

from __future__ import annotations

import _ast as ast
from itertools import islice

from backend_standards.code import reaching
from backend_standards.code.names import dotted, last
from backend_standards.code.reaching import Part
from backend_standards.code.secret_words import is_plain, is_secret, words
from backend_standards.code.tree import everything
from backend_standards.code.wholes import HIDING, Seen, annotated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.code.names import Binding
    from backend_standards.code.source import Source
    from backend_standards.code.tree import Function

_MOST_BINDINGS = 30
"""Places that set one name, of which the last is looked for: a name with more is one for everything."""
_LONGEST_KEY = 60
"""Characters of a key that a message names."""
_MOST_FOLLOWED = 200
"""Parts that are looked at in one call through names."""
_MOST_FOLLOWED_IN_FILE = 20_000
"""The same in one file; the most in 4,289 files of packages is 113. What a call is given itself is always looked at."""
_OPEN_TYPES = frozenset(
    "bool int float complex Decimal datetime date timedelta time UUID uuid Enum StrEnum IntEnum type Type "
    "Callable".split()
)
_TEXT_TYPES = frozenset(
    "str bytes bytearray dict list tuple set Dict List Tuple Set Mapping MutableMapping Sequence Iterable Any Optional "
    "Union None Annotated Final ClassVar Literal AnyStr object Text JSON Depends Header Security Query Form Body "
    "Cookie HTTPAuthorizationCredentials HTTPBasicCredentials SimpleCookie CookieJar TypedDict Json Mapped".split()
)
"""Types whose text is their content."""
_MASKS = frozenset(
    "mask masked hash hashed redact redacted hexdigest digest sha1 sha256 sha512 md5 obfuscate obscure censor scrub "
    "sanitize anonymize anonymise hide len bool int type fingerprint pseudonymize encrypt isinstance any all id "
    "compare".split()
)
_GIVERS = frozenset("get fetch load read generate create make build new issue retrieve find sign encode".split())
"""First words of functions that give the value: under the key of a secret it is one."""
_GETTERS = frozenset("get pop getlist get_list getfirst setdefault get_header getenv getattr header str text".split())
_ENV_READERS = frozenset("os.getenv os.environ.get decouple.config environ.get getenv config env".split())
_TEXT_METHODS = frozenset(
    "strip lstrip rstrip decode encode split rsplit startswith endswith lower upper replace format join get items keys "
    "values pop copy update get_secret_value hex setdefault partition rpartition removeprefix isdigit isalnum count "
    "find index append extend add remove clear zfill title splitlines data".split()
)
"""What is asked of texts, mappings and lists: a name that is asked something else is an object with its own text."""
_KINDS = frozenset(
    "type types kind method methods enum mode field fields name names scope scopes permission permissions event events "
    "header headers status code codes error errors message messages constants choices grant action actions reason "
    "category purpose flow feature features role".split()
)
"""Last words of classes and modules whose members are words and no secrets: ``GrantType.PASSWORD``."""
_FAULTS = frozenset("invalid wrong bad expired incorrect unknown unauthorized".split())
_TEXTS = (ast.JoinedStr, ast.BinOp, ast.IfExp, ast.BoolOp)
_NUMBERED = (["checkout"], ["transaction"], ["item"], ["cart"], ["basket"])
"""Objects of shops whose ``token`` is their number."""
_ELSEWHERE = frozenset(("dev", "development", "local", "localhost", "testing"))
"""Words of a test that is true on a developer's machine: ``if settings.is_development():``."""
_SESSION = frozenset("session sessionid sid auth remember token jwt".split())
_SOURCES = {
    "getpass.getpass": "what getpass() reads",
    "jwt.encode": "the token of jwt.encode()",
    "jose.jwt.encode": "the token of jwt.encode()",
    "keyring.get_password": "what keyring.get_password() gives",
    "aws_lambda_powertools.utilities.parameters.get_secret": "what get_secret() gives",
}
_SOURCE_METHODS = frozenset(
    "get_secret_value batch_get_secret_value assume_role assume_role_with_web_identity get_session_token "
    "get_federation_token create_access_key get_authorization_token".split()
)
"""Methods of AWS's clients that answer with a secret in it."""
_TOKEN_MODULES = frozenset(
    "tokenize token sqlparse spacy nltk tiktoken transformers lark ply pygments shlex sly pyparsing antlr4 jieba "
    "sentencepiece tokenizers parso lib2to3 markdown_it mistune django.template.base pyparsing cssselect".split()
)
_CUTS = frozenset("split rsplit findall finditer tokenize word_tokenize splitlines".split())
"""Functions that cut a text into words, which are called tokens too."""
_TOKEN_PLACES = frozenset("lexer lexers tokenizer tokenizers grammar lexing parsing nlp acme dns".split())
"""Words of the paths of files about tokens that are no secrets: of languages, and of ACME, which DNS publishes."""


class Hit:
    """A sensitive value: what it is ("secret", "headers", …), and how it is written."""

    __slots__ = ("kind", "shown")

    def __init__(self, kind: str, shown: str) -> None:
        self.kind = kind
        self.shown = shown


class Sensitive:
    """The sensitive values of one file."""

    def __init__(
        self, source: Source, also: frozenset[str] = frozenset(), public: frozenset[str] = frozenset()
    ) -> None:
        self._source = source
        self._tree = source.tree
        self._names = source.names
        self.seen = Seen(source.tree, source.names)
        self._also = [words(name) for name in also]
        self._public = [words(name) for name in public]
        self._reads_tokens: bool | None = None
        self._fields: dict[str, list[set[str]]] | None = None
        self._asked: dict[ast.AST, set[str]] | None = None
        self._cleared: dict[tuple[str, ast.AST], bool] = {}
        """By a name and the place that first binds it, whether it is no secret anywhere."""
        self._arguments: dict[Function, str] = {}
        """By function, its first argument that is a secret, or ""."""
        self._left = _MOST_FOLLOWED_IN_FILE
        self._blocks: dict[ast.stmt, tuple[int, int]] | None = None
        self._stores: dict[tuple[ast.AST, str], list[tuple[int, str, ast.expr | None]]] | None = None

    # --- what of a call is sensitive --------------------------------------------------------------------

    def hits(self, parts: list[Part], call: ast.AST) -> list[Hit]:
        """Return the sensitive values that get into what a call writes, each once."""
        place = _Place(self, call)
        found: dict[tuple[str, str], Hit] = {}
        stack = parts[::-1]
        followed: set[ast.expr] = set()
        while stack:
            part = stack.pop()
            if part.via is not None and _is_large(part.expression):
                continue
            inner = None if self._is_known_call(part.expression) else reaching.below(part, self._names)
            if inner is not None:
                if part.via is not None:
                    inner = inner[: max(min(_MOST_FOLLOWED - len(followed), self._left), 0)]
                    followed |= {each.expression for each in inner}
                    self._left -= len(inner)
                stack += reversed(inner)
                continue
            hit = self._hit(part, place)
            if hit is not None:
                if place.is_elsewhere:
                    return []
                known = (hit.kind, hit.shown)
                if part.via is not None and part.via.id != hit.shown:
                    hit.shown += f" (in {part.via.id})"
                found.setdefault(known, hit)
                continue
            for each in self._follow(part, place) if self._left > 0 else ():
                if len(followed) < _MOST_FOLLOWED and each.expression not in followed:
                    followed.add(each.expression)
                    self._left -= 1
                    stack.append(each)
        return list(found.values())

    def _is_known_call(self, each: ast.expr) -> bool:
        """Return whether a call gives a secret or a whole request, whatever it is given."""
        return isinstance(each, ast.Call) and bool(self._source_of(each) or self.seen.whole(each))

    def _hit(self, part: Part, place: _Place) -> Hit | None:
        each = part.expression
        written = reaching.spelled(each)
        if written and (written in part.falsy or written in place.falsy):
            return None
        whole = "" if part.keys else self.seen.whole(each) or place.of_loop(each)
        if whole:
            return Hit(whole, _written(each) or "it")
        shown = self._source_of(each)
        if shown:
            return Hit("secret", shown)
        name, shown = self._named(each)
        if part.keys and words(name)[-1:] in (["credentials"], ["creds"]):
            return None  # a mapping, of which the keys alone are written
        if name and self.is_secret(name, each):
            return None if self._is_cleared(each, place) else Hit("secret", shown or name)
        if part.key and self.is_secret(part.key) and not self._is_harmless(each, name, place):
            return Hit("secret", part.key if _is_showable(part.key) else "a secret")
        return None

    def is_secret(self, name: str, each: ast.expr | None = None) -> bool:
        """Return whether a name is one of a secret, with what the team says of names."""
        found = words(name)
        if any(found[-len(public) :] == public for public in self._public if public):
            return False
        if any(found[-len(also) :] == also for also in self._also if also):
            return True
        if not is_secret(name) or (found[0] in _FAULTS and name.isupper()):
            return False
        if found[-1] == "token" and self._is_about_tokens() and (len(found) == 1 or not is_secret(found[-2])):
            return len(found) > 1 and found[-2] in ("access", "refresh", "auth", "bearer", "api", "secret")
        return not (isinstance(each, ast.Attribute) and self._is_member(each))

    def _is_harmless(self, each: ast.expr, name: str, place: _Place) -> bool:
        """Return whether a value under the key of a secret is none by itself."""
        if name:
            return is_plain(name) or self._is_cleared(each, place)
        if isinstance(each, ast.Call):
            called = words(last(self._names.called(each)) or getattr(each.func, "attr", ""))
            return not called or called[0] not in _GIVERS or not _MASKS.isdisjoint(called)
        return True

    # --- names ------------------------------------------------------------------------------------------

    def _named(self, each: ast.expr) -> tuple[str, str]:
        """Return the last name of an expression, and how it is shown; "" for one without a name."""
        if isinstance(each, ast.Name):
            return each.id, each.id
        if isinstance(each, ast.Attribute):
            return self._joined(each.value, each.attr), dotted(each) or each.attr
        if isinstance(each, ast.Subscript):
            return self._key(each.value, each.slice, "{}[{}]")
        if isinstance(each, ast.Call):
            function = each.func
            if self._names.called(each) in _ENV_READERS and each.args:
                return self._key(None, each.args[0], f"{dotted(function)}({{1}})")
            if isinstance(function, ast.Attribute) and function.attr in _GETTERS and each.args:
                return self._key(function.value, each.args[0], f"{{}}.{function.attr}({{}})")
            if isinstance(function, ast.Name) and function.id == "getattr" and len(each.args) > 1:
                return self._key(each.args[0], each.args[1], "getattr({}, {})")
        return "", ""

    def _key(self, outer: ast.expr | None, key: ast.expr, form: str) -> tuple[str, str]:
        """Return the name of a member by its key, a constant or the name of one; and how it is shown."""
        text = self._names.text(key)
        if text is None:
            constant = last(dotted(key))
            if constant.isupper() and is_secret(constant):
                return constant, constant
            while isinstance(outer, ast.Subscript):
                outer = outer.value
            return self._named(outer) if isinstance(outer, ast.Name | ast.Attribute) else ("", "")
        of = dotted(outer) if outer is not None else ""
        quoted = f'"{text}"' if _is_showable(text) else "…"
        shown = form.format(of, quoted) if of or outer is None else f"the member {quoted}"
        if outer is not None and self._is_secret_whole(outer):
            from backend_standards.secrets.variable_names import is_secret_name

            if is_secret_name(text):
                return "password", shown
        return (self._joined(outer, text) if outer is not None else text), shown

    def _joined(self, outer: ast.expr, name: str) -> str:
        """Return the name of a member; with that of what it is of if that says what it is: ``token.value``."""
        of = last(dotted(outer))
        if isinstance(outer, ast.Call) or not of:
            of = self._named(outer)[0] if isinstance(outer, ast.Subscript) else ""
        if name == "token" and (words(of)[-1:] in _NUMBERED or not is_secret(f"{of}_token")):
            return f"{of}_id"
        if of and name.lower() in (
            "value",
            "raw",
            "plaintext",
            "plain",
            "text",
            "credentials",
            "secret_value",
            "string",
        ):
            return f"{of}_{name}"
        if words(of)[-1:] in (["cookies"], ["cookie"]) and not _SESSION.isdisjoint(words(name)):
            return "cookie"
        return "secret" if name == "Plaintext" else name

    def _source_of(self, each: ast.expr) -> str:
        """Return what a call gives that is always a secret, for a message; "" for any other expression."""
        if isinstance(each, ast.Subscript) and isinstance(each.value, ast.Subscript):
            keys = (self._names.text(each.value.slice), self._names.text(each.slice))
            if keys == ("Parameter", "Value") and self._is_decrypted(self._names.value(each.value.value)):
                return "a decrypted parameter"
        if not isinstance(each, ast.Call):
            return ""
        if isinstance(each.func, ast.Name) and each.func.id in ("locals", "vars") and not each.args:
            return self._secret_argument(each)
        method = each.func.attr if isinstance(each.func, ast.Attribute) else ""
        if method == "get_secret_value" and not each.keywords and not each.args:
            inner = each.func.value if isinstance(each.func, ast.Attribute) else each
            return f"{dotted(inner) or 'a secret'}.get_secret_value()"
        if method in _SOURCE_METHODS:
            return f"the answer of {method}()"
        if self._is_decrypted(each):
            return "a decrypted parameter"
        return _SOURCES.get(self._names.called(each), "")

    def _secret_argument(self, call: ast.Call) -> str:
        """Return the first argument of the function around ``locals()`` that is a secret, for a message."""
        function = self._tree.function(call)
        if function is None:
            return ""
        if function not in self._arguments:
            given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs][:_MOST_FOLLOWED]
            secret = (
                each.arg for each in given if self.is_secret(each.arg) and not _is_open(annotated(each.annotation))
            )
            self._arguments[function] = next(secret, "")
        name = self._arguments[function]
        return f"{name} (in {dotted(call.func)}())" if name else ""

    def _is_decrypted(self, each: ast.expr) -> bool:
        if not isinstance(each, ast.Call):
            return False
        name = each.func.attr if isinstance(each.func, ast.Attribute) else last(self._names.called(each))
        return name in ("get_parameter", "get_parameters", "get_parameters_by_path") and any(
            keyword.arg in ("WithDecryption", "decrypt")
            and isinstance(keyword.value, ast.Constant)
            and keyword.value.value is True
            for keyword in each.keywords
        )

    def _is_secret_whole(self, each: ast.expr) -> bool:
        """Return whether a mapping was read from a secret: ``json.loads(answer["SecretString"])``."""
        value = self._names.value(each)
        for _ in range(3):  # json.loads(answer["SecretString"].decode())
            if isinstance(value, ast.Call) and value.args and last(self._names.called(value)) in ("loads", "safe_load"):
                value = self._names.value(value.args[0])
            elif isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and not value.args:
                value = value.func.value
        if isinstance(value, ast.Subscript):
            return self._names.text(value.slice) in ("SecretString", "SecretBinary")
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "get":
            return bool(value.args) and self._names.text(value.args[0]) == "SecretString"
        return False

    # --- what clears a name -----------------------------------------------------------------------------

    def _is_cleared(self, each: ast.expr, place: _Place) -> bool:
        """Return whether the file says that a value with the name of a secret is none, or hides it."""
        if isinstance(each, ast.Attribute):
            kinds = self._annotations().get(each.attr)
            return bool(kinds) and all(_is_open(kind) for kind in kinds or ())
        if not isinstance(each, ast.Name):
            return False
        bindings = self._names.bindings(each)
        if not bindings:
            return False
        key = each.id, bindings[0].node
        if key not in self._cleared:
            self._cleared[key] = self._is_bound_openly(bindings)
        if self._cleared[key]:
            return True
        values = place.values(each)
        return bool(values) and all(self._is_clean(value, each.id) for value in values)

    def _is_bound_openly(self, bindings: list[Binding]) -> bool:
        """Return whether all that binds a name, or how it is used, says that it is no secret wherever it stands."""
        if all(map(self._is_other, bindings)) or any(_is_open(kind) for kind in map(_kind, bindings) if kind):
            return True
        return self._is_object(bindings)

    def _is_other(self, binding: Binding) -> bool:
        """Return whether a name is a function, a class, a module, or a member of something without secrets."""
        node = binding.node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Import | ast.ExceptHandler):
            return True
        outer = self._tree.parent(node) if isinstance(node, ast.Name) else None
        while isinstance(outer, ast.Tuple | ast.List | ast.Starred):
            outer = self._tree.parent(outer)
        if isinstance(outer, ast.For | ast.AsyncFor | ast.comprehension):
            return not self._holds_secrets(outer.iter)
        return False

    def _holds_secrets(self, each: ast.expr) -> bool:
        """Return whether what a loop goes through holds secrets by its name."""
        for _ in range(3):  # enumerate(secrets.items())
            if not isinstance(each, ast.Call):
                break
            if isinstance(each.func, ast.Attribute) and each.func.attr in ("items", "values", "copy"):
                each = each.func.value
            elif each.args and last(dotted(each.func)) in ("enumerate", "list", "sorted", "zip", "reversed", "set"):
                each = each.args[0]
            else:
                return False
        name = self._named(each)[0]
        return bool(name) and self.is_secret(name, each)

    def _is_clean(self, value: ast.expr, name: str) -> bool:
        """Return whether a value that a name is set to holds no secret: a word, a question, a mask, an open member."""
        if isinstance(value, ast.Constant):
            return not isinstance(value.value, str | bytes) or _is_word(str(value.value))
        if isinstance(value, ast.Compare) or (isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.Not)):
            return True
        key = self._named(value)[0] if isinstance(value, ast.Subscript | ast.Call) else ""
        if key:
            return not is_secret(key) and (is_plain(key) or words(key)[-1:] == ["token"])
        if isinstance(value, ast.Call):
            return self._is_masked(value, name)
        return isinstance(value, _TEXTS) and self._is_derived(value, name)

    def _is_masked(self, call: ast.Call, name: str) -> bool:
        """Return whether the result of a call is no secret: of a mask or a class, or a key that is put together."""
        called = last(self._names.called(call)) or getattr(call.func, "attr", "")
        if called in HIDING or not _MASKS.isdisjoint(words(called)):
            return True
        if called == "format":
            return self._is_derived(call, name)
        return called[:1].isupper() and not called.isupper() and called not in _TEXT_TYPES

    def _is_derived(self, value: ast.expr, name: str) -> bool:
        """Return whether a value is made of a secret, and nothing of that is left: ``token[:4] + "…"``.

        A key that is made of other names is one of a mapping: ``session_key = f"{region}_{account}"``.
        """
        mentions = any(
            self.is_secret(each.id if isinstance(each, ast.Name) else each.attr)
            for each in islice(everything([value]), _MOST_FOLLOWED)
            if isinstance(each, ast.Name | ast.Attribute)
        )
        parts = self._reaching(value)
        if not mentions:
            return not parts or words(name)[-1:] == ["key"]
        return not any(self.is_secret(named) for named in (self._named(part)[0] for part in parts) if named)

    def _reaching(self, value: ast.expr) -> list[ast.expr]:
        found: list[ast.expr] = []
        stack = [Part(value)]
        while stack and len(found) < _MOST_FOLLOWED:
            part = stack.pop()
            inner = reaching.below(part, self._names)
            if inner is None:
                found.append(part.expression)
            else:
                stack += inner
        return found

    def _is_object(self, bindings: list[Binding]) -> bool:
        """Return whether what is bound is used as an object, whose text is its own: ``token.expires_at``."""
        if any(_kind(binding) & _TEXT_TYPES for binding in bindings):
            return False
        asked = self._attributes().get(bindings[0].node, set())
        return bool(asked - _TEXT_METHODS) or "get_secret_value" in asked

    def _is_member(self, each: ast.Attribute) -> bool:
        """Return whether an attribute is a word of an enumeration or a list of messages: ``GrantType.PASSWORD``."""
        outer = dotted(each.value)
        if not outer:
            return False
        kind = words(last(outer))[-1:]
        if kind and kind[0] in _KINDS and (each.attr.isupper() or last(outer)[:1].isupper()):
            return True
        if isinstance(each.value, ast.Name):
            for binding in self._names.bindings(each.value):
                if isinstance(binding.node, ast.ClassDef):
                    return any(
                        "Enum" in base or "Choices" in base for base in map(self._names.qualified, binding.node.bases)
                    )
        return False

    def _is_about_tokens(self) -> bool:
        """Return whether a file is about tokens that are no secrets, such as those of a language."""
        if self._reads_tokens is None:
            self._reads_tokens = self._has_open_tokens()
        return self._reads_tokens

    def _has_open_tokens(self) -> bool:
        """Return what the path of a file, its imports and its loops say about its tokens."""
        if not _TOKEN_PLACES.isdisjoint(words(self._source.path.removesuffix(".py"))):
            return True
        if b"ClientRequestToken" in self._source.data:  # of a secret's rotation: the id of its version
            return True
        loops: list[ast.For | ast.comprehension] = [*self._tree.of(ast.For), *self._tree.of(ast.comprehension)]
        for loop in loops:
            is_word = isinstance(loop.target, ast.Name) and loop.target.id == "token"
            if (
                is_word
                and isinstance(loop.iter, ast.Call)
                and (last(dotted(loop.iter.func)) or _method(loop.iter)) in _CUTS
            ):
                return True
        for node in self._tree.of(ast.ImportFrom):
            if node.module and (node.module.partition(".")[0] in _TOKEN_MODULES or node.module in _TOKEN_MODULES):
                return True
        return any(
            alias.name.partition(".")[0] in _TOKEN_MODULES for each in self._tree.of(ast.Import) for alias in each.names
        )

    # --- names that stand for something -----------------------------------------------------------------

    def _follow(self, part: Part, place: _Place) -> list[Part]:
        each = part.expression
        if not isinstance(each, ast.Name):
            return []
        via = part.via or each
        found = [Part(value, part.key, part.falsy, via, keys=part.keys) for value in place.values(each)]
        stores = self._stored().get((self._names.scope(each), each.id), [])
        masked = {key: stored for line, key, stored in stores if line <= place.line}
        result: list[Part] = []
        for inner in found:
            if isinstance(inner.expression, ast.Dict) and masked and not _is_large(inner.expression):
                result += [member for member in reaching.below(inner, self._names) or [] if member.key not in masked]
            else:
                result.append(inner)
        result += [Part(stored, key, part.falsy, via) for key, stored in masked.items() if stored is not None]
        return result

    # --- facts of the file, gathered when they are first asked for --------------------------------------

    def _annotations(self) -> dict[str, list[set[str]]]:
        """Return by the name of a field the classes that it is annotated with."""
        if self._fields is None:
            self._fields = {}
            for node in self._tree.of(ast.AnnAssign):
                target = node.target
                name = (
                    target.id
                    if isinstance(target, ast.Name)
                    else target.attr
                    if isinstance(target, ast.Attribute)
                    else ""
                )
                if isinstance(target, ast.Attribute) or isinstance(self._tree.parent(node), ast.ClassDef):
                    self._fields.setdefault(name, []).append(annotated(node.annotation))
        return self._fields

    def _attributes(self) -> dict[ast.AST, set[str]]:
        """Return by the place that first binds a name which attributes the name is asked for."""
        if self._asked is None:
            self._asked = {}
            for node in self._tree.of(ast.Attribute):
                bindings = self._names.bindings(node.value) if isinstance(node.value, ast.Name) else []
                if bindings:
                    self._asked.setdefault(bindings[0].node, set()).add(node.attr)
        return self._asked

    def _stored(self) -> dict[tuple[ast.AST, str], list[tuple[int, str, ast.expr | None]]]:
        """Return by scope and name the members that are set (with the value) or deleted (None)."""
        if self._stores is None:
            self._stores = {}
            for node in self._tree.of(ast.Subscript):
                if isinstance(node.value, ast.Name) and not isinstance(node.ctx, ast.Load):
                    outer = self._tree.parent(node)
                    value = outer.value if isinstance(outer, ast.Assign) else None
                    self._store(node.value, node.slice, value)
            for call in self._tree.of(ast.Call):
                function = call.func
                if not isinstance(function, ast.Attribute) or function.attr != "pop" or not call.args:
                    continue
                if isinstance(function.value, ast.Name):
                    self._store(function.value, call.args[0], None)
        return self._stores

    def _store(self, name: ast.Name, key: ast.expr, value: ast.expr | None) -> None:
        text = self._names.text(key)
        if text is not None and self._stores is not None:
            found = self._stores.setdefault((self._names.scope(name), name.id), [])
            if len(found) < _MOST_FOLLOWED:
                found.append((name.lineno, text, value))

    def blocks(self) -> dict[ast.stmt, tuple[int, int]]:
        """Return by statement the block in which it is, and its place there."""
        if self._blocks is None:
            self._blocks = {}
            for node in everything([self._tree.module]):
                for value in node.__dict__.values():
                    if value.__class__ is list and value and isinstance(value[0], ast.stmt):
                        for number, statement in enumerate(value):
                            self._blocks[statement] = (id(value), number)
        return self._blocks


class _Place:
    """Where a call is: what is None or empty there, and what names were last set to before it."""

    def __init__(self, sensitive: Sensitive, call: ast.AST) -> None:
        self._sensitive = sensitive
        self._tree = sensitive._source.tree
        self._names = sensitive._source.names
        self.line = getattr(call, "lineno", 0)
        self._call = call
        self._empty: frozenset[str] | None = None
        self._is_elsewhere: bool | None = None
        self._around: dict[int, int] | None = None

    @property
    def falsy(self) -> frozenset[str]:
        """The names that are None or empty where the call is, as the ``if`` around it says."""
        if self._empty is None:
            found: set[str] = set()
            inner = self._call
            for outer in self._tree.around(inner):
                if isinstance(outer, ast.If | ast.While) and inner is not outer.test:
                    found |= reaching.empty(outer.test, is_true=not self._is_else(inner, outer))
                inner = outer
            self._empty = frozenset(found)
        return self._empty

    @property
    def is_elsewhere(self) -> bool:
        """Whether the call runs on a developer's machine alone, as the ``if`` around it says."""
        if self._is_elsewhere is None:
            self._is_elsewhere = False
            inner = self._call
            for outer in self._tree.around(inner):
                if isinstance(outer, ast.If) and inner is not outer.test and not self._is_else(inner, outer):
                    test = outer.test.func if isinstance(outer.test, ast.Call) else outer.test
                    if not _ELSEWHERE.isdisjoint(words(last(dotted(test)))):
                        self._is_elsewhere = True
                inner = outer
        return self._is_elsewhere

    def _is_else(self, inner: ast.AST, outer: ast.If | ast.While) -> bool:
        """Return whether a statement is in the other branch: one that runs if the test is false."""
        block = self._sensitive.blocks().get(inner) if isinstance(inner, ast.stmt) else None
        return block is not None and block[0] == id(outer.orelse)

    def values(self, name: ast.Name) -> list[ast.expr]:
        """Return what a name may have been set to where the call is: from the last place that certainly set it."""
        bindings = self._names.bindings(name)
        if len(bindings) == 1:
            return [bindings[0].value] if bindings[0].value is not None else []
        if len(bindings) > _MOST_BINDINGS:
            return []
        found: list[ast.expr] = []
        for binding in bindings:
            if getattr(binding.node, "lineno", 0) > self.line:
                continue
            value = binding.value
            outer = self._tree.parent(binding.node)
            if value is None and isinstance(outer, ast.AugAssign) and outer.target is binding.node:
                found.append(outer.value)
                continue
            if value is None:
                continue
            if self._is_before(self._tree.statement(binding.node)):
                found = []
            found.append(value)
        return found

    def _is_before(self, statement: ast.stmt | None) -> bool:
        """Return whether a statement always runs before the call: it is above it in one of the blocks around it."""
        blocks = self._sensitive.blocks()
        if self._around is None:
            around = [each for each in self._tree.around(self._call) if isinstance(each, ast.stmt)]
            self._around = {blocks[each][0]: blocks[each][1] for each in around if each in blocks}
        block, number = blocks.get(statement, (0, 0)) if statement is not None else (0, 0)
        return block in self._around and number < self._around[block]

    def of_loop(self, each: ast.expr) -> str:
        """Return what a loop goes through whose value a name is: ``for name, value in request.headers.items()``."""
        if not isinstance(each, ast.Name):
            return ""
        bindings = self._names.bindings(each)
        if len(bindings) != 1 or bindings[0].value is not None:
            return ""
        outer = self._tree.parent(bindings[0].node)
        is_second = isinstance(outer, ast.Tuple) and outer.elts[-1] is bindings[0].node
        loop = self._tree.parent(outer) if is_second and outer is not None else outer
        if not isinstance(loop, ast.For | ast.comprehension) or not isinstance(loop.iter, ast.Call):
            return ""
        function = loop.iter.func
        if not isinstance(function, ast.Attribute) or function.attr != ("items" if is_second else "values"):
            return ""
        if (isinstance(loop, ast.comprehension) and loop.ifs) or self._is_chosen(loop):
            return ""
        value = self._names.value(function.value)
        return self._sensitive.seen.whole(value)

    def _is_chosen(self, loop: ast.AST) -> bool:
        """Return whether an ``if`` in a loop decides whether the call runs."""
        for outer in self._tree.around(self._call):
            if outer is loop:
                return False
            if isinstance(outer, ast.If):
                return True
        return False


def _is_showable(key: str) -> bool:
    """Return whether a key may stand in a message: words of letters, with numbers at the end alone."""
    plain = key.rstrip("0123456789").replace("_", "").replace("-", "").replace(".", "")
    return len(key) <= _LONGEST_KEY and plain.isalpha() and plain.isascii()


def _is_large(each: ast.expr) -> bool:
    """Return whether an expression has too many parts to look at each time that its name is used."""
    parts = getattr(each, "values", None) or getattr(each, "elts", None) or getattr(each, "args", None)
    return isinstance(parts, list) and len(parts) > _MOST_FOLLOWED


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _kind(binding: Binding) -> set[str]:
    node = binding.node
    if isinstance(node, ast.arg):
        return annotated(node.annotation)
    return set()


def _is_open(kind: set[str]) -> bool:
    """Return whether an annotation says that the text of a value is no secret: a flag, SecretStr, an object."""
    plain = kind - {"None", "Optional", "Union", "Annotated", "Final", "ClassVar"}
    if not plain:
        return False
    return bool(plain & HIDING) or plain <= _OPEN_TYPES or not plain & _TEXT_TYPES


def _is_word(text: str) -> bool:
    """Return whether a constant is a word for a secret and not one: a header's or a field's name, asterisks."""
    is_plain_text = text.replace("-", "").replace("_", "").isalpha()
    return (
        not any(each.isalnum() for each in text)
        or " " in text
        or (is_plain_text and (is_secret(text) or is_plain(text)))
    )


def _written(each: ast.expr) -> str:
    """Return a short form of an expression without the texts in it."""
    if isinstance(each, ast.Call):
        name = dotted(each.func)
        key = each.args[0].value if each.args and isinstance(each.args[0], ast.Constant) else ""
        shown = f'"{key}"' if isinstance(key, str) and _is_showable(key) and name.endswith("get") else ""
        return f"{name}({shown})" if name else ""
    if isinstance(each, ast.Subscript) and isinstance(each.slice, ast.Constant):
        return f'{dotted(each.value)}["{each.slice.value!s}"]'  # "headers" and the like: the key was compared
    return dotted(each)
