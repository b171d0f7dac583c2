"""A desktop on the bus whose address is given, that has its say about the person's hands.

python -m tests.engine.desktop ADDRESS MILLISECONDS: GNOME's answer, and systemd's, by which they
have been away since 2023 if MILLISECONDS is more than a minute.
"""

import sys

from PySide6.QtCore import ClassInfo, Property, QCoreApplication, QObject, Slot
from PySide6.QtDBus import QDBusConnection

SINCE = 1_700_000_000
"""Seconds since 1970."""
milliseconds = 0


@ClassInfo({"D-Bus Interface": "org.gnome.Mutter.IdleMonitor"})
class Monitor(QObject):
    @Slot(result="qulonglong")  # type: ignore[arg-type]
    def GetIdletime(self) -> int:  # noqa: N802 - its name on the bus
        return milliseconds


@ClassInfo({"D-Bus Interface": "org.freedesktop.login1.User"})
class User(QObject):
    IdleHint = Property(bool, lambda _: milliseconds > 60_000)
    IdleSinceHint = Property("qulonglong", lambda _: SINCE * 10**6)  # type: ignore[arg-type]


if __name__ == "__main__":
    milliseconds = int(sys.argv[2])
    app = QCoreApplication([])
    bus = QDBusConnection.connectToBus(sys.argv[1], "desktop")
    monitor, user = Monitor(), User()
    options = QDBusConnection.RegisterOption
    for service, place, object_, exported in (
        (
            "org.gnome.Mutter.IdleMonitor",
            "/org/gnome/Mutter/IdleMonitor/Core",
            monitor,
            options.ExportAllSlots,
        ),
        (
            "org.freedesktop.login1",
            "/org/freedesktop/login1/user/self",
            user,
            options.ExportAllProperties,
        ),
    ):
        assert bus.registerObject(place, object_, exported)
        assert bus.registerService(service)
    print("there", flush=True)
    app.exec()
