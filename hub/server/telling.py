"""Notifications as the API shows them, and to whom."""

from typing import Any

from hub.home.ids import UserId
from hub.home.notifications import Notification
from hub.home.sight import Sight


def is_for(notification: Notification, user_id: UserId, sight: Sight) -> bool:
    """Tell whether a user may hear it: who sees all of the house hears all, others their own."""
    return sight.sees_all(user_id) or notification.user_id == user_id


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
