#!/bin/bash
# The whole suite: on SQLite, then on a PostgreSQL of its own that is removed afterwards, with a real browser.
# What it needs is installed with apt where that is allowed; what had to be left out is said at the end.
# Arguments go to pytest.
set -u
cd "$(dirname "$0")/.."
python=.venv/bin/python
left_out=()
failed=0

root=()
if [ "$(id -u)" -ne 0 ]; then
    if sudo -n true 2>/dev/null; then root=(sudo -n); else root=(false); fi
fi

missing=()
command -v chromium >/dev/null || missing+=(chromium)
fc-list :lang=zh 2>/dev/null | grep -q . || missing+=(fonts-noto-cjk)
ls -d /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
if [ ${#missing[@]} -gt 0 ]; then
    echo "Installing with apt: ${missing[*]}"
    log=$(mktemp)
    if ! { command -v apt-get && "${root[@]}" apt-get update && "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
        echo "apt could not install them: $(tail -1 "$log")"
    fi
    rm -f "$log"
fi
command -v chromium >/dev/null || left_out+=("every test in a browser: chromium is missing (apt install chromium)")
fc-list :lang=zh 2>/dev/null | grep -q . || left_out+=("Chinese type in pictures: a font is missing (apt install fonts-noto-cjk)")

suite() { # NAME COMMAND … : runs pytest through the command, says how long it took
    local name=$1 started code
    shift
    started=$(date +%s)
    echo "== $name"
    "$@"
    code=$?
    echo "== $name: $(($(date +%s) - started)) s"
    return $code
}

# The tests' databases and browsers keep what they write in memory where there is room: a disk would only make them wait.
if [ -z "${TMPDIR:-}" ] && [ "$(df --output=avail -k /dev/shm 2>/dev/null | tail -1)" -gt 3000000 ] 2>/dev/null; then
    TMPDIR=$(mktemp -d /dev/shm/silverbridge.XXXXXX) && chmod 755 "$TMPDIR"
    export TMPDIR SILVERBRIDGE_VAR="${SILVERBRIDGE_VAR:-$TMPDIR/var}"
    trap 'rm -rf "$TMPDIR"' EXIT
    trap 'exit 130' INT TERM
fi

# The tests start some hundred processes; each would compile the whole program again.
unset PYTHONDONTWRITEBYTECODE
export SILVERBRIDGE_MODE=test
pytest=("$python" -m pytest -n 2 --dist loadfile "$@")
suite SQLite env -u SILVERBRIDGE_DATABASE_URL "${pytest[@]}" || failed=1
# What opens no database (the engines), how pages look, and the demonstration, which lives on SQLite, were measured a moment ago.
suite PostgreSQL env SERVERS=2 bash scripts/with_postgres.sh "${pytest[@]}" -m "not looks and not once" \
    --ignore=tests/engines --ignore=tests/notices --ignore=tests/shipped --ignore=tests/demo
case $? in
    0) ;;
    69) left_out+=("the suite on PostgreSQL: version 15 or newer is missing (apt install postgresql)") ;;
    *) failed=1 ;;
esac

for what in "${left_out[@]+"${left_out[@]}"}"; do echo "LEFT OUT 没有测: $what"; done
[ $failed -eq 0 ] && echo "All tests passed. 测试都通过了。"
exit $failed
