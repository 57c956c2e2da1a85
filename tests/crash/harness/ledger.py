"""What was sent, what was answered, and what of that is wrong."""

import base64
import time
from collections import Counter

from harness.picture import picture
from harness.wire import call

FIRST_SECOND = int(time.time()) - 20 * 86400
UNBOUND = 5106
# What a server that cannot store may say: an internal error, or come again later.
INTERNAL = 5199

UNKNOWN, BINDING, BOUND = range(3)


class Card:
    __slots__ = ("number", "state", "taps")

    def __init__(self, number, state):
        self.number, self.state, self.taps = number, state, []


class Tap:
    """One card at one second. `id` once it was answered with one; `kept` once it was answered as unbound."""

    __slots__ = ("card", "second", "with_picture", "id", "kept", "attempts", "first_answers", "picture_owed")

    def __init__(self, card, second, with_picture):
        self.card, self.second, self.with_picture = card, second, with_picture
        self.id, self.kept, self.attempts, self.first_answers, self.picture_owed = None, False, 0, 0, False

    def picture(self):
        return picture(f"{self.card.number}.{self.second}")

    def __str__(self):
        return f"card {self.card.number} at {self.second}, id {self.id}"


class Ledger:
    def __init__(self, account):
        self.account = account
        self.cards = []
        self.taps = []
        self.findings = []
        self.lost = []
        self.doubled = []
        self.refusals = Counter()
        self.acknowledged = 0
        self._by_id = {}

    # Making things

    def new_card(self, state=UNKNOWN):
        card = Card(str(1000000 + len(self.cards)), state)
        self.cards.append(card)
        return card

    def new_tap(self, card, with_picture=False):
        tap = Tap(card, FIRST_SECOND + len(card.taps), with_picture)
        card.taps.append(tap)
        self.taps.append(tap)
        return tap

    def kick(self, tap, bare=False):
        """A tap's request; bare: without its picture, to ask whether the tap is there and no more."""
        tap.attempts += 1
        fields = {"cardnum": tap.card.number, "time_kick": tap.second}
        if tap.with_picture and not bare:
            fields["image_base64"] = base64.b64encode(tap.picture())
        return call(self.account, "service/card/kick", **fields)

    def match(self, card, class_id):
        if card.state == UNKNOWN:
            card.state = BINDING
        phone = f"138{int(card.number) % 10**8:08d}"
        return call(self.account, "service/card/match", cardnum=card.number, classid=class_id, data=f"{phone},Li;")

    def meta(self):
        return call(self.account, "service/meta/get")

    # Hearing answers

    def find(self, text):
        self.findings.append(text)

    def is_refusal(self, answer):
        """An honest "not stored": counted, not a finding."""
        honest = (answer.status == 200 and answer.code == INTERNAL) or (answer.status == 503 and answer.retry_after)
        if honest:
            self.refusals[answer.code if answer.status == 200 else answer.status] += 1
        return honest

    def tap_answered(self, tap, answer, bare=False):
        """True when it was acknowledged: stored, says the server."""
        if answer.status == 200 and answer.code == 0:
            return self._tap_stored(tap, answer, bare)
        if answer.status == 200 and answer.code == UNBOUND:
            if tap.card.state == BOUND:
                self.find(f"a bound card is answered as unbound: {tap}")
            elif not tap.kept:
                tap.kept = True
                self.acknowledged += 1
            return True
        if not self.is_refusal(answer):
            self.find(f"{tap}: {answer}")
        return False

    def _tap_stored(self, tap, answer, bare):
        try:
            identity, repeat = answer.data["id"], answer.data["duplicate"]
        except (TypeError, KeyError):
            self.find(f"{tap}: {answer}")
            return True
        if repeat and tap.attempts == 1:
            self.find(f"the first of its kind is called a repeat: {tap}")
        if not repeat:
            tap.first_answers += 1
            if tap.first_answers > 1:
                self.doubled.append(tap)
        if tap.id is None:
            if not tap.kept and not bare:
                self.acknowledged += 1
            tap.id = identity
            if self._by_id.setdefault(identity, tap) is not tap:
                self.find(f"one id for two taps: {tap} and {self._by_id[identity]}")
        elif tap.id != identity:
            self.find(f"another id than before, {identity}: {tap}")
        tap.picture_owed = tap.picture_owed or (tap.with_picture and not bare)
        return True

    def tap_was_lost(self, tap, identity):
        """It was acknowledged, and the server took it as new. From here on it stands again."""
        self.lost.append(tap)
        self._by_id.pop(tap.id, None)
        self._by_id[identity] = tap
        tap.id, tap.first_answers = identity, 1

    def match_answered(self, card, answer):
        if answer.status == 200 and answer.code == 0:
            card.state = BOUND
        elif not self.is_refusal(answer):
            self.find(f"match of card {card.number}: {answer}")

    @property
    def is_clean(self):
        return not (self.findings or self.lost or self.doubled)
