"""What nobody's policy can widen: what of the house is a user's to move, and until when."""

from datetime import datetime

from hub.guard.act import Act
from hub.guard.words import ADULTS, Word
from hub.home.chores import ChangeRules, Chore, Forget, StartTimer
from hub.home.commands import Command
from hub.home.domains.house import CreateNotification, DismissAllNotifications
from hub.home.home import Home
from hub.home.ids import HOUSE, domain_of
from hub.home.people import EVERYTHING, Grant, Role, Who
from hub.home.plan import Effect

# Of these, a policy loosens a sensitive act only if it names them, by role, user or person.
NAMED_ONLY = frozenset({Role.CHILD, Role.GUEST, Role.DEVICE})


def refusal(act: Act, now: datetime) -> Word | None:
    """Return the word that forbids an act because of who asks; None if they may."""
    who = act.judging.who
    if who is None:
        return None
    if who.is_over(now):
        reason = f"the access of {who.name} has ended"
        return Word(Effect.DENY, "built-in: access ends", reason)
    if act.entity_id == HOUSE:
        return _of_house(who, act.command)
    if _covers(who.moves, act, act.judging.world.home):
        return None
    reason = f"this is not among what {who.name} may move"
    return Word(Effect.DENY, "built-in: only what is theirs to move", reason)


def chore_refusal(who: Who | None, chore: Chore, now: datetime, *, is_own: bool) -> Word | None:
    """Return the word that keeps somebody from having a chore done, or asks an adult first.

    `is_own`: it changes timers that they set themselves; a voice that nobody knows, those of such
    voices.
    """
    if who is None:
        reason = "nobody attends, so nothing is kept or changed"
        return Word(Effect.DENY, "built-in: nothing is kept unattended", reason)
    if who.is_over(now):
        return Word(Effect.DENY, "built-in: access ends", f"the access of {who.name} has ended")
    if who.role is Role.GUEST and not (isinstance(chore, StartTimer) or is_own):
        reason = "guests may set timers and change their own, but keep nothing else"
        return Word(Effect.DENY, "built-in: guests have their own timers only", reason)
    if who.role in NAMED_ONLY and isinstance(chore, ChangeRules | Forget):
        reason = "this changes what others of the house may have set up"
        return Word(Effect.CONFIRM, "built-in: adults change rules", reason, ADULTS)
    return None


def _of_house(who: Who, command: Command) -> Word | None:
    is_limited = who.moves.areas is not None or who.moves.domains is not None
    if who.role is not Role.GUEST and not is_limited:
        return _of_notifications(who, command)
    reason = "guests may move what is in the house, not the house itself"
    if who.role is not Role.GUEST:
        reason = f"{who.name} may move some of what is in the house, not the house itself"
    return Word(Effect.DENY, "built-in: guests use entities only", reason)


def _of_notifications(who: Who, command: Command) -> Word | None:
    """Return the word that keeps what others are told from a child; guests get no so far.

    Whose a notification is, none tells: one is shown to all, so an id may be of anybody's.
    """
    if who.role is not Role.CHILD:
        return None
    if isinstance(command, DismissAllNotifications):
        reason = "children may dismiss notifications one by one, not all at once"
    elif isinstance(command, CreateNotification) and command.notification_id is not None:
        reason = "children may not replace notifications; leave out 'notification_id'"
    else:
        return None
    return Word(Effect.DENY, "built-in: children leave what others are told", reason)


def _covers(moves: Grant, act: Act, home: Home) -> bool:
    if moves == EVERYTHING:
        return True
    if act.entity is not None:
        return moves.covers(act.entity, home)
    is_of_domain = moves.domains is None or domain_of(act.entity_id) in moves.domains
    return moves.areas is None and is_of_domain
