"""The policies in force, and the owner's file read again while the hub runs."""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Iterable
from pathlib import Path

from hub.guard.policy_file import Policies
from hub.home.audit import AuditKind, AuditNote
from hub.home.errors import HubError
from hub.home.stores import AuditSink
from hub.home.troubles import Trouble, Troubles
from hub.safe_start.policies import PART, read_anew

Use = Callable[[Policies], None]

_log = logging.getLogger(__name__)


class PolicyDesk:
    """Tells whoever judges which policies to use, and again when the file was read anew.

    A file with mistakes changes nothing: what was in force stays, and the mistakes are told.
    """

    def __init__(
        self, policies: Policies, own: Path, folder: Path, audit: AuditSink, troubles: Troubles
    ) -> None:
        self.policies = policies
        self.own = own
        self._folder = folder
        self._audit = audit
        self._troubles = troubles
        self._users: list[Use] = []
        self._turn = asyncio.Lock()
        self.problem: str | None = None

    def let_use(self, use: Use) -> None:
        """Have somebody use the policies in force, now and whenever they change."""
        self._users.append(use)
        use(self.policies)

    async def reload(self) -> Policies:
        """Read the owner's file again; returns what is in force then.

        Raises:
            ConfigError: it has mistakes, each with its line; what was in force stays.
            HubError: it is missing, though this hub had one.
        """
        async with self._turn:
            shipped = self.policies.shipped
            try:
                read = await asyncio.to_thread(read_anew, self.own, self._folder, shipped)
            except HubError as error:
                self.problem = str(error)
                raise
            self.problem = None
            self._troubles.mend(PART)
            self.policies = read
            for use in self._users:
                use(read)
        digest = hashlib.sha256(read.model_dump_json().encode()).hexdigest()
        await self._audit.note(AuditNote(AuditKind.CHANGED, {"policy": digest}))
        _log.info("%s was read: %d policies of your own", self.own, len(read.owner.policies))
        return read

    async def look_again(self) -> None:
        """Read the file again, as SIGHUP asks for; mistakes are logged, and told as trouble."""
        try:
            await self.reload()
        except HubError as error:
            _log.error("%s; the policies from before stay in force", error)

    def troubles(self) -> Iterable[Trouble]:
        """Return what is wrong with the file as it was read last."""
        if self.problem is None:
            return ()
        instead = "the policies from before stay in force; `lares policy check` lists the mistakes"
        return (Trouble("policy file", " ".join(self.problem.split()), instead),)
