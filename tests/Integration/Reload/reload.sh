#!/bin/sh
# Exchanges plugins 1,000 times (or $1 times) under load: no failed command, no closed connection, no old build left in memory, memory flat.
set -eu
cd "$(dirname "$0")/../../.."
dotnet build CacheStorm.sln -c Release -v q
CACHESTORM_RELOADS="${1:-1000}" dotnet test tests/Integration -c Release --no-build --filter "FullyQualifiedName~ReloadLoadTests"
