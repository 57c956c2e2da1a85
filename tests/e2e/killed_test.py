"""A process is killed between writing and syncing: what it left counts only once it is on disk."""

import tempfile
import time
import unittest

from server import Server, kindergarten
from sick_disk import SickDisk

DISK_FAILED = 74


class Killed(unittest.TestCase):
    def test_what_it_left_in_the_log_is_synced_before_a_repeat_is_answered(self):
        with tempfile.TemporaryDirectory() as folder:
            disk, now = SickDisk(folder), str(int(time.time()))
            with Server(kindergarten(), folder=folder, environment=disk.environment) as server:
                self.assertEqual(server.beiliao("service/card/kick", cardnum="7", time_kick=now)["errcode"], 5106)
                server.process.kill()
                server.process.wait()
            disk.fail_syncs_of("-wal")
            with Server(folder=folder, environment=disk.environment) as refused:
                self.assertEqual(refused.ready, b"", "it answers from what no sync has reached")
                self.assertEqual(refused.process.wait(20), DISK_FAILED)
            disk.empty()
            with Server(folder=folder, environment=disk.environment) as well:
                self.assertEqual(well.beiliao("service/card/match", cardnum="7", classid="1",
                                              data="13632241882,甲")["errcode"], 0)
                again = well.beiliao("service/card/kick", cardnum="7", time_kick=now)
                self.assertEqual(again["data"], {"id": "1", "duplicate": True})


if __name__ == "__main__":
    unittest.main()
