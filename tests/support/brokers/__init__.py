"""Real brokers as processes, all handled alike: mosquitto, NATS, and the one inside the hub."""

from tests.support.brokers.embedded import EmbeddedProcess
from tests.support.brokers.mosquitto import MosquittoProcess
from tests.support.brokers.nats import NatsProcess
from tests.support.brokers.process import BrokerProcess, Rules

KINDS: tuple[type[BrokerProcess], ...] = (MosquittoProcess, NatsProcess, EmbeddedProcess)

__all__ = ["KINDS", "BrokerProcess", "EmbeddedProcess", "MosquittoProcess", "NatsProcess", "Rules"]
