#!/usr/bin/env bash
# Prints the newest usable Python: it really runs (a pyenv shim may exist and fail), is 3.11 or
# newer, and can make virtual environments (Debian ships venv and ensurepip apart).
# Ends 1 with nothing printed where there is none.
set -u

usable='import sys, venv, ensurepip
sys.exit(not (sys.version_info >= (3, 11) and sys.implementation.name == "cpython"))'

for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3 /usr/bin/python3 python; do
    if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c "$usable" >/dev/null 2>&1; then
        # The interpreter's own path: a shim may point elsewhere tomorrow.
        "$candidate" -c 'import sys; print(sys.executable)'
        exit 0
    fi
done
exit 1
