"""Landlock: the Linux kernel's way for an ordinary process to give up rights for good.

https://docs.kernel.org/userspace-api/landlock.html; from Linux 5.13 on, where it is turned on.
"""

import ctypes
import os
import struct

_CREATE_RULESET = 444
_RESTRICT_SELF = 446
"""The same numbers on every machine that Python runs on."""
_ASK_VERSION = 1

_SINCE_VERSION = (
    # execute, write, remove and make files, folders, devices, sockets, pipes and links; what is
    # missing from 0 to 12 is reading files and folders, which stays allowed.
    (1, "files", 0b1_1111_1111_0011),
    (2, "files", 1 << 13),  # move to another folder
    (3, "files", 1 << 14),  # truncate
    (4, "network", 0b11),  # bind and connect TCP
    (5, "files", 1 << 15),  # commands to devices
    (6, "scopes", 0b11),  # abstract sockets of, and signals to, processes outside
)


def give_up_writing() -> int:
    """Takes the rights to change any file, to start programs and to use TCP from this thread.

    And from the threads that it starts: so call it while there is one. Gives the version of
    Landlock's interface that is in force, 0 where the kernel offers none. Needs "no new
    privileges" to be set.
    """
    libc = ctypes.CDLL(None)
    version = max(0, libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION))
    if version == 0:
        return 0
    rights = {"files": 0, "network": 0, "scopes": 0}
    for since, field, bits in _SINCE_VERSION:
        if version >= since:
            rights[field] |= bits
    # No rule is added: what the set names is denied everywhere. An older kernel takes the longer
    # structure as long as the fields that it does not know are 0.
    attributes = struct.pack("=QQQ", *rights.values())
    ruleset = libc.syscall(
        _CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint(0)
    )
    if ruleset < 0:
        return 0
    try:
        refused = libc.syscall(_RESTRICT_SELF, ruleset, ctypes.c_uint(0))
    finally:
        os.close(ruleset)
    return 0 if refused else version
