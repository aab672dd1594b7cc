"""Phones that run OwnTracks, over MQTT and HTTP."""

from integrations.owntracks.config import OwnTracksConfig
from integrations.owntracks.integration import OwnTracks, Subscriber

__all__ = ["OwnTracks", "OwnTracksConfig", "Subscriber"]
