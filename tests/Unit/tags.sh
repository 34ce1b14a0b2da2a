#!/usr/bin/env bash
# Random operations on tags against a model, as many as wanted; a failure names its seed and step.
#
#   tests/Unit/tags.sh [--operations N] [--seed N]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

operations=10000000 seed=$RANDOM
while [ $# -gt 0 ]; do
    case "$1" in
        --operations) operations=$2; shift 2 ;;
        --seed) seed=$2; shift 2 ;;
        *) sed -n '2,4p' "$0" >&2; exit 2 ;;
    esac
done
echo "seed $seed, $operations operations"
dotnet build tests/Unit -c Release -v q -nologo -clp:ErrorsOnly
CACHESTORM_TAG_SEED=$seed CACHESTORM_TAG_OPERATIONS=$operations \
    exec dotnet test tests/Unit -c Release --no-build --nologo --filter "FullyQualifiedName~TagModelTests"
