"""A small name server on loopback that answers from a table, as the real ones do: by UDP, in DNS messages."""

import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

Zone = Mapping[tuple[str, str], Sequence[str]]  # ("_imaps._tcp.lind.example", "SRV") -> ["0 1 993 imap.lind.example."]


@contextmanager
def serving(zone: Zone) -> Iterator[str]:
    """A name server of this zone, as `address:port`. Where the zone names nothing, it says that there is no such name; to a type `SILENT` it says nothing at all."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=_serve, args=(line, zone), daemon=True)
        thread.start()
        port: int = line.getsockname()[1]
        try:
            yield f"127.0.0.1:{port}"
        finally:
            line.sendto(b"", ("127.0.0.1", port))  # an empty datagram ends it
            thread.join(10)


def _serve(line: socket.socket, zone: Zone) -> None:
    while True:
        packet, sender = line.recvfrom(4096)
        if not packet:
            return
        query = dns.message.from_wire(packet)
        answer = _answer(query, zone)
        if answer is not None:
            line.sendto(answer.to_wire(), sender)


def _answer(query: dns.message.Message, zone: Zone) -> dns.message.Message | None:
    question = query.question[0]
    name = question.name.to_text(omit_final_dot=True).lower()
    kind = question.to_text().rpartition(" ")[2]
    if (name, "SILENT") in zone:
        return None
    answer = dns.message.make_response(query)
    answer.flags |= dns.flags.RA
    if (name, kind) in zone:
        answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *zone[name, kind]))
    elif not any(known == name for known, _ in zone):
        answer.set_rcode(dns.rcode.NXDOMAIN)
    return answer
