"""Errors of the hub, one class per remedy.

HubError
├── UnknownEntity        no such entity: check the id
├── UnknownAction        no such action: check its name
├── InvalidCommand       the data of an action is wrong: correct it
├── UnsupportedCommand   this entity cannot do that: choose another
├── DeliveryError        the command did not leave the hub: try again later
├── NoPictureError       there is no picture now (`hub.home.stills`): try again later
├── ApprovalRefused      an answer to what waits for a person does not count
│   ├── ApprovalGone     nothing waits under this id any more: ask for it anew
│   ├── WrongApprover    somebody else has to say yes: ask them
│   ├── YesElsewhere     a yes does not count this way: say it on a phone or the page
│   ├── PinWanted        a yes is not enough: give the PIN
│   ├── PinWrong         this is not the PIN: try again, a few times
│   └── PinsLocked       too many wrong PINs: wait
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


class ApprovalRefused(HubError):
    """An answer to what waits for a person does not count."""

    def __init__(self, approval_id: str, reason: str, message: str) -> None:
        self.approval_id = approval_id
        self.reason = reason
        super().__init__(message)


class ApprovalGone(ApprovalRefused):
    """An approval cannot be given: it is unknown, over, decided, or its plan was changed."""

    def __init__(self, approval_id: str, reason: str) -> None:
        message = f"approval {approval_id!r}: {reason}; ask for the action again"
        super().__init__(approval_id, reason, message)


class WrongApprover(ApprovalRefused):
    """Whoever says yes is not among those who may; it still waits for them."""

    def __init__(self, approval_id: str, who: str, may: str) -> None:
        self.who = who
        self.may = may
        reason = f"{who} cannot approve this; {may} has to"
        super().__init__(approval_id, reason, reason)


class YesElsewhere(ApprovalRefused):
    """A spoken yes is not enough, and nobody who may approve has a PIN; it still waits."""

    def __init__(self, approval_id: str) -> None:
        reason = "a spoken yes is not enough for this; confirm it on your phone or on the page"
        super().__init__(approval_id, reason, reason)


class PinWanted(ApprovalRefused):
    """A yes came without the PIN that it needs."""

    def __init__(self, approval_id: str) -> None:
        super().__init__(approval_id, "no PIN was given", "this needs a PIN; what is the PIN?")


class PinWrong(ApprovalRefused):
    """The PIN is nobody's who may approve; it still waits for the right one."""

    def __init__(self, approval_id: str) -> None:
        reason = "this is not the PIN of anybody who may approve this"
        super().__init__(approval_id, reason, f"{reason}; try again")


class PinsLocked(ApprovalRefused):
    """Too many wrong PINs were given; none is looked at for a while."""

    def __init__(self, approval_id: str, wait_s: float) -> None:
        self.wait_s = wait_s
        reason = f"too many wrong PINs; try again in {max(1, round(wait_s))} s"
        super().__init__(approval_id, reason, reason)


class LockedOut(HubError):
    """Too many wrong passwords or PINs were given."""

    def __init__(self, what: str, wait_s: float) -> None:
        self.wait_s = wait_s
        super().__init__(f"too many wrong {what}; try again in {max(1, round(wait_s))} s")


class NoPin(HubError):
    """A PIN is asked of somebody who has none."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name!r} has no PIN; set one with: lares user pin {name!r}")
