"""The page's files fit together, and nothing in them needs more than the hub serves."""

import hashlib
import json
import re
import struct
from html.parser import HTMLParser
from pathlib import Path

import pytest

import hub

WEB = Path(hub.__file__).parent / "web"
FOLDERS = ("elements", "pages")
SOURCES = sorted(WEB.glob("*.js")) + sorted(
    file for folder in (*FOLDERS, "messages") for file in WEB.glob(f"{folder}/*.js")
)
ELEMENTS = [file for folder in FOLDERS for file in sorted(WEB.glob(f"{folder}/lares-*.js"))]
VENDORED = {
    "uplot-1.6.32.js": "aaf08c04c443753206d5037c0f804019211d837dfbee949f018ef9abc6d12df8",
    "lit-3.3.3.js": "fbe151a802825c75a78c73438ce2cc39064ddb6dce0402f849777798ad15d14a",
}
IMPORT = re.compile(r"""(?:\bfrom|^import|\bimport\()\s*['"]([^'"\s]+)['"]""", re.MULTILINE)
TAG = re.compile(r"<(lares-[a-z-]+)")
DEFINED = re.compile(r"customElements\.define\('(lares-[a-z-]+)', (\w+)\)")
ADDRESS = re.compile(r"https?://(?!www\.w3\.org/)")


class _Index(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.files: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_script = tag == "script"
        for name, value in attrs:
            if name.startswith("on"):
                self.inline.append(f"{name}={value}")
            elif name in {"src", "href"} and value:
                self.files.append(value)

    def handle_endtag(self, tag: str) -> None:
        del tag
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self.inline.append(data)


@pytest.fixture(name="index")
def read_index() -> _Index:
    index = _Index()
    index.feed((WEB / "index.html").read_text())
    return index


def test_index_has_no_inline_script(index: _Index) -> None:
    assert index.inline == []


def test_index_names_files_that_exist(index: _Index) -> None:
    assert index.files
    assert [name for name in index.files if not (WEB / name).is_file()] == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_imports_resolve_to_files(source: Path) -> None:
    for name in IMPORT.findall(source.read_text()):
        assert name.startswith("."), f"{name!r} is no relative path; the browser cannot resolve it"
        assert (source.parent / name).is_file(), f"{name!r} does not exist"


def test_one_element_per_file_named_as_the_file() -> None:
    for source in ELEMENTS:
        assert [tag for tag, _ in DEFINED.findall(source.read_text())] == [source.stem]


def test_every_element_used_is_defined() -> None:
    defined = {source.stem for source in ELEMENTS}
    used = {tag for source in SOURCES for tag in TAG.findall(source.read_text())}
    used |= set(TAG.findall((WEB / "index.html").read_text()))
    assert used <= defined


@pytest.mark.parametrize("name", sorted(VENDORED))
def test_vendored_code_is_what_was_reviewed(name: str) -> None:
    file = WEB / "vendor" / name
    assert hashlib.sha256(file.read_bytes()).hexdigest() == VENDORED[name]


def test_every_vendored_script_is_pinned() -> None:
    assert {path.name for path in WEB.glob("vendor/*.js")} == set(VENDORED)


def test_nothing_comes_from_elsewhere() -> None:
    for source in [*SOURCES, WEB / "index.html", WEB / "tokens.css", WEB / "dark.css"]:
        assert ADDRESS.findall(source.read_text()) == [], source.name


def test_every_colour_by_night_has_one_by_day() -> None:
    names = re.compile(r"^  (--[\w-]+):", re.MULTILINE)
    by_day = names.findall((WEB / "tokens.css").read_text())
    assert set(names.findall((WEB / "dark.css").read_text())) <= set(by_day)


def test_the_manifest_names_icons_of_the_sizes_it_says() -> None:
    manifest = json.loads((WEB / "manifest.webmanifest").read_text())
    for icon in manifest["icons"]:
        file = WEB / icon["src"]
        if file.suffix == ".png":
            width, height = struct.unpack(">II", file.read_bytes()[16:24])
            assert icon["sizes"] == f"{width}x{height}"
        assert file.is_file()


def test_no_markup_carries_style_attributes() -> None:
    for source in [*SOURCES, WEB / "index.html"]:
        assert not re.search(r"\sstyle=", source.read_text()), f"{source.name}: the CSP forbids it"


def test_buttons_without_text_have_names() -> None:
    button = re.compile(r"<button\b(?:[^>]|=>)*?>\$\{icon\([^}]*\)\}</button>", re.DOTALL)
    for source in SOURCES:
        for markup in button.findall(source.read_text()):
            assert "aria-label" in markup, f"{source.name}: {markup}"


CATALOGUES = sorted(set(WEB.glob("messages/*.js")) - {WEB / "messages" / "index.js"})
MESSAGE = re.compile(r"^  '([\w.]+)': ", re.MULTILINE)
SAID = re.compile(r"\bt\('([\w.]+)'")


def messages(catalogue: Path) -> tuple[list[str], list[str]]:
    english, german = catalogue.read_text().split("export const de = {")
    return MESSAGE.findall(english), MESSAGE.findall(german)


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.stem)
def test_every_message_is_there_in_every_language(catalogue: Path) -> None:
    english, german = messages(catalogue)
    assert english
    assert sorted(english) == sorted(set(english))
    assert sorted(english) == sorted(german)
    assert f"'./{catalogue.name}'" in (WEB / "messages" / "index.js").read_text()


def test_whatever_is_said_has_a_message() -> None:
    known = {key for catalogue in CATALOGUES for key in messages(catalogue)[0]}
    plain = {key.removesuffix(".one").removesuffix(".other") for key in known}
    said = {key for source in SOURCES for key in SAID.findall(source.read_text())}
    assert said <= known | plain
