#!/bin/sh
# Makes the virtual environment with exactly the locked packages. Usage: scripts/setup.sh FOLDER
set -e
venv=$1
python=${PYTHON:-python3}

if ! command -v "$python" >/dev/null 2>&1; then
    echo "没有$python。 $python is missing. Install it: apt install python3 python3-venv" >&2
    exit 2
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "需要Python 3.11或更新版本。 Python 3.11 or newer is needed; this is $("$python" -V 2>&1)." >&2
    echo "Name another one: make PYTHON=python3.12 $MAKECMDGOALS" >&2
    exit 2
fi
if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
    echo "缺少python3-venv。 python3-venv is missing. Install it: apt install python3-venv" >&2
    exit 2
fi

started=$(date +%s)
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
pip="$venv/bin/python -m pip --disable-pip-version-check --quiet"
$pip install --require-hashes -r requirements-dev.lock
$pip install --no-deps --no-build-isolation -e .
echo "环境已就绪。 Ready in $(($(date +%s) - started)) s."
