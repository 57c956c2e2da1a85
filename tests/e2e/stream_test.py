"""The live stream of punches: each tap once, to whoever may see it, across breaks, restarts and revoked rights."""

import http.client
import json
import tempfile
import threading
import time
import unittest

from server import Server, kindergarten
from tls_test import https_port, unchecked

PATH = "/api/v1/punches/stream"
KEYS = {"admin": "admin-key-0123456789abcdef", "read": "read-key-0123456789abcdef", "site": "site-key-0123456789abcdef",
        "kiosk": "kiosk-key-0123456789abcdef", "gate": "gate-key-0123456789abcdef"}
PASSWORD = "right horse"
LONG = 60
BEGAN = int(time.time())  # taps are told apart by their seconds before it


def site():
    file = kindergarten()
    scopes = {"admin": {}, "read": {}, **{scope: {"organization": "kg2"} for scope in ("site", "kiosk", "gate")}}
    file["api_keys"] = [{"name": scope, "key": KEYS[scope], "scope": scope, **more} for scope, more in scopes.items()]
    file["logins"] = [{"login": "admin", "password": PASSWORD, "role": "operator"},
                      {"login": "office", "password": PASSWORD, "role": "site_manager", "organization": "kg"}]
    return file


class Stream:
    """A viewer: what it was told, until it or the server ends it."""

    def __init__(self, port, token=KEYS["admin"], last=None, query="", tls=False):
        self.connection = (http.client.HTTPSConnection("127.0.0.1", port, timeout=LONG, context=unchecked()) if tls
                           else http.client.HTTPConnection("127.0.0.1", port, timeout=LONG))
        headers = {"Authorization": "Bearer " + token} if token else {}
        self.connection.request("GET", PATH + query, headers={**headers, **({"Last-Event-ID": last} if last else {})})
        self.answer = self.connection.getresponse()
        self.status, self.headers = self.answer.status, self.answer.headers
        self.events, self.comments, self.last, self.is_whole = [], 0, last, False
        self.thread = threading.Thread(target=self._read if self.status == 200 else self._refused)
        self.thread.start()
        if self.status == 200 and not last and not query:
            self.wait(lambda: self.last)  # its first words: from here on it misses nothing

    def _refused(self):
        self.problem = json.loads(self.answer.read())
        self.connection.close()

    def _read(self):
        fields = {}
        try:
            while line := self.answer.readline():
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if line == b":\n":
                    self.comments += 1
                elif line != b"\n":
                    fields[name] = value
                else:
                    self.last = fields.get("id", self.last)
                    if "data" in fields:
                        assert fields["event"] == "punch", fields
                        self.events.append((fields["id"], json.loads(fields["data"])))
                    fields = {}
            self.is_whole = not fields
        except (OSError, ValueError, http.client.HTTPException):
            pass  # cut off
        self.connection.close()

    def wait(self, condition, seconds=LONG):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"it did not come to pass; told {len(self.events)}")
            time.sleep(0.005)

    def ids(self):
        return [punch["id"] for _, punch in self.events]

    def wait_for(self, number):
        self.wait(lambda: self.events and self.events[-1][1]["id"] >= number)

    def cut(self):
        """As a network does: in the middle of whatever comes."""
        try:
            self.connection.sock.shutdown(2)
        except (OSError, AttributeError):
            pass  # the server was first
        self.thread.join(LONG)

    def ended(self):
        self.thread.join(LONG)
        return not self.thread.is_alive()


class House(Server):
    def bind(self):
        for client, unit in (("one", "1"), ("two", "2")):
            bound = self.beiliao("service/card/match", client, cardnum="100", classid=unit, data="13632241882,甲")
            assert bound["errcode"] == 0, bound

    def tap(self, client="one", ago=0):
        answer = self.beiliao("service/card/kick", client, cardnum="100", time_kick=str(BEGAN - ago))
        assert answer["errcode"] == 0, answer
        return int(answer["data"]["id"])

    def taps(self, count, client="one", since=0):
        return [self.tap(client, since + n) for n in range(count)]

    def api(self, method, path, body=None, token=KEYS["admin"]):
        status, _, text = self.ask("/api/v1/" + path, None if body is None else json.dumps(body).encode(),
                                   {"Authorization": "Bearer " + token, "Content-Type": "application/json"}, method)
        return status, json.loads(text) if text else None

    def log_in(self, login):
        return self.api("POST", "sessions", {"login": login, "password": PASSWORD}, "")[1]["token"]

    def punches(self):
        """All that are stored, oldest first."""
        items, cursor = [], ""
        while cursor is not None:
            page = self.api("GET", "punches?limit=200" + (cursor and "&cursor=" + cursor))[1]
            items, cursor = items + page["items"], page["next"]
        return items[::-1]


class Load:
    """Readers that tap without pause until they are stopped or the server is gone."""

    def __init__(self, house, since, readers=3):
        self.over = False
        self.threads = [threading.Thread(target=self._tap, args=(house, client, since + 20_000 * number))
                        for number in range(readers) for client in ("one", "two")]
        for thread in self.threads:
            thread.start()

    def _tap(self, house, client, ago):
        while not self.over:
            try:
                house.tap(client, ago := ago + 1)
            except (OSError, ValueError, http.client.HTTPException):
                return

    def stop(self):
        self.over = True
        for thread in self.threads:
            thread.join()


class LiveStream(unittest.TestCase):
    def start(self, *flags, folder=None):
        house = House(site(), *flags, folder=folder).__enter__()
        self.addCleanup(house.__exit__)
        house.bind()
        return house

    def refused(self, status, *arguments, **named):
        stream = Stream(*arguments, **named)
        stream.ended()
        self.assertEqual((stream.status, stream.headers["Content-Type"]), (status, "application/problem+json"))
        self.assertEqual(stream.problem["status"], status)
        return stream.problem

    def test_a_tap_is_told_with_its_id_as_the_list_of_punches_shows_it(self):
        house = self.start()
        house.tap(ago=100)  # before the stream: not its business
        stream = Stream(house.port)
        self.assertEqual(stream.headers["Content-Type"], "text/event-stream")
        numbers = house.taps(5)
        self.assertEqual(house.tap(ago=4), numbers[4], "a repeat is no other punch")
        last = house.tap("two")
        stream.wait_for(last)
        self.assertEqual(stream.ids(), [*numbers, last])
        self.assertEqual([punch for _, punch in stream.events], house.punches()[1:])
        self.assertEqual(len({cursor for cursor, _ in stream.events}), 6)
        stream.cut()

    def test_who_comes_back_is_told_what_it_missed_and_nothing_twice(self):
        house = self.start()
        first = Stream(house.port)
        numbers = house.taps(3)
        first.wait_for(numbers[-1])
        first.cut()
        missed = house.taps(400, since=10)
        for at in (0, 1, 2):
            for how in ({"last": first.events[at][0]}, {"query": "?cursor=" + first.events[at][0]},
                        {"last": first.events[at][0], "query": "?cursor=" + first.events[0][0]}):
                again = Stream(house.port, **how)
                again.wait_for(missed[-1])
                self.assertEqual(again.ids(), [*numbers, *missed][at + 1:], how)
                again.cut()

    def test_cut_off_again_and_again_under_load_it_is_told_each_punch_once(self):
        house = self.start()
        stream, told = Stream(house.port), []
        load = Load(house, 1000)
        for _ in range(20):
            seen = len(stream.events)
            stream.wait(lambda: len(stream.events) > seen + 3)  # noqa: B023
            stream.cut()
            told += stream.ids()
            stream = Stream(house.port, last=stream.last)
        load.stop()
        stored = [punch["id"] for punch in house.punches()]
        stream.wait_for(stored[-1])
        self.assertEqual(told + stream.ids(), stored)
        stream.cut()

    def test_over_restarts_and_kills_it_is_told_each_punch_once(self):
        with tempfile.TemporaryDirectory() as folder:
            last, told = None, []
            for turn in range(8):
                house = self.start(folder=folder)
                stream = Stream(house.port, last=last)
                load = Load(house, 100_000 * (turn + 1))
                stream.wait(lambda: len(stream.events) > 20)  # noqa: B023
                if turn % 4 == 3:
                    self.assertEqual(house.stop(), 0)
                else:
                    house.process.kill()
                    house.process.wait()
                load.stop()
                self.assertTrue(stream.ended())
                last, told = stream.last, told + stream.ids()
            house = self.start(folder=folder)
            stored = [punch["id"] for punch in house.punches()]
            stream = Stream(house.port, last=last)
            if stored[-1] > told[-1]:
                stream.wait_for(stored[-1])
            self.assertEqual(told + stream.ids(), stored)
            stream.cut()

    def test_a_caller_is_told_of_its_own_organization_alone(self):
        house = self.start()
        tokens = {"all": KEYS["read"], "one": house.log_in("office"), "two": KEYS["site"]}
        streams = {who: Stream(house.port, token) for who, token in tokens.items()}
        taps = {"one": [], "two": [], "all": []}
        for n in range(10):
            for client in ("one", "two"):
                number = house.tap(client, n)
                taps[client].append(number)
                taps["all"].append(number)
        for who, stream in streams.items():
            stream.wait_for(taps[who][-1])
            self.assertEqual(stream.ids(), taps[who], who)
            stream.cut()
        for who, token in tokens.items():  # a position is no secret, and opens nothing
            again = Stream(house.port, token, last=streams["all"].events[0][0])
            again.wait_for(taps[who][-1])
            self.assertEqual(again.ids(), [number for number in taps[who] if number > taps["all"][0]], who)
            again.cut()

    def test_without_a_right_it_answers_as_the_api_does(self):
        house = self.start()
        for status, code, token in ((401, "unauthenticated", None), (401, "unauthenticated", "nobody's"),
                                    (403, "not_permitted", KEYS["kiosk"]), (403, "not_permitted", KEYS["gate"])):
            problem = self.refused(status, house.port, token)
            headers = {"Authorization": "Bearer " + token} if token else {}
            self.assertEqual((problem, problem["code"]),
                             (json.loads(house.ask("/api/v1/punches", headers=headers)[2]), code))

    def test_a_cursor_that_is_none_is_told_so(self):
        house = self.start()
        stream = Stream(house.port)
        house.tap()
        stream.wait(lambda: stream.events)
        ours = stream.events[0][0]
        stream.cut()
        for wrong in ("1", "nonsense", ours + "x", ours[:-1], "%00", "0/1"):
            problem = self.refused(400, house.port, last=wrong)
            self.assertEqual(problem["detail"], "the cursor is none of this server's", wrong)
        self.assertEqual(self.refused(400, house.port, last="MC85OTk5")["detail"],
                         "the cursor lies behind the end of the log")
        self.assertEqual(self.refused(422, house.port, query="?since=1")["errors"][0]["pointer"], "/since")

    def test_where_nothing_happens_it_says_now_and_then_that_it_lives(self):
        house = self.start()
        stream = Stream(house.port)
        stream.wait(lambda: stream.comments > 0)
        self.assertEqual(stream.events, [])
        number = house.tap()
        stream.wait_for(number)
        self.assertEqual(stream.ids(), [number])
        stream.cut()

    def test_a_right_that_ends_ends_its_streams_and_no_others(self):
        house = self.start()
        stays = Stream(house.port, KEYS["read"])
        keys = {key["name"]: key["id"] for key in house.api("GET", "api_keys")[1]["items"]}
        office, loser = house.log_in("office"), house.log_in("office")
        made = house.api("POST", "logins", {"login": "late", "password": PASSWORD, "role": "auditor"})[1]
        late = house.log_in("late")
        for token, end in ((KEYS["site"], lambda: house.api("DELETE", f"api_keys/{keys['site']}")),
                           (loser, lambda: house.api("DELETE", "sessions/current", token=loser)),
                           (office, lambda: house.api("PUT", "sessions/current/password",
                                                      {"old_password": PASSWORD, "password": "another horse"}, office)),
                           (late, lambda: house.api("DELETE", f"logins/{made['id']}"))):
            stream = Stream(house.port, token)
            self.assertEqual(end()[0], 204)
            self.assertTrue(stream.ended())
            self.assertTrue(stream.is_whole, "it was cut off in the middle")
            self.refused(401, house.port, token, last=stream.last)
        number = house.tap()
        stays.wait_for(number)
        stays.cut()

    def test_a_stop_ends_every_stream_whole_and_waits_for_none(self):
        house = self.start("--https", "127.0.0.1:0")
        streams = [Stream(house.port) for _ in range(20)]
        streams += [Stream(https_port(house), tls=True) for _ in range(5)]
        deaf = http.client.HTTPConnection("127.0.0.1", house.port, timeout=LONG)
        deaf.request("GET", PATH, headers={"Authorization": "Bearer " + KEYS["admin"]})
        number = house.taps(200)[-1]
        for stream in streams:
            stream.wait_for(number)
        self.assertEqual(house.stop(), 0)
        for stream in streams:
            self.assertTrue(stream.ended())
            self.assertEqual((stream.is_whole, stream.ids()), (True, streams[0].ids()))
        deaf.close()

    def test_it_is_the_same_over_https(self):
        house = self.start("--https", "127.0.0.1:0")
        port = https_port(house)
        stream = Stream(port, tls=True)
        numbers = house.taps(10)
        stream.wait_for(numbers[-1])
        self.assertEqual(stream.ids(), numbers)
        back = Stream(port, KEYS["admin"], last=stream.events[3][0], tls=True)
        numbers += house.taps(300, since=20)
        for each, due in ((stream, numbers), (back, numbers[4:])):
            each.wait_for(numbers[-1])
            self.assertEqual(each.ids(), due)
        self.refused(403, port, KEYS["kiosk"], tls=True)
        self.assertEqual(house.stop(), 0)
        self.assertTrue(stream.ended() and back.ended() and stream.is_whole and back.is_whole)


if __name__ == "__main__":
    unittest.main()
