"""The language part is there for whoever asks, whether it was loaded before or not."""

import subprocess
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.keeping import NothingKept
from hub.home.past import NoPast
from hub.home.people import SOMEBODY
from hub.home.plan import Answer, Effect, Plan, PlanResult, Request, Verdict
from hub.home.sight import Sight
from hub.language.completion import Completion, ModelUnavailable
from hub.language.model_settings import ModelSettings
from hub.speaking import Around, Speaking
from tests.support.fakes import put

SAID = Request(text="turn on the lamp", at=datetime(2026, 3, 1, tzinfo=UTC))


class _NoModel:
    async def complete(self, *_: object, **__: object) -> Completion:
        raise ModelUnavailable("off")


def speaking_of_a_lamp(*, with_model: bool = False) -> Speaking:
    home = Home()
    sight = Sight(home, lambda _: SOMEBODY)
    put(home, "light.lamp", "off")
    return Speaking(
        Around(
            home=home,
            sight=sight,
            kept=NothingKept(),
            past=NoPast(),
            worker=_NoModel(),
            settings=ModelSettings(enabled=with_model),
            judge=lambda _: Verdict(effect=Effect.ALLOW, policy="p", reason="r"),
            zone=ZoneInfo("Europe/Berlin"),
            languages=("en",),
        )
    )


async def test_a_sentence_before_it_is_loaded_waits_for_it() -> None:
    plan = await speaking_of_a_lamp().plan(SAID)
    assert plan.steps[0].targets == (EntityId("light.lamp"),)


async def test_entered_it_gets_ready_by_itself() -> None:
    async with speaking_of_a_lamp(with_model=True) as speaking:
        plan = await speaking.plan(SAID)
    assert plan.steps[0].command.action == "light.turn_on"


async def test_leaving_it_while_it_loads_leaves_nothing_behind() -> None:
    async with speaking_of_a_lamp(with_model=True):
        pass


def test_a_reply_needs_no_sentence_before() -> None:
    plan = Plan(request=SAID, body=Answer(text="Hello."), planner="test")
    verdict = Verdict(effect=Effect.ALLOW, policy="p", reason="r")
    told = speaking_of_a_lamp().reply(Home(), PlanResult(plan=plan, verdict=verdict), None)
    assert told == "Hello."


def test_the_hub_is_there_without_it() -> None:
    code = "import sys, hub.app; sys.exit('hub.language.pipeline' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_the_model_what_understands_is_loaded_by_the_first_sentence() -> None:
    code = (
        "import asyncio, sys\n"
        "from tests.test_speaking import SAID, speaking_of_a_lamp\n"
        "async def main():\n"
        "    async with speaking_of_a_lamp() as speaking:\n"
        "        await speaking._getting_ready\n"
        "        assert 'hub.language.replies' in sys.modules\n"
        "        assert 'hassil' not in sys.modules\n"
        "        assert (await speaking.plan(SAID)).steps\n"
        "asyncio.run(main())\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_few_hubs_use_is_not_loaded_at_the_start() -> None:
    code = (
        "import sys, hub.app\n"
        "rare = {'cryptography', 'rapidfuzz', 'nacl', 'hassil', 'amqtt', 'zeroconf'}\n"
        "assert not rare & set(sys.modules), rare & set(sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_many_who_need_it_at_once_have_it_loaded_once() -> None:
    code = (
        "import threading\n"
        "from tests.test_speaking import speaking_of_a_lamp\n"
        "speaking, made = speaking_of_a_lamp(), []\n"
        "ask = lambda: made.append(speaking._load_planner())\n"
        "threads = [threading.Thread(target=ask) for _ in range(8)]\n"
        "[thread.start() for thread in threads]\n"
        "[thread.join() for thread in threads]\n"
        "assert len(made) == 8 and len(set(map(id, made))) == 1, made\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
