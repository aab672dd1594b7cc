"""Whatever is said, the hub has an answer, and goes on; and no command is open to a token less."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.home.people import Role
from hub.recorder.tokens import Scope
from hub.server.access import Shows
from hub.server.websocket.table import COMMANDS
from tests.server.conftest import Running
from tests.server.websocket.client import Client, Refused, connected

# What people might send under any key.
JUNK: tuple[Any, ...] = (
    None, True, -1, 10**30, 1.5, "", "x" * 300, "light.kitchen", "\ud83d\ude00", "{{ 1 / 0 }}",
    [], ["light.kitchen", None], {}, {"a": {"b": [1]}}, "9999-12-31T23:59:59Z", "2026-01-01",
)  # fmt: skip


PARTS = 4


async def answered(client: Client, name: str, data: dict[str, Any]) -> None:
    try:
        await client.say(name, **data)
    except Refused as error:
        assert error.code != "unknown_error", (name, data)


@pytest.mark.parametrize("part", range(PARTS))
async def test_every_command_takes_nonsense(hub: Running, part: int) -> None:
    async with connected(hub) as client:
        for name in sorted(COMMANDS)[part::PARTS]:
            keys = [key for key in COMMANDS[name].model.model_fields if key != "id"]
            await answered(client, name, {})
            for value in JUNK if keys else ():
                await answered(client, name, dict.fromkeys(keys, value))
        assert await client.say("ping") == "pong"


FLOATS = st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.sampled_from(sorted(COMMANDS)), data=st.data())
async def test_any_data_is_answered(hub: Running, name: str, data: st.DataObject) -> None:
    keys = [key for key in COMMANDS[name].model.model_fields if key != "id"]
    said = {key: data.draw(VALUES) for key in keys}
    async with connected(hub) as client:
        await answered(client, name, said)
        assert await client.say("ping") == "pong"


def test_every_command_asks_for_a_token() -> None:
    for command in COMMANDS.values():
        assert command.access.scope is not None, command.name


async def test_a_token_to_read_changes_nothing(hub: Running) -> None:
    _, secret = await hub.parts.tokens.create(hub.owner.id, "reader", scope=Scope.READ)
    async with connected(hub, secret) as client:
        for command in COMMANDS.values():
            if command.access.scope is not Scope.READ:
                with pytest.raises(Refused) as caught:
                    await client.say(command.name)
                assert caught.value.code == "unauthorized", command.name


async def test_a_guest_gets_nothing_that_tells_of_the_whole_house(hub: Running) -> None:
    async with connected(hub, await hub.token_for("Gus", Role.GUEST)) as client:
        for command in COMMANDS.values():
            if command.access.shows is Shows.ALL or Role.GUEST not in command.access.roles:
                with pytest.raises(Refused) as caught:
                    await client.say(command.name)
                assert caught.value.code == "unauthorized", command.name
