#!/usr/bin/env bash
# Makes the virtual environment .venv, or keeps one that works.
set -eu

if .venv/bin/python -m pip --version >/dev/null 2>&1; then
    exit 0
fi
here=$(dirname "$0")
if ! python=$("$here/find_python.sh"); then
    "$here/system_packages.sh" python || true
    if ! python=$("$here/find_python.sh"); then
        echo "No Python 3.11 or newer with venv was found. Install one, or name it:" >&2
        echo "    make PYTHON=/path/to/python3.12 install" >&2
        exit 1
    fi
fi
echo "==> environment: .venv with $("$python" --version)"
rm -rf .venv
"$python" -m venv .venv
