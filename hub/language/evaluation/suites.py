"""Finding the suites in a folder, in whichever of the known formats they are."""

from collections.abc import Iterator
from pathlib import Path

from hub.home.yaml_config import ConfigError, ConfigProblem, load_yaml
from hub.language.evaluation.cases import EvaluationError, Suite
from hub.language.evaluation.community_file import FIXTURES, read_community
from hub.language.evaluation.exam_file import is_exam, read_exam
from hub.language.evaluation.homes import read_text


def read_suites(folder: Path) -> list[Suite]:
    """Read the suites in a folder, one per folder that holds one, by name.

    Raises:
        EvaluationError: there is no such folder, or there is no suite in it.
        ConfigError: a file has mistakes, or is in no known format.
    """
    if not folder.is_dir():
        raise EvaluationError(f"{folder}: there is no such folder; name the one with the suites")
    suites = list(_suites(folder))
    if not suites:
        raise EvaluationError(
            f"{folder}: there are no sentences in it; it wants YAML files with `cases:` (see "
            f"hub/language/evaluation/README.md) or a {FIXTURES} with files with `tests:`"
        )
    return suites


def _suites(folder: Path) -> Iterator[Suite]:
    if (folder / FIXTURES).is_file():
        yield _community(folder)
        return
    exams = [file for file in sorted(folder.glob("*.yaml")) if _is_cases(file)]
    if exams:
        yield read_exam(folder, exams)
    for below in sorted(each for each in folder.iterdir() if each.is_dir()):
        if not below.name.startswith((".", "_")):
            yield from _suites(below)


def _community(folder: Path) -> Suite:
    files = [file for file in sorted(folder.rglob("*.yaml")) if not file.name.startswith("_")]
    return read_community(folder, files)


def _is_cases(file: Path) -> bool:
    if file.name.startswith("_"):
        return False
    tree = load_yaml(read_text(file), str(file))
    if is_exam(tree):
        return True
    if not (isinstance(tree, dict) and "entities" in tree):
        raise _unknown(file, "`cases:` or `entities:`")
    return False


def _unknown(file: Path, wanted: str) -> ConfigError:
    message = f"unknown format: there is no {wanted} in it; rename it to _{file.name} to skip it"
    return ConfigError([ConfigProblem(str(file), 1, "", message)])
