"""A planner that knows a few sentences by heart."""

from hub.home.actions import parse_command
from hub.home.chores import KeepRules
from hub.home.ids import EntityId
from hub.home.plan import Answer, Chores, Plan, Question, Refusal, Request, Step, Steps
from hub.home.rules import Rule, SunTrigger


class ScriptedPlanner:
    """Knows a few sentences."""

    async def plan(self, request: Request) -> Plan:
        """Look the sentence up."""
        light = Step(
            command=parse_command("light.turn_on", {}), targets=(EntityId("light.kitchen"),)
        )
        lock = Step(command=parse_command("lock.unlock", {}), targets=(EntityId("lock.front"),))
        strip = Step(command=parse_command("light.turn_on", {}), targets=(EntityId("light.strip"),))
        blind = Step(
            command=parse_command("cover.open_cover", {}), targets=(EntityId("cover.blind"),)
        )
        dusk = Rule(
            id="said", alias="Dusk", triggers=(SunTrigger(event="sunset"),), actions=(light,)
        )
        known: dict[str, Steps | Chores | Question | Answer] = {
            "the kitchen at sunset": Chores(chores=(KeepRules(rules=(dusk,)),)),
            "shall it be at sunset": Question(text="Keep it?", chores=(KeepRules(rules=(dusk,)),)),
            "turn on the kitchen light": Steps(steps=(light,)),
            "turn on a light Kitchen": Steps(steps=(light,)),
            "turn on a light Strip and open the blind": Steps(steps=(strip, blind)),
            "unlock the front door": Steps(steps=(lock,)),
            "turn on a light": Question(
                text="Which lamp?", options=(EntityId("light.kitchen"), EntityId("light.strip"))
            ),
            "is it warm?": Answer(text="It is 21 °C."),
        }
        body = known.get(request.text, Refusal(text="I did not understand that."))
        return Plan(request=request, body=body, planner="script", confidence=1.0)
