#!/usr/bin/env bash
# Formats Java as `./flashback check` wants it: scripts/format.sh [MODULE...]; without modules, all of them.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/tools.sh
. scripts/tools.sh
use_jdk25
find_maven
modules="$(IFS=,; echo "$*")"
exec "$MAVEN" -B -q ${modules:+-pl "$modules"} spotless:apply
