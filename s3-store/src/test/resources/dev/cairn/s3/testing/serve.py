"""Runs LocalStack until standard input ends.

The process that starts this holds the other end of standard input and writes nothing. The operating
system closes that end when the process dies, however it dies, so the server never outlives it.
"""

import os
import runpy
import signal
import sys
import threading


def end_with_parent():
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGKILL)


threading.Thread(target=end_with_parent, daemon=True).start()
runpy.run_module("localstack.runtime.main", run_name="__main__")
