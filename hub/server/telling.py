"""Notifications as the API shows them, and to whom."""

from typing import Any

from hub.home.notifications import Notification
from hub.home.people import Role
from hub.recorder.users import User


def is_for(notification: Notification, user: User) -> bool:
    """Tell whether a user may hear it: who lives here hears all, guests what is theirs."""
    return user.role is not Role.GUEST or notification.user_id == user.id


def notification_json(notification: Notification) -> dict[str, Any]:
    """Return it in our words and those of Home Assistant's persistent notifications."""
    return {
        "id": notification.id,
        "text": notification.text,
        "user_id": notification.user_id,
        "area_id": notification.area_id,
        "at": notification.at,
        "notification_id": notification.id,
        "title": None,
        "message": notification.text,
        "created_at": notification.at,
    }
