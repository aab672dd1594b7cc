"""Errors of the hub, one class per remedy.

HubError
├── UnknownEntity        no such entity: check the id
├── UnknownAction        no such action: check its name
├── InvalidCommand       the data of an action is wrong: correct it
├── UnsupportedCommand   this entity cannot do that: choose another
├── DeliveryError        the command did not leave the hub: try again later
├── ApprovalGone         nothing waits under this id any more: ask for it anew
├── LockedOut            too many wrong passwords or PINs: wait
└── NoPin                this user has no PIN: set one
"""


class HubError(Exception):
    """Root of every error that the hub raises on purpose."""


class UnknownEntity(HubError):
    """No entity has this id."""

    def __init__(self, entity_id: str, nearest: str | None = None) -> None:
        self.entity_id = entity_id
        self.nearest = nearest
        hint = f"; did you mean {nearest!r}?" if nearest else ""
        super().__init__(f"no entity {entity_id!r} in this home{hint}")


class UnknownAction(HubError):
    """No action has this name."""

    def __init__(self, action: str, nearest: str | None = None) -> None:
        self.action = action
        self.nearest = nearest
        hint = f"; did you mean {nearest!r}?" if nearest else ""
        super().__init__(f"no action {action!r}{hint}")


class InvalidCommand(HubError):
    """The data given with an action does not fit it."""

    def __init__(self, action: str, problems: list[str]) -> None:
        self.action = action
        self.problems = problems
        super().__init__(f"{action}: " + "; ".join(problems))


class UnsupportedCommand(HubError):
    """The entity exists and the command is well formed, but the two do not fit."""

    def __init__(self, entity_id: str, action: str, reason: str) -> None:
        self.entity_id = entity_id
        self.action = action
        self.reason = reason
        super().__init__(f"{entity_id}: {action}: {reason}")


class DeliveryError(HubError):
    """A command could not be handed to the device's transport."""

    def __init__(self, entity_id: str, reason: str) -> None:
        self.entity_id = entity_id
        self.reason = reason
        super().__init__(f"{entity_id}: not sent: {reason}")


class ApprovalGone(HubError):
    """An approval cannot be given: it is unknown, over, decided, or its plan was changed."""

    def __init__(self, approval_id: str, reason: str) -> None:
        self.approval_id = approval_id
        self.reason = reason
        super().__init__(f"approval {approval_id!r}: {reason}; ask for the action again")


class LockedOut(HubError):
    """Too many wrong passwords or PINs were given."""

    def __init__(self, what: str, wait_s: float) -> None:
        self.wait_s = wait_s
        super().__init__(f"too many wrong {what}; try again in {max(1, round(wait_s))} s")


class NoPin(HubError):
    """A PIN is asked of somebody who has none."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name!r} has no PIN; set one with: lares user pin {name!r}")
