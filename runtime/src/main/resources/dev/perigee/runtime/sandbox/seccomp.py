"""The list of system calls that a sandbox may not make, as a BPF program.

Refused: what changes mounts, namespaces, the kernel, the clock or other processes; what has been a way out of
containers before (bpf, io_uring, userfaultfd, keyrings, perf, open_by_handle_at); address families other than Unix
and IP; numbers newer than this list.
"""

import struct

# name: (x86_64, aarch64); -1: the architecture has none
REFUSED = {
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "unshare": (272, 97), "setns": (308, 268), "mount_setattr": (442, 442), "move_mount": (429, 429),
    "open_tree": (428, 428), "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432),
    "fspick": (433, 433), "ptrace": (101, 117), "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271), "kcmp": (312, 272), "pidfd_getfd": (438, 438),
    "process_madvise": (440, 440), "kexec_load": (246, 104), "kexec_file_load": (320, 294),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "swapon": (167, 224), "swapoff": (168, 225), "reboot": (169, 142), "settimeofday": (164, 170),
    "clock_settime": (227, 112), "clock_adjtime": (305, 266), "adjtimex": (159, 171),
    "acct": (163, 89), "quotactl": (179, 60), "quotactl_fd": (443, 443), "iopl": (172, -1),
    "ioperm": (173, -1), "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264),
    "fanotify_init": (300, 262), "fanotify_mark": (301, 263), "syslog": (103, 116),
    "vhangup": (153, 58), "sethostname": (170, 161), "setdomainname": (171, 162),
    "lookup_dcookie": (212, 18), "move_pages": (279, 239), "migrate_pages": (256, 238),
    "mbind": (237, 235), "set_mempolicy": (238, 237), "modify_ldt": (154, -1), "personality": (135, 92),
    "uselib": (134, -1), "nfsservctl": (180, 42),
    "memfd_secret": (447, -1),
}
CLONE, CLONE3, SOCKET, PRCTL = (56, 220), (435, 435), (41, 198), (157, 167)
NEWEST = 462
ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
OCI_ARCH = {"x86_64": "SCMP_ARCH_X86_64", "aarch64": "SCMP_ARCH_AARCH64"}
# Unix, IPv4, IPv6
FAMILIES = (1, 2, 10)
NAMESPACE_FLAGS = 0x7E020000

ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
EPERM, ENOSYS, EAFNOSUPPORT = 1, 38, 97
LOAD, JEQ, JGT, JSET, RETURN = 0x20, 0x15, 0x25, 0x45, 0x06


def program(machine):
    """The filter for a machine, or None where the list does not know it."""
    if machine not in ARCH:
        return None
    column = 0 if machine == "x86_64" else 1
    refused = sorted({numbers[column] for numbers in REFUSED.values() if numbers[column] >= 0})
    code = []
    emit = lambda op, k, jt=0, jf=0: code.append((op, jt, jf, k))

    emit(LOAD, 4)
    emit(JEQ, ARCH[machine], 1, 0)
    emit(RETURN, KILL)
    emit(LOAD, 0)
    emit(JGT, NEWEST, 0, 1)
    emit(RETURN, ERRNO | ENOSYS)
    emit(JEQ, CLONE3[column], 0, 1)
    emit(RETURN, ERRNO | ENOSYS)
    emit(JEQ, CLONE[column], 0, 4)
    emit(LOAD, 16)
    emit(JSET, NAMESPACE_FLAGS, 0, 1)
    emit(RETURN, ERRNO | EPERM)
    emit(RETURN, ALLOW)
    emit(JEQ, SOCKET[column], 0, 6)
    emit(LOAD, 16)
    for index, family in enumerate(FAMILIES):
        emit(JEQ, family, len(FAMILIES) - index, 0)
    emit(RETURN, ERRNO | EAFNOSUPPORT)
    emit(RETURN, ALLOW)
    # PR_SET_PDEATHSIG is answered with success and not done: the sandbox always dies with the platform.
    emit(JEQ, PRCTL[column], 0, 4)
    emit(LOAD, 16)
    emit(JEQ, 1, 0, 1)
    emit(RETURN, ERRNO)
    emit(RETURN, ALLOW)
    for index, number in enumerate(refused):
        emit(JEQ, number, len(refused) - index, 0)
    emit(RETURN, ALLOW)
    emit(RETURN, ERRNO | EPERM)
    return b"".join(struct.pack("HBBI", *instruction) for instruction in code)


def oci(machine):
    """The same list as a configuration of the Open Container Initiative words it, None where it does not know the
    machine. What has no name there, a number newer than the list, it can't refuse."""
    if machine not in ARCH:
        return None
    column = 0 if machine == "x86_64" else 1
    names = [name for name, numbers in REFUSED.items() if numbers[column] >= 0]
    return {
        "defaultAction": "SCMP_ACT_ALLOW",
        "architectures": [OCI_ARCH[machine]],
        "syscalls": [
            _rule(names, EPERM),
            _rule(["clone3"], ENOSYS),
            *(_rule(["clone"], EPERM, 0, flag, "SCMP_CMP_MASKED_EQ", flag) for flag in _bits(NAMESPACE_FLAGS)),
            *(_rule(["socket"], EAFNOSUPPORT, 0, family) for family in range(FAMILIES[-1]) if family not in FAMILIES),
            _rule(["socket"], EAFNOSUPPORT, 0, FAMILIES[-1], "SCMP_CMP_GT"),
        ],
    }


def _rule(names, number, index=None, value=0, compare="SCMP_CMP_EQ", value_two=0):
    rule = {"names": names, "action": "SCMP_ACT_ERRNO", "errnoRet": number}
    if index is not None:
        rule["args"] = [{"index": index, "value": value, "valueTwo": value_two, "op": compare}]
    return rule


def _bits(mask):
    return [1 << bit for bit in range(mask.bit_length()) if mask >> bit & 1]
