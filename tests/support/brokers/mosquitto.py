"""mosquitto as a house would run it: it keeps what was retained, and whose session lasts."""

from tests.support.brokers.process import BrokerProcess, program
from tests.support.mosquitto import guarded

_CONFIG = """\
listener {port} 127.0.0.1
allow_anonymous {anonymous}
set_tcp_nodelay true
persistence true
persistence_location {folder}/
# Written at each change, so that a killed one has it, too.
autosave_interval 1
autosave_on_changes true
log_dest stderr
log_type error
"""


class MosquittoProcess(BrokerProcess):
    """Debian's `mosquitto`."""

    name = "mosquitto"
    speaks_5 = True
    # It takes the subscription and sends nothing (2.0.11, `acl_file`).
    tells_denied = False

    def command(self) -> list[str]:
        rules = self.rules
        anonymous = "false" if rules.logins else "true"
        text = _CONFIG.format(port=self.port, anonymous=anonymous, folder=self.folder)
        tls = [f"certfile {rules.tls.chain}", f"keyfile {rules.tls.key}"] if rules.tls else []
        passwords = {login.username: login.password for login in rules.logins}
        rights: list[str] = []
        for user in passwords if rules.denied else ():
            rights += [f"user {user}", "topic readwrite #"]
            if user in rules.denied:
                rights.append(f"topic deny {rules.denied[user]}")
        if passwords:
            lines = guarded(self.folder, passwords, rights=rights, tls=tls)
        else:
            lines = ["user root", *tls]
        file = self.folder / "mosquitto.conf"
        file.write_text(text + "\n".join(lines) + "\n")
        return [program("mosquitto"), "-c", str(file)]
