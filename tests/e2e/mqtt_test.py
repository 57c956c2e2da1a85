"""Devices over MQTT, played by clients that nobody here wrote: mosquitto's, MQTT.js, Paho's C client."""

import os
import signal
import ssl
import subprocess
import unittest

from mqtt_gateway import RIGHT, Gateway, wait_until

HERE = os.path.dirname(os.path.abspath(__file__))
OPENAPI = os.path.join(HERE, "..", "openapi")
PAHO = os.environ.get("PAHO_DEVICE", "build/release/paho_device")


class Subscriber:
    """mosquitto_sub: what came is a line."""

    def __init__(self, gateway, device, *flags):
        self.process = subprocess.Popen(
            ["stdbuf", "-oL", "mosquitto_sub", "-V", "mqttv311", "-W", "60", "-p", str(gateway.mqtt), "-i", device,
             *RIGHT, "-v", "-d", *flags],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def read_until(self, mark):
        lines = []
        for line in self.process.stdout:
            lines.append(line.rstrip("\n"))
            if mark in line:
                return lines
        raise AssertionError(f"{mark} did not come: {lines}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class MqttTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway()
        cls.addClassCleanup(cls.gateway.__exit__)

    def test_mosquitto_pub_publishes_at_every_qos(self):
        for quality in "012":
            done = self.gateway.publish(f"M_pub{quality}", f"qos {quality}", "-q", quality)
            self.assertEqual(done.returncode, 0, done.stderr)
        heard = self.gateway.heard()
        for quality in "012":
            self.assertIn(f"publish M_pub{quality} qos {quality}", heard)

    def test_mosquitto_pub_is_told_why_it_is_refused(self):
        for flags, reason in ((("-i", "nounderscore"), "identifier rejected"), (("-P", "wrong"), "bad user name"),
                              (("-V", "mqttv31"), "unacceptable protocol"), (("-V", "mqttv5"), "rotocol")):
            done = self.gateway.publish("M_refused", "x", *flags)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(reason, done.stderr)

    def test_a_message_for_another_topic_is_acknowledged_and_dropped(self):
        done = self.gateway.publish("M_elsewhere", "x", "-q", "1", "-t", "elsewhere", "-r")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("publish M_elsewhere x", self.gateway.heard())
        self.assertIn('"event":"device_misdirected"', self.gateway.log())

    def test_mosquitto_sub_hears_what_is_sent_to_it_and_all_broadcasts(self):
        with Subscriber(self.gateway, "M_sub", "-q", "1", "-t", "M_sub", "-t", "KQ", "-t", "KQ/#") as heard:
            granted = heard.read_until("Subscribed (mid")
            self.assertTrue(granted[-1].endswith(": 1, 1, 128"), granted)
            self.gateway.publish("M_other", "tell M_sub hello there", "-q", "1")
            self.assertEqual(heard.read_until("hello")[-1], "M_sub hello there")
            self.gateway.publish("M_other", "all KQ hear all", "-q", "1")
            self.assertEqual(heard.read_until("hear all")[-1], "KQ hear all")

    def test_a_second_connection_takes_the_first_ones_place(self):
        with Subscriber(self.gateway, "M_twice", "-t", "M_twice") as first:
            first.read_until("Subscribed (mid")
            self.gateway.publish("M_twice", "second", "-q", "1")
            self.assertIn("taken M_twice ", self.gateway.heard())

    def test_mosquitto_pub_speaks_tls(self):
        pem = os.path.join(self.gateway.folder, "ca.pem")
        with open(pem, "w") as file:
            file.write(ssl.get_server_certificate(("127.0.0.1", self.gateway.mqtts)))
        done = self.gateway.publish("M_tls", "over tls", "-q", "1", "--cafile", pem, "--insecure",
                                    port=self.gateway.mqtts)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("publish M_tls over tls", self.gateway.heard())

    def test_a_message_that_could_not_be_kept_is_not_acknowledged(self):
        done = self.gateway.publish("M_loser", "lose", "-q", "1")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("publish M_loser lose", self.gateway.heard())
        self.assertEqual(self.gateway.metric("gatehouse_mqtt_up_links_lost_total"), 1)

    def test_mqtt_js_is_served_over_both_transports(self):
        for scheme, port in (("mqtt", self.gateway.mqtt), ("mqtts", self.gateway.mqtts)):
            done = subprocess.run(["node", os.path.join(HERE, "mqtt_device.mjs"), f"{scheme}://127.0.0.1:{port}",
                                   f"M_{scheme}", "200"], capture_output=True, text=True, timeout=100)
            self.assertEqual(done.stdout.split("\n"), ["granted 1 1", "refused yes", "echoes 3", ""], done.stderr)
            heard = self.gateway.heard()
            for quality in range(3):
                came = [line for line in heard if line.startswith(f"publish M_{scheme} n {quality} ")]
                self.assertEqual(came, [f"publish M_{scheme} n {quality} {i}" for i in range(200)])

    def test_paho_is_served_at_every_qos(self):
        for quality in "012":
            done = subprocess.run([PAHO, f"tcp://127.0.0.1:{self.gateway.mqtt}", f"M_paho{quality}", quality, "20"],
                                  capture_output=True, text=True, timeout=100)
            self.assertEqual(done.stdout.split("\n"), ["subscribe 0", "foreign 128"] +
                             [f"M_paho{quality} {i}" for i in range(20)] + [""])

    def test_metrics_say_who_is_there(self):
        with Subscriber(self.gateway, "M_there", "-t", "M_there") as heard:
            heard.read_until("Subscribed (mid")
            self.assertGreaterEqual(self.gateway.metric("gatehouse_mqtt_devices"), 1)
            self.assertGreaterEqual(self.gateway.metric('gatehouse_mqtt_connects_total{code="0"}'), 1)
            self.assertGreaterEqual(self.gateway.metric("gatehouse_mqtt_connections"), 1)


class StoppingTest(unittest.TestCase):
    def test_what_was_accepted_is_acknowledged_before_the_end(self):
        with Gateway() as gateway:
            held = subprocess.Popen(["mosquitto_pub", "-V", "mqttv311", "-p", str(gateway.mqtt), "-i", "M_held", *RIGHT,
                                     "-q", "1", "-t", "device", "-m", "hold"], stderr=subprocess.PIPE)
            wait_until(lambda: "publish M_held hold" in gateway.heard())
            gateway.publish("M_free", "release", "-q", "1")
            gateway.process.send_signal(signal.SIGTERM)
            self.assertEqual(held.wait(20), 0, held.stderr.read())
            held.stderr.close()
            self.assertEqual(gateway.process.wait(20), 0)


if __name__ == "__main__":
    if not os.path.isdir(os.path.join(OPENAPI, "node_modules", "mqtt")):
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=OPENAPI, check=True)
    unittest.main()
