"""The control file of disk_fault.c."""

import mmap
import struct

WRITE, SYNC, RESIZE, CREATE, NAME, SYNC_FOLDER = 1, 2, 4, 8, 16, 32
FAILS, SHORT_WRITE, FULL_DISK = 0, 1, 2
EVERY = (1, 2**64 - 1)

ARMED = struct.Struct("=IIIIQQQQ32sI")
SIZE = 88
COUNTERS = struct.Struct("=QQ")
COUNTERS_AT = 32
FAILED_AT = 80
DELAY_AT = 84


class FaultControl:
    def __init__(self, path):
        self.path = path
        with open(path, "wb") as file:
            file.write(bytes(SIZE))
        with open(path, "r+b") as file:
            self._mapped = mmap.mmap(file.fileno(), SIZE)

    def arm(self, operations, error, calls=EVERY, shape=FAILS, ending=""):
        """From now on the first to last of `calls` fail among those of `operations`."""
        self.disarm()
        self._mapped[0:ARMED.size] = ARMED.pack(0, operations, error, shape, calls[0], calls[1], 0, 0, ending.encode(), 0)
        self._mapped[0:4] = struct.pack("=I", 1)

    def slow_down(self, seconds):
        """Every write and every sync takes so much longer."""
        self._mapped[DELAY_AT:SIZE] = struct.pack("=I", int(seconds * 1e6))

    def disarm(self):
        self._mapped[0:4] = bytes(4)

    @property
    def calls(self):
        return COUNTERS.unpack_from(self._mapped, COUNTERS_AT)[0]

    @property
    def injected(self):
        return COUNTERS.unpack_from(self._mapped, COUNTERS_AT)[1]

    @property
    def failed(self):
        """The operation that failed last."""
        return struct.unpack_from("=I", self._mapped, FAILED_AT)[0]

    def close(self):
        self._mapped.close()
