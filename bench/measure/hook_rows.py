"""What an app that is well notices of others that are not: how long a machine's message is under way to its webhook."""
import json
import sys
import time

from measure import targets
from measure.report import median, row

sys.path.insert(0, str(targets.root / "tests/fakes"))
from mqtt_machine import Machine  # noqa: E402
from webhook_receiver import Receiver  # noqa: E402

messages, pace = 200, 0.01  # s
device, key = "DL3785W_0000000001", "demo-product-key"
hostile = ("/hang", "/endless", "/huge", "/long-head", "/garbage", "/close", "/redirect?to=http://127.0.0.1:9/",
           "/status/503")


def _site(receiver, paths):
    apps = [{"id": f"app{number}", "key": "app-key", "name": f"App {number}", "webhook": receiver.url(path),
             "organizations": ["co"]} for number, path in enumerate(paths)]
    return {"organizations": [{"key": "co", "kind": "company", "name": "Bench"}],
            "products": [{"model": "DL3785W", "type": "KQ", "key": key, "name": "Machine"}], "apps": apps,
            "devices": [{"id": device, "organization": "co", "apps": [app["id"] for app in apps]}]}


def _delays(run, folder, paths):
    """Milliseconds from the acknowledgement's request to the app's receipt, of each message, in their order."""
    with Receiver() as receiver:
        server = targets.start_gatehouse(run.server, folder, 0, None, _site(receiver, ("/ok/first", *paths)), mqtt=True)
        try:
            machine = Machine(int(server.mqtt_address.rsplit(":", 1)[1]), device, key)
            sent = []
            for number in range(messages):
                sent.append(time.time())
                machine.send({"cmd": "n", "payload": {"number": number}})
                time.sleep(pace)
            end = time.monotonic() + 60
            while time.monotonic() < end:
                came = [(message["data"]["payload"]["number"], line["at"]) for line in list(receiver.received)
                        if line["path"] == "/ok/first" and (message := json.loads(line["body"]))["action"] == 405]
                if len(came) >= messages:
                    break
                time.sleep(0.05)
            machine.socket.close()
        finally:
            server.stop()
    if [number for number, _ in came] != list(range(messages)):
        raise targets.failure(f"of {messages} messages {len(came)} came to the app that is well, or out of order")
    return sorted((at - sent[number]) * 1000 for number, at in came)


def hostile_apps(run):
    more, rounds = [], []
    for number in range(run.rounds):
        p99 = {}
        for name, paths in (("well", ("/ok/other",) * len(hostile)), ("hostile", hostile)):
            delays = _delays(run, run.folder / f"hooks/{name}{number}", paths)
            p99[name] = delays[int(len(delays) * 0.99)]
        rounds.append(p99)
        more.append(p99["hostile"] - p99["well"])
        run.say(f"hostile_apps, round {number + 1}: p99 {p99['well']:.1f} ms beside eight that are well, "
                f"{p99['hostile']:.1f} ms beside eight that are not")
    yield row("hostile_apps", "a machine's message to an app's webhook beside eight hostile ones: wait more, p99",
              median(more), "ms", 5, rounds=rounds)
