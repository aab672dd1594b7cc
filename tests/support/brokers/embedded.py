"""The broker inside the hub, as a process of its own so that it can be killed."""

import json
import sys

from tests.support.brokers.process import BrokerProcess


class EmbeddedProcess(BrokerProcess):
    """amqtt, as the hub runs it: one login, nothing on disk, no rights on topics."""

    name = "amqtt"
    keeps = False
    has_rights = False

    def command(self) -> list[str]:
        rules = self.rules
        settings = {
            "port": self.port,
            "login": [rules.logins[0].username, rules.logins[0].password] if rules.logins else None,
            "tls": [str(rules.tls.chain), str(rules.tls.key)] if rules.tls else None,
        }
        module = "tests.support.brokers.embedded_program"
        return [sys.executable, "-m", module, json.dumps(settings)]
