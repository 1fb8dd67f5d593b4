"""The images that a document of YAML, JSON or Terraform names, with what is known about their tags."""

from __future__ import annotations

from backend_standards.dependencies import image_references
from backend_standards.dependencies.image_references import UNKNOWN, Reference
from backend_standards.readers import ci_files, json_marks
from backend_standards.readers.hcl import CONDITIONAL
from backend_standards.readers.marked import Block, Call, Expression, Items, Node, Pairs, Text, Unreadable, everything

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

COMPOSE, VALUES, DEPLOYMENT, TERRAFORM = "compose", "values", "deployment", "terraform"
_COMPOSE = ("compose", "docker-compose", "docker-stack")
_IMAGES = frozenset("image imageuri imageidentifier containerimage containeruri dockerimage".split())
"""Keys, without their signs, whose values are references."""
_CERTAIN = frozenset(
    "containers initcontainers ephemeralcontainers containerdefinitions containerproperties services".split()
)
"""Keys, without their signs, in whose values an image without a tag is one with the tag latest."""
_PULLED = ("imageuri", "imageidentifier")
_SKIPPED = frozenset("machine pool vmimage description metadata labels tags outputs".split())
"""Keys, without their signs, whose images are of machines, or that hold no images."""
_GIVEN = frozenset("variables environmentvariables env matrix strategy with inputs parameters".split())
"""Keys, without their signs, of values that have any names: variables, and what a step is given."""
_NAMES = ("name", "location", "repository", "image", "uri")
_RESOURCES = ("aws_", "awscc_", "kubernetes_", "docker_", "helm_", "kubectl_", "template_")
_TAGS = ("tag", "newTag", "imageTag", "image_tag", "version")
_DEEPEST = 2
"""Texts of JSON within each other."""
_BLOCKS = frozenset(("|", ">", "<<"))
_TWO = 2
_LARGEST_CONTAINER = 200_000
"""Characters of a list of containers in JSON: a larger file with the same words holds something else."""
_LONGEST_NAME = 60
_UNKNOWN_TAGS = ("!Ref", "!GetAtt", "!ImportValue", "!FindInMap", "!If", "!Select")


class Hit:
    """An image that moves, and its place."""

    __slots__ = ("column", "has_comments", "line", "reference")

    def __init__(self, reference: Reference, line: int, column: int, *, has_comments: bool) -> None:
        self.reference = reference
        self.line = line
        self.column = column
        self.has_comments = has_comments


class Place:
    """What is around a value: the nearest key, whether a name needs a tag there, and the quoted text that it is in."""

    __slots__ = ("depth", "has_comments", "key", "line", "needs_tag")

    def __init__(self, key: str = "", *, needs_tag: bool = False, line: int = 0, depth: int = 0) -> None:
        self.key = key
        self.needs_tag = needs_tag
        self.line = line
        self.depth = depth
        self.has_comments = not depth

    def under(self, key: str) -> Place:
        """Return the place of a value under a key."""
        plain = _plain(key)
        return Place(plain, needs_tag=plain in _CERTAIN, line=self.line, depth=self.depth)

    def with_tag(self, *, needs_tag: bool) -> Place:
        """Return the same place, where a name needs a tag or not."""
        return Place(self.key, needs_tag=needs_tag, line=self.line, depth=self.depth)

    def hit(self, reference: Reference, node: Node) -> Hit:
        """Return what is to say of a value that is here."""
        line, column = (self.line, 0) if self.line else (node.line, node.column)
        return Hit(reference, line, column, has_comments=self.has_comments)


def family(path: str, text: str) -> str:
    """Return what a file is: one of Compose, of a CI system, of Helm, of a deployment; "" for any other file."""
    folder, _, name = path.lower().rpartition("/")
    if name.endswith((".tf", ".tofu", ".hcl", ".tfvars")):
        return TERRAFORM
    system = ci_files.kind(path) or (ci_files.GITLAB if ".gitlab-ci." in name else "")
    if system:
        return system
    if name in ("action.yml", "action.yaml"):
        return ci_files.GITHUB
    if name.startswith(_COMPOSE) or (name.endswith((".yml", ".yaml")) and "compose" in name):
        return COMPOSE
    if name.startswith("values") or name.endswith(("values.yaml", "values.yml")):
        return VALUES
    if name == "devcontainer.json":
        return DEPLOYMENT
    if (name.startswith("manifest.") and "copilot" in folder) or name.startswith(("kustomization.", "apprunner.")):
        return DEPLOYMENT
    is_kubernetes = "apiVersion" in text and "kind" in text
    is_cloudformation = "Resources" in text and "AWS::" in text
    is_container = len(text) <= _LARGEST_CONTAINER and '"image"' in text and '"environment"' in text
    is_task = "ontainerDefinitions" in text or is_container
    return DEPLOYMENT if is_kubernetes or is_cloudformation or is_task else ""


def judge(root: Node, kind: str) -> Iterator[Hit]:
    """Yield the images of a document that move."""
    if kind == COMPOSE:
        yield from _of_compose(root)
        return
    if kind == ci_files.GITHUB:
        yield from _of_github(root)
        return
    is_ci = kind not in (VALUES, DEPLOYMENT, TERRAFORM)
    stack: list[tuple[Node, Place]] = [(root, Place(needs_tag=is_ci))]
    visited: set[int] = set()
    """The nodes that were judged: an alias of YAML is one of them again."""
    while stack:
        node, around = stack.pop()
        if id(node) in visited or (isinstance(node, Call) and node.name == CONDITIONAL):
            continue
        visited.add(id(node))
        if isinstance(node, Pairs):
            if _is_built(node.get("Metadata")):
                continue
            yield from _of_mapping(node, around, kind, is_ci=is_ci)
            for key, value in node.pairs[::-1]:
                name = key.text if isinstance(key, Text) else ""
                if not _is_skipped(name, value, kind):
                    below = around.under(name)
                    below.needs_tag = below.needs_tag or is_ci
                    stack.append((value, below))
        elif isinstance(node, Items | Call | Expression):
            if isinstance(node, Items) and kind == ci_files.GITLAB and around.key == "services":
                yield from _of_list(node, around)
            stack += [(each, around) for each in node.below()][::-1]
        elif isinstance(node, Text):
            stack += _inner(node, around)


def _is_built(metadata: Node | None) -> bool:
    """Return whether the metadata of a SAM function say how its image is built, and pushed under a name of its own."""
    return isinstance(metadata, Pairs) and metadata.get("Dockerfile", "DockerContext", "DockerTag") is not None


def _is_skipped(name: str, value: Node, kind: str) -> bool:
    """Return whether the images in a value are of machines, or no images."""
    if isinstance(value, Block) and value.type in ("resource", "data"):
        return not (value.labels and value.labels[0].startswith(_RESOURCES))
    plain = _plain(name)
    if plain in _GIVEN:
        return not (plain == "parameters" and kind == DEPLOYMENT)
    return plain in _SKIPPED and not (kind == TERRAFORM and isinstance(value, Block))


def _inner(node: Text, around: Place) -> list[tuple[Node, Place]]:
    """Return the JSON that a text holds, such as a heredoc, with its place."""
    if around.depth == _DEEPEST:
        return []
    try:
        root = json_marks.inside(node)
    except Unreadable:
        return []
    line = around.line or (0 if node.style in _BLOCKS else node.line)
    return [(root, Place(around.key, needs_tag=around.needs_tag, line=line, depth=around.depth + 1))] if root else []


def _of_compose(root: Node) -> Iterator[Hit]:
    """Yield the images of the services, without those that the file builds itself."""
    services = root.get("services") if isinstance(root, Pairs) else None
    if not isinstance(services, Pairs):
        return
    images: dict[int, tuple[Node, str]] = {}
    built: set[str] = set()
    for _, service in services.names():
        image = service.get("image") if isinstance(service, Pairs) else None
        text = _text(image) if image else None
        if image is None or text is None or not isinstance(service, Pairs):
            continue
        if service.get("build"):
            built.add(text)
        images[id(image)] = image, text
    for image, text in images.values():
        if text not in built:
            yield from _of_reference(image, text, Place(needs_tag=True))


def _of_github(root: Node) -> Iterator[Hit]:
    """Yield the images of jobs, of their services, and of steps and actions that run one."""
    place = Place(needs_tag=True)
    for node in everything([root]):
        used = node.get("uses", "image") if isinstance(node, Pairs) else None
        if isinstance(used, Text) and used.text.startswith("docker://"):
            yield from _of_reference(used, used.text, place)
    jobs = root.get("jobs") if isinstance(root, Pairs) else None
    for _, job in jobs.names() if isinstance(jobs, Pairs) else ():
        if isinstance(job, Pairs):
            services = job.get("services")
            given = services.below() if isinstance(services, Pairs) else ()
            for each in (job.get("container"), *given):
                image = each.get("image") if isinstance(each, Pairs) else each
                if isinstance(image, Text):
                    yield from _of_reference(image, image.text, place)


def _of_mapping(node: Pairs, around: Place, kind: str, *, is_ci: bool) -> Iterator[Hit]:
    if isinstance(node, Block) and node.type == "variable" and node.labels:
        yield from _of_default(node.labels[0], node, around)
    for key, value in node.pairs:
        name = key.text if isinstance(key, Text) else ""
        plain = _plain(name)
        is_docker = isinstance(node, Block) and node.labels[:1] in (["docker_image"], ["docker_registry_image"])
        if plain in _IMAGES or (plain == "container" and is_ci) or (plain == "name" and is_docker):
            # In Azure's files a container may be the name of one that the file has elsewhere.
            is_name = plain == "container" and kind == ci_files.AZURE
            needs_tag = (around.needs_tag or plain in _PULLED) and not is_name
            yield from _of_image(value, around.with_tag(needs_tag=needs_tag), kind)
        elif name == "newTag" and isinstance(value, Text) and image_references.is_moving(value.text):
            image = node.get("newName") or node.get("name")
            if not (isinstance(image, Text) and image_references.is_local(image.text)):
                yield around.hit(_tagged(image, value.text), value)
        elif isinstance(value, Pairs) and around.key == "parameters" and not is_ci:
            yield from _of_default(name, value, around)


def _of_image(value: Node, around: Place, kind: str) -> Iterator[Hit]:
    """Yield an image that a key of an image has: a reference, or a mapping with the name and the tag."""
    if isinstance(value, Pairs) and not _intrinsic(value):
        name = value.get(*_NAMES)
        tag = value.get(*_TAGS)
        if isinstance(tag, Text) and not tag.tag and image_references.is_moving(tag.text):
            yield around.hit(_tagged(name, tag.text), tag)
        elif name is not None and tag is None and not value.get("digest", "sha"):
            text = _text(name)
            if text is not None:
                needs_tag = around.needs_tag and kind not in (VALUES, DEPLOYMENT, TERRAFORM)
                yield from _of_reference(name, text, around.with_tag(needs_tag=needs_tag))
        return
    text = _text(value)
    if text is not None:
        yield from _of_reference(value, text, around)


def _tagged(name: Node | None, tag: str) -> Reference:
    known = name.text if isinstance(name, Text) else ""
    return Reference(image_references.printed(known) if known.isascii() else "", image_references.told(tag))


def _of_reference(node: Node, text: str, around: Place) -> Iterator[Hit]:
    found = image_references.moving(text, needs_tag=around.needs_tag)
    if found:
        yield around.hit(found, node)


def _of_list(node: Items, around: Place) -> Iterator[Hit]:
    """Yield the images of GitLab's services: names, or mappings with one."""
    for each in node.items:
        name = each.get("name") if isinstance(each, Pairs) else each
        if isinstance(name, Text):
            yield from _of_reference(name, name.text, around)


def _of_default(name: str, node: Pairs, around: Place) -> Iterator[Hit]:
    """Yield the default of a parameter that is an image, or the tag of one."""
    default = node.get("Default", "default")
    plain = _plain(name)
    if not isinstance(default, Text) or not ("image" in plain or ("tag" in plain and "docker" in plain)):
        return
    shown = name if len(name) <= _LONGEST_NAME and name.replace("_", "a").isalnum() else "a parameter"
    if plain.endswith(("tag", "version")):
        if image_references.is_moving(default.text):
            yield around.hit(Reference("", f"{image_references.told(default.text)} unless {shown} is set"), default)
    else:
        found = image_references.moving(default.text, needs_tag=False)
        if found:
            yield around.hit(Reference(found.name, f"{found.problem} unless {shown} is set"), default)


def _text(node: Node) -> str | None:
    """Return the text that a value stands for, with ``UNKNOWN`` for what is not known; None if nothing is."""
    if isinstance(node, Text):
        return None if node.tag in _UNKNOWN_TAGS else node.text
    if isinstance(node, Call):
        first = node.arguments[0] if node.arguments else None
        if node.name == "format" and isinstance(first, Text):
            return first.text.replace("%s", UNKNOWN).replace("%v", UNKNOWN).replace("%d", UNKNOWN)
        return _joined(node.arguments) if node.name == "join" else None
    function = _intrinsic(node)
    if function == "Sub":
        inner = _arguments(node)
        return inner[0].text if inner and isinstance(inner[0], Text) else None
    return _joined(_arguments(node)) if function == "Join" else None


def _intrinsic(node: Node) -> str:
    """Return the function of CloudFormation that a value calls, "" for none."""
    if node.tag.startswith("!"):
        return node.tag[1:]
    if isinstance(node, Pairs) and len(node.pairs) == 1:
        key = node.pairs[0][0]
        if isinstance(key, Text) and (key.text.startswith("Fn::") or key.text == "Ref"):
            return key.text.removeprefix("Fn::")
    return ""


def _arguments(node: Node) -> list[Node]:
    inner = node.pairs[0][1] if isinstance(node, Pairs) and node.pairs else node
    return inner.items if isinstance(inner, Items) else [inner]


def _joined(arguments: list[Node]) -> str | None:
    """Return the text of a Join, with ``UNKNOWN`` for each part that is not known."""
    if len(arguments) != _TWO or not isinstance(arguments[0], Text) or not isinstance(arguments[1], Items):
        return None
    parts = [_text(each) if isinstance(each, Text) else None for each in arguments[1].items]
    return arguments[0].text.join(UNKNOWN if part is None else part for part in parts)


def _plain(key: str) -> str:
    """Return a key without its signs, in lower case."""
    return "".join(char for char in key[:80].lower() if char.isalnum())
