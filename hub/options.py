"""How a hub is to run: what the command line and `lares.yaml` said together."""

from collections.abc import Callable
from dataclasses import field
from pathlib import Path

from pydantic import SecretStr

from hub.config import Config
from hub.home.errors import HubError
from hub.home.masking import Masking
from hub.home.troubles import Troubles
from hub.masked_logs import LatestLines, learn_from
from hub.record import record
from hub.safe_start.policies import FILE_NAME as POLICY

# Tells whoever started the hub something, a line at a time.
Say = Callable[[str], None]


@record(frozen=True, slots=True)
class Options:
    """How this hub is to run. `inventory` adds a virtual home; `rules` holds the owner's policy.

    `troubles` is where all is told that is not whole; `log_lines` keeps the latest of the log.
    """

    folder: Path
    config: Config
    owner_token: SecretStr | None = None
    inventory: Path | None = None
    rules: Path | None = None
    troubles: Troubles = field(default_factory=Troubles)
    masking: Masking = field(default_factory=Masking)
    log_lines: LatestLines = field(default_factory=LatestLines)


def own_policy(options: Options) -> Path:
    """Return the owner's policy file: among the rules given, else in the hub's folder.

    Raises:
        HubError: the rules given do not exist.
    """
    rules = options.rules
    if rules is not None and not rules.exists():
        raise HubError(f"--rules {rules}: there is no such file or folder")
    if rules is not None and rules.is_dir() and (rules / POLICY).exists():
        return rules / POLICY
    if rules is not None and rules.name == POLICY:
        return rules
    return options.folder / POLICY


def given_rules(options: Options) -> Path | None:
    """Return what `--rules` gives besides a policy."""
    rules = options.rules
    return rules if rules is not None and rules.name != POLICY else None


def masking_of(options: Options) -> Masking:
    """Return what masks all secrets that this hub was told."""
    learn_from(options.config, options.masking)
    if options.owner_token is not None:
        options.masking.learn(options.owner_token.get_secret_value())
    return options.masking
