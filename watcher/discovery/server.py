"""An IMAP server as it is found and tried."""

from dataclasses import dataclass

from watcher.mailbox.settings import Security

PORTS: dict[Security, int] = {"tls": 993, "starttls": 143, "none": 143}


@dataclass(frozen=True, slots=True)
class Server:
    """Where an IMAP server listens, and how the connection to it is protected."""

    host: str
    port: int = 993
    security: Security = "tls"

    @staticmethod
    def usual_port(security: Security) -> int:
        """The port that this kind of security has by custom."""
        return PORTS[security]

    def __str__(self) -> str:
        lines = {"tls": "TLS", "starttls": "STARTTLS", "none": "no encryption"}
        return f"{self.host}, port {self.port}, {lines[self.security]}"
