"""One tap after the other on one connection, for as long as something else goes on."""
import fcntl
import subprocess
import threading

from measure import caller
from measure.process import failure, process


def _feed(into, server, numbers, over):
    """A new tap a line. The pipe holds a few of them, so that the last one comes soon after the end."""
    place = 0
    try:
        while not over.is_set():
            into.write(caller.form("service/card/kick", cardnum=numbers[place * 617 % len(numbers)],
                                   time_kick=server.next_second + place // len(numbers)).encode() + b"\n")
            into.flush()
            place += 1
        into.close()
    except BrokenPipeError:
        pass
    server.next_second += 1 + place // len(numbers)


def taps_during(run, server, numbers, meanwhile):
    """What bench_latency says of the taps, each of which was answered and stored, and what `meanwhile()` gave."""
    before = server.stored()
    teller = process([run.tools / "bench_latency", server.address], run.folder / "taps.log", 1, stdin=subprocess.PIPE)
    fcntl.fcntl(teller.child.stdin, fcntl.F_SETPIPE_SZ, 4096)
    over = threading.Event()
    feeding = threading.Thread(target=_feed, args=(teller.child.stdin, server, numbers, over))
    feeding.start()
    try:
        given = meanwhile()
        over.set()
        waits = teller.read_line(30)
    finally:
        over.set()
        teller.stop()
        feeding.join()
    if (stored := server.stored() - before) != waits["count"]:
        raise failure(f"{waits['count']} taps were acknowledged and {stored} stored")
    return waits, given
