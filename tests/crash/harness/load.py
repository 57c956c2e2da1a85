"""Readers at work: taps over many kept-alive connections, with all that happens among real readers."""

import select
import time

from harness.ledger import BOUND, UNKNOWN
from harness.wire import Connection

TAP, MATCH, META = "tap", "match", "meta"
CARDS_PER_ROUND = 6

# Shares of what a free connection sends next, in percent; the rest are new taps of bound cards.
REPEATS, TWINS, UNKNOWN_CARDS, MATCHES, METAS, PICTURES = 5, 3, 5, 2, 1, 8


class Load:
    def __init__(self, port, ledger, rng, class_id, connections=12):
        self.port, self.ledger, self.rng, self.class_id = port, ledger, rng, class_id
        self.clock = time.monotonic
        self.connections = {}
        self.visitors = False
        self.reconnects = False
        self.refilling = True
        self.gone = []
        self.tap_answers = 0
        self.last_stored_at = None
        self.slowest = 0.0
        self._poll = select.epoll()
        self._bound = [card for card in ledger.cards if card.state == BOUND][-200:]
        self._unknown = [ledger.new_card() for _ in range(CARDS_PER_ROUND)]
        self._recent = [tap for card in self._bound for tap in card.taps[-3:] if tap.id]
        self.depths = {}
        for number in range(connections):
            self.depths[self.connect()] = 1 if number % 2 == 0 else 4

    def connect(self):
        connection = Connection(self.port, self.clock)
        self.connections[connection.fileno()] = connection
        self._poll.register(connection.fileno(), select.EPOLLIN)
        return connection

    # What to send

    def refill(self, connection):
        depth = self.depths.get(connection, 0)
        while self.refilling and not connection.told_to_close and len(connection.pending) < depth:
            self.submit_something(connection)
        connection.send()

    def submit_tap(self, connection, tap):
        connection.submit(self.ledger.kick(tap), (TAP, tap))

    def submit_something(self, connection):
        dice = self.rng.randrange(100)
        with_picture = self.rng.randrange(100) < PICTURES
        for share, send in (
            (REPEATS, self._send_repeat),
            (TWINS, self._send_twins),
            (UNKNOWN_CARDS, self._send_unknown),
            (MATCHES, self._send_match),
            (METAS, self._send_meta),
        ):
            if dice < share and send(connection):
                return
            dice -= share
        self._send_new(connection, with_picture)

    def _send_new(self, connection, with_picture):
        if not self._bound:
            self._send_match(connection)
            return
        self.submit_tap(connection, self.ledger.new_tap(self.rng.choice(self._bound), with_picture))

    def _send_repeat(self, connection):
        if self._recent:
            self.submit_tap(connection, self.rng.choice(self._recent))
        return bool(self._recent)

    def _send_twins(self, connection):
        """Two readers of one card: the same tap at once on two connections."""
        if not self._bound:
            return False
        tap = self.ledger.new_tap(self.rng.choice(self._bound))
        other = self.rng.choice(list(self.connections.values()))
        self.submit_tap(connection, tap)
        self.submit_tap(other, tap)
        other.send()
        return True

    def _send_unknown(self, connection):
        self.submit_tap(connection, self.ledger.new_tap(self.rng.choice(self._unknown)))
        return True

    def _send_match(self, connection):
        """A new card and its first tap, pipelined."""
        card = self.ledger.new_card(UNKNOWN)
        connection.submit(self.ledger.match(card, self.class_id), (MATCH, card))
        self.submit_tap(connection, self.ledger.new_tap(card))
        return True

    def _send_meta(self, connection):
        connection.submit(self.ledger.meta(), (META, None))
        return True

    # What comes back

    def hear(self, subject, answer):
        kind, about = subject
        if kind == TAP:
            self.tap_answers += 1
            if self.ledger.tap_answered(about, answer):
                self.last_stored_at = self.clock()
                if about.id and len(self._recent) < 2000:
                    self._recent.append(about)
        elif kind == MATCH:
            self.ledger.match_answered(about, answer)
            if about.state == BOUND:
                self._bound.append(about)
        elif answer.code != 0 and not self.ledger.is_refusal(answer):
            self.ledger.find(f"meta: {answer}")

    def drop(self, number):
        connection = self.connections.pop(number)
        self.gone.append(connection)
        if self.reconnects and connection in self.depths:
            try:
                again = self.connect()
            except OSError:
                return
            self.depths[again] = self.depths.pop(connection)
            self.refill(again)

    def step(self, timeout=0.005):
        for number, _ in self._poll.poll(timeout):
            connection = self.connections.get(number)
            if connection is None:
                continue
            before = connection.pending[0].sent_at if connection.pending else None
            for subject, answer in connection.receive():
                self.hear(subject, answer)
                if before is not None:
                    self.slowest = max(self.slowest, self.clock() - before)
                    before = None
            if not connection.open:
                self.drop(number)
            elif connection in self.depths:
                self.refill(connection)
            elif not connection.pending:
                connection.close()
                self.drop(number)
        for connection in list(self.connections.values()):
            if connection.has_output:
                connection.send()
        if self.visitors and self._bound:
            self._visit()

    def _visit(self):
        """A connection for one tap, as a reader makes that keeps none open. Ends where nobody listens any more."""
        try:
            connection = self.connect()
        except OSError:
            self.visitors = False
            return
        self.submit_tap(connection, self.ledger.new_tap(self.rng.choice(self._bound)))
        connection.send()

    def start(self):
        for connection in list(self.connections.values()):
            self.refill(connection)

    def run(self, seconds):
        """Until the time is over or every connection is gone."""
        self.start()
        end = self.clock() + seconds
        while self.connections and self.clock() < end:
            self.step()

    def finish(self, seconds=10):
        """Sends no more and waits for what is under way. True when all was answered."""
        self.refilling = False
        end = self.clock() + seconds
        while any(c.pending for c in self.connections.values()) and self.clock() < end:
            self.step()
        complete = not any(c.pending for c in self.connections.values())
        self.close()
        return complete

    def close(self):
        for connection in self.connections.values():
            connection.close()
        self.connections.clear()
        self._poll.close()
