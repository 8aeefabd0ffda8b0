"""Runs a Python handler as a program of its own, which a container runtime encloses."""

# The modules in C: those in Python around them take milliseconds to load, and a function may need neither.
import _signal
import os
import sys
from _socket import AF_UNIX, SOCK_STREAM, socket

# main DESCRIPTOR MODULES DEPENDENCIES READY: the connection to the platform, where the machine and where the function
# have their modules, and when the sandbox was ready.
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import python_worker

descriptor, modules, dependencies, ready = sys.argv[1:]
variables = os.environ
sys.argv[1:] = []
sys.path += modules.split(os.pathsep) if modules else []
os.set_inheritable(int(descriptor), False)
link = socket(AF_UNIX, SOCK_STREAM, 0, int(descriptor))
_signal.signal(_signal.SIGTERM, lambda *_: os._exit(0))
python_worker.prepare()
python_worker.become(link, {
    "task_root": variables["LAMBDA_TASK_ROOT"],
    "dependency_root": dependencies,
    "handler": variables["_HANDLER"],
    "request_id": "00000000-0000-0000-0000-000000000000",
    "function_name": variables["AWS_LAMBDA_FUNCTION_NAME"],
    "function_version": variables["AWS_LAMBDA_FUNCTION_VERSION"],
    "memory_mb": variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
    "log_group": variables["AWS_LAMBDA_LOG_GROUP_NAME"],
    "log_stream": variables["AWS_LAMBDA_LOG_STREAM_NAME"],
}, int(ready))
