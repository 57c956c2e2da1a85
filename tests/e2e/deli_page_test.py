"""Deli's JS-SDK for browsers under node, checked by a server: what a page is told, and that it is told once."""

import hashlib
import pathlib
import subprocess
import time
import unittest

from server import Server

APP, KEY = "370000000000000001", "demo-app-key"
HERE = pathlib.Path(__file__).resolve().parent
SCRIPT = HERE.parent.parent / "web" / "page" / "deli.js"
LINES = """before -1
ready
again ready
title done Leave
no title -2
user {"user":{"id":"7"},"organization":[{"id":"1"}]}
another -4
network {"network_type":"2g"}
scan -4
bind -4
not listed -1
uuid true
wrong error -1 wrong signature
missing error -2 appId, timestamp, noncestr, signature and jsApiList are needed
away error -3 the platform does not answer
vector https://platform/web/v1.0/cd/premission/check/public?appId=370000000000000001&timestamp=1508755836&\
noncestr=abcdefg&sign=77a89d19cea26a82fae12d1eb346d250&callback=_
"""


class DeliPage(unittest.TestCase):
    def test_a_page_is_ready_where_the_platform_says_so_and_told_why_where_not(self):
        now = str(int(time.time() * 1000))
        text = f"appId={APP}&appKey={KEY}&noncestr=abcdefg&timestamp={now}"
        with Server({"apps": [{"id": APP, "key": KEY, "name": "Leave"}]}) as server:
            status, _, script = server.ask("/page/deli.js")
            self.assertEqual((status, script), (200, SCRIPT.read_bytes()))
            told = subprocess.run(["node", HERE / "deli_page.mjs", SCRIPT, f"http://127.0.0.1:{server.port}", APP,
                                   hashlib.md5(text.encode()).hexdigest(), now], capture_output=True, timeout=60)
            self.assertEqual(told.stdout.decode(), LINES, told.stderr.decode())
            self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    unittest.main()
