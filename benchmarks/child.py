"""Runs a command, and prints the processor time and the peak memory of its process.

The memory of a new process begins with that of its parent, so the parent must be small: this one imports nothing more.
"""

import os
import sys

if __name__ == "__main__":
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    child = os.posix_spawn(sys.executable, [sys.executable, *sys.argv[1:]], os.environ, file_actions=quiet)
    _, status, used = os.wait4(child, 0)
    sys.stdout.write(f"{used.ru_utime + used.ru_stime} {used.ru_maxrss / 1024}\n")
    sys.exit(os.waitstatus_to_exitcode(status))
