"""The server with the tests' own host behind its MQTT listeners (with_host_main.cpp)."""

import json
import os
import re
import subprocess
import tempfile
import time

from server import Server

WITH_HOST = os.environ.get("GATEHOUSE_WITH_HOST", "build/release/gatehouse_with_host")
RIGHT = ("-u", "M", "-P", "right")


def wait_until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("it did not come")
        time.sleep(0.02)


class Gateway(Server):
    """The server with the tests' own host behind its MQTT listeners."""

    def __init__(self, *flags):
        folder = tempfile.TemporaryDirectory()
        self.host_log = os.path.join(folder.name, "host")
        super().__init__(None, "--mqtt", "127.0.0.1:0", "--mqtts", "127.0.0.1:0", *flags, folder=folder.name,
                         environment={"GATEHOUSE_HOST_LOG": self.host_log}, program=WITH_HOST)
        self._own = folder
        self.mqtt, self.mqtts = (int(json.loads(self.ready)[name].rsplit(":", 1)[1]) for name in ("mqtt", "mqtts"))

    def heard(self):
        with open(self.host_log, encoding="utf-8") as file:
            return [line.rstrip("\n") for line in file]

    def publish(self, device, text, *flags, port=None):
        return subprocess.run(["mosquitto_pub", "-V", "mqttv311", "-p", str(port or self.mqtt), "-i", device, *RIGHT,
                               "-t", "device", "-m", text, *flags], capture_output=True, text=True, timeout=30)

    def metric(self, name):
        text = self.ask("/metrics")[2].decode()
        return int(re.search(rf"^{re.escape(name)} (\d+)$", text, re.M).group(1))
