#!/usr/bin/env bash
# Compares CacheStorm with redis-server on this machine: both are started in turn (A B A B), driven by redis-benchmark, and charged
# with the CPU time of their own process. Prints tables of medians and ratios in Markdown.
#
#   tests/Benchmarks/compare.sh [--rounds N] [--requests N] [--quick] [--only NAME,NAME…]
#
# NAME is an operation of the tables (GET, ZADD, … as they stand there; EVALSHA, EVALSHA-1000, MULTI, PUBLISH-0, PUBLISH-1), `memory`,
# `collections` (their memory) or `tags` (their memory, and invalidation). Memory is measured in the first round only. Redis' tags are sets of
# keys, kept by hand, and a script that deletes what is in one.
# Needs redis-server, redis-benchmark and python3 on the PATH, and a Release build (dotnet build -c Release).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

rounds=3 requests=300000 keys=100000 memory_keys=1000000 tag_keys=(1000 100000 1000000) only=
while [ $# -gt 0 ]; do
    case "$1" in
        --rounds) rounds=$2; shift 2 ;;
        --requests) requests=$2; shift 2 ;;
        --quick) rounds=1 requests=100000 memory_keys=100000 tag_keys=(1000 100000); shift ;;
        --only) only=,$2,; shift 2 ;;
        *) sed -n '2,10p' "$0" >&2; exit 2 ;;
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

wanted() { [ -z "$only" ] || [[ ${only^^} == *",${1^^},"* ]]; }

# An operation, and the pipelines that it is measured with.
operations=(GET SET INCR MSET LPUSH RPOP HSET HGET SADD ZADD ZRANGEBYSCORE SINTER EVALSHA EVALSHA-1000 MULTI PUBLISH-0 PUBLISH-1)
pipelines_of() { case "$1" in GET | SET | INCR | MSET) echo 1 16 64 ;; EVALSHA-1000) echo 1 ;; *) echo 1 16 ;; esac; }
# count_of OPERATION PIPELINE: how often it is done. A thousand calls, or seven commands, in one operation are the work of many.
count_of() {
    case "$1-$2" in
        EVALSHA-1000-*) echo $((requests / 150)) ;;
        MULTI-1) echo $((requests / 10)) ;;
        MULTI-* | *-1) echo $((requests / 5)) ;;
        *) echo "$requests" ;;
    esac
}
what_is() {
    case "$1" in
        EVALSHA) echo "EVALSHA of one GET" ;;
        EVALSHA-1000) echo "EVALSHA of 1,000 GETs" ;;
        MULTI) echo "MULTI, 5 SET, EXEC" ;;
        PUBLISH-0) echo "PUBLISH to nobody" ;;
        PUBLISH-1) echo "PUBLISH to one subscriber" ;;
        *) echo "$1" ;;
    esac
}
read_script="return redis.call('GET', KEYS[1])"
loop_script="for i=1,1000 do redis.call('GET', KEYS[1]) end"
sha() { printf %s "$1" | sha1sum | cut -c 1-40; }
command_of() {
    case "$1" in
        GET) echo "get key:__rand_int__" ;;
        SET) echo "set key:__rand_int__ xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" ;;
        INCR) echo "incr counter:__rand_int__" ;;
        MSET) local i words=mset; for i in 1 2 3 4 5 6 7 8 9 10; do words+=" key:__rand_int__ xxx"; done; echo "$words" ;;
        LPUSH) echo "lpush list element:__rand_int__" ;;
        RPOP) echo "rpop list" ;;
        HSET) echo "hset hash field:__rand_int__ xxxxxxxx" ;;
        HGET) echo "hget hash field:__rand_int__" ;;
        SADD) echo "sadd set member:__rand_int__" ;;
        ZADD) echo "zadd zset __rand_int__ member:__rand_int__" ;;
        ZRANGEBYSCORE) echo "zrangebyscore ranks __rand_int__ +inf LIMIT 0 10" ;;
        SINTER) echo "sinter hundred another" ;;
        EVALSHA) echo "evalsha $(sha "$read_script") 1 key:__rand_int__" ;;
        EVALSHA-1000) echo "evalsha $(sha "$loop_script") 1 key:__rand_int__" ;;
        PUBLISH-*) echo "publish news xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" ;;
    esac
}
# What operations read and don't write themselves: a sorted set with a member a score, two sets of a hundred that have half in common.
prepare() {
    load 64 "$((keys * 10))" set key:__rand_int__ xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
    elements zadd-ranks "$keys" | redis-cli -p "$port" --pipe >/dev/null
    redis-cli -p "$port" sadd hundred $(seq -f 'member:%g' 1 100) >/dev/null
    redis-cli -p "$port" sadd another $(seq -f 'member:%g' 51 150) >/dev/null
    load 64 "$((keys * 5))" hset hash field:__rand_int__ xxxxxxxx
    redis-cli -p "$port" script load "$read_script" >/dev/null
    redis-cli -p "$port" script load "$loop_script" >/dev/null
}

# A subscriber that takes what comes as fast as it can, and is never closed for being slow.
subscribe() {
    redis-cli -p "$port" config set client-output-buffer-limit "pubsub 0 0 0" >/dev/null
    exec 4<>"/dev/tcp/127.0.0.1/$port"
    printf 'SUBSCRIBE news\r\n' >&4
    cat <&4 >/dev/null &
    subscriber=$!
    exec 4>&-
    until [ "$(redis-cli -p "$port" publish news x)" = 1 ]; do sleep 0.01; done
}
unsubscribe() { kill "$subscriber"; wait "$subscriber" 2>/dev/null || true; }

# drive OPERATION PIPELINE COUNT: does it so often; prints operations a second and the 99th percentile in milliseconds
drive() {
    local words
    if [ "$1" = MULTI ]; then
        tests/Benchmarks/transactions.py "$port" "$3" "$2" 50 "$keys"
        return
    fi
    read -ra words <<<"$(command_of "$1")"
    redis-benchmark -p "$port" --csv -c 50 -P "$2" -n "$3" -r "$keys" "${words[@]}" 2>/dev/null | awk -F'","' 'END { print $2, $7 }' | tr -d '"'
}

# elements KIND N: commands that fill collections
elements() {
    python3 -c '
import sys
kind, n = sys.argv[1], int(sys.argv[2])
def send(*words):
    out.append("*%d\r\n" % len(words) + "".join("$%d\r\n%s\r\n" % (len(w), w) for w in words))
    if len(out) == 1000:
        sys.stdout.write("".join(out)); out.clear()
out = []
many = {
    "small-hash": lambda i: ("HSET", "hash:%08d" % i) + tuple(w for j in range(10) for w in ("field%d" % j, "value%d" % j)),
    "small-zset": lambda i: ("ZADD", "zset:%08d" % i) + tuple(w for j in range(10) for w in (str(j * 100), "member%d" % j)),
}
one = {
    "zadd-ranks": ("ZADD", "ranks", lambda i: (str(i), "member:%06d" % i)),
    "set": ("SADD", "set", lambda i: (str(i),)),
    "list": ("RPUSH", "list", lambda i: ("element:%d" % i,)),
    "hash": ("HSET", "hash", lambda i: ("field:%d" % i, "value:%d" % i)),
    "zset": ("ZADD", "zset", lambda i: (str(i * 7919 % n), "member:%d" % i)),
}
if kind in many:
    for i in range(n):
        send(*many[kind](i))
else:
    name, key, words = one[kind]
    for start in range(0, n, 100):
        send(name, key, *(w for i in range(start, min(n, start + 100)) for w in words(i)))
sys.stdout.write("".join(out))' "$@"
}

measure_speed() {
    local which=$1 pipeline operation count before rate
    start "$which"
    note "$which" first-pong-ms "$first_pong"
    sleep 1
    note "$which" idle-rss-mib "$(awk -v b="$(resident)" 'BEGIN { printf "%.1f", b / 1048576 }')"
    prepare
    for operation in "${operations[@]}"; do
        wanted "$operation" || continue
        # RPOP takes what LPUSH brings.
        [ "$operation" = RPOP ] && load 64 "$((requests * 3))" lpush list element:__rand_int__
        [ "$operation" = PUBLISH-1 ] && subscribe
        # Warm before it counts: caches, and the code of the operation compiled as it will stay.
        drive "$operation" 16 "$(count_of "$operation" 16)" >/dev/null
        for pipeline in $(pipelines_of "$operation"); do
            count=$(count_of "$operation" "$pipeline")
            drive "$operation" "$pipeline" "$((count / 10))" >/dev/null
            before=$(cpu)
            rate=$(drive "$operation" "$pipeline" "$count")
            note "$which" "cpu-$operation-$pipeline" "$(awk -v a="$before" -v b="$(cpu)" -v n="$count" 'BEGIN { printf "%.3f", (b - a) / n }')"
            note "$which" "rps-$operation-$pipeline" "${rate% *}"
            note "$which" "p99-$operation-$pipeline" "${rate#* }"
        done
        [ "$operation" = PUBLISH-1 ] && unsubscribe
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

# tagged KIND TAGS: commands that store keys of 16 bytes, values of 3, and so many tags each, of a thousand apiece
tagged() {
    awk -v n="$memory_keys" -v which="$1" -v tags="$2" '
        function send(count, words, i, text) {
            text = "*" count "\r\n"
            for (i = 1; i <= count; i++) text = text "$" length(words[i]) "\r\n" words[i] "\r\n"
            printf "%s", text
        }
        BEGIN {
            for (i = 0; i < n; i++) {
                key = sprintf("key:%012d", i)
                tag[1] = sprintf("tag:%04d", i % 1000); tag[2] = sprintf("two:%04d", i / 7 % 1000); tag[3] = sprintf("tri:%04d", i / 31 % 1000)
                words[1] = (which == "redis" || tags == 0) ? "SET" : "SETTAG"; words[2] = key; words[3] = "xxx"
                for (t = 1; t <= tags; t++) words[3 + t] = tag[t]
                send(words[1] == "SET" ? 3 : 3 + tags, words)
                if (which == "redis") {
                    words[1] = "SADD"; words[3] = key
                    for (t = 1; t <= tags; t++) { words[2] = tag[t]; send(3, words) }
                }
            }
        }'
}

measure_tag_memory() {
    local which=$1 tags used rss plain_used plain_rss
    for tags in 0 1 3; do
        start "$which"
        used=$(info memory used_memory) rss=$(resident)
        tagged "$which" "$tags" | redis-cli -p "$port" --pipe >/dev/null
        used=$(($(info memory used_memory) - used)) rss=$(($(resident) - rss))
        stop
        [ "$tags" -eq 0 ] && { plain_used=$used plain_rss=$rss; continue; }
        note "$which" "bytes-a-tag-$tags" "$(awk -v a="$plain_used" -v b="$used" -v n="$((memory_keys * tags))" 'BEGIN { printf "%.1f", (b - a) / n }')"
        note "$which" "rss-a-tag-$tags" "$(awk -v a="$plain_rss" -v b="$rss" -v n="$((memory_keys * tags))" 'BEGIN { printf "%.1f", (b - a) / n }')"
    done
}

measure_invalidation() {
    local which=$1 count name value
    start "$which"
    # Once for nothing, so that what is measured is compiled.
    tests/Benchmarks/invalidate.py "$port" "$which" 1000 3 >/dev/null
    for count in "${tag_keys[@]}"; do
        while read -r name value; do note "$which" "tag-$count-$name" "$value"; done < <(tests/Benchmarks/invalidate.py "$port" "$which" "$count" 3)
    done
    stop
}

collections=(small-hash small-zset set list hash zset)
measure_collections() {
    local which=$1 kind count before
    start "$which"
    for kind in "${collections[@]}"; do
        count=$memory_keys
        [[ $kind == small-* ]] && count=$((memory_keys / 10))
        redis-cli -p "$port" flushall sync >/dev/null
        sleep 0.5
        before=$(info memory used_memory)
        elements "$kind" "$count" | redis-cli -p "$port" --pipe >/dev/null
        note "$which" "bytes-$kind" "$(awk -v a="$before" -v b="$(info memory used_memory)" -v n="$count" 'BEGIN { printf "%.1f", (b - a) / n }')"
    done
    stop
}

for ((round = 1; round <= rounds; round++)); do
    for which in redis cachestorm; do
        echo "round $round of $rounds: $which" >&2
        measure_speed "$which"
        wanted tags && measure_invalidation "$which"
        [ "$round" -eq 1 ] || continue
        wanted tags && measure_tag_memory "$which"
        wanted memory && measure_memory "$which"
        wanted collections && measure_collections "$which"
    done
done

median() { awk -v s="$1" -v n="$2" '$1 == s && $2 == n { print $3 }' "$work/figures" | sort -g | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
row() {
    local redis ours
    grep -q " $2 " "$work/figures" || return 0
    redis=$(median redis "$2") ours=$(median cachestorm "$2")
    awk -v t="$1" -v r="$redis" -v o="$ours" 'BEGIN { printf "| %s | %s | %s | %.2f |\n", t, r, o, (r > 0) ? o / r : 0 }'
}
# table TITLE FIGURE: a row an operation and pipeline
table() {
    local operation pipeline
    printf '\n| %s | redis-server | CacheStorm | ratio |\n|---|---|---|---|\n' "$1"
    for pipeline in 1 16 64; do
        for operation in "${operations[@]}"; do row "$(what_is "$operation"), $pipeline in a pipeline" "$2-$operation-$pipeline"; done
    done
}

echo "redis-server $(redis-server --version | sed 's/.*v=\([0-9.]*\).*/\1/'), $("$server" --version); $(nproc) cores; medians of $rounds rounds"
table "server CPU, µs an operation" cpu
table "operations a second" rps
table "p99, ms" p99
printf '\n| memory and start | redis-server | CacheStorm | ratio |\n|---|---|---|---|\n'
row "bytes a key by used_memory, 16 B + 3 B" bytes-a-key-3
row "bytes a key by used_memory, 16 B + 32 B" bytes-a-key-32
row "bytes a key by resident set, 16 B + 3 B" rss-a-key-3
row "bytes a key by resident set, 16 B + 32 B" rss-a-key-32
row "bytes a tag by used_memory, one an entry, 1,000 of them" bytes-a-tag-1
row "bytes a tag by used_memory, three an entry, of 3,000" bytes-a-tag-3
row "bytes a tag by resident set, one an entry" rss-a-tag-1
row "bytes a tag by resident set, three an entry" rss-a-tag-3
row "first PONG, ms" first-pong-ms
row "resident set when idle, MiB" idle-rss-mib
printf '\n| memory of collections, bytes by used_memory | redis-server | CacheStorm | ratio |\n|---|---|---|---|\n'
row "a hash of 10 small fields, with its key" bytes-small-hash
row "a sorted set of 10 members, with its key" bytes-small-zset
row "a member of a set of $memory_keys integers" bytes-set
row "an element of a list of $memory_keys" bytes-list
row "a field of a hash of $memory_keys" bytes-hash
row "a member of a sorted set of $memory_keys" bytes-zset
if wanted tags; then
    printf '\n| keys invalidated by one tag, ms | redis-server | CacheStorm | ratio |\n|---|---|---|---|\n'
    for count in "${tag_keys[@]}"; do
        row "$count keys: the reply" "tag-$count-reply"
        for name in without meanwhile; do
            for share in p50 p99 p99.9 longest; do row "$count keys: another client's GETs $name, $share" "tag-$count-$name-$share"; done
        done
    done
fi
