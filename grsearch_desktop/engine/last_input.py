"""How long ago the person last pressed a key or moved the mouse, as each system tells it."""

import ctypes
import logging
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

log = logging.getLogger(__name__)

_EVERY = 5.0
"""Seconds between two questions, at least."""
_NOBODY_TELLS = 60.0
"""Seconds until the next question where nobody could answer the last one."""
_OLD = 20.0
"""Seconds after which an answer says nothing more."""
_LIMIT = 2.0
"""Seconds that the system may take to answer."""


class Way(Protocol):
    """One way to learn it."""

    def seconds(self) -> float | None:
        """Seconds since the last input; None where that can't be told this way."""


class LastInput:
    """What is known of the last input. Asking blocks nobody: a thread of its own waits for answers,
    and only while somebody wants to know."""

    def __init__(self, ways: Sequence[Way]) -> None:
        self._ways = tuple(ways)
        self._lock = threading.Lock()
        self._asking = False
        self._next = 0.0
        self._seconds: float | None = None
        self._told_at = 0.0

    def seconds_ago(self) -> float | None:
        """Seconds, as they were when last asked; None: nobody can tell, or has yet to."""
        if not self._ways:
            return None
        with self._lock:
            now = time.monotonic()
            if not self._asking and now >= self._next:
                self._asking = True
                threading.Thread(target=self._ask, name="last-input", daemon=True).start()
            if self._seconds is None or now - self._told_at > _OLD:
                return None
            return self._seconds

    def _ask(self) -> None:
        seconds = None
        for way in self._ways:
            seconds = way.seconds()
            if seconds is not None:
                # The next time it is asked first: the others could not tell.
                self._ways = (way, *(other for other in self._ways if other is not way))
                break
        with self._lock:
            self._seconds, self._told_at = seconds, time.monotonic()
            self._next = self._told_at + (_NOBODY_TELLS if seconds is None else _EVERY)
            self._asking = False


def ways() -> list[Way]:
    """Those that this system may have, the surest first."""
    if sys.platform == "darwin":
        return [MacInput()]
    if sys.platform == "win32":
        return [WindowsInput()]
    return [MutterInput(), XInput(), LogindIdleness()]


class MutterInput:
    """Of GNOME, with Wayland as without."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._environment = environment

    def seconds(self) -> float | None:
        told = _told_by_bus(
            _session_bus(self._environment),
            "org.gnome.Mutter.IdleMonitor",
            "/org/gnome/Mutter/IdleMonitor/Core",
            "org.gnome.Mutter.IdleMonitor",
            "GetIdletime",
        )
        found = re.search(r"(\d+)\W*$", told)
        return int(found[1]) / 1000 if found else None


class XInput:
    """Of an X display on this machine. None with Wayland, where X learns of its own windows alone.

    An engine that was started without DISPLAY looks for the displays that there are.
    """

    def __init__(
        self,
        environment: Mapping[str, str] = os.environ,
        sockets: Path = Path("/tmp/.X11-unix"),
    ) -> None:
        self._environment = environment
        self._sockets = sockets

    def seconds(self) -> float | None:
        for display in self._displays():
            environment = {**self._environment, "DISPLAY": display, **self._authority()}
            # -I -S: nothing but the one file and ctypes is loaded, in some 15 ms.
            program = [sys.executable, "-I", "-S", str(Path(__file__).with_name("x11_input.py"))]
            told = _told_by(program, environment).strip()
            if told.isdecimal():
                return int(told) / 1000
        return None

    def _displays(self) -> list[str]:
        """As DISPLAY names them; none that the network would be needed for.

        "unix": Xlib tries ":0" over TCP too where nobody listens to its socket.
        """
        named = self._environment.get("DISPLAY")
        if self._with_wayland(named):
            return []
        there = [f"unix:{number}" for number in self._numbers()]
        if not named:
            return there
        local = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", named)
        return [display for display in there if local and display == f"unix:{local[1]}"]

    def _numbers(self) -> list[str]:
        names = sorted(socket.name[1:] for socket in self._sockets.glob("X*"))
        return [name for name in names if name.isdecimal()]

    def _with_wayland(self, display: str | None) -> bool:
        environment = self._environment
        if environment.get("WAYLAND_DISPLAY") or environment.get("XDG_SESSION_TYPE") == "wayland":
            return True
        return not display and any(_runtime(environment).glob("wayland-*"))

    def _authority(self) -> dict[str, str]:
        """Where the key of the display lies, if the environment does not say it."""
        if "XAUTHORITY" in self._environment or (Path.home() / ".Xauthority").exists():
            return {}
        runtime = _runtime(self._environment)
        found = [*runtime.glob("gdm/Xauthority"), *sorted(runtime.glob("xauth_*"))]
        return {"XAUTHORITY": str(found[-1])} if found else {}


class LogindIdleness:
    """What the person's desktop tells systemd after some minutes without input.

    Some never tell it (KDE): only that somebody is away can be learned here, not that they work.
    """

    def __init__(self, address: str = "unix:path=/run/dbus/system_bus_socket") -> None:
        self._address = address

    def seconds(self) -> float | None:
        told = _told_by_bus(
            self._address,
            "org.freedesktop.login1",
            "/org/freedesktop/login1/user/self",
            "org.freedesktop.DBus.Properties",
            "GetAll",
            "org.freedesktop.login1.User",
        )
        since = re.search(r"\bIdleSinceHint\W+(?:t|uint64) (\d+)", told)
        if since is None or not re.search(r"\bIdleHint\W+(?:b )?true", told):
            return None
        return max(time.time() - int(since[1]) / 1e6, 0.0)


class MacInput:
    def seconds(self) -> float | None:
        try:
            graphics = ctypes.CDLL("/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics")
            since = graphics.CGEventSourceSecondsSinceLastEventType
        except (OSError, AttributeError):
            return None
        since.argtypes = [ctypes.c_int32, ctypes.c_uint32]
        since.restype = ctypes.c_double
        hardware, any_input = 1, 0xFFFF_FFFF  # kCGEventSourceStateHIDSystemState, kCGAnyInputEvent
        return float(since(hardware, any_input))


class WindowsInput:
    def seconds(self) -> float | None:
        if sys.platform != "win32":
            return None

        class Told(ctypes.Structure):
            """LASTINPUTINFO"""

            _fields_ = (("size", ctypes.c_uint), ("at", ctypes.c_uint32))

        told = Told(ctypes.sizeof(Told), 0)
        if not ctypes.windll.user32.GetLastInputInfo(ctypes.byref(told)):
            return None
        # Both count milliseconds since the start in 32 bits, and begin anew after 49 days.
        return ((ctypes.windll.kernel32.GetTickCount() - told.at) & 0xFFFF_FFFF) / 1000


def _told_by_bus(
    address: str, service: str, place: str, interface: str, method: str, *texts: str
) -> str:
    """What a D-Bus service answers, in the words of busctl or gdbus; "" where it does not."""
    if not address.startswith("unix:"):  # one on another machine
        return ""
    if shutil.which("busctl"):
        given = ["s" * len(texts), *texts] if texts else []
        whom = [f"--address={address}", "--auto-start=no"]
        command = ["busctl", *whom, "call", service, place, interface, method, *given]
    elif shutil.which("gdbus"):
        whom = ["--session", "--dest", service, "--object-path", place]
        command = ["gdbus", "call", *whom, "--method", f"{interface}.{method}", *texts]
    else:
        return ""
    return _told_by(command, {**os.environ, "DBUS_SESSION_BUS_ADDRESS": address})


def _told_by(command: list[str], environment: Mapping[str, str]) -> str:
    """What a program writes; "" where it fails, or takes too long."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=dict(environment),
            timeout=_LIMIT,
        )
    except (OSError, subprocess.SubprocessError) as error:
        log.debug("%s does not tell: %s", command[0], error)
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def _session_bus(environment: Mapping[str, str]) -> str:
    """Its address; "" where there is none."""
    if address := environment.get("DBUS_SESSION_BUS_ADDRESS"):
        return address
    socket = _runtime(environment) / "bus"
    return f"unix:path={socket}" if socket.exists() else ""


def _runtime(environment: Mapping[str, str]) -> Path:
    """The folder of the person's session; it is there while they are logged in."""
    user = os.getuid() if sys.platform != "win32" else 0
    return Path(environment.get("XDG_RUNTIME_DIR") or f"/run/user/{user}")
