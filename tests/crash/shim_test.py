"""The shims themselves: what a power cut leaves of a few calls, and what a sick disk answers."""

import errno
import os
import subprocess
import sys
import tempfile
import unittest

from harness import faults
from harness.power_loss import cut_power

LIBRARIES = os.environ.get("GATEHOUSE_SHIMS", ".")


def run(environment, script, expected=0):
    done = subprocess.run(
        [sys.executable, "-c", "import os, sys\n" + script], env={**os.environ, **environment}, capture_output=True
    )
    assert done.returncode == expected, done.stderr.decode()
    return done.stdout.decode().strip()


def library(name):
    return os.path.join(LIBRARIES, name + ".so")


class Folders(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.watched = self.make("watched")
        self.journal = self.make("journal")

    def make(self, name):
        path = os.path.join(self.scratch.name, name)
        os.mkdir(path)
        return path

    def path(self, name):
        return os.path.join(self.watched, name)

    def store(self, name, content):
        with open(self.path(name), "wb") as file:
            file.write(content)

    def left(self):
        """Everything under the watched directory: name to content, None for a directory."""
        found = {}
        for folder, folders, files in os.walk(self.watched):
            for name in folders:
                found[os.path.relpath(os.path.join(folder, name), self.watched)] = None
            for name in files:
                with open(os.path.join(folder, name), "rb") as file:
                    found[os.path.relpath(os.path.join(folder, name), self.watched)] = file.read()
        return found


class PowerLoss(Folders):
    def after_cut(self, script, expected=0, keep_some=False, seed=1, lenient=False):
        environment = {
            "LD_PRELOAD": library("power_loss"),
            "GATEHOUSE_POWER_LOSS_DIR": self.watched,
            "GATEHOUSE_POWER_LOSS_JOURNAL": self.journal,
        }
        run(environment, f"os.chdir({self.watched!r})\n" + script, expected)
        cut_power(self.watched, self.journal, seed, keep_some, lenient)
        return self.left()

    def test_an_overwrite_that_was_not_synced_is_taken_back(self):
        self.store("a", b"0123456789")
        self.assertEqual(
            self.after_cut("f = os.open('a', os.O_WRONLY); os.pwrite(f, b'xyz', 2); os.pwrite(f, b'Y', 3)"),
            {"a": b"0123456789"},
        )

    def test_a_synced_overwrite_stays_and_a_later_one_does_not(self):
        self.store("a", b"0123456789")
        script = "f = os.open('a', os.O_RDWR); os.pwrite(f, b'xyz', 2); os.{}(f); os.pwrite(f, b'lost', 8)"
        for call in ("fsync", "fdatasync"):
            self.assertEqual(self.after_cut(script.format(call)), {"a": b"01xyz56789"})

    def test_a_reader_sees_at_once_what_was_written(self):
        self.store("a", b"old")
        script = "f = os.open('a', os.O_RDWR); os.write(f, b'new'); assert os.pread(f, 3, 0) == b'new'"
        self.assertEqual(self.after_cut(script), {"a": b"old"})

    def test_appending_vectors_and_cutting_are_taken_back(self):
        self.store("a", b"0123456789")
        self.store("b", b"abc")
        self.store("c", b"kept")
        script = """
f = os.open('a', os.O_WRONLY | os.O_APPEND); os.writev(f, [b'x', b'yz']); os.ftruncate(f, 4); os.write(f, b'!')
os.pwritev(os.open('b', os.O_RDWR), [b'1', b'23456'], 1)
os.open('c', os.O_WRONLY | os.O_TRUNC)
"""
        self.assertEqual(self.after_cut(script), {"a": b"0123456789", "b": b"abc", "c": b"kept"})

    def test_a_new_file_needs_its_directory_synced(self):
        script = "f = os.open('a', os.O_CREAT | os.O_WRONLY); os.write(f, b'x'); os.fsync(f)"
        self.assertEqual(self.after_cut(script), {})
        self.assertEqual(self.after_cut(script, lenient=True), {"a": b"x"})
        os.unlink(self.path("a"))
        self.assertEqual(self.after_cut(script + "; os.fsync(os.open('.', os.O_RDONLY))"), {"a": b"x"})

    def test_a_name_that_was_synced_without_its_content_is_an_empty_file(self):
        script = "f = os.open('a', os.O_CREAT | os.O_WRONLY); os.write(f, b'x'); os.fsync(os.open('.', os.O_RDONLY))"
        self.assertEqual(self.after_cut(script), {"a": b""})

    def test_a_rename_over_a_file_is_taken_back_with_both_contents(self):
        self.store("a", b"old")
        self.store("b", b"new")
        self.assertEqual(self.after_cut("os.rename('b', 'a')"), {"a": b"old", "b": b"new"})
        self.assertEqual(self.after_cut("os.rename('b', 'a'); os.fsync(os.open('.', os.O_RDONLY))"), {"a": b"new"})

    def test_removed_files_and_directories_come_back(self):
        os.mkdir(self.path("d"))
        self.store("d/a", b"x")
        self.assertEqual(self.after_cut("os.unlink('d/a'); os.rmdir('d')"), {"d": None, "d/a": b"x"})

    def test_a_new_directory_needs_its_parent_synced(self):
        script = """
os.mkdir('d'); f = os.open('d/a', os.O_CREAT | os.O_WRONLY); os.write(f, b'x'); os.fsync(f)
os.fsync(os.open('d', os.O_RDONLY))
"""
        self.assertEqual(self.after_cut(script), {})
        self.assertEqual(
            self.after_cut(script + "os.fsync(os.open('.', os.O_RDONLY))"), {"d": None, "d/a": b"x"}
        )

    def test_a_descriptor_that_was_copied_is_watched(self):
        self.store("a", b"old")
        self.assertEqual(self.after_cut("os.write(os.dup(os.open('a', os.O_WRONLY)), b'new')"), {"a": b"old"})

    def test_a_write_with_dsync_stays(self):
        self.store("a", b"old")
        self.assertEqual(self.after_cut("os.write(os.open('a', os.O_WRONLY | os.O_DSYNC), b'new')"), {"a": b"new"})

    def test_other_directories_and_shm_files_are_left_alone(self):
        self.store("x-shm", b"")
        outside = os.path.join(self.scratch.name, "outside")
        self.after_cut(f"os.write(os.open({outside!r}, os.O_CREAT | os.O_WRONLY), b'x')")
        with open(outside, "rb") as file:
            self.assertEqual(file.read(), b"x")

    def test_a_kept_part_is_torn_at_sectors_only(self):
        old, new = b"o" * 8192, b"n" * 8192
        seen = set()
        for seed in range(60):
            self.store("a", old)
            left = self.after_cut(f"os.write(os.open('a', os.O_WRONLY), b'n' * {len(new)})", keep_some=True, seed=seed)
            sectors = [left["a"][at : at + 512] for at in range(0, len(old), 512)]
            self.assertTrue(all(sector in (b"o" * 512, b"n" * 512) for sector in sectors))
            seen.add(left["a"])
        self.assertIn(old, seen)
        self.assertIn(new, seen)
        self.assertGreater(len(seen), 10)

    def test_what_cannot_be_modelled_ends_the_process(self):
        self.store("a", b"old")
        self.after_cut("import mmap; mmap.mmap(os.open('a', os.O_RDWR), 3)", expected=97)
        self.after_cut("os.sendfile(os.open('a', os.O_WRONLY), os.open('/bin/sh', os.O_RDONLY), 0, 3)", expected=97)


class DiskFault(Folders):
    def answers(self, script, **armed):
        control = faults.FaultControl(os.path.join(self.scratch.name, "control"))
        self.addCleanup(control.close)
        control.arm(**armed)
        environment = {
            "LD_PRELOAD": library("disk_fault"),
            "GATEHOUSE_DISK_FAULT_DIR": self.watched,
            "GATEHOUSE_DISK_FAULT_CONTROL": control.path,
        }
        prelude = f"""
os.chdir({self.watched!r})
def told(call, *arguments):
    try:
        print(call(*arguments), end=' ')
    except OSError as e:
        print(e.errno, end=' ')
f = os.open('a', os.O_RDWR)
"""
        return run(environment, prelude + script), control

    def test_every_write_fails_while_armed(self):
        self.store("a", b"old")
        script = "told(os.write, f, b'new'); told(os.pwrite, f, b'new', 0); told(os.fsync, f)"
        answer, control = self.answers(script, operations=faults.WRITE, error=errno.ENOSPC)
        self.assertEqual(answer, f"{errno.ENOSPC} {errno.ENOSPC} None")
        self.assertEqual((control.calls, control.injected), (2, 2))
        self.assertEqual(self.left(), {"a": b"old"})

    def test_only_the_second_call_fails(self):
        self.store("a", b"old")
        script = "told(os.fsync, f); told(os.fdatasync, f); told(os.fsync, f)"
        answer, control = self.answers(script, operations=faults.SYNC, error=errno.EIO, calls=(2, 2))
        self.assertEqual(answer, f"None {errno.EIO} None")
        self.assertEqual((control.calls, control.injected), (3, 1))

    def test_a_short_write_writes_half(self):
        self.store("a", b"")
        answer, _ = self.answers(
            "told(os.write, f, b'0123')", operations=faults.WRITE, error=0, shape=faults.SHORT_WRITE
        )
        self.assertEqual((answer, self.left()), ("2", {"a": b"01"}))

    def test_a_full_disk_still_overwrites(self):
        self.store("a", b"old")
        answer, _ = self.answers(
            "told(os.pwrite, f, b'new', 0); told(os.pwrite, f, b'x', 3)",
            operations=faults.WRITE,
            error=errno.ENOSPC,
            shape=faults.FULL_DISK,
        )
        self.assertEqual((answer, self.left()), (f"3 {errno.ENOSPC}", {"a": b"new"}))

    def test_only_names_with_the_ending_fail(self):
        self.store("a", b"")
        self.store("b-wal", b"")
        answer, _ = self.answers(
            "told(os.write, f, b'x'); told(os.write, os.open('b-wal', os.O_WRONLY), b'x')",
            operations=faults.WRITE,
            error=errno.EIO,
            ending="-wal",
        )
        self.assertEqual(answer, f"1 {errno.EIO}")

    def test_creating_cutting_and_renaming_fail(self):
        self.store("a", b"old")
        script = "told(os.open, 'n', os.O_CREAT); told(os.ftruncate, f, 9); told(os.rename, 'a', 'b')"
        answer, _ = self.answers(
            script, operations=faults.CREATE | faults.RESIZE | faults.NAME, error=errno.EDQUOT
        )
        self.assertEqual(answer, f"{errno.EDQUOT} {errno.EDQUOT} {errno.EDQUOT}")
        self.assertEqual(self.left(), {"a": b"old"})


if __name__ == "__main__":
    unittest.main()
