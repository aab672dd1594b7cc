"""Changing rules in the files where they live, and nothing else in those files.

Only the lines of the one rule are written anew; within them what stays the same keeps its
comments. The outcome is read again before it is written: a change that would alter anything
else is refused.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml
from ruamel.yaml.error import YAMLError

from hub.automation.files.folder import Folder
from hub.automation.files.loading import CONFIGURATION
from hub.automation.files.loose_files import has_meaning
from hub.automation.files.reading import compose, read_tree
from hub.automation.files.round_trip import changed_lines, fresh_lines
from hub.automation.files.spans import Shape, Span, spans_of
from hub.automation.files.tree import Items, Node, Spot, plain_of
from hub.automation.model.rules import Automation, Scene, Script
from hub.automation.model.values import Place
from hub.disk import sync, write_whole
from hub.home.errors import HubError
from hub.home.ids import slugify
from hub.home.rule_versions import Kind
from hub.home.yaml_config import ConfigError

Filed = Automation | Script | Scene
Way = tuple[Any, ...]
_FILES = {Automation: "automations", Script: "scripts", Scene: "scenes"}
_SLUG_LENGTH = 60


class EditFailed(HubError):
    """A rule cannot be changed in its file; the message says what to do instead."""


class RuleEditor:
    """Changes the files of one rule folder, or configuration folder. Blocks: use a thread.

    `path` is what was given to `load`.
    """

    def __init__(self, path: Path, *, environ: Mapping[str, str] | None = None) -> None:
        self.path = path
        # A folder that is not there yet is made when the first rule is written.
        is_file = path.suffix in {".yaml", ".yml"} and not path.is_dir()
        self.root = path.parent if is_file else path
        self._environ = os.environ if environ is None else environ

    def text(self, rule: Filed) -> str:
        """Return the lines of a rule as they stand in its file, indented as a file of its own.

        Raises:
            EditFailed: it is not there any more.
        """
        opened = self._open(rule)
        return _own_text(opened.lines, opened.span)

    def texts(self, rules: Iterable[Filed]) -> Mapping[tuple[Kind, str], str]:
        """Return the text of each rule, by kind and id; those that are gone are left out."""
        found: dict[tuple[Kind, str], str] = {}
        by_file: dict[str, list[Filed]] = {}
        for rule in rules:
            by_file.setdefault(rule.place.file, []).append(rule)
        for file, held in by_file.items():
            try:
                finding = self._finding(Path(file))
            except EditFailed:
                continue
            for rule in held:
                place = finding.where(rule)
                if place is not None:
                    found[key_of(rule)] = _own_text(finding.lines, place[0])
        return found

    def source(self, rule: Filed) -> dict[str, Any]:
        """Return what a rule says in its file: a blueprint stays one, secrets are looked up.

        Raises:
            EditFailed: it is not there any more.
        """
        opened = self._open(rule)
        return dict(opened.values)

    def replace(self, rule: Filed, raw: Mapping[str, Any]) -> None:
        """Write a rule anew, where it stands.

        Raises:
            EditFailed: it cannot be done without touching anything else.
        """
        self._change(rule, lambda _: raw)

    def pause(self, rule: Automation, *, is_paused: bool) -> None:
        """Write into the file that a rule is paused, or no longer is.

        Raises:
            EditFailed: it cannot be done without touching anything else.
        """

        def paused(values: Mapping[str, Any]) -> Mapping[str, Any]:
            others = {key: value for key, value in values.items() if key != "initial_state"}
            return others | {"initial_state": False} if is_paused else others

        self._change(rule, paused)

    def replace_text(self, rule: Filed, text: str) -> None:
        """Put another text, as `text` returns it, in the place of a rule's.

        Raises:
            EditFailed: the text does not fit there.
        """
        opened = self._open(rule)
        span = opened.span
        values = _values_of(self._check(opened.file, text), text)
        if values is not None and (span.shape == "item") != text.lstrip().startswith("-"):
            self.replace(rule, values)  # it was kept when it stood in a file of another form
            return
        lines = [
            " " * span.indent + line if line else line for line in text.rstrip("\n").split("\n")
        ]
        self._write(opened, lines, None)

    def delete(self, rule: Filed) -> None:
        """Take a rule out of its file; the file goes too if it held nothing else.

        Raises:
            EditFailed: it cannot be done without touching anything else.
        """
        opened = self._open(rule)
        is_alone = opened.span.shape == "file" or (opened.span.is_only and opened.span.indent == 0)
        if is_alone and not self._is_whole():
            self._unlink(opened.file)
            return
        self._write(opened, [], None)

    def add(
        self,
        kind: type[Automation] | type[Script] | type[Scene],
        raw: Mapping[str, Any],
        *,
        object_id: str = "",
    ) -> Path:
        """Write a new rule, and return its file; `object_id` names a script.

        Raises:
            EditFailed: there is no file that it may be added to.
        """
        shape: Shape = "entry" if kind is Script else "item"
        span = Span(0, 0, shape, 0, is_only=True, name=object_id, offset=2)
        return self._add(kind, fresh_lines(raw, span), object_id or _name_of(raw))

    def add_text(
        self, kind: type[Automation] | type[Script] | type[Scene], text: str, *, name: str
    ) -> Path:
        """Write a new rule whose text is given as `text` returns it; `name` is for its file.

        Raises:
            EditFailed: there is no file that it may be added to.
        """
        lines = text.rstrip("\n").split("\n")
        if kind is not Script and not text.lstrip().startswith(("- ", "#")):
            lines = ["- " + lines[0], *("  " + line if line else line for line in lines[1:])]
        return self._add(kind, lines, slugify(name)[:_SLUG_LENGTH])

    def _add(self, kind: type[Filed], lines: list[str], name: str) -> Path:
        folder = _FILES[kind]
        if self._is_whole():
            file = self._included(f"{folder}.yaml")
        elif self.root == self.path:
            inner = self.root / folder
            if has_meaning(name):
                name = f"{name}_rule"
            file = (
                inner if inner.is_dir() or kind is not Automation else self.root
            ) / f"{name}.yaml"
            if file.exists():
                raise EditFailed(f"{file}: is there already; choose another name")
        else:
            file = self.path
        before = self._read(file) if file.exists() else ""
        added = _appended(before.replace("\r\n", "\n"), lines)
        self._check(file, added)
        self._save(file, added.replace("\n", "\r\n") if "\r\n" in before else added)
        return file

    def _included(self, name: str) -> Path:
        if name not in self._read(self.root / CONFIGURATION):
            domain = name.removesuffix("s.yaml")
            remedy = f"add '{domain}: !include {name}' to {CONFIGURATION}"
            raise EditFailed(f"{self.root / name}: is not included anywhere; {remedy}")
        return self.root / name

    def _is_whole(self) -> bool:
        return self.path.name == CONFIGURATION or (self.root / CONFIGURATION).is_file()

    def _change(
        self, rule: Filed, change: Callable[[Mapping[str, Any]], Mapping[str, Any]]
    ) -> None:
        opened = self._open(rule)
        after = change(opened.values)
        span = opened.span
        try:
            lines = changed_lines(opened.lines[span.first : span.after], span, opened.values, after)
            self._write(opened, lines, after)
        except (YAMLError, EditFailed, LookupError, TypeError, ValueError, AttributeError):
            self._write(opened, fresh_lines(after, span), after)

    def _write(self, opened: "_Opened", lines: list[str], after: Mapping[str, Any] | None) -> None:
        span = opened.span
        changed = [*opened.lines[: span.first], *lines, *opened.lines[span.after :]]
        text = "\n".join(changed)
        if text and not text.endswith("\n"):
            text += "\n"
        tree = self._check(opened.file, text)
        if after is not None or lines:
            self._compare(opened, tree, after)
        self._save(opened.file, text.replace("\n", "\r\n") if opened.has_crlf else text)

    def _compare(self, opened: "_Opened", tree: Any, after: Mapping[str, Any] | None) -> None:
        """See to it that the rule says what it shall, and all else what it said."""
        spot = Spot(Place(str(opened.file)))
        found = plain_of(tree, spot)
        wanted = plain_of(opened.tree, spot)
        one, other = _at(found, opened.path), _at(wanted, opened.path)
        if after is not None and one != dict(after):
            raise EditFailed(f"{opened.file}: the change cannot be written; edit the file by hand")
        if isinstance(one, dict) and isinstance(other, dict):
            other.clear()
            other.update(one)
        if found != wanted:
            text = "the change would alter other rules (an anchor is shared); edit the file by hand"
            raise EditFailed(f"{opened.file}: {text}")

    def _check(self, file: Path, text: str) -> Any:
        try:
            return read_tree(text, str(file), self._tags(), [])
        except ConfigError as error:
            raise EditFailed(f"the change would break the file: {error}") from None

    def _tags(self) -> Callable[[str, Any, Place], Any]:
        return Folder(self.root, self._environ).tagged

    def _open(self, rule: Filed) -> "_Opened":
        finding = self._finding(Path(rule.place.file))
        place = finding.where(rule)
        if place is None:
            name = f"{rule.place}: there is no rule {_title(rule)!r} any more"
            raise EditFailed(f"{name}, or it is written in one line; edit the file by hand")
        return _Opened(finding, *place)

    def _finding(self, file: Path) -> "_Finding":
        if not file.resolve().is_relative_to(self.root.resolve()):
            raise EditFailed(f"{file}: lies outside the rule folder")
        text = self._read(file)
        try:
            return _Finding(file, text, self._tags())
        except (ConfigError, yaml.YAMLError) as error:
            raise EditFailed(f"{file}: cannot be read any more: {error}") from None

    def _read(self, file: Path) -> str:
        try:
            with file.open(encoding="utf-8-sig", newline="") as opened:
                return opened.read()
        except (OSError, UnicodeDecodeError) as error:
            raise EditFailed(f"{file}: cannot be read: {error}") from None

    def _save(self, file: Path, text: str) -> None:
        try:
            write_whole(file, text)
        except OSError as error:
            raise EditFailed(f"{file}: cannot be written: {error}; look at the disk") from error

    def _unlink(self, file: Path) -> None:
        try:
            file.unlink(missing_ok=True)
            sync(file.parent)
        except OSError as error:
            raise EditFailed(f"{file}: cannot be deleted: {error}") from error


class _Finding:
    """Looks for rules in a file: where they stood, else, as people edit files, by their ids."""

    def __init__(self, file: Path, text: str, tags: Callable[[str, Any, Place], Any]) -> None:
        self.file = file
        self.has_crlf = "\r\n" in text
        text = text.replace("\r\n", "\n")
        self.lines = text.split("\n")
        self.tree = read_tree(text, str(file), tags, [])
        ways = _ways(self.tree)
        self._by_line: dict[int, list[tuple[Span, Way]]] = {}
        for span, node in spans_of(text):
            name = None if span.shape == "item" else span.name
            path = () if span.shape == "file" else ways.get((node.start_mark.line + 1, name))
            if path is not None:
                self._by_line.setdefault(span.first + 1, []).append((span, path))

    def where(self, rule: Filed) -> tuple[Span, Way] | None:
        """Return the lines of a rule, and the way to it in the tree."""
        line = rule.place.line
        for span, path in self._by_line.get(line, []):
            if self._is_it(rule, _at(self.tree, path), span):
                return span, path
        for number in sorted(self._by_line, key=lambda number: abs(number - line)):
            for span, path in self._by_line[number]:
                if self._is_it(rule, _at(self.tree, path), span):
                    return span, path
        return None

    def _is_it(self, rule: Filed, value: Any, span: Span) -> bool:
        if not isinstance(value, Mapping):
            return False
        match rule:
            case Automation(has_id=True, id=rule_id):
                return str(value.get("id")) == rule_id
            case Automation(alias=alias):
                return "id" not in value and str(value.get("alias", "automation")) == alias
            case Script(object_id=object_id):
                is_alone = span.shape == "file" and slugify(self.file.stem) == object_id
                return span.name.lower() == object_id or (is_alone and "sequence" in value)
            case Scene(name=name, id=scene_id):
                given = value.get("id")
                same_id = (None if given is None else str(given)) == scene_id
                return same_id and value.get("name") == name


class _Opened:
    """A file with the one rule in it that is to be changed."""

    def __init__(self, finding: _Finding, span: Span, path: Way) -> None:
        self.file = finding.file
        self.lines = finding.lines
        self.tree = finding.tree
        self.has_crlf = finding.has_crlf
        self.span = span
        self.path = path
        self.values: dict[str, Any] = plain_of(_at(self.tree, path), Spot(Place(str(self.file))))


def key_of(rule: Filed) -> tuple[Kind, str]:
    """Return the kind of a rule, and the id that it is known by within that kind."""
    match rule:
        case Automation(id=rule_id):
            return "automation", rule_id
        case Script(object_id=object_id):
            return "script", object_id
        case Scene(id=scene_id, name=name):
            return "scene", scene_id or slugify(name)


def _appended(before: str, lines: list[str]) -> str:
    """Return a file with lines added at its end, indented as its list or mapping is."""
    if before.strip() in {"[]", "{}"}:
        before = ""
    indent = 0
    try:
        root = compose(before)
    except yaml.YAMLError:
        root = None  # told when the whole is checked
    if isinstance(root, yaml.CollectionNode):
        indent = root.start_mark.column
    kept = before.rstrip("\n") + "\n" if before.strip() else before
    return kept + "".join(" " * indent + line + "\n" if line else "\n" for line in lines)


def _own_text(lines: list[str], span: Span) -> str:
    own = lines[span.first : span.after]
    return "\n".join(line[span.indent :] for line in own).strip("\n") + "\n"


def _values_of(tree: Any, text: str) -> Mapping[str, Any] | None:
    """Return what a text of one rule says: an item, an entry, or a file of its own."""
    spot = Spot(Place(""))
    if isinstance(tree, list):
        return dict(plain_of(tree[0], spot)) if len(tree) == 1 else None
    if not isinstance(tree, Mapping):
        raise EditFailed(f"{text[:80]!r} is no rule")
    inner = next(iter(tree.values())) if len(tree) == 1 else None
    return dict(plain_of(inner if isinstance(inner, Mapping) else tree, spot))


def _ways(tree: Any) -> Mapping[tuple[int, str | None], tuple[Any, ...]]:
    """Return the way to each mapping of this file, by its line and its key (None: in a list)."""
    found: dict[tuple[int, str | None], tuple[Any, ...]] = {}
    open_ways: deque[tuple[tuple[Any, ...], Any]] = deque([((), tree)])
    while open_ways:
        path, node = open_ways.popleft()
        if not isinstance(node, Node | Items) or node.place.file != tree.place.file:
            continue
        if isinstance(node, Items):
            open_ways.extend(((*path, number), value) for number, value in enumerate(node))
            continue
        if path:
            name = None if isinstance(path[-1], int) else str(path[-1])
            found.setdefault((node.place.line, name), path)
        open_ways.extend(((*path, key), value) for key, value in node.items())
    return found


def _at(tree: Any, path: tuple[Any, ...]) -> Any:
    node = tree
    for part in path:
        node = node[part]
    return node


def _title(rule: Filed) -> str:
    return rule.name if isinstance(rule, Scene) else rule.alias


def _name_of(raw: Mapping[str, Any]) -> str:
    """Return a file's name: a few words, and the id that makes it the only one."""
    words = slugify(str(raw.get("alias") or raw.get("name") or "rule"))[:_SLUG_LENGTH].strip("_")
    return f"{words}-{slugify(str(raw['id']))}" if raw.get("id") else words
