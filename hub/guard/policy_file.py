"""Policies: what people write in `policy.yaml`, parsed into frozen models."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BeforeValidator, Field, field_validator, model_validator

from hub.guard.conditions import Duration, Rate, Texts, as_tuple
from hub.guard.invariant_file import Invariant
from hub.guard.match import Match, known
from hub.home.actions import ACTIONS
from hub.home.approving import Approvers
from hub.home.frozen import Frozen
from hub.home.model import Source
from hub.home.people import Role
from hub.home.plan import Effect
from hub.home.yaml_config import ConfigError, ConfigProblem, parse_yaml

LIMIT = "limit"
_QUICK: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBERS = sorted({name for command in ACTIONS.values() for name in command.model_fields})


class Limit(Frozen):
    """What an act may ask for at most and at least, by the names of its data; or how often.

    Of what is above or below, or comes too often, nothing is done.
    """

    max: Annotated[dict[str, float], Field(min_length=1)] | None = None
    min: Annotated[dict[str, float], Field(min_length=1)] | None = None
    times: Annotated[int, Field(ge=1, le=1_000)] | None = None
    within: Duration | None = None

    @field_validator("max", "min")
    @classmethod
    def _are_data(cls, value: dict[str, float] | None) -> dict[str, float] | None:
        known(value or (), _NUMBERS, "number in the data of an action")
        return value

    @model_validator(mode="after")
    def _limits_something(self) -> "Limit":
        if (self.times is None) is not (self.within is None):
            raise ValueError("times and within belong together, such as times: 3, within: 1 h")
        if not self.max and not self.min and self.times is None:
            raise ValueError("give max, min, or times and within")
        if self.times is not None and (self.max or self.min):
            raise ValueError("how much and how often are two limits; write two policies")
        return self

    @property
    def rate(self) -> Rate | None:
        """How often at most."""
        if self.times is None or self.within is None:
            return None
        return Rate(times=self.times, within=self.within)


class Policy(Frozen):
    """One rule of the house: what it is about, and what then happens.

    `by`, `through` and `expires`: who may say yes to what asks, how, and how long; `with_pin`: over
    which ways a yes counts only with a PIN. A limit denies what is over it, and says nothing of the
    rest.
    """

    name: Annotated[str, Field(min_length=1)]
    match: Match
    effect: Effect
    reason: Annotated[str, Field(min_length=1)]
    limit: Limit | None = None
    by: Texts = (Role.ADULT.value,)
    through: Annotated[tuple[Source, ...], BeforeValidator(as_tuple)] = ()
    with_pin: Annotated[tuple[Source, ...], BeforeValidator(as_tuple)] = ()
    expires: Duration | None = None

    @property
    def approvers(self) -> Approvers:
        """Who may say yes to what this policy asks about."""
        expires_s = None if self.expires is None else self.expires.total_seconds()
        return Approvers(
            by=self.by, through=self.through, with_pin=self.with_pin, expires_s=expires_s
        )

    @property
    def names_voice(self) -> bool:
        """Whether it is about what is spoken, and says so."""
        return self.match.source is not None and Source.VOICE.value in self.match.source

    @model_validator(mode="before")
    @classmethod
    def _limits_as_it_says(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        if value.get("effect") == LIMIT and "limit" not in value:
            raise ValueError("say what the limit is, such as limit: {max: {temperature: 24}}")
        if value.get("effect") != LIMIT and value.get("limit") is not None:
            raise ValueError(f"a limit wants effect: {LIMIT}")
        asks = value.get("effect") in {Effect.CONFIRM, Effect.PIN}
        extra = [key for key in ("by", "through", "with_pin", "expires") if key in value]
        if extra and not asks:
            raise ValueError(f"{extra[0]} is for effects that ask somebody: confirm and pin")
        return value

    @field_validator("through", "with_pin")
    @classmethod
    def _is_where_people_answer(cls, value: tuple[Source, ...]) -> tuple[Source, ...]:
        if Source.MCP in value:
            raise ValueError("mcp is no way to say yes: agents ask, and people answer")
        return value

    @model_validator(mode="after")
    def _asks_for_pins_where_it_listens(self) -> "Policy":
        if self.with_pin and self.effect is Effect.PIN:
            raise ValueError("effect: pin wants a PIN over every way; leave with_pin out")
        unheard = [way for way in self.with_pin if self.through and way not in self.through]
        if unheard:
            raise ValueError(f"with_pin names {unheard[0].value}, which through leaves out")
        return self

    @field_validator("effect", mode="before")
    @classmethod
    def _is_an_effect(cls, value: Any) -> Any:
        if value == LIMIT:
            return Effect.DENY
        known([str(value)], [*Effect, LIMIT], "effect")
        return value

    @model_validator(mode="after")
    def _trusts_no_device_text(self) -> "Policy":
        if self.effect is Effect.ALLOW and (self.match.name or self.match.device_class):
            raise ValueError(
                "a policy that allows cannot match by name or device_class, which devices choose"
                " for themselves; use entity_id, domain or action"
            )
        is_about_places = self.match.area is not None or self.match.floor is not None
        if self.effect is Effect.ALLOW and is_about_places and not self.match.names_entities:
            raise ValueError(
                "a policy that allows cannot match by area or floor alone, which devices may"
                " suggest for themselves; give the exact entity_id"
            )
        return self


class ReadBack(Frozen):
    """Plans on more than `entities` devices, from sources that may misunderstand, ask first."""

    entities: Annotated[int, Field(ge=1)] = 15
    sources: Annotated[tuple[Source, ...], BeforeValidator(as_tuple)] = (
        Source.LANGUAGE,
        Source.VOICE,
        Source.EVENT,
        Source.MCP,
    )


class PolicyFile(Frozen):
    """A whole policy file: policies about acts, and invariants about how things are."""

    read_back: ReadBack | None = None
    invariants: Annotated[tuple[Invariant, ...], BeforeValidator(as_tuple)] = ()
    policies: Annotated[tuple[Policy, ...], BeforeValidator(as_tuple)] = ()


class Policies(Frozen):
    """All policies in force: the shipped ones, and the owner's, which have the last word."""

    shipped: PolicyFile = PolicyFile()
    owner: PolicyFile = PolicyFile()

    @property
    def invariants(self) -> tuple[Invariant, ...]:
        """All that must hold."""
        return (*self.owner.invariants, *self.shipped.invariants)

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
    places = {f"policies.{n}.name": one.name for n, one in enumerate(parsed.policies)}
    places |= {f"invariants.{n}.name": one.name for n, one in enumerate(parsed.invariants)}
    names = list(places.values())
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise ConfigError([_repeated(text, file, name, places) for name in repeated])
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


def load_shipped(file: Path) -> PolicyFile:
    """Read the policies that come with the hub, as `load_policies` does, but many times faster.

    libyaml tells neither lines nor second keys; where anything is odd, the other reads it again.

    Raises:
        ConfigError: with every problem of the file.
    """
    try:
        return PolicyFile.model_validate(_QUICK(file.read_bytes()).get_single_data())
    except (OSError, ValueError, RecursionError, yaml.YAMLError):
        return load_policies(file)


def _repeated(text: str, file: str, name: str, places: Mapping[str, str]) -> ConfigProblem:
    lines = [n for n, line in enumerate(text.splitlines(), 1) if "name:" in line and name in line]
    last = [place for place, named in places.items() if named == name][-1]
    message = f"a second one is called {name!r}; verdicts need distinct names"
    return ConfigProblem(file, lines[-1] if lines else 1, last, message)
