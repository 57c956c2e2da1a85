"""A disk that fails on demand under one server: the shim of the crash campaigns, for tests from outside."""

import errno
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "crash"))

from harness import faults  # noqa: E402

SHIM = os.path.join(os.environ.get("GATEHOUSE_SHIMS", "build/release"), "disk_fault.so")


class SickDisk:
    def __init__(self, folder):
        data = os.path.join(folder, "data")
        os.makedirs(data, exist_ok=True)
        self.control = faults.FaultControl(os.path.join(folder, "control"))
        self.environment = {"LD_PRELOAD": SHIM, "GATEHOUSE_DISK_FAULT_DIR": data,
                            "GATEHOUSE_DISK_FAULT_CONTROL": self.control.path,
                            # A sanitizer wants to be the first library of a process, which the shim is.
                            "ASAN_OPTIONS": "verify_asan_link_order=0"}

    def fill(self):
        self.control.arm(faults.WRITE | faults.RESIZE, errno.ENOSPC, shape=faults.FULL_DISK)

    def fail_syncs_of(self, ending):
        self.control.arm(faults.SYNC, errno.EIO, ending=ending)

    def empty(self):
        self.control.disarm()
