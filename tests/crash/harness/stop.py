"""SIGTERM under load: what the server had received before it closed is answered, and it ends with exit code 0."""

import signal
import socket

from harness.load import Load
from harness.run import After, Run

STOP_AFTER = (0.050, 0.300)
# An unfinished request may take ten seconds to come.
ENDS_WITHIN = 15
LOITERERS_EVERY, UNFINISHED_EVERY = 5, 10


def loiterers(port, number):
    """Connections that send nothing, no request that could be, or half of one: they must not hold up the end."""
    starts = []
    if number % LOITERERS_EVERY == 0:
        starts += [b"", b"no request\r\n\r\n"]
    if number % UNFINISHED_EVERY == 0:
        starts += [b"POST /index.php HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\naction="]
    connections = []
    for start in starts:
        connections.append(socket.create_connection(("127.0.0.1", port)))
        connections[-1].sendall(start)
    return connections


def owed(load, stopped_at):
    """Requests that should have been answered and were not. All that were sent before the signal; after it those
    that reached a connection the server had open at both ends, unless an answer on it had said "close". Connections
    nobody had ever answered on may have waited to be accepted: after the signal they are owed nothing."""
    for connection in load.gone:
        for request in connection.pending:
            if request.sent_at is None:
                continue
            before = request.sent_at < stopped_at
            taken = connection.answered > 0 and request.accepted and not connection.told_to_close
            if before or taken:
                yield connection, request, before


def one_round(run, number):
    """False when the server did not come back."""
    server = run.start()
    if server is None:
        return False
    run.verify_new(server)
    idle = loiterers(server.port, number)
    load = Load(server.port, run.ledger, run.rng, run.class_id, connections=16)
    load.run(0.02)
    load.visitors = True
    end = After(run.rng.uniform(*STOP_AFTER), lambda: server.signal(run.signal))
    load.run(ENDS_WITHIN)
    end.join()
    code = server.exit_code(ENDS_WITHIN)
    if load.connections:
        run.ledger.find(f"{len(load.connections)} connections were left open")
    load.close()
    for connection in idle:
        connection.close()
    for connection, request, before in owed(load, end.at):
        how = "reset" if connection.was_reset else "closed"
        when = "before" if before else "after"
        run.unanswered.append(
            f"round {number}: a request sent {when} the signal was not answered, the connection was {how} "
            f"{(request.sent_at - end.at) * 1000:+.2f} ms"
        )
    if code != -run.signal if run.signal == signal.SIGKILL else code != 0:
        run.ledger.find(f"the exit code is {code}")
    server.kill()
    return True


def rounds_of(run, rounds):
    run.unanswered = []
    done = 0
    while done < rounds and one_round(run, done):
        done += 1
    return done


def stop(options):
    run = Run(options, "stop")
    run.signal = signal.SIGTERM
    done = rounds_of(run, options.rounds)
    for text in run.unanswered:
        run.ledger.find(text)
    clean = run.finish(done)
    control = Run(options, "stop_control_kill")
    control.signal = signal.SIGKILL
    rounds_of(control, 3)
    fails = bool(control.unanswered)
    print(
        f"{control.name}: rounds 3, unanswered {len(control.unanswered)}: "
        f"{'fails, as it must' if fails else 'DOES NOT FAIL: nothing is proven'}",
        flush=True,
    )
    control.discard()
    return fails and clean
