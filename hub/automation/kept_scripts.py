"""Scripts and scenes as they are listed beside the rules."""

from collections.abc import Mapping

from hub.automation.files.editing import key_of
from hub.automation.model.rules import Scene, Script
from hub.automation.script import Runs
from hub.home.ids import slugify
from hub.home.keeping import KeptScript


def kept_script(rule: Script | Scene, text: str, runs: Mapping[str, Runs]) -> KeptScript:
    """Return how a script or a scene is listed; `runs` are those of scripts, by object id."""
    _, rule_id = key_of(rule)
    file, line = rule.place.file, rule.place.line
    if isinstance(rule, Scene):
        entity_id = f"scene.{slugify(rule.name)}"
        return KeptScript("scene", rule_id, rule.name, entity_id, text, file, line)
    own = runs.get(rule.object_id)
    return KeptScript(
        "script", rule_id, rule.alias, f"script.{rule.object_id}", text, file, line, rule.mode,
        is_running=own is not None and own.is_running,
        last_run=None if own is None else own.last_triggered,
    )  # fmt: skip
