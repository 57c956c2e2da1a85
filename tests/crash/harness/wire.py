"""The Beiliao interface as a card reader's software speaks it, over keep-alive connections that never block."""

import errno
import json
import socket
import urllib.parse
from collections import deque, namedtuple

TCP_ESTABLISHED = 1
CLOSED_UNDER_US = (errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED)

Account = namedtuple("Account", "appid appsecret authkid")
Answer = namedtuple("Answer", "status retry_after closes code data")
UNREADABLE = -1


def call(account, action, **fields):
    """One request's octets."""
    body = urllib.parse.urlencode({"action": action, **account._asdict(), **fields}).encode()
    head = (
        "POST /index.php HTTP/1.1\r\nHost: localhost\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def parse_answer(head, body):
    lines = head.split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    try:
        content = json.loads(body)
        code, data = content["errcode"], content["data"]
    except (ValueError, KeyError, TypeError):
        code, data = UNREADABLE, body.decode(errors="replace")
    closes = headers.get("connection", "").lower() == "close"
    return Answer(int(lines[0].split(" ", 2)[1]), "retry-after" in headers, closes, code, data)


class Pending:
    """A request under way: what it is about, and whether the server's end was open once it had been sent."""

    __slots__ = ("subject", "end", "accepted", "sent_at")

    def __init__(self, subject, end):
        self.subject, self.end, self.accepted, self.sent_at = subject, end, False, None


class Connection:
    def __init__(self, port, clock):
        self.clock = clock
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.pending = deque()
        self.answered = 0
        self.open = True
        self.was_reset = False
        self.told_to_close = False
        self._out = bytearray()
        self._in = bytearray()
        self._queued = self._sent = 0

    def fileno(self):
        return self.socket.fileno()

    def submit(self, octets, subject):
        self._out += octets
        self._queued += len(octets)
        self.pending.append(Pending(subject, self._queued))

    @property
    def has_output(self):
        return bool(self._out)

    def send(self):
        """Sends what goes. On the loopback a segment is in the server's queue when send() returns, so a socket that
        is still established then was open at both ends when the request arrived."""
        if not self._out or not self.open:
            return
        try:
            count = self.socket.send(self._out)
        except BlockingIOError:
            return
        except OSError as e:
            # What the server said before it closed can still be read: receive() closes.
            self.was_reset = self.was_reset or e.errno in CLOSED_UNDER_US
            self._out.clear()
            return
        del self._out[:count]
        self._sent += count
        established = self.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == TCP_ESTABLISHED
        now = self.clock()
        for request in self.pending:
            if request.sent_at is None and request.end <= self._sent:
                request.sent_at, request.accepted = now, established

    def receive(self):
        """The answers that came, each with its request."""
        while self.open:
            try:
                part = self.socket.recv(1 << 18)
            except BlockingIOError:
                break
            except OSError as e:
                self.was_reset = self.was_reset or e.errno in CLOSED_UNDER_US
                part = b""
            if not part:
                self.close()
                break
            self._in += part
        return list(self._answers())

    def _answers(self):
        while self.pending:
            end = self._in.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self._in[:end].decode("latin-1")
            at = head.lower().find("content-length:")
            length = int(head[at + 15 :].split("\r\n", 1)[0]) if at >= 0 else 0
            if len(self._in) < end + 4 + length:
                return
            answer = parse_answer(head, bytes(self._in[end + 4 : end + 4 + length]))
            del self._in[: end + 4 + length]
            self.told_to_close = self.told_to_close or answer.closes
            self.answered += 1
            yield self.pending.popleft().subject, answer

    def close(self):
        self.open = False
        self.socket.close()
