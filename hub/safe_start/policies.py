"""Reads the policies so that a broken file never allows more than a whole one did."""

from pathlib import Path

from hub.guard.match import Match
from hub.guard.policy_file import Policies, Policy, PolicyFile, load_policies, load_shipped
from hub.home.errors import HubError
from hub.home.plan import Effect
from hub.home.troubles import Troubles
from hub.home.yaml_config import ConfigError
from hub.safe_start.last_good import keep_last_good, last_good_of

FILE_NAME = "policy.yaml"
PART = "policies"
_SHOWN = 3


def safe_policies(shipped: Path, own: Path, folder: Path, troubles: Troubles) -> Policies:
    """Load the shipped policies and the owner's; what is wrong is added to `troubles`. Blocks."""
    return Policies(shipped=_shipped(shipped, troubles), owner=_owners(own, folder, troubles))


def read_anew(own: Path, folder: Path, shipped: PolicyFile) -> Policies:
    """Read the owner's file again, and keep a copy of it. Blocks.

    Raises:
        ConfigError: it has mistakes; each has its line.
        HubError: it is missing, though this hub had one.
    """
    copy = last_good_of(folder, FILE_NAME)
    policies = load_policies(own)
    if own.is_file():
        keep_last_good(own, copy)
    elif copy.is_file():
        raise HubError(f"{own} is missing, though this hub had one; an empty one is none")
    return Policies(shipped=shipped, owner=policies)


def fallback(last_whole: PolicyFile) -> PolicyFile:
    """Return what stays in force of the owner's policies when their file is broken.

    What forbids, asks or limits stays as it was last whole; what allows does not, so that
    sensitive acts ask a person, or are denied where nobody attends, as shipped.
    """
    kept = tuple(one for one in last_whole.policies if one.effect is not Effect.ALLOW)
    return last_whole.model_copy(update={"policies": kept})


def _shipped(file: Path, troubles: Troubles) -> PolicyFile:
    try:
        if file.is_file():
            return load_shipped(file)
        reason = f"{file} is missing"
    except ConfigError as error:
        reason = str(error)
    troubles.add(
        PART,
        f"the shipped policies cannot be read ({reason})",
        "what is sensitive asks or is denied all the same; install Lares again",
    )
    # The guard's built-in floor stands above this: it asks about every risk.
    everyday = Policy(
        name="built-in: everyday things",
        match=Match(action=("*",)),
        effect=Effect.ALLOW,
        reason="the shipped policies are missing, and this is not sensitive",
    )
    return PolicyFile(policies=(everyday,))


def _owners(own: Path, folder: Path, troubles: Troubles) -> PolicyFile:
    copy = last_good_of(folder, FILE_NAME)
    try:
        policies = load_policies(own)
    except ConfigError as error:
        reason = "; ".join(map(str, error.problems[:_SHOWN])) or str(error)
    else:
        if own.is_file():
            keep_last_good(own, copy)
            return policies
        if not copy.is_file():
            return policies
        reason = f"{own} is missing, though this hub had one"
    troubles.add(
        PART,
        reason,
        "your policies allow nothing now; what they forbid or ask about stays as it was last"
        " whole; what is sensitive asks. Repair the file (`lares policy check` lists every"
        " mistake), or empty it to have none of your own",
    )
    try:
        return fallback(load_policies(copy))
    except ConfigError:
        return PolicyFile()
