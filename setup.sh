#!/bin/sh
# Makes the virtual environment, and installs the system libraries that PDF files need.
# Safe to run again. Says exactly what to install where it cannot do so itself.
set -eu

PYTHON=${PYTHON:-python3}
VENV=${VENV:-.venv}
LIBRARIES="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

say() { printf '%s\n' "$*" >&2; }

if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    say "synth needs Python 3.11 or newer; \"$PYTHON\" is $("$PYTHON" --version 2>&1 || echo missing)."
    say "Name another one: make PYTHON=python3.12 briefs"
    exit 1
fi

# Whether the dynamic linker finds the three libraries.
libraries_found() {
    "$PYTHON" - <<'PY'
import ctypes, sys
names = {
    "linux": ["libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"],
    "darwin": ["libpango-1.0.dylib", "libpangoft2-1.0.dylib", "libharfbuzz-subset.dylib"],
}.get(sys.platform, [])
for name in names:
    try:
        ctypes.CDLL(name)
    except OSError:
        sys.exit(1)
PY
}

# Runs a command as root: directly, or with sudo where it asks for no password.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 1
    fi
}

apt_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null 2>&1 && return 0
    as_root apt-get update -qq >/dev/null 2>&1 || return 1
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null 2>&1
}

if ! libraries_found; then
    # shellcheck disable=SC2086  # three names, not one
    if apt_install $LIBRARIES && libraries_found; then
        say "Installed: $LIBRARIES"
    else
        say "PDF files need system libraries that could not be installed from here."
        say "  Debian, Ubuntu:  sudo apt-get install $LIBRARIES"
        say "  Fedora:          sudo dnf install pango harfbuzz"
        say "  macOS:           brew install pango harfbuzz"
        say "Then run make again. HTML works without them: .venv/bin/synth build --format html"
        MISSING=yes
    fi
fi

if ! "$VENV/bin/python" -c 'import pip' 2>/dev/null; then
    if ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        apt_install "python$version-venv" || apt_install python3-venv || {
            say "Python's venv module is missing: sudo apt-get install python3-venv"
            exit 1
        }
    fi
    rm -rf "$VENV"
    "$PYTHON" -m venv "$VENV"
fi

"$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[dev]'

if [ "${MISSING:-}" = yes ] && ! "$VENV/bin/python" -c 'import weasyprint' >/dev/null 2>&1; then
    exit 1
fi
