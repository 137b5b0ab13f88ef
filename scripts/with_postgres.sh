#!/bin/bash
# Runs a command beside a PostgreSQL of its own, named by SILVERBRIDGE_DATABASE_URL, and removes it afterwards.
# Usage: scripts/with_postgres.sh COMMAND …   Exit code 69: no PostgreSQL 15 or newer is installed.
set -u
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
if ! [ -x "${bin:-/none}/initdb" ] || [ "$(basename "$(dirname "$bin")")" -lt 15 ]; then
    echo "PostgreSQL 15 or newer is missing (apt install postgresql)." >&2
    exit 69
fi
folder=$(mktemp -d)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
server() { (cd / && "$bin/$1" -D "$folder/data" "${@:2}"); }
if [ "$(id -u)" -eq 0 ]; then
    # PostgreSQL refuses to run as root.
    chown postgres "$folder"
    server() { su postgres -s /bin/sh -c "cd / && $(printf '%q ' "$bin/$1" -D "$folder/data" "${@:2}")"; }
fi
stop() {
    server pg_ctl -m immediate stop >/dev/null 2>&1
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM
if ! server initdb -U silverbridge -A trust -E UTF8 --locale=C.UTF-8 >/dev/null ||
    ! server pg_ctl -w -l "$folder/log" -o "-p $port -k $folder -h 127.0.0.1 -c max_connections=200" start >/dev/null; then
    echo "PostgreSQL did not start." >&2
    tail -3 "$folder/log" >&2
    exit 1
fi
SILVERBRIDGE_DATABASE_URL="postgres://silverbridge@127.0.0.1:$port/postgres" "$@"
