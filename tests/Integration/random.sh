#!/usr/bin/env bash
# Random sequences of commands against redis-server, as many as wanted; a failure prints its seed and a short sequence that shows it.
#
#   tests/Integration/random.sh [--commands N] [--seed N] [--target redis]
#
# --target redis runs redis-server against redis-server: what differs there is wrong in the grammar. Needs redis-server on the PATH.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

commands=1000000 seed=$((RANDOM * 32768 + RANDOM))
while [ $# -gt 0 ]; do
    case "$1" in
        --commands) commands=$2; shift 2 ;;
        --seed) seed=$2; shift 2 ;;
        --target) export CACHESTORM_TEST_TARGET=$2; shift 2 ;;
        *) sed -n '2,6p' "$0" >&2; exit 2 ;;
    esac
done
echo "seed $seed, $commands commands"
dotnet build CacheStorm.sln -c Release -v q -nologo -clp:ErrorsOnly
CACHESTORM_RANDOM_SEED=$seed CACHESTORM_RANDOM_COMMANDS=$commands CACHESTORM_REQUIRE_TOOLS=1 \
    exec dotnet test tests/Integration -c Release --no-build --nologo -l "console;verbosity=detailed" --filter "FullyQualifiedName~RandomSequenceTests"
