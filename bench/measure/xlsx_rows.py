"""The rows of a workbook: a day list of 100,000 people, beside libxlsxwriter alone with the same cells."""
import json
import subprocess

from measure.process import failure
from measure.report import against, row


def _told(run, mode, folder, rows):
    done = subprocess.run(["taskset", "-c", "0", run.tools / "bench_xlsx", mode, folder, str(rows)], text=True,
                          capture_output=True, timeout=600)
    if done.returncode:
        raise failure(f"bench_xlsx {mode}: {done.stderr[-400:]}")
    return json.loads(done.stdout) if mode != "fill" else None


def xlsx(run):
    rows = 10_000 if run.quick else 100_000
    folder = run.folder / "xlsx"
    folder.mkdir()
    _told(run, "fill", folder, rows)
    rounds = []
    for number in range(run.rounds):
        rounds.append({mode: _told(run, mode, folder, rows) for mode in ("report", "cells", "bare")})
        run.say(f"xlsx, round {number + 1}: " +
                ", ".join(f"{mode} {told['seconds']:.2f} s, {told['peak_mib']:.0f} MiB"
                          for mode, told in rounds[-1].items()))

    def seconds(mode):
        return [each[mode]["seconds"] for each in rounds]

    yield against("xlsx cells", f"XLSX of {rows:,} rows, cells in memory", "s", seconds("cells"), "libxlsxwriter",
                  seconds("bare"), 1, rounds=rounds)
    yield against("xlsx report", f"report of {rows:,} rows, from the store to a durable XLSX", "s",
                  seconds("report"), "libxlsxwriter", seconds("bare"), 1)
    yield row("xlsx memory", f"memory at most, report of {rows:,} rows",
              max(each["report"]["peak_mib"] for each in rounds), "MiB", 100)
