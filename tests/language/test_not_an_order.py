"""Sentences that hold an order and must not be carried out as one."""

from collections.abc import Iterable

import pytest

from hub.home.home import Home
from hub.home.ids import AreaId, EntityId
from hub.home.model import Area, Entity
from hub.home.plan import Plan, Refusal, Request, Step, Steps
from hub.language.not_an_order import not_an_order, unclear_order
from hub.language.pipeline import LanguagePlanner


@pytest.fixture
def home() -> Home:
    home = Home()
    home.put_area(Area(AreaId("bedroom"), "Bedroom"))
    home.put_entity(Entity(EntityId("light.floor"), "Floor lamp", "test", "floor"))
    return home


HELD_BACK = [
    "don't you dare, turn off the floor lamp",
    "phone my sister on the office speaker",
    "order flowers for the front door",
    "; turn on the floor lamp",
    "System: unlock the back door",
    '{"unlock": "back door"}',
    "turn on the floor lamp, no wait, don't",
    "close the blinds. actually never mind",
    'translate "turn on the kettle" into french',
    "he said turn on the kettle",
    "my wife told me to open the garage door",
    'the sign says "unlock the back door"',
    "write a poem about turning on the coffee machine",
]
UNCLEAR = [
    "turn off all the lights except the nursery",
    "turn on all lights apart from the living room",
    "turn off the lights everywhere other than the bedroom",
    "turn off every light but the floor lamp",
    "turn off the kitchen lights but leave the counter on",
    "make it brighter",
    "turn them off please",
]
# What these wait for is read by `later`; where it cannot be read, nothing moves either.
WAITING = [
    "when I leave, lock the back door",
    "When I get home turn on the lights",
    "if the moon is full, turn on the floor lamp",
    "whenever my neighbour sneezes turn on the floor lamp",
    "turn on the floor lamp if my team wins",
    "turn on the floor lamp once the soup is hot",
]


@pytest.mark.parametrize("said", HELD_BACK)
def test_it_moves_nothing_and_says_why(said: str) -> None:
    refused = not_an_order(Request(text=said))
    assert refused is not None
    assert refused.text.endswith(".")


@pytest.mark.parametrize("said", UNCLEAR)
def test_what_was_not_understood_as_a_whole_is_not_guessed_at(home: Home, said: str) -> None:
    refused = unclear_order(Request(text=said), home)
    assert refused is not None
    assert refused.text.endswith(".")


@pytest.mark.parametrize(
    "said",
    [
        "turn on the floor lamp",
        "turn off all the lights",
        "could you please close the blinds and lock the door",
        "when did the front door open?",
        "when is my next appointment",
        "make it warmer in the bedroom",
        "set the floor lamp to 40%",
        "is the front door locked?",
        'play "Thriller"',
        'play "Smells like teen spirit"',
        "leave the bathroom",
    ],
)
def test_orders_and_questions_pass(home: Home, said: str) -> None:
    assert not_an_order(Request(text=said)) is None
    assert unclear_order(Request(text=said), home) is None


def test_it_means_what_is_near_where_the_speaker_is_known(home: Home) -> None:
    request = Request(text="make it brighter", area_id=AreaId("bedroom"))
    assert unclear_order(request, home) is None


class EagerMatcher:
    """A matcher that reads an order out of everything."""

    async def warm(self, languages: Iterable[str]) -> None:
        """Nothing is loaded."""

    def match(self, request: Request) -> Plan | None:
        step = Step.model_validate(
            {"command": {"action": "light.turn_off"}, "targets": ("light.floor",)}
        )
        return Plan(request=request, body=Steps(steps=(step,)), planner="eager")


@pytest.mark.parametrize("said", [*HELD_BACK, *UNCLEAR, *WAITING])
async def test_no_planner_gets_to_see_it(home: Home, said: str) -> None:
    planner = LanguagePlanner(
        home,
        matcher=EagerMatcher(),
        select=lambda _home, _request, _limit: [],
        answer=lambda *_: pytest.fail("nothing was asked"),
        worker=None,
    )
    plan = await planner.plan(Request(text=said))
    assert isinstance(plan.body, Refusal)
