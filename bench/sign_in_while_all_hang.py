#!/usr/bin/env python3
"""How long a sign-in takes while Koala, WeChat and SMS answer, and while all three hang: at most 5 ms more at p99.

    GATEHOUSE=build/release/gatehouse bench/sign_in_while_all_hang.py [--sign-ins 500]

Prints a line of JSON. Exit 1 where the promise is not kept.
"""
import argparse
import http.client
import json
import os
import sys
import time

root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
sys.path.insert(0, os.path.join(root, "tests", "e2e"))
from visit_news_test import HOST, Site, a_visit  # noqa: E402

KIOSK = {"Authorization": "Bearer kiosk-key", "Content-Type": "application/json"}


def measure(site, phones):
    for phone in phones:
        made = site.office.post("/v1/subject", **a_visit(phone=phone, proposer=HOST, retinues=[]))
        assert made["code"] == 0, made
    line = http.client.HTTPConnection("127.0.0.1", site.server.port)
    took = []
    for phone in phones:
        began = time.perf_counter()
        line.request("POST", "/v1/visit/signin", json.dumps({"phone": phone}), KIOSK)
        answer = json.loads(line.getresponse().read())
        took.append((time.perf_counter() - began) * 1000)
        assert answer["code"] == 0, answer
        time.sleep(0.005)
    took.sort()
    return {"p50_ms": round(took[len(took) // 2], 2), "p99_ms": round(took[len(took) * 99 // 100], 2)}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sign-ins", type=int, default=500)
    count = options.parse_args().sign_ins
    budget = [f"--{way}-daily-{of}={10 ** 9}" for way in ("wechat", "sms") for of in ("each", "all")]
    with Site(*budget) as site:
        site.configure()
        measure(site, [f"138{number:08}" for number in range(50)])  # warm
        normal = measure(site, [f"139{number:08}" for number in range(count)])
        for fake in (site.koala, site.wechat, site.sms):
            fake.misbehave_always("hang")
        hanging = measure(site, [f"137{number:08}" for number in range(count)])
    kept = hanging["p99_ms"] - normal["p99_ms"] <= 5
    print(json.dumps({"sign_ins": count, "normal": normal, "hanging": hanging, "kept": kept}))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
