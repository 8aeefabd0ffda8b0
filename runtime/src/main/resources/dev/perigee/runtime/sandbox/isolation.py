"""The root that a sandbox sees, and how a process gives up everything else."""

import os
import resource
import socket
import sys

import kernel

HOST = "/host"
TASK = "/var/task"
DEPENDENCIES = "/opt/perigee/dependencies"
API_SOCKET = "/run/perigee/api.sock"
# For container runtimes: the root that theirs becomes, and what only they read.
CONTAINER_ROOT = "/run/perigee/root"
BUNDLE = "/run/perigee/bundle"
# Where a function may find more of its own: the language's runtime, our shims, modules of Node.
MOUNT_POINTS = ("/opt/perigee/runtime", "/var/runtime", "/var/node_modules")
NAMESPACES = (
    kernel.CLONE_NEWNS | kernel.CLONE_NEWPID | kernel.CLONE_NEWIPC | kernel.CLONE_NEWUTS | kernel.CLONE_NEWNET
)
SYSTEM_DIRECTORIES = ("usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32")
ETC_SHARED = ("ssl", "ca-certificates", "pki", "alternatives", "ld.so.cache", "localtime", "mime.types")
ETC_OWN = {
    "passwd": "root:x:0:0:root:/:/bin/sh\nsandbox:x:{uid}:{uid}:sandbox:/tmp:/bin/sh\n",
    "group": "root:x:0:\nsandbox:x:{uid}:\n",
    "hosts": "127.0.0.1 localhost sandbox sandbox.localdomain sandbox.local\n::1 localhost\n",
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    "resolv.conf": "",
}
DEVICES = ("null", "zero", "full", "random", "urandom")
# A container runtime gives what it encloses its terminal too; there is none.
CONTAINER_DEVICES = (*DEVICES, "tty")
GROUPS = "/sys/fs/cgroup"
SANDBOX_UID = 993


def interpreter_prefixes():
    """Directories that the interpreter needs and that do not lie below /usr."""
    paths = {sys.base_prefix, sys.prefix, os.path.dirname(os.path.realpath(sys.executable))}
    paths |= {os.path.realpath(entry) for entry in sys.path if os.path.isdir(entry)}
    own = os.path.dirname(os.path.abspath(__file__))
    outside = {path for path in paths if not (path + "/").startswith("/usr/") and path not in ("/", own)}
    return sorted(
        path for path in outside if not any(path != other and path.startswith(other + "/") for other in outside)
    )


def build_root(stage, to_contain=False):
    """Mounts a minimal read-only root and makes it this process's; the machine stays visible below /host.

    A container runtime has the same root once more below its own: what it encloses, without what it works with.
    """
    kernel.unshare(kernel.CLONE_NEWNS)
    kernel.mount(None, "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    _populate(stage, CONTAINER_DEVICES if to_contain else DEVICES)
    if to_contain:
        os.makedirs(stage + GROUPS)
        _populate(stage + CONTAINER_ROOT)
    kernel.protect(stage, kernel.ATTR_RDONLY | kernel.ATTR_NOSUID)
    kernel.pivot_root(stage, stage + HOST)
    os.chdir("/")


def show_groups(*hierarchies):
    """Of the machine's control groups a container runtime sees none but these, so that it leaves ours alone."""
    if os.path.exists(f"{HOST}{GROUPS}/cgroup.controllers"):
        kernel.bind(HOST + GROUPS, GROUPS)
        return
    kernel.mount("tmpfs", GROUPS, "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC, "size=64k,mode=0755")
    for name in hierarchies:
        if os.path.isdir(f"{HOST}{GROUPS}/{name}"):
            os.mkdir(f"{GROUPS}/{name}")
            kernel.bind(f"{HOST}{GROUPS}/{name}", f"{GROUPS}/{name}")


def _populate(stage, devices=DEVICES):
    kernel.mount("tmpfs", stage, "tmpfs", kernel.MS_NOSUID, "size=1m,mode=0755")
    for name in SYSTEM_DIRECTORIES:
        _share("/" + name, f"{stage}/{name}")
    for path in interpreter_prefixes():
        _share(path, stage + path)
    _etc(stage)
    _dev(stage, devices)
    for path in (HOST, "/proc", "/tmp", TASK, DEPENDENCIES, CONTAINER_ROOT, BUNDLE, "/opt/bin", *MOUNT_POINTS):
        os.makedirs(stage + path, exist_ok=True)
    _touch(stage + API_SOCKET)


def _share(source, target):
    if os.path.islink(source):
        os.symlink(os.readlink(source), target)
    elif os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
        kernel.bind(source, target)
    elif os.path.exists(source):
        _touch(target)
        kernel.bind(source, target)


def _etc(stage):
    os.mkdir(stage + "/etc")
    for name, text in ETC_OWN.items():
        with open(f"{stage}/etc/{name}", "w", encoding="ascii") as file:
            file.write(text.format(uid=SANDBOX_UID))
    for name in ETC_SHARED + tuple(name for name in os.listdir("/etc") if name.startswith("java-")):
        _share(os.path.realpath("/etc/" + name), f"{stage}/etc/{name}")


def _dev(stage, devices):
    os.mkdir(stage + "/dev")
    for name in devices:
        _share_device(name, stage)
    for name, target in (("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1"),
                         ("stderr", "/proc/self/fd/2"), ("shm", "/tmp")):
        os.symlink(target, f"{stage}/dev/{name}")


def _share_device(name, stage):
    _touch(f"{stage}/dev/{name}")
    kernel.bind("/dev/" + name, f"{stage}/dev/{name}")


def _touch(path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "a", encoding="ascii"):
        pass


def enter(network):
    """First steps inside new namespaces, before it is known which function comes."""
    kernel.drop_bounding_set()
    if not network:
        kernel.loopback_up()
    socket.sethostname("sandbox")
    kernel.mount("proc", "/proc", "proc", kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC | kernel.MS_RDONLY)


def enter_to_contain():
    """Likewise for a container runtime, which gives its rights up itself and mounts a /proc of its own."""
    kernel.loopback_up()
    socket.sethostname("sandbox")
    kernel.mount("proc", "/proc", "proc", kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC)
    kernel.mount("tmpfs", BUNDLE, "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, "size=1m,mode=0700")


def furnish(order, root=""):
    """Brings the function's code and its own temporary folder in, and the machine out of sight."""
    own = () if order.get("image") else ((order["code"], TASK),)
    if order.get("image"):
        _lay_image(order, root)
    for source, target in (*own, *order["shown"]):
        kernel.bind(HOST + source, root + target)
        kernel.protect(root + target, kernel.ATTR_RDONLY | kernel.ATTR_NOSUID | kernel.ATTR_NODEV)
    if order.get("api"):
        kernel.bind(HOST + order["api"], API_SOCKET)
    kernel.mount(
        "tmpfs", root + "/tmp", "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, f"size={order['tmp_bytes']},mode=1777"
    )
    kernel.unmount(HOST)


def _lay_image(order, root):
    """The unpacked image of a container is the root instead; it has the folders that others are mounted on."""
    kernel.bind(HOST + order["image"], root)
    kernel.protect(root, kernel.ATTR_RDONLY | kernel.ATTR_NOSUID)


def furnish_for_command(order):
    """A root of its own for a command of the platform, which may need files that functions never see."""
    stage = "/tmp"
    _populate(stage)
    kernel.bind("/proc", stage + "/proc")
    for source, target in order["shown"]:
        if not target.startswith(("/usr/", "/tmp/")):
            _share(HOST + source, stage + target)
    for _, target in order["writable"]:
        os.makedirs(stage + target, exist_ok=True)
    kernel.protect(stage, kernel.ATTR_RDONLY | kernel.ATTR_NOSUID)
    if not any(target == "/tmp" for _, target in order["writable"]):
        kernel.mount("tmpfs", stage + "/tmp", "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, "size=16m,mode=1777")
    # What lies in the machine's temporary folder would be covered by the sandbox's own.
    for source, target in order["shown"]:
        if target.startswith("/tmp/"):
            _share(HOST + source, stage + target)
            kernel.protect(stage + target, kernel.ATTR_RDONLY | kernel.ATTR_NOSUID)
    for source, target in order["writable"]:
        kernel.bind(HOST + source, stage + target)
        kernel.protect(stage + target, kernel.ATTR_NOSUID | kernel.ATTR_NODEV)
    kernel.pivot_root(stage, stage + HOST)
    os.chdir("/")
    kernel.unmount(HOST)


def hand_over(order, uid):
    """What the command may write to becomes its user's."""
    if os.geteuid() != 0 or not uid:
        return
    for _, target in order["writable"]:
        os.chown(target, uid, uid)
        for folder, folders, files in os.walk(target):
            for name in folders + files:
                os.lchown(os.path.join(folder, name), uid, uid)


def limit(order):
    """Resource limits of this process and what it starts."""
    _rlimit(resource.RLIMIT_CORE, 0)
    _rlimit(resource.RLIMIT_NOFILE, order["descriptors"])
    _rlimit(resource.RLIMIT_MEMLOCK, 65536)
    if order.get("rlimit_processes"):
        _rlimit(resource.RLIMIT_NPROC, order["rlimit_processes"])
    if order.get("rlimit_memory_bytes"):
        _rlimit(resource.RLIMIT_AS, order["rlimit_memory_bytes"])
    if order.get("rlimit_data_bytes"):
        _rlimit(resource.RLIMIT_DATA, order["rlimit_data_bytes"])


def _rlimit(which, value):
    hard = resource.getrlimit(which)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(which, (value, value))


def become(uid):
    """Another user, where this process may change it."""
    if os.geteuid() == 0 and uid:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)


def give_up(uid, filter_program, dumpable, with_parent=True):
    """No user, capability or system call remains that a function does not need. There is no way back."""
    become(uid)
    kernel.clear_capabilities()
    if with_parent:
        kernel.die_with_parent()
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1 if dumpable else 0)
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    if filter_program:
        kernel.set_seccomp(filter_program)
