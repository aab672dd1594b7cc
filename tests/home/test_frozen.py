"""Models wait with building what they check by, until somebody builds it or uses them."""

import subprocess
import sys

CHECKS = """
from hub.home.commands import Command
from hub.home.frozen import Frozen, build_models
from hub.home.plan import Steps
assert not Steps.__pydantic_complete__
build_models(Command, Frozen)
known = [*Command.__subclasses__(), *Frozen.__subclasses__()]
left = [model for model in known if not model.__pydantic_complete__]
assert Steps.__pydantic_complete__ and left == [], left
"""


def test_all_models_are_built_at_once_and_not_before() -> None:
    assert subprocess.run([sys.executable, "-c", CHECKS], check=False).returncode == 0
