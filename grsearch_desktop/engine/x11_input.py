"""Says how many milliseconds ago a key was pressed or the mouse moved on the X display DISPLAY.

A program of its own, run by `last_input`: Xlib ends the process that it is in when its display
goes, and a call to a display that hangs never returns.
"""

import ctypes
import os
import sys


class _Told(ctypes.Structure):
    """XScreenSaverInfo of X11/extensions/scrnsaver.h."""

    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    )


def _main() -> int:
    try:
        x11, saver = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXss.so.1")
    except OSError:
        return 1
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    saver.XScreenSaverQueryInfo.argtypes = [
        ctypes.c_void_p,
        ctypes.c_ulong,
        ctypes.POINTER(_Told),
    ]
    display = x11.XOpenDisplay(os.environb.get(b"DISPLAY"))
    if not display:
        return 1
    told = _Told()
    if not saver.XScreenSaverQueryInfo(display, x11.XDefaultRootWindow(display), told):
        return 1
    sys.stdout.write(f"{told.idle}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(_main())
