"""A small exam written to a folder, and its scores."""

from pathlib import Path

from hub.language.evaluation.results import Score
from hub.language.evaluation.running import Examiner
from hub.language.evaluation.suites import read_suites

HOME = """
floors: [{id: ground, name: Ground floor}]
areas:
  - {id: kitchen, name: Kitchen, floor: ground}
  - {id: office, name: Office}
entities:
  - {id: light.ceiling, name: Ceiling, area: kitchen, state: "on",
     attributes: {supported_color_modes: [rgb, color_temp], brightness: 128}}
  - {id: light.counter, name: Counter, area: kitchen, state: "off",
     attributes: {supported_color_modes: [rgb, color_temp]}}
  - {id: light.desk, name: Desk lamp, area: office, state: "off",
     attributes: {supported_color_modes: [brightness]}}
  - {id: cover.blinds, name: Blinds, area: office, state: open, device_class: blind,
     attributes: {current_position: 100}}
  - {id: lock.door, name: Front door, state: locked}
  - {id: climate.office, name: Thermostat, area: office, state: heat,
     attributes: {temperature: 21, current_temperature: 20}}
  - {id: media_player.radio, name: Radio, area: kitchen, state: playing,
     attributes: {volume_level: 0.3}}
"""


def write_exam(folder: Path, cases: str, home: str = HOME) -> Path:
    """Write a home and some cases; returns the folder."""
    (folder / "home.yaml").write_text(home)
    (folder / "cases.yaml").write_text(f"home: home.yaml\ncases:\n{cases}")
    return folder


async def scores(folder: Path, cases: str) -> list[Score]:
    """Return what the cases come to without the model."""
    suites = read_suites(write_exam(folder, cases))
    examiner = Examiner(None)
    return [(await examiner.ask(case)).score for suite in suites for case in suite.cases]
