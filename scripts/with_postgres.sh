#!/bin/bash
# Runs a command beside PostgreSQL servers of its own and removes them afterwards. SERVERS says how many (default 1).
# SILVERBRIDGE_DATABASE_URL names the first, SILVERBRIDGE_TEST_DATABASES all of them, separated by blanks: an open transaction holds
# the export back on its whole server, so test runs beside each other need a server each, and without its own housekeeping.
# Usage: scripts/with_postgres.sh COMMAND …   Exit code 69: no PostgreSQL 15 or newer is installed.
set -u
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
if ! [ -x "${bin:-/none}/initdb" ] || [ "$(basename "$(dirname "$bin")")" -lt 15 ]; then
    echo "PostgreSQL 15 or newer is missing (apt install postgresql)." >&2
    exit 69
fi
folder=$(mktemp -d)
servers=$(seq "${SERVERS:-1}")
server() { (cd / && "$bin/$2" -D "$folder/$1/data" "${@:3}"); } # N PROGRAM …
if [ "$(id -u)" -eq 0 ]; then
    # PostgreSQL refuses to run as root.
    chown postgres "$folder"
    server() { su postgres -s /bin/sh -c "cd / && $(printf '%q ' "$bin/$2" -D "$folder/$1/data" "${@:3}")"; }
fi
stop() {
    for n in $servers; do server "$n" pg_ctl -m immediate stop >/dev/null 2>&1; done
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM
urls=()
for n in $servers; do
    mkdir "$folder/$n"
    [ "$(id -u)" -ne 0 ] || chown postgres "$folder/$n"
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    options="-p $port -k $folder/$n -h 127.0.0.1 -c max_connections=200 -c autovacuum=off"
    if ! server "$n" initdb -U silverbridge -A trust -E UTF8 --locale=C.UTF-8 >/dev/null ||
        ! server "$n" pg_ctl -w -l "$folder/$n/log" -o "$options" start >/dev/null; then
        echo "PostgreSQL did not start." >&2
        tail -3 "$folder/$n/log" >&2
        exit 1
    fi
    urls+=("postgres://silverbridge@127.0.0.1:$port/postgres")
done
SILVERBRIDGE_DATABASE_URL="${urls[0]}" SILVERBRIDGE_TEST_DATABASES="${urls[*]}" "$@"
