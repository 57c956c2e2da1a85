"""What the code costs its builders: a clean build, its worst unit, and one handler edited."""
import os
import re
import subprocess
import time

from measure.process import failure
from measure.report import row
from measure.targets import root

folder = root / "build/times"


def _clean_build(run):
    """tools/build_times makes the build, and may end with a failure of its own that is no matter here."""
    if run.quick and (folder / "build.ninja").exists():
        return None
    run.say("build: a clean release build")
    done = subprocess.run([root / "tools/build_times"], cwd=root, capture_output=True, text=True, timeout=3600)
    whole = re.search(r"the whole (\d+) s", done.stdout)
    if not whole:
        raise failure(f"tools/build_times: {(done.stdout + done.stderr)[-800:]}")
    return int(whole[1])


def _build():
    begun = time.monotonic()
    done = subprocess.run(["cmake", "--build", folder, "--parallel", "2", "--target", "gatehouse"],
                          env={**os.environ, "CCACHE_DISABLE": "1"}, capture_output=True, text=True, timeout=1800)
    if done.returncode:
        raise failure(f"the release build failed: {(done.stdout + done.stderr)[-800:]}")
    return time.monotonic() - begun


def _after_edit(file):
    """Seconds from a touched source to the linked program. The file gets its own time back."""
    was = file.stat()
    os.utime(file)
    try:
        return _build()
    finally:
        os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))


def build(run):
    whole = _clean_build(run)
    units = [(float(seconds), int(kib) / 1024, name) for seconds, kib, name
             in re.findall(r"^([\d.]+) (\d+) .* -c (\S+)$", (folder / "units").read_text(), re.M)]
    slowest, largest = max(units), max(units, key=lambda unit: unit[1])
    _build()
    handlers = sorted((root / "src/wire").glob("*/handlers*.cpp"))
    edits = [(_after_edit(file), str(file.relative_to(root))) for file in handlers]
    if not edits:
        raise failure("no handler was found under src/wire")
    yield row("build edit", "a handler edited: rebuilt", max(edits)[0], "s", 5, rounds=edits, note=max(edits)[1])
    yield row("build unit", "slowest unit of the release build", slowest[0], "s", 25,
              note=slowest[2].removeprefix(f"{root}/"))
    yield row("build memory", "largest unit of the release build", largest[1], "MiB", 1024,
              note=largest[2].removeprefix(f"{root}/"))
    if whole is not None:
        yield row("build whole", "clean release build, two cores", whole, "s", 360, note=f"{len(units)} units")
