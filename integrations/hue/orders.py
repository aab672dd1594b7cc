"""What a command asks of a bridge: which resource, and what to put there."""

from dataclasses import dataclass
from typing import Any

from aiohue.v2.models.device import DevicePut
from aiohue.v2.models.feature import (
    AlertEffectType,
    AlertFeaturePut,
    IdentifyFeature,
    OnFeature,
    RecallAction,
    RecallFeature,
)
from aiohue.v2.models.grouped_light import GroupedLight, GroupedLightPut
from aiohue.v2.models.light import Light, LightPut
from aiohue.v2.models.light_level import LightLevel, LightLevelPut
from aiohue.v2.models.motion import Motion, MotionPut
from aiohue.v2.models.scene import Scene, ScenePut
from aiohue.v2.models.smart_scene import (
    SmartScene,
    SmartScenePut,
    SmartSceneRecall,
    SmartSceneRecallAction,
)

from hub.home.commands import Command
from hub.home.domains import light as lights
from hub.home.domains import scene as scenes
from hub.home.domains import switch as switches
from hub.home.maker import NotOffered
from hub.home.model import State
from integrations.hue.lights import told_to_group, told_to_light, transition
from integrations.hue.resources import Resource

Body = LightPut | GroupedLightPut | ScenePut | SmartScenePut | DevicePut | MotionPut | LightLevelPut


@dataclass(frozen=True, slots=True)
class Order:
    """What to put to which resource; the body's type says of which type that is."""

    id: str
    body: Body


def order(command: Command, state: State, resource: Resource) -> Order:
    """Put a command in the bridge's terms.

    Raises:
        NotOffered: the bridge has no way to do it.
    """
    match resource:
        case Light():
            return _to_light(command, state, resource)
        case GroupedLight():
            return Order(resource.id, _to_group(command, state))
        case Scene() if isinstance(command, scenes.TurnOn):
            fade = transition(command.transition)
            recall = RecallFeature(
                action=RecallAction.ACTIVE, duration=None if fade is None else fade.duration
            )
            return Order(resource.id, ScenePut(recall=recall))
        case SmartScene() if isinstance(command, scenes.TurnOn):
            activate: Any = SmartSceneRecallAction.ACTIVATE
            return Order(resource.id, SmartScenePut(recall=SmartSceneRecall(action=activate)))
        case Motion():
            return Order(resource.id, MotionPut(enabled=_switched(command, state)))
        case LightLevel():
            return Order(resource.id, LightLevelPut(enabled=_switched(command, state)))
        case _:
            raise _not_offered(command)


def _to_light(command: Command, state: State, light: Light) -> Order:
    match command:
        case lights.TurnOn(flash="short") | lights.Toggle(flash="short"):
            return Order(light.owner.rid, DevicePut(identify=IdentifyFeature()))
        case lights.TurnOn(flash="long") | lights.Toggle(flash="long"):
            return Order(light.id, LightPut(alert=_BREATHE))
        case lights.Toggle() if state.state == "on":
            return Order(light.id, LightPut(on=_OFF, dynamics=transition(command.transition)))
        case lights.TurnOn() | lights.Toggle():
            return Order(light.id, told_to_light(command, state, light))
        case lights.TurnOff():
            return Order(light.id, LightPut(on=_OFF, dynamics=transition(command.transition)))
        case _:
            return Order(light.id, LightPut(on=OnFeature(on=_switched(command, state))))


def _switched(command: Command, state: State) -> bool:
    match command:
        case switches.TurnOn():
            return True
        case switches.TurnOff():
            return False
        case switches.Toggle():
            return state.state != "on"
        case _:
            raise _not_offered(command)


def _to_group(command: Command, state: State) -> GroupedLightPut:
    match command:
        case lights.TurnOn(flash=str()) | lights.Toggle(flash=str()):
            return GroupedLightPut(alert=_BREATHE)
        case lights.Toggle() if state.state == "on":
            return GroupedLightPut(on=_OFF, dynamics=transition(command.transition))
        case lights.TurnOn(effect=None) | lights.Toggle(effect=None):
            return told_to_group(command, state)
        case lights.TurnOff():
            return GroupedLightPut(on=_OFF, dynamics=transition(command.transition))
        case _:
            raise _not_offered(command)


def _not_offered(command: Command) -> NotOffered:
    return NotOffered(f"the bridge has no way to do {command.action} with it")


_OFF = OnFeature(on=False)
_BREATHE = AlertFeaturePut(action=AlertEffectType.BREATHE)
