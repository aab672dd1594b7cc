"""YAML bombs in the files that people write: refused soon, with the place; never a breakdown."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hub.automation.files.loading import load
from hub.config import Config
from hub.guard.policy_file import parse_policies
from hub.home.yaml_config import ConfigError, parse_yaml


def _laughs(first: str, rest: str) -> str:
    lines = [f"a: &a {first}"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} {rest.format(*[f'*{before}'] * 9)}")
    return "\n".join(lines) + "\n"


LIST = "[" + ", ".join(["{}"] * 9) + "]"
MAPPING = "{{" + ", ".join(f"k{number}: {{}}" for number in range(9)) + "}}"
BOMBS = {
    "laughing lists": _laughs("[x, x, x]", LIST),
    "laughing mappings": _laughs("{k: x}", MAPPING),
    "laughing merges": _laughs("{k: x}", "{{<<: " + LIST + "}}"),
    "an alias of itself": "a: &a [*a]\n",
    "a mapping of itself": "a: &a {b: *a}\n",
    "deep lists": "a: " + "[" * 3_000 + "]" * 3_000 + "\n",
    "deep mappings": "a: " + "{a: " * 3_000 + "}" * 3_000 + "\n",
    "deep lines": "".join(" " * depth + "a:\n" for depth in range(600)),
    "many dashes": "a: " + "\n" + "- " * 500 + "x\n",
    "open brackets": "a: " + "[" * 100_000,
    "a number of 100,000 digits": "a: " + "9" * 100_000 + "\n",
    "a hexadecimal number": "a: 0x" + "f" * 50_000 + "\n",
    "a port of 50,000 digits": "http: {port: 0x" + "f" * 50_000 + "}\n",
    "base 60": "a: " + ":".join(["59"] * 2_000) + "\n",
    "floats": "a: [1e999999, .nan, .inf, -.inf, 1e-999999]\n",
    "python": "a: !!python/object/apply:os.system ['true']\n",
    "python name": "a: !!python/name:os.system\n",
    "a tag of nobody": "a: !nobody {b: 1}\n",
    "binary": "a: !!binary " + "QUJD" * 1_000 + "\n",
    "a set": "a: !!set {? x, ? y}\n",
    "no date": "a: 2001-99-99T99:99:99Z\n",
    "an odd date": "a: 0001-01-01 00:00:00 -23:59\n",
    "omap": "a: !!omap [1, 2]\n",
    "keys of lists": "? [a, b]\n: 1\n",
    "keys of mappings": "? {a: b}\n: 1\n",
    "no key": "? \n: 1\n",
    "twice": "a: 1\na: 2\n",
    "many keys": "".join(f"k{number}: 1\n" for number in range(3_000)),
    "long text": "a: " + "x" * 200_000 + "\n",
    "too long": "a: " + "x" * 6_000_000 + "\n",
    "nul": "a: \0\n",
    "bell": 'a: "\\a\\0\\e"\n',
    "surrogate": 'a: "\\ud800"\n',
    "bom": "\ufeffa: 1\n",
    "documents": "a: 1\n---\nb: 2\n",
    "no anchor": "a: *nobody\n",
    "tabs": "a:\n\t- b\n",
    "directives": "%YAML 9.9\n---\na: 1\n",
    "a secret of nobody": "a: !secret nobody\n",
    "a secret with a path": "a: !secret ../../etc/shadow\n",
    "an include": "a: !include /etc/passwd\n",
    "an include of all": "a: !include_dir_merge_list /\n",
    "the environment": "a: !env_var HOME\n",
    "not closed": 'a: "x\n',
    "only spaces": " " * 1_000,
    "nothing": "",
}


def _policy(text: str, folder: Path) -> None:
    del folder
    parse_policies(text, "policy.yaml")


def _policies_inside(text: str, folder: Path) -> None:
    inner = "".join(f"    {line}\n" for line in text.splitlines())
    _policy(f"policies:\n  - name: x\n    effect: deny\n    reason: x\n    match:\n{inner}", folder)


def _config(text: str, folder: Path) -> None:
    del folder
    parse_yaml(text, "lares.yaml", Config, lambda _: None)


def _rules(text: str, folder: Path) -> None:
    (folder / "automations.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
    loaded = load(folder)
    assert "root:" not in repr(loaded)


def _rule_inside(text: str, folder: Path) -> None:
    inner = "".join(f"    {line}\n" for line in text.splitlines())
    head = "- id: x\n  alias: X\n  triggers: []\n  actions: [{delay: 1}]\n  variables:\n"
    _rules(head + inner, folder)


READERS: dict[str, Callable[[str, Path], None]] = {
    "policy.yaml": _policy,
    "a policy": _policies_inside,
    "lares.yaml": _config,
    "a rule file": _rules,
    "a rule": _rule_inside,
}


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_yaml_bomb_is_refused_soon(
    text: str, reader: Callable[[str, Path], None], tmp_path: Path
) -> None:
    began = time.thread_time()
    try:
        reader(text, tmp_path)
    except ConfigError as error:
        assert 0 < len(str(error)) < 50_000
    assert time.thread_time() - began < 4
