"""Six thousand slow clients at once are no error for anybody else: slow heads, slow bodies, slow reads."""

import http.client
import json
import re
import resource
import subprocess
import threading
import time
import unittest
import urllib.parse

from server import Server, kindergarten

ATTACKERS = 2000
ATTACKS = (("-H", "/index.php"), ("-B", "/index.php"), ("-X", "/docs/openapi.json", "-k", "3", "-n", "5", "-z", "32"))
KEY = "slow-key-0123456789abcdef"


class Reader(threading.Thread):
    """Taps without pause, every other time on a new connection; `told` maps its seconds to ids."""

    def __init__(self, port, card):
        super().__init__()
        self.port, self.card, self.told, self.faults, self.over = port, card, {}, [], False

    def run(self):
        connection, second = None, int(time.time())
        while not self.over:
            second -= 1
            form = {"action": "service/card/kick", "appid": "app-one", "appsecret": "secret-one",
                    "authkid": "licence-one", "cardnum": self.card, "time_kick": second}
            try:
                if connection is None or second % 2 == 0:
                    connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                connection.request("POST", "/index.php", urllib.parse.urlencode(form),
                                   {"Content-Type": "application/x-www-form-urlencoded"})
                answer = connection.getresponse()
                text = answer.read()
                if answer.status != 200 or json.loads(text)["errcode"] != 0:
                    self.faults.append((answer.status, text))
                else:
                    self.told[second] = json.loads(text)["data"]
                if second % 2 == 1:
                    connection.close()
            except (OSError, ValueError, http.client.HTTPException) as fault:
                self.faults.append(repr(fault))
                connection = None
        if connection:
            connection.close()


class SlowClients(unittest.TestCase):
    def test_are_no_error_for_others(self):
        file = kindergarten()
        file["api_keys"] = [{"name": "read", "key": KEY, "scope": "read"}]
        allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (1024, allowed[1]))  # what a shell gives: the server takes more
        with Server(file) as server:
            resource.setrlimit(resource.RLIMIT_NOFILE, allowed)
            readers = [Reader(server.port, str(100 + n)) for n in range(4)]
            for reader in readers:
                self.assertEqual(server.beiliao("service/card/match", cardnum=reader.card, classid="1",
                                                data="13632241882,甲")["errcode"], 0)
                reader.start()
            watching = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)  # kept: a new one would queue

            def open_now():
                watching.request("GET", "/metrics")
                return int(re.search(rb"\ngatehouse_http_connections (\d+)", watching.getresponse().read())[1])

            most = open_now()
            attacks = [subprocess.Popen(["slowhttptest", how, "-c", str(ATTACKERS), "-r", "500", "-l", "14", "-i", "3",
                                         "-p", "30", "-u", f"http://127.0.0.1:{server.port}{path}", *more],
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                       for how, path, *more in ATTACKS]
            while any(attack.poll() is None for attack in attacks):
                most = max(most, open_now())
                time.sleep(0.2)
            watching.close()
            for reader in readers:
                reader.over = True
            for reader in readers:
                reader.join()
            said = [attack.communicate()[0].decode(errors="replace")[-600:] for attack in attacks]
            self.assertEqual([reader.faults for reader in readers], [[]] * 4)
            # All of them on a machine that has nothing else to do; never fewer than the shell's limit would have let in.
            self.assertGreater(most, 1024, said)
            told = [data["id"] for reader in readers for data in reader.told.values()]
            self.assertTrue(all(reader.told for reader in readers))
            stored, cursor = [], ""
            while cursor is not None:
                page = json.loads(server.ask("/api/v1/punches?limit=200" + (cursor and "&cursor=" + cursor),
                                             headers={"Authorization": "Bearer " + KEY})[2])
                stored, cursor = stored + [str(each["id"]) for each in page["items"]], page["next"]
            self.assertEqual(sorted(told), sorted(stored))
            self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    unittest.main()
