"""Phones with Home Assistant's companion app, or anything that speaks as it does."""

from integrations.mobile_app.answers import Answer
from integrations.mobile_app.app import Doors, MobileApp

__all__ = ["Answer", "Doors", "MobileApp"]
