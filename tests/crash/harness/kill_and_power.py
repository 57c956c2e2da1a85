"""kill -9 and power cuts at random moments under load, on one data directory that grows from round to round."""

import signal

from harness.machines import MachinesRun
from harness.run import DISK_FAULT, POWER_LOSS, After, Run

CUT_AFTER = (0.020, 0.300)
CLASS_EVERY = 10
SLOWER = 0.0003
FIRST_STARTS_PER_ROUND = 0.2


def one_round(run, number, power, always_provision=False):
    """Starts, verifies what the last round left, loads, kills. False when the server did not come back."""
    run.classes = 1 + number // CLASS_EVERY
    # On a slow disk what is answered too early is not yet in the system's hands either.
    run.control.slow_down(SLOWER if number % 2 else 0)
    # A start without the file must find what an earlier one brought.
    with_file = always_provision or number % CLASS_EVERY == 0 or number % 2 == 0
    shims = (DISK_FAULT, POWER_LOSS) if power else (DISK_FAULT,)
    server = run.start(*shims, with_provisioning=with_file)
    if server is None:
        return False
    run.verify_new(server)
    load = run.load(server)
    end = After(run.rng.uniform(*CUT_AFTER), lambda: server.signal(signal.SIGKILL))
    load.run(30)
    end.join()
    load.close()
    if server.process.wait() != -signal.SIGKILL:
        run.ledger.find(f"the server ended by itself: {server.process.returncode}")
    server.kill()
    if power:
        run.cut(number)
    return True


def campaign(run, rounds, power):
    done = 0
    while done < rounds and one_round(run, done, power):
        done += 1
    return done


def control(options, name, mode, power, of=Run):
    """The same rounds with a program that must lose; ends at the first loss."""
    run = of(options, f"{name} control {mode}".replace(" ", "_"), options.unsafe, {"GATEHOUSE_UNSAFE": mode})
    done = 0
    while done < options.rounds + 1 and not run.ledger.lost and one_round(run, done, power, True):
        done += 1
    return run.say_control(done)


def first_starts(options, rounds):
    """Power cuts while an empty directory becomes a store: the next start must succeed all the same."""
    total = Run(options, "power_first_start")
    for number in range(rounds):
        run = Run(options, f"first_start_{number}")
        server = run.launch(POWER_LOSS)
        end = After(run.rng.uniform(0, 0.15), lambda running=server: running.signal(signal.SIGKILL))
        end.join()
        server.kill()
        run.cut(number)
        again = run.start(POWER_LOSS)
        if again:
            run.load(again, connections=2).run(0.01)
            again.kill()
            run.cut(number + 1)
            again = run.start()
        if again:
            run.verify_all(again)
            again.kill()
        total.absorb(run)
    return total.say(rounds)


def whole(options, name, power, of=Run):
    """The rounds, the last look, and the program that must lose."""
    run = of(options, name)
    clean = run.finish(campaign(run, options.rounds, power))
    return control(options, name, "synchronous_normal" if power else "ack_before_commit", power, of) and clean


def kill(options):
    return whole(options, "kill", power=False)


def power(options):
    clean = whole(options, "power", power=True)
    return first_starts(options, max(1, int(options.rounds * FIRST_STARTS_PER_ROUND))) and clean


def machines_kill(options):
    return whole(options, "machines_kill", power=False, of=MachinesRun)


def machines_power(options):
    return whole(options, "machines_power", power=True, of=MachinesRun)
