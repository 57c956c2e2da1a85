"""The reception of the measurements: a site that takes visitors, and guests who have signed in and hold a pass."""
import http.client
import json
import time

from measure import caller
from measure.process import failure

office_key, gate_key = caller.secret("office key"), caller.secret("gate key")
host = "13800000000"


def provisioning():
    return {
        "organizations": [{"key": "co", "kind": "company", "name": "公司", "time_zone": "Asia/Shanghai"}],
        "people": [{"organization": "co", "key": "host", "name": "富贵", "phone": host, "role": "employee"}],
        "visitor": {"organization": "co"},
        "api_keys": [{"name": "office", "key": office_key, "scope": "site", "organization": "co"},
                     {"name": "gate", "key": gate_key, "scope": "gate", "organization": "co"}],
    }


class office:
    def __init__(self, target):
        address, port = target.address.rsplit(":", 1)
        self.connection = http.client.HTTPConnection(address, int(port), timeout=20)

    def ask(self, path, key=office_key, **body):
        """The data and the body of the answer."""
        self.connection.request("POST", path, json.dumps(body, ensure_ascii=False).encode(),
                                {"Content-Type": "application/json", "Authorization": f"Bearer {key}"})
        text = self.connection.getresponse().read()
        answer = json.loads(text)
        if answer["code"] != 0:
            raise failure(f"{path} was answered {text.decode()}")
        return answer.get("data"), text

    def passes(self, count):
        """As many codes that open now: each guest's visit is the host's own application."""
        now = int(time.time())
        codes = []
        for place in range(count):
            phone = str(13_900_000_000 + place)
            self.ask("/v1/subject", subject_type=1, name="haha", phone=phone, proposer=host, interviewee="富贵",
                     interviewee_phone=host, start_time=now, end_time=now + 7200)
            shown = json.loads(self.ask("/v1/visit/signin", phone=phone)[0]["qrcode"])
            codes.append(shown["qrcode"])
        return codes
