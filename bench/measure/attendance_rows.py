"""What a clerk waits for: a late punch in its day, and what a change of rules would do to a month of 3,000 people."""
import datetime
import hashlib
import http.client
import json
import subprocess
import time

from measure import targets
from measure.process import failure
from measure.report import median, row

app, app_key = "370000000000000001", "bench-app-key"
file = {
    "organizations": [{"key": "co", "kind": "company", "name": "Bench", "time_zone": "Asia/Shanghai"}],
    "products": [{"model": "DL3785W", "type": "KQ", "key": "bench-product-key", "name": "Machine", "features": ["fp"]}],
    "apps": [{"id": app, "key": app_key, "name": "Attendance", "webhook": "http://127.0.0.1:9/", "address_book": True,
              "organizations": ["co"]}],
    "devices": [{"id": "DL3785W_1", "name": "Door", "organization": "co", "apps": [app]}],
    "api_keys": [{"name": "admin", "key": "bench-admin-key-0123456789", "scope": "admin"}],
}
attendance = "/api/v1/organizations/1/attendance"


class office:
    def __init__(self, gatehouse):
        host, port = gatehouse.address.rsplit(":", 1)
        self.line = http.client.HTTPConnection(host, int(port), timeout=60)

    def ask(self, method, path, body=None, headers=None):
        self.line.request(method, path, None if body is None else json.dumps(body),
                          {"Content-Type": "application/json", **(headers or {})})
        answer = self.line.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise failure(f"{method} {path}: {answer.status} {text[:300]}")
        return json.loads(text) if text else None

    def report(self, person, at):
        now = int(time.time())
        signature = hashlib.md5(f"600{app}system{app_key}{now}".encode()).hexdigest()
        said = self.ask("POST", "/gateway", {"from": app, "to": "system", "time": now, "action": 600, "data": {
            "user_id": str(person), "client_type": "device", "client_id": "DL3785W_1", "event_type": "user_checkin",
            "event_data": {"time": at, "id_type": "fp"}}}, {"sig": signature})
        if said["code"] != 0:
            raise failure(f"600: {said}")


def _told(run, gatehouse, folder, people, days):
    """As `simulate attendance` tells it: rules, people, and a month of punches."""
    done = subprocess.run(["taskset", "-c", "1", run.server, "simulate", "attendance", "--url",
                           f"http://{gatehouse.address}", "--provision", folder / "provision.json", "--people",
                           str(people), "--days", str(days), "--lines", "16", "--patience", "600"],
                          capture_output=True, text=True, timeout=1200)
    if done.returncode:
        raise failure(f"simulate attendance: {done.stderr[-400:]}")
    return json.loads(done.stdout)


def late_punch(run):
    """An idle server; a punch of yesterday comes, and is looked for until it stands in its day."""
    people = 5 if run.quick else 50
    folder = run.folder / "late_punch"
    gatehouse = targets.start_gatehouse(run.server, folder, 0, provisioned=file)
    try:
        _told(run, gatehouse, folder, people, 5)
        at = office(gatehouse)
        listed = at.ask("GET", "/api/v1/organizations/1/people?limit=200")["items"]
        yesterday = datetime.date.today() - datetime.timedelta(1)
        begin = int(datetime.datetime.combine(yesterday, datetime.time(1, 7),
                                              datetime.timezone.utc).timestamp())  # 09:07 in Shanghai
        waits = []
        for each in listed:
            path = f"/api/v1/people/{each['id']}/attendance/days?from={yesterday}&to={yesterday}"
            before = at.ask("GET", path)
            at.report(each["id"], begin)
            begun = time.perf_counter()
            while at.ask("GET", path) == before:
                if time.perf_counter() - begun > 10:
                    raise failure(f"the punch of person {each['id']} came into no day")
            waits.append((time.perf_counter() - begun) * 1000)
            time.sleep(0.05)
    finally:
        gatehouse.stop()
    run.say(f"late_punch: {len(waits)} punches, {min(waits):.1f} to {max(waits):.1f} ms")
    yield row("late_punch", f"late punch to its day, the slowest of {len(waits)}", max(waits), "ms", 50, rounds=waits,
              note=f"median {median(waits):.1f} ms, polled over one connection")


def rule_change(run):
    people, days = (200, 30) if run.quick else (3000, 30)
    folder = run.folder / "rule_change"
    gatehouse = targets.start_gatehouse(run.server, folder, 0, provisioned=file)
    try:
        told = _told(run, gatehouse, folder, people, days)
        at = office(gatehouse)
        last = datetime.date.today() - datetime.timedelta(2)
        first = last - datetime.timedelta(days - 1)
        took = []
        for number in range(run.rounds):
            begun = time.perf_counter()
            shown = at.ask("POST", f"{attendance}/rules/shift/Day/preview", {
                "since": str(first), "rules": ["09:00-18:00", "break 12:00-13:00", f"grace {10 + number} late 5 early"],
                "from": str(first), "to": str(last)})
            took.append(time.perf_counter() - begun)
            if shown["cut"] or not shown["changed_days"]:
                raise failure(f"preview: {json.dumps(shown)[:300]}")
            run.say(f"rule_change, round {number + 1}: {took[-1]:.2f} s, {shown['changed_days']} of {shown['days']} days")
    finally:
        gatehouse.stop()
    yield row("rule_change", f"what a change of rules does to {people:,} people, {days} days", median(took), "s", 2,
              rounds=took, note=f"{told['punches']:,} punches, one core")
