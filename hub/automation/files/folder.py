"""The files of a configuration folder: `!include` and its family, `!secret`, `!env_var`.

Nothing outside the folder is read, whatever a file or a symbolic link says.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hub.automation.files.reading import LARGEST_FILE, read_tree
from hub.automation.files.tree import Bad, Input, Items, Node
from hub.automation.model.values import Place
from hub.home.yaml_config import ConfigError, ConfigProblem

SECRETS = "secrets.yaml"
MOST_FILES = 5_000
MOST_BYTES = 64_000_000
DEEPEST_INCLUDE = 30
# Where Home Assistant's own container keeps the folder; files name it so.
_CONTAINER_ROOT = "/config/"


class Folder:
    """Reads the files of one folder, each of them once. Blocks."""

    def __init__(self, root: Path, environ: Mapping[str, str]) -> None:
        self.root = root
        self.notes: list[ConfigProblem] = []
        self._inside = root.resolve()
        self._environ = environ
        self._trees: dict[Path, Any] = {}
        self._secrets: dict[Path, Mapping[str, Any]] = {}
        self._under_way: list[Path] = []
        self._bytes = 0

    def read(self, file: Path) -> Any:
        """Return the tree of a file.

        Raises:
            ConfigError: it cannot be read, or is no YAML.
        """
        real = self._confined(file)
        if real in self._trees:
            return self._trees[real]
        if real in self._under_way:
            raise _problem(file, "this file includes itself")
        if len(self._under_way) >= DEEPEST_INCLUDE:
            raise _problem(file, "too many includes within each other")
        self._under_way.append(real)
        try:
            tree = read_tree(self._text(file), str(file), self.tagged, self.notes)
        finally:
            self._under_way.pop()
        self._trees[real] = tree
        return tree

    def files_below(self, folder: Path) -> Iterator[Path]:
        """Yield the YAML files below a folder in order, without hidden ones and secrets."""
        for parent, folders, names in os.walk(folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if name.endswith(".yaml") and not name.startswith(".") and name != SECRETS:
                    yield Path(parent, name)

    def _confined(self, file: Path) -> Path:
        try:
            real = file.resolve()
        except (OSError, RuntimeError, ValueError) as error:
            raise _problem(file, f"cannot be read: {error}") from None
        if not real.is_relative_to(self._inside):
            raise _problem(file, "lies outside the configuration folder; move it inside")
        return real

    def _text(self, file: Path) -> str:
        if len(self._trees) >= MOST_FILES or self._bytes >= MOST_BYTES:
            raise _problem(file, "too many files, or too large ones, in one configuration")
        try:
            with file.open("rb") as opened:
                raw = opened.read(LARGEST_FILE + 1)
            self._bytes += len(raw)
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise _problem(file, "is not text in UTF-8; save it as UTF-8") from None
        except OSError as error:
            raise _problem(file, f"cannot be read: {error.strerror or error}") from None

    def tagged(self, tag: str, value: Any, place: Place) -> Any:
        """Return what a tag of Home Assistant's stands for, `Bad` if it cannot be had."""
        if tag == "!input" and isinstance(value, str):
            return Input(value.strip(), place)
        if not isinstance(value, str):
            return Bad(place, f"the tag {tag!r} is not known here")
        try:
            return self._tagged(tag, value.strip(), place)
        except ConfigError as error:
            first = error.problems[0]
            if first.file == place.file:
                return Bad(place, first.message)
            if first.line > 1:
                return Bad(Place(first.file, first.line), first.message)
            return Bad(place, f"{first.file}: {first.message}")

    def _tagged(self, tag: str, value: str, place: Place) -> Any:
        match tag:
            case "!secret":
                return self._secret(value, place)
            case "!env_var":
                return self._variable(value, place)
            case "!include":
                tree = self.read(self._near(value, place))
                return Node(place) if tree is None else tree
            case "!include_dir_list" | "!include_dir_merge_list":
                return self._as_list(value, place, is_merged=tag == "!include_dir_merge_list")
            case "!include_dir_named" | "!include_dir_merge_named":
                return self._as_mapping(value, place, is_merged=tag == "!include_dir_merge_named")
            case _:
                return Bad(place, f"the tag {tag!r} is not known; quote the text if it is none")

    def _variable(self, value: str, place: Place) -> Any:
        name, _, default = value.partition(" ")
        if name in self._environ or default:
            return self._environ.get(name, default)
        return Bad(place, f"there is no environment variable {name!r}, and no default")

    def _near(self, name: str, place: Place) -> Path:
        if name.startswith(_CONTAINER_ROOT):
            return self.root / name[len(_CONTAINER_ROOT) :]
        return Path(place.file).parent / name

    def _below(self, name: str, place: Place) -> Iterator[tuple[Path, Any]]:
        folder = self._near(name, place)
        self._confined(folder)
        for file in self.files_below(folder):
            if file.resolve() in self._under_way:
                continue  # a folder that includes itself: the file that says so
            try:
                yield file, self.read(file)
            except ConfigError as error:
                first = error.problems[0]
                yield file, Bad(Place(first.file, first.line), first.message)

    def _as_list(self, name: str, place: Place, *, is_merged: bool) -> Items:
        items = Items(place)
        for file, tree in self._below(name, place):
            at = Place(str(file))
            if is_merged and isinstance(tree, Items):
                for item, where in zip(tree, tree.places, strict=True):
                    items.put(item, where)
            elif isinstance(tree, Bad) or (tree is not None and not is_merged):
                items.put(tree, getattr(tree, "place", at))
            elif is_merged and tree is not None:
                self._note(file, "holds no list, so it is left out")
        return items

    def _as_mapping(self, name: str, place: Place, *, is_merged: bool) -> Node:
        mapping = Node(place)
        for file, tree in self._below(name, place):
            at = Place(str(file))
            if isinstance(tree, Bad) or not is_merged:
                value = Node(at) if tree is None else tree
                mapping.put(file.stem, value, getattr(value, "place", at))
            elif isinstance(tree, Node):
                for key, value in tree.items():
                    mapping.put(key, value, tree.places[key])
            elif tree is not None:
                self._note(file, "holds no mapping, so it is left out")
        return mapping

    def _note(self, file: Path, message: str) -> None:
        self.notes.append(ConfigProblem(str(file), 1, "", message))

    def _secret(self, name: str, place: Place) -> Any:
        folder = Path(place.file).parent
        while True:
            found = self._secrets_in(folder)
            if name in found:
                return found[name]
            if folder.resolve() == self._inside or folder == folder.parent:
                return Bad(place, f"there is no secret {name!r}; write it into {SECRETS}")
            folder = folder.parent

    def _secrets_in(self, folder: Path) -> Mapping[str, Any]:
        if folder not in self._secrets:
            file = folder / SECRETS
            tree = self.read(file) if file.is_file() else None
            self._secrets[folder] = tree if isinstance(tree, Node) else {}
        return self._secrets[folder]


def _problem(file: Path, message: str) -> ConfigError:
    return ConfigError([ConfigProblem(str(file), 1, "", message)])
