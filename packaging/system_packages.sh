#!/usr/bin/env bash
# Installs what pip can't: the system libraries that Qt loads, on Debian-like Linux.
#
#   packaging/system_packages.sh python    a Python with venv
#   packaging/system_packages.sh run       what the window needs
#   packaging/system_packages.sh test      that, and a screen for the tests (xvfb) and strace
#
# Does nothing where nothing is missing, and on other systems, whose Qt needs no more than they
# have. Where it may not install, it prints the command to type and ends 1; one can go on, for the
# command line works without a window.
set -u

missing=()

need_library() { # SONAME PACKAGE
    if ! printf '%s\n' "$known_libraries" | grep -qF "$1"; then
        missing+=("$2")
    fi
}

[ "$(uname -s)" = Linux ] || exit 0
purpose=${1:-run}

case $purpose in
python)
    missing+=(python3 python3-venv)
    ;;
run | test)
    # ldconfig lies in sbin, which is not on everybody's PATH.
    known_libraries=$(PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null)
    need_library libEGL.so.1 libegl1
    need_library libGL.so.1 libgl1
    need_library libglib-2.0.so.0 libglib2.0-0
    need_library libxkbcommon.so.0 libxkbcommon0
    need_library libdbus-1.so.3 libdbus-1-3
    need_library libfontconfig.so.1 libfontconfig1
    need_library libwayland-client.so.0 libwayland-client0
    need_library libwayland-cursor.so.0 libwayland-cursor0
    need_library libxkbcommon-x11.so.0 libxkbcommon-x11-0
    need_library libX11-xcb.so.1 libx11-xcb1
    need_library libxcb-cursor.so.0 libxcb-cursor0
    need_library libxcb-icccm.so.4 libxcb-icccm4
    need_library libxcb-image.so.0 libxcb-image0
    need_library libxcb-keysyms.so.1 libxcb-keysyms1
    need_library libxcb-randr.so.0 libxcb-randr0
    need_library libxcb-render-util.so.0 libxcb-render-util0
    need_library libxcb-shape.so.0 libxcb-shape0
    need_library libxcb-sync.so.1 libxcb-sync1
    need_library libxcb-xfixes.so.0 libxcb-xfixes0
    need_library libxcb-xkb.so.1 libxcb-xkb1
    # How long nobody has typed, by which the engine knows whether it is in the way.
    need_library libXss.so.1 libxss1
    if [ "$purpose" = test ]; then
        command -v xvfb-run >/dev/null 2>&1 || missing+=(xvfb xauth)
        command -v strace >/dev/null 2>&1 || missing+=(strace)
        need_library libXtst.so.6 libxtst6
    fi
    ;;
*)
    echo "usage: $0 python|run|test" >&2
    exit 2
    ;;
esac

[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    as_root=(sudo -n)
    sudo -n true >/dev/null 2>&1 || as_root=()
fi

if ! command -v apt-get >/dev/null 2>&1; then
    echo "    missing system packages, under their Debian names: ${missing[*]}" >&2
    echo "    please install your system's own; going on without them" >&2
    exit 1
fi

if [ "$(id -u)" -eq 0 ] || [ ${#as_root[@]} -gt 0 ]; then
    echo "==> system packages: ${missing[*]}"
    log=$(mktemp)
    # ${a[@]+...}: an empty array is an unset variable to older shells.
    run_apt() {
        ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
            apt-get -q -o DPkg::Lock::Timeout=120 "$@" >>"$log" 2>&1
    }
    run_apt update
    if run_apt install -y --no-install-recommends "${missing[@]}"; then
        rm -f "$log"
        exit 0
    fi
    tail -n 3 "$log" >&2
    rm -f "$log"
fi

echo "    missing system packages; to install them, type:" >&2
echo "    sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}" >&2
exit 1
