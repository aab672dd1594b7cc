"""Policies: what people write in `policy.yaml`, parsed into frozen models."""

import difflib
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from hub.guard.risk import Risk
from hub.home.actions import ACTIONS, DOMAINS
from hub.home.ids import domain_of
from hub.home.model import Source
from hub.home.plan import Effect
from hub.home.yaml_config import ConfigError, ConfigProblem, parse_yaml


def _as_tuple(value: Any) -> Any:
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


def _known(values: Iterable[str], known: Iterable[str], what: str) -> None:
    names = [str(name) for name in known]
    for value in values:
        if not any(fnmatchcase(name, value) for name in names):
            near = difflib.get_close_matches(value, names, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(names)[:160]}"
            raise ValueError(f"{value!r} is no {what}; {hint}")


Texts = Annotated[tuple[str, ...], BeforeValidator(_as_tuple), Field(min_length=1)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Match(_Frozen):
    """To which acts a policy applies: every key given must fit, one value of each is enough.

    `*` and `?` are wildcards everywhere but in `source` and `risk`; case does not matter in `name`.
    """

    action: Texts | None = None
    domain: Texts | None = None
    device_class: Texts | None = None
    entity_id: Texts | None = None
    area: Texts | None = None
    floor: Texts | None = None
    name: Texts | None = None
    risk: Texts | None = None
    source: Texts | None = None
    user: Texts | None = None

    @field_validator("action")
    @classmethod
    def _actions_exist(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        _known(value or (), ACTIONS, "action")
        return value

    @field_validator("domain")
    @classmethod
    def _domains_exist(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        _known(value or (), {*DOMAINS, *map(domain_of, ACTIONS)}, "domain")
        return value

    @field_validator("risk")
    @classmethod
    def _risks_exist(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        _known(value or (), Risk, "risk")
        return value

    @field_validator("source")
    @classmethod
    def _sources_exist(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        _known(value or (), Source, "source")
        return value

    @model_validator(mode="after")
    def _says_something(self) -> "Match":
        if not self.model_fields_set:
            raise ValueError('give at least one key; to match everything write action: "*"')
        return self


class Policy(_Frozen):
    """One rule of the house: what it is about, and what then happens."""

    name: Annotated[str, Field(min_length=1)]
    match: Match
    effect: Effect
    reason: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _trusts_no_device_text(self) -> "Policy":
        if self.effect is Effect.ALLOW and (self.match.name or self.match.device_class):
            raise ValueError(
                "a policy that allows cannot match by name or device_class, which devices choose"
                " for themselves; use entity_id, domain or action"
            )
        if self.effect is Effect.ALLOW and (self.match.area or self.match.floor):
            entities = self.match.entity_id or ("*",)
            if any(char in entity for entity in entities for char in "*?["):
                raise ValueError(
                    "a policy that allows cannot match by area or floor alone, which devices may"
                    " suggest for themselves; give the exact entity_id"
                )
        return self


class ReadBack(_Frozen):
    """Plans on more than `entities` devices, from sources that may misunderstand, ask first."""

    entities: Annotated[int, Field(ge=1)] = 15
    sources: Annotated[tuple[Source, ...], BeforeValidator(_as_tuple)] = (
        Source.LANGUAGE,
        Source.VOICE,
        Source.EVENT,
    )


class PolicyFile(_Frozen):
    """A whole policy file."""

    read_back: ReadBack | None = None
    policies: Annotated[tuple[Policy, ...], BeforeValidator(_as_tuple)] = ()


class Policies(_Frozen):
    """All policies in force: the shipped ones, and the owner's, which have the last word."""

    shipped: PolicyFile = PolicyFile()
    owner: PolicyFile = PolicyFile()

    @property
    def read_back(self) -> ReadBack:
        """The limit in force."""
        return self.owner.read_back or self.shipped.read_back or ReadBack()


def parse_policies(text: str, file: str) -> PolicyFile:
    """Parse the text of a policy file.

    Raises:
        ConfigError: with every problem, each with line and key.
    """
    parsed = parse_yaml(text, file, PolicyFile)
    names = [policy.name for policy in parsed.policies]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise ConfigError([_repeated(text, file, name, names) for name in repeated])
    return parsed


def load_policies(file: Path) -> PolicyFile:
    """Read a policy file; a missing one means no policies. Blocks: call it while starting.

    Raises:
        ConfigError: with every problem of the file.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return PolicyFile()
    except (OSError, UnicodeDecodeError) as error:
        problem = ConfigProblem(str(file), 1, "", f"cannot be read: {error}")
        raise ConfigError([problem]) from None
    return parse_policies(text, str(file))


def _repeated(text: str, file: str, name: str, names: list[str]) -> ConfigProblem:
    lines = [n for n, line in enumerate(text.splitlines(), 1) if "name:" in line and name in line]
    last = len(names) - 1 - names[::-1].index(name)
    message = f"a second policy is called {name!r}; verdicts need distinct names"
    return ConfigProblem(file, lines[-1] if lines else 1, f"policies.{last}.name", message)
