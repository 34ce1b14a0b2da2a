#!/usr/bin/env bash
# The longest a client waits for a GET while others overwrite ten million keys: CacheStorm and redis-server in turn.
#
#   tests/Benchmarks/pauses.sh [KEYS]
#
# Needs redis-server, redis-benchmark and python3 on the PATH, and a Release build (dotnet build -c Release).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
keys=${1:-10000000}
value=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
pid= load=
trap 'kill $pid $load 2>/dev/null || true' EXIT

measure() {
    local port
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    "${@:2}" "$port" >/dev/null 2>&1 &
    pid=$!
    until redis-cli -p "$port" ping >/dev/null 2>&1; do sleep 0.1; done
    redis-benchmark -p "$port" -q -c 50 -P 64 -n $((keys * 5 / 2)) -r "$keys" set key:__rand_int__ $value >/dev/null 2>&1
    redis-benchmark -p "$port" -q -c 10 -P 16 -n 1000000000 -r "$keys" set key:__rand_int__ $value >/dev/null 2>&1 &
    load=$!
    redis-benchmark -p "$port" --csv -c 1 -n 40000 -r "$keys" get key:__rand_int__ 2>/dev/null |
        awk -F'","' -v w="$1" 'END { gsub(/"/, "", $8); printf "%s: p50 %s ms, p99 %s ms, longest %s ms\n", w, $5, $7, $8 }'
    kill $load $pid 2>/dev/null || true
    wait 2>/dev/null || true
}

measure CacheStorm artifacts/cachestorm/cachestorm -port
measure redis-server redis-server --save "" --port
