#!/usr/bin/env bash
# Builds what changed since the last build: contracts, console, program. Called by ./flashback before it starts Java.
#
# Each part has a stamp in .flashback/build: the list of its inputs, touched when its build began. A part is built again when
# an input is newer than the stamp, or the list differs. Output is shown only when a step fails.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/tools.sh
. scripts/tools.sh

STATE=.flashback/build
OUT=target/launch # the launcher's own build directory, so that an edit loop beside it is not disturbed
mkdir -p "$STATE"

# inputs [-newer STAMP] PATH...: every file below them that matters, without the tests and what npm builds produce.
inputs() {
  local newer=()
  if [ "$1" = -newer ]; then
    newer=(-newer "$2")
    shift 2
  fi
  find "$@" \( -path '*/node_modules' -o -path contracts/out -o -path contracts/cache -o -path contracts/test \
    -o -path console/dist \) -prune -o -type f ${newer[@]+"${newer[@]}"} -print 2>/dev/null
}

# changed STAMP PATH...: whether a build is due.
changed() {
  local stamp="$STATE/$1"
  shift
  [ -f "$stamp" ] || return 0
  [ "$(inputs "$@" | LC_ALL=C sort | cksum)" = "$(cat "$stamp")" ] || return 0
  [ -n "$(inputs -newer "$stamp" "$@")" ]
}

# stamped STAMP PATH... -- COMMAND...: runs the command; only its success moves the stamp, to the moment it began.
stamped() {
  local stamp="$STATE/$1" paths=()
  shift
  while [ "$1" != "--" ]; do
    paths+=("$1")
    shift
  done
  shift
  inputs "${paths[@]}" | LC_ALL=C sort | cksum >"$stamp.new"
  "$@" || return
  mv "$stamp.new" "$stamp"
}

# step NAME COMMAND...: a line when it begins and one when it ends; the log's tail when it fails.
step() {
  local name="$1" log="$STATE/$1.log" began=$SECONDS
  shift
  printf '  building %s ...\n' "$name" >&2
  if "$@" >"$log" 2>&1 </dev/null; then
    printf '  built %s in %s s\n' "$name" "$((SECONDS - began))" >&2
  else
    printf '\n' >&2
    tail -n 40 "$log" >&2
    die "building $name failed." "The last lines of its output are above; all of it is in $log." "Alone: scripts/build.sh $name"
  fi
}

# One build at a time: a second launcher waits for the first and then finds nothing to do.
lock() {
  local waited=0 holder
  until mkdir "$STATE/lock" 2>/dev/null; do
    holder="$(cat "$STATE/lock/pid" 2>/dev/null || true)"
    if [ "$waited" -gt 0 ] && { [ -z "$holder" ] || ! kill -0 "$holder" 2>/dev/null; }; then
      rm -rf "$STATE/lock"
      continue
    fi
    [ "$waited" -gt 0 ] || echo "  waiting for another build of this folder ..." >&2
    waited=1
    sleep 1
  done
  echo "$$" >"$STATE/lock/pid"
  trap 'rm -rf "$STATE/lock"' EXIT
}

npm_packages() {
  if [ ! -d "$1/node_modules" ] || changed "$1-packages" "$1/package.json" "$1/package-lock.json"; then
    step "$1-packages" stamped "$1-packages" "$1/package.json" "$1/package-lock.json" -- \
      npm --prefix "$1" ci --ignore-scripts --no-audit --no-fund
  fi
}

build_npm() {
  [ -f "$1/package.json" ] || return 0
  npm_packages "$1"
  if changed "$1" "$1"; then
    step "$1" stamped "$1" "$1" -- npm --prefix "$1" run build
  fi
}

JAVA_INPUTS=(pom.xml)
for pom in */pom.xml; do
  case "${pom%/pom.xml}" in
    acceptance) ;;
    *) JAVA_INPUTS+=("$pom" "${pom%/pom.xml}/src/main") ;;
  esac
done
if [ -d contracts/src ]; then JAVA_INPUTS+=(contracts/src); fi

# The program in a folder of its own per build, so that a network started from the last one keeps its files. Hard links:
# Maven's copies are removed first and so never written in place.
program() {
  rm -rf "app/$OUT/lib" "app/$OUT/flashback.jar" "benchmarks/$OUT/lib"
  "$MAVEN" -B -q -Dfast -Dflashback.build="$OUT" -DskipTests -pl '!acceptance' package || return
  local folder
  folder="$STATE/app-$(date +%s)"
  rm -rf "$folder" && mkdir -p "$folder"
  ln "app/$OUT/flashback.jar" benchmarks/"$OUT"/flashback-benchmarks-*.jar "app/$OUT"/lib/*.jar \
    "benchmarks/$OUT"/lib/*.jar "$folder/" || return
  echo "$folder" >"$STATE/app.new" && mv "$STATE/app.new" "$STATE/app"
  train "$PWD/$folder"
  # Newest three stay: whoever still runs from an older one has been up through three rebuilds.
  find "$STATE" -maxdepth 1 -type d -name 'app-*' | sort -r | tail -n +4 | while IFS= read -r old; do rm -rf "$old"; done
}

# Records one start for the JVM, so that the ten processes of a network start in a third of the time. Beside the first run, not
# before it: until the record is there, everything works without it.
train() {
  local folder="$1" jars
  jars="$(find "$folder" -name '*.jar' | LC_ALL=C sort | tr '\n' ':')"
  (
    nice "$JAVA_HOME/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
      -XX:AOTCacheOutput="$folder/training.aot" -cp "${jars%:}" network.flashback.app.Main train >"$STATE/training.log" 2>&1 </dev/null &&
      mv "$folder/training.aot" "$folder/flashback.aot"
  ) &
}

build_program() {
  if [ -d "$(cat "$STATE/app" 2>/dev/null || echo none)" ] && ! changed program "${JAVA_INPUTS[@]}"; then
    return
  fi
  find_maven
  step program stamped program "${JAVA_INPUTS[@]}" -- program
}

use_jdk25
need_node
lock
case "${1:-all}" in
  all)
    # One thread each for the most part, and neither needs the other.
    (build_npm contracts && build_npm console) &
    npm=$!
    (build_program) || { wait "$npm" || true; exit 1; }
    wait "$npm"
    ;;
  contracts | console) build_npm "$1" ;;
  contracts-packages | console-packages | sdk-typescript-packages) npm_packages "${1%-packages}" ;;
  program) build_program ;;
  *) die "there is no part '$1'." "The parts are contracts, console and program." "Run scripts/build.sh without a name to build all." ;;
esac
