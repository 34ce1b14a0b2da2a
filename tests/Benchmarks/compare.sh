#!/usr/bin/env bash
# Compares CacheStorm with redis-server on this machine: both are started in turn (A B A B), driven by redis-benchmark, and charged
# with the CPU time of their own process. Prints tables of medians and ratios in Markdown.
#
#   tests/Benchmarks/compare.sh [--rounds N] [--requests N] [--quick]
#
# Needs redis-server, redis-benchmark and python3 on the PATH, and a Release build (dotnet build -c Release).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

rounds=3 requests=600000 keys=100000 memory_keys=1000000
while [ $# -gt 0 ]; do
    case "$1" in
        --rounds) rounds=$2; shift 2 ;;
        --requests) requests=$2; shift 2 ;;
        --quick) rounds=1 requests=100000 memory_keys=100000; shift ;;
        *) sed -n '2,8p' "$0" >&2; exit 2 ;;
    esac
done

server=artifacts/cachestorm/cachestorm
[ -x "$server" ] || { echo "build first: dotnet build -c Release" >&2; exit 1; }
work=$(mktemp -d)
pid=
trap '[ -n "$pid" ] && kill "$pid" 2>/dev/null; rm -rf "$work"' EXIT
ticks=$(getconf CLK_TCK)

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# start redis|cachestorm: sets $pid, $port and $first_pong (milliseconds)
start() {
    port=$(free_port)
    local began=$(date +%s%N)
    if [ "$1" = redis ]; then
        redis-server --port "$port" --save "" --appendonly no --dir "$work" >"$work/log" 2>&1 &
    else
        "$server" -port "$port" >"$work/log" 2>&1 &
    fi
    pid=$!
    until (exec 3<>"/dev/tcp/127.0.0.1/$port" && printf 'PING\r\n' >&3 && read -r -t 5 answer <&3 && [[ $answer == +PONG* ]]) 2>/dev/null; do
        kill -0 "$pid" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
        sleep 0.002
    done
    first_pong=$((($(date +%s%N) - began) / 1000000))
}

stop() { kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null || true; pid=; }

# CPU time of the server's process in microseconds
cpu() { awk -v t="$ticks" '{ sub(/.*\) /, ""); print ($12 + $13) * 1000000 / t }' "/proc/$pid/stat"; }
resident() { awk '/^VmRSS/ { print $2 * 1024 }' "/proc/$pid/status"; }
info() { redis-cli -p "$port" info "$1" | tr -d '\r' | awk -F: -v f="$2" '$1 == f { print $2 }'; }

load() { redis-benchmark -p "$port" -q -c 50 -P "$1" -n "$2" -r "$keys" "${@:3}" >/dev/null 2>&1; }

# one figure: <server> <name> <value>
note() { echo "$1 $2 $3" >>"$work/figures"; }

operations=(GET SET INCR MSET)
command_of() {
    case "$1" in
        GET) echo "get key:__rand_int__" ;;
        SET) echo "set key:__rand_int__ xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" ;;
        INCR) echo "incr counter:__rand_int__" ;;
        MSET) local i words=mset; for i in 1 2 3 4 5 6 7 8 9 10; do words+=" key:__rand_int__ xxx"; done; echo "$words" ;;
    esac
}

measure_speed() {
    local which=$1 pipeline operation count before words rate
    start "$which"
    note "$which" first-pong-ms "$first_pong"
    sleep 1
    note "$which" idle-rss-mib "$(awk -v b="$(resident)" 'BEGIN { printf "%.1f", b / 1048576 }')"
    load 64 "$((keys * 10))" set key:__rand_int__ xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
    for pipeline in 1 16 64; do
        count=$requests
        [ "$pipeline" -eq 1 ] && count=$((requests / 4))
        for operation in "${operations[@]}"; do
            read -ra words <<<"$(command_of "$operation")"
            load "$pipeline" "$((count / 5))" "${words[@]}"
            before=$(cpu)
            rate=$(redis-benchmark -p "$port" --csv -c 50 -P "$pipeline" -n "$count" -r "$keys" "${words[@]}" 2>/dev/null |
                awk -F'","' 'END { print $2, $7 }' | tr -d '"')
            note "$which" "cpu-$operation-$pipeline" "$(awk -v a="$before" -v b="$(cpu)" -v n="$count" 'BEGIN { printf "%.3f", (b - a) / n }')"
            note "$which" "rps-$operation-$pipeline" "${rate% *}"
            note "$which" "p99-$operation-$pipeline" "${rate#* }"
        done
    done
    stop
}

measure_memory() {
    local which=$1 size value before
    for size in 3 32; do
        start "$which"
        value=$(printf 'x%.0s' $(seq "$size"))
        before=$(info memory used_memory)
        local rss=$(resident)
        # 16-byte keys, each once
        awk -v n="$memory_keys" -v v="$value" 'BEGIN { for (i = 0; i < n; i++) { k = sprintf("key:%012d", i)
            printf "*3\r\n$3\r\nSET\r\n$16\r\n%s\r\n$%d\r\n%s\r\n", k, length(v), v } }' | redis-cli -p "$port" --pipe >/dev/null
        note "$which" "bytes-a-key-$size" "$(awk -v a="$before" -v b="$(info memory used_memory)" -v n="$memory_keys" 'BEGIN { printf "%.1f", (b - a) / n }')"
        note "$which" "rss-a-key-$size" "$(awk -v a="$rss" -v b="$(resident)" -v n="$memory_keys" 'BEGIN { printf "%.1f", (b - a) / n }')"
        stop
    done
}

for ((round = 1; round <= rounds; round++)); do
    for which in redis cachestorm; do
        echo "round $round of $rounds: $which" >&2
        measure_speed "$which"
        measure_memory "$which"
    done
done

median() { awk -v s="$1" -v n="$2" '$1 == s && $2 == n { print $3 }' "$work/figures" | sort -g | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
row() {
    local redis ours
    redis=$(median redis "$2") ours=$(median cachestorm "$2")
    awk -v t="$1" -v r="$redis" -v o="$ours" 'BEGIN { printf "| %s | %s | %s | %.2f |\n", t, r, o, (r > 0) ? o / r : 0 }'
}

echo "redis-server $(redis-server --version | sed 's/.*v=\([0-9.]*\).*/\1/'), $("$server" --version); $(nproc) cores; medians of $rounds rounds"
echo
echo "| server CPU, µs an operation | redis-server | CacheStorm | ratio |"
echo "|---|---|---|---|"
for pipeline in 1 16 64; do for operation in "${operations[@]}"; do row "$operation, $pipeline in a pipeline" "cpu-$operation-$pipeline"; done; done
echo
echo "| operations a second | redis-server | CacheStorm | ratio |"
echo "|---|---|---|---|"
for pipeline in 1 16 64; do for operation in "${operations[@]}"; do row "$operation, $pipeline in a pipeline" "rps-$operation-$pipeline"; done; done
echo
echo "| p99, ms | redis-server | CacheStorm | ratio |"
echo "|---|---|---|---|"
for pipeline in 1 16 64; do for operation in "${operations[@]}"; do row "$operation, $pipeline in a pipeline" "p99-$operation-$pipeline"; done; done
echo
echo "| memory and start | redis-server | CacheStorm | ratio |"
echo "|---|---|---|---|"
row "bytes a key by used_memory, 16 B + 3 B" bytes-a-key-3
row "bytes a key by used_memory, 16 B + 32 B" bytes-a-key-32
row "bytes a key by resident set, 16 B + 3 B" rss-a-key-3
row "bytes a key by resident set, 16 B + 32 B" rss-a-key-32
row "first PONG, ms" first-pong-ms
row "resident set when idle, MiB" idle-rss-mib
