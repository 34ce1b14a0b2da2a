#!/usr/bin/env bash
# The longest a client waits for a GET while others overwrite ten million keys, or fill and delete collections of ten million members:
# CacheStorm and redis-server in turn.
#
#   tests/Benchmarks/pauses.sh [KEYS]
#   tests/Benchmarks/pauses.sh --collections [MEMBERS] [TYPE…]      TYPE: zset hash list set
#
# Needs redis-server, redis-benchmark and python3 on the PATH, and a Release build (dotnet build -c Release).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
collections=
if [ "${1:-}" = --collections ]; then collections=yes; shift; fi
keys=${1:-10000000}
[ $# -eq 0 ] || shift
types=("$@")
[ ${#types[@]} -gt 0 ] || types=(zset hash list set)
value=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
pid= load=
trap 'kill $pid $load 2>/dev/null || true' EXIT

# begin COMMAND…: starts a server, sets $pid and $port
begin() {
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    "$@" "$port" >/dev/null 2>&1 &
    pid=$!
    until redis-cli -p "$port" ping >/dev/null 2>&1; do sleep 0.1; done
}

measure_keys() {
    begin "${@:2}"
    redis-benchmark -p "$port" -q -c 50 -P 64 -n $((keys * 5 / 2)) -r "$keys" set key:__rand_int__ $value >/dev/null 2>&1
    redis-benchmark -p "$port" -q -c 10 -P 16 -n 1000000000 -r "$keys" set key:__rand_int__ $value >/dev/null 2>&1 &
    load=$!
    redis-benchmark -p "$port" --csv -c 1 -n 40000 -r "$keys" get key:__rand_int__ 2>/dev/null |
        awk -F'","' -v w="$1" 'END { gsub(/"/, "", $8); printf "%s: p50 %s ms, p99 %s ms, longest %s ms\n", w, $5, $7, $8 }'
    kill $load $pid 2>/dev/null || true
    wait 2>/dev/null || true
}

# probe LABEL COMMAND…: times GETs for as long as the command runs
probe() {
    python3 - "$port" "$@" <<'PYTHON'
import socket, subprocess, sys, time
port, label, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
connection = socket.create_connection(("127.0.0.1", port))
connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
def get():
    began = time.perf_counter()
    connection.sendall(b"GET probe\r\n")
    connection.recv(64)
    return (time.perf_counter() - began) * 1000
for _ in range(2000):
    get()
began = time.perf_counter()
running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
waits = [get() for _ in range(20)]
while running.poll() is None:
    waits.append(get())
took = time.perf_counter() - began
# What is deleted may be given back afterwards.
waits += [get() for _ in range(3000)]
waits.sort()
print(f"{label}: {took:.2f} s; GET p50 {waits[len(waits) // 2]:.2f} ms, p99 {waits[len(waits) * 99 // 100]:.2f} ms, longest {waits[-1]:.1f} ms")
PYTHON
}

measure_collection() {
    local type=$2 words=() i
    begin "${@:3}"
    redis-cli -p "$port" set probe $value >/dev/null
    case "$type" in
        zset) words=(zadd big) ;; hash) words=(hset big) ;; list) words=(rpush big) ;; set) words=(sadd big) ;;
        *) echo "no type $type" >&2; exit 2 ;;
    esac
    for i in 1 2 3 4 5 6 7 8 9 10; do
        case "$type" in
            zset) words+=(__rand_int__ member:__rand_int__) ;; hash) words+=(field:__rand_int__ value) ;;
            *) words+=(member:__rand_int__) ;;
        esac
    done
    # Random members meet now and then, so that a few are missing in the end.
    probe "$1, filling a $type" redis-benchmark -p "$port" -q -c 1 -P 4 -n $((keys / 10)) -r $((keys * 10)) "${words[@]}"
    probe "$1, DEL of the $type" redis-cli -p "$port" del big
    kill "$pid" 2>/dev/null || true
    wait 2>/dev/null || true
}

if [ -n "$collections" ]; then
    for type in "${types[@]}"; do
        measure_collection CacheStorm "$type" artifacts/cachestorm/cachestorm -port
        measure_collection redis-server "$type" redis-server --save "" --port
    done
else
    measure_keys CacheStorm artifacts/cachestorm/cachestorm -port
    measure_keys redis-server redis-server --save "" --port
fi
