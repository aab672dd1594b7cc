"""YAML that people write, turned into models; every mistake is named with file, line and key.

YAML 1.2, so `on` and `off` are words, not booleans. All problems of a text are collected.
"""

import difflib
import io
import re
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import TaggedScalar
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from hub.home.errors import HubError
from hub.home.yaml_bounds import DEEPEST, too_much
from hub.record import record

Model = TypeVar("Model", bound=BaseModel)
Path = tuple[str | int, ...]
# The text of a secret by its name, None if there is none.
FindSecret = Callable[[str], str | None]
# What YAML aliases blow up beyond this is refused.
MOST_VALUES = 50_000
MOST_BITS = 64
MOST_PROBLEMS = 50
_WHERE_TO = "write it into secrets.yaml, or have systemd load a credential of this name"
# What is written wrong under such a key may be a secret all the same.
_SECRET_WORDS = {"password", "secret", "token", "pin", "code"}


@record(frozen=True, slots=True)
class ConfigProblem:
    """One mistake in a file. `line` counts from 1; `key` is the dotted way to the value."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        """Show it as compilers do."""
        where = f"{self.file}:{self.line}"
        return f"{where}: {self.key}: {self.message}" if self.key else f"{where}: {self.message}"


class ConfigError(HubError):
    """A file that people write has mistakes; all of them are listed."""

    def __init__(self, problems: Sequence[ConfigProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))


class HiddenText(str):
    """A secret's text; no message of a mistake shows it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "a secret"


def parse_yaml(
    text: str, file: str, model: type[Model], secrets: FindSecret | None = None
) -> Model:
    """Parse and validate `text`; an empty text is an empty mapping.

    With `secrets`, a value `!secret NAME` is what that finds.

    Raises:
        ConfigError: with every problem found.
    """
    tree = load_yaml(text, file)
    tree = {} if tree is None else tree
    if not isinstance(tree, Mapping):
        found = f"expected a mapping of keys, found {_kind(tree)}"
        raise ConfigError([ConfigProblem(file, 1, "", found)])
    if secrets is not None and (problems := list(_fill_in(tree, secrets, file, tree, ()))):
        raise ConfigError(problems)
    try:
        return model.model_validate(plain(tree))
    except ValidationError as error:
        raise ConfigError(list(_problems(error, tree, file, model))) from None


def load_yaml(text: str, file: str) -> Any:
    """Parse `text` into a tree that knows its lines and comments.

    Raises:
        ConfigError: it is no YAML, or more than people write.
    """
    if (found := too_much(text)) is not None:
        raise ConfigError([ConfigProblem(file, found[0], "", found[1])])
    try:
        tree = YAML(typ="rt").load(io.StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        message = " ".join(str(error.problem or error.context or error).split())
        raise ConfigError([ConfigProblem(file, line, "", f"not YAML: {message}")]) from None
    # The last ones are ruamel's own, of an alias that holds itself, a tag out of place.
    except (
        YAMLError, ValueError, RecursionError,
        AttributeError, TypeError, LookupError, AssertionError,
    ) as error:  # fmt: skip
        message = " ".join(str(error).split())[:200]
        raise ConfigError([ConfigProblem(file, 1, "", f"not YAML: {message}")]) from None
    _check_tree(tree, file)
    return tree


def problem_at(tree: Any, path: Path, file: str, message: str) -> ConfigProblem:
    """Return a problem of the value at `path`, or of the nearest one above it that is there."""
    there = _existing(tree, path)
    key = ".".join(str(part) for part in there)
    return ConfigProblem(file, _line(tree, there), key, message)


def plain(node: Any) -> Any:
    """Return a tree of `load_yaml` as plain Python values."""
    if isinstance(node, Mapping):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(item) for item in node]
    if isinstance(node, HiddenText):
        return node
    for kind in (bool, int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return node


def _check_tree(tree: Any, file: str) -> None:
    """Refuse a tree that is too large or deep once all its aliases are spelled out."""
    waiting, count = [(tree, 0)], 0
    while waiting:
        node, depth = waiting.pop()
        count += 1
        if isinstance(node, int) and node.bit_length() > MOST_BITS:
            raise ConfigError([ConfigProblem(file, 1, "", "a number is too large; quote it")])
        if count > MOST_VALUES or depth > DEEPEST:
            found = "too large or too deep; do not repeat YAML aliases so often"
            raise ConfigError([ConfigProblem(file, 1, "", found)])
        inner = node.values() if isinstance(node, Mapping) else node
        if isinstance(inner, Iterable) and not isinstance(inner, str | bytes):
            waiting.extend((child, depth + 1) for child in inner)


def _fill_in(
    node: Any, secrets: FindSecret, file: str, tree: Any, path: Path
) -> Iterator[ConfigProblem]:
    """Put every secret in its place in `node`; yields those that are not to be found."""
    places = node.items() if isinstance(node, Mapping) else ()
    for key, value in enumerate(node) if isinstance(node, list) else places:
        here = (*path, key)
        if not isinstance(value, TaggedScalar):
            yield from _fill_in(value, secrets, file, tree, here)
            continue
        name = str(value.value)
        found = secrets(name) if value.tag.value == "!secret" else None
        if found is not None:
            node[key] = HiddenText(found)
        elif value.tag.value == "!secret":
            message = f"there is no secret {name!r}; {_WHERE_TO}"
            yield problem_at(tree, here, file, message)
        else:
            message = f"the tag {value.tag.value!r} is unknown; there is only !secret"
            yield problem_at(tree, here, file, message)


def _problems(
    error: ValidationError, tree: Any, file: str, model: type[BaseModel]
) -> Iterator[ConfigProblem]:
    mistakes = error.errors(include_url=False)
    for item in mistakes[:MOST_PROBLEMS]:
        path = _existing(tree, item["loc"])
        key = ".".join(str(part) for part in path)
        message = str(item["msg"]).removeprefix("Value error, ")
        if item["type"] == "extra_forbidden":
            known = _known_keys(model, path[:-1])
            near = difflib.get_close_matches(str(path[-1]), known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(known)}"
            message = f"unknown key; {hint}"
        elif item["type"] == "missing":
            message = f"the key {str(item['loc'][-1])!r} is missing"
        else:
            is_secret = not _SECRET_WORDS.isdisjoint(re.split(r"[._]", key.lower()))
            found = "a secret" if is_secret else _shown(item["input"])
            message = f"{message}, found {found}"[:300]
        yield ConfigProblem(file, _line(tree, path), key, message)
    if len(mistakes) > MOST_PROBLEMS:
        more = len(mistakes) - MOST_PROBLEMS
        yield ConfigProblem(file, 1, "", f"and {more} more mistakes")


def _shown(value: Any) -> str:
    """Return a value as a message shows it; what holds others may hold secrets."""
    if isinstance(value, Mapping):
        return f"the keys {', '.join(map(str, value))}"
    return repr(value)


def _existing(tree: Any, loc: Path) -> Path:
    """Drop what pydantic adds to a location and the file does not have (tags, missing keys)."""
    path: list[str | int] = []
    node = tree
    for part in loc:
        if isinstance(node, Mapping):
            # A key may be written as a number, as nothing, even as a list: `1:`, `?`, `[a]:`.
            found = [key for key in node if key == part or str(key) == part]
        else:
            is_index = isinstance(node, list) and isinstance(part, int) and part < len(node)
            found = [part] if is_index else []
        if found:
            path.append(found[0])
            node = node[found[0]]
    return tuple(path)


def _line(tree: Any, path: Path) -> int:
    node, line = tree, 0
    for part in path:
        position = getattr(node, "lc", None)
        data = getattr(position, "data", None) or {}
        if part in data:
            line = data[part][0]
        node = node[part]
    return int(line) + 1


def _known_keys(model: type[BaseModel], path: Path) -> list[str]:
    current: type[BaseModel] | None = model
    for part in path:
        if isinstance(part, int) or current is None:
            continue
        field = current.model_fields.get(str(part))
        current = _model_within(field.annotation) if field is not None else None
    return list(current.model_fields) if current is not None else []


def _model_within(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in {Union, types.UnionType, tuple, list, dict}:
        return next(filter(None, map(_model_within, get_args(annotation))), None)
    return None


def _kind(node: Any) -> str:
    return "a list" if isinstance(node, list) else f"{node!r}"[:60]
