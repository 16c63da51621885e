#!/usr/bin/env bash
# Builds everything and passes all tests: ./flashback check [--deep] [STEP...]. Without steps, all of them, in this order.
#
# The last line of output is "N passed, N failed": tests counted from the runners' own reports. A failed step that had no failing
# test counts as one failure, and a runner that executed no test has failed.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/tools.sh
. scripts/tools.sh
exec </dev/null

STEPS="debian build contracts java console acceptance"
LOGS=.flashback/check
DEBIAN_PACKAGES="awscli rclone s3cmd restic python3-boto3 chromium; s3fs where programs can mount; z3 and iproute2 with --deep"
DEEP=
FAILED_STEPS=
PASSED=0
FAILED=0
SKIPPED=0
export CI=true
mkdir -p "$LOGS"

usage() {
  cat <<USAGE
Usage: ./flashback check [--deep] [STEP...]
Builds everything and passes all tests. Steps, in this order:
  debian      install the Debian packages that tests use ($DEBIAN_PACKAGES)
  build       contracts, console and program, as ./flashback builds them
  contracts   forge tests, gas and formatting
  java        Error Prone, NullAway, formatting, and the tests of every module
  console     the web client's checks and tests, and those of the TypeScript SDK
  acceptance  architecture and tidiness rules, and the stories on the running network
--deep runs the slow depth: contracts (longer fuzzing, proofs, mutants), java (power cuts, ten thousand objects recovered, a thousand epochs), acceptance
(twenty kill runs, disputes on a running network, a node behind a line that is cut: this one needs root). Its steps can be run one by one.
USAGE
}

# quietly COMMAND...: shown in the log before its output, so that the log alone says how it came about.
quietly() {
  printf '$' && printf ' %q' "$@" && echo
  "$@"
}

maven() {
  find_maven
  quietly nice "$MAVEN" -B -ntp "$@"
}

# count PASSED FAILED SKIPPED: adds one runner's tests; a runner without tests fails its step.
count() {
  echo "$1 $2 $3" >>"$LOGS/counts"
  [ "$(($1 + $2))" -gt 0 ] || {
    echo "No test was executed: the runner found none, or stopped before the first."
    return 1
  }
}

# count_surefire DIRECTORY...: sums the <testsuite> elements of the reports below them.
count_surefire() {
  local sums
  sums="$(find "$@" -path '*/target/surefire-reports/TEST-*.xml' -exec sed -n '/<testsuite /,/>/p' {} + 2>/dev/null |
    awk '{ for (i = 1; i <= NF; i++) if (split($i, part, "\"") > 1) sum[part[1]] += part[2] }
      END { bad = sum["failures="] + sum["errors="]; print sum["tests="] - bad - sum["skipped="], bad, sum["skipped="] + 0 }')"
  # shellcheck disable=SC2086
  count $sums
}

# count_log PASSED-REGEX FAILED-REGEX LOG: sums the first number of what the expressions match in a runner's own output.
count_log() {
  count "$(sum_of "$1" "$3")" "$(sum_of "$2" "$3")" 0
}

sum_of() {
  sed 's/\x1b\[[0-9;]*m//g' "$2" | grep -oE "$1" | grep -oE '[0-9]+' | awk '{ sum += $1 } END { print sum + 0 }'
}

# can_mount: this machine lets programs mount file systems of their own, as s3fs does.
can_mount() {
  [ -w /dev/fuse ]
}

check_debian() {
  local missing=
  command -v aws >/dev/null || missing="$missing awscli"
  command -v rclone >/dev/null || missing="$missing rclone"
  command -v s3cmd >/dev/null || missing="$missing s3cmd"
  command -v restic >/dev/null || missing="$missing restic"
  command -v chromium >/dev/null || missing="$missing chromium"
  { /usr/bin/python3 -c 'import boto3' || python3 -c 'import boto3'; } 2>/dev/null || missing="$missing python3-boto3"
  ! can_mount || command -v s3fs >/dev/null || missing="$missing s3fs"
  [ -z "$DEEP" ] || command -v z3 >/dev/null || missing="$missing z3"
  [ -z "$DEEP" ] || command -v ip >/dev/null || missing="$missing iproute2"
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "Missing:$missing. Tests run S3 clients and a browser against the gateway, the proofs need z3; installing needs root and apt-get."
    echo "Install them yourself (on Debian: sudo apt-get install$missing), then run this step again."
    return 1
  fi
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086
  quietly apt-get install -y -q --no-install-recommends $missing ||
    { quietly apt-get update -q && quietly apt-get install -y -q --no-install-recommends $missing; }
}

check_build() {
  scripts/build.sh
}

check_contracts() {
  local run="$LOGS/forge.log" status=0
  scripts/build.sh contracts-packages && quietly npm --prefix contracts run fmt:check || status=1
  quietly npm --prefix contracts run --if-present abi:check || status=1
  quietly npm --prefix contracts run reverts:check || status=1
  quietly nice npm --prefix contracts run gas:check || status=1
  quietly nice npm --prefix contracts run "test${DEEP:+:deep}" >"$run" 2>&1 || status=1
  cat "$run"
  # "Ran 12 test suites in 3.2s (9s CPU time): 118 tests passed, 0 failed, 0 skipped (118 total tests)"
  count_log '[0-9]+ tests passed, ' 'tests passed, [0-9]+ failed, ' "$run" || status=1
  [ -z "$DEEP" ] || check_arithmetic || status=1
  return "$status"
}

# Each property and each planted bug counts as a test; so does the mutation score as a whole.
check_arithmetic() {
  local run="$LOGS/prove.log" status=0
  quietly nice npm --prefix contracts run prove >"$run" 2>&1 || status=1
  cat "$run"
  count "$(grep -cE '^(proven|found) ' "$run")" "$(grep -cE '^(not proven|REFUTED|MISSED) ' "$run")" 0 || status=1
  if quietly nice npm --prefix contracts run mutate; then count 1 0 0; else count 0 1 0 && status=1; fi
  return "$status"
}

check_java() {
  local status=0 mounts=-DexcludedGroups=
  # A changed pom can change the checks, which javac's incremental build does not notice.
  if [ ! -f "$LOGS/poms" ] || [ -n "$(find pom.xml ./*/pom.xml -newer "$LOGS/poms")" ]; then
    rm -rf ./*/target/classes ./*/target/test-classes ./*/target/maven-status
  fi
  touch "$LOGS/poms"
  rm -rf ./*/target/surefire-reports
  if ! can_mount; then
    echo "FileSystemClientTest was skipped: s3fs mounts a bucket, and this machine has no /dev/fuse that can be written."
    mounts=
    echo "0 0 1" >>"$LOGS/counts"
  fi
  # shellcheck disable=SC2086
  maven verify -T 2 --fail-at-end -pl '!acceptance' $mounts ${DEEP:+-Ddeep=true} || status=1
  count_surefire . || status=1
  return "$status"
}

check_console() {
  local run="$LOGS/console-tests.log" status=0
  [ -f console/package.json ] || return 0
  scripts/build.sh console-packages && quietly npm --prefix console run lint && quietly npm --prefix console run build || status=1
  quietly npm --prefix console test >"$run" 2>&1 || status=1
  scripts/build.sh sdk-typescript-packages && quietly npm --prefix sdk-typescript test >>"$run" 2>&1 || status=1
  cat "$run"
  # Vitest: "Tests  1 failed | 12 passed (13)"; Node's own runner: "# pass 12", "# fail 1".
  count_log '(# pass [0-9]+)|(Tests .*[0-9]+ passed)' '(# fail [0-9]+)|(Tests +[0-9]+ failed)' "$run" || status=1
  return "$status"
}

check_acceptance() {
  local status=0
  rm -rf acceptance/target/surefire-reports
  # SdkTest runs it.
  scripts/build.sh sdk-typescript-packages && quietly npm --prefix sdk-typescript run build || return 1
  maven verify -pl acceptance -am -Dacceptance-only ${DEEP:+-Ddeep=true -DexcludedGroups=} || status=1
  count_surefire acceptance || status=1
  return "$status"
}

# step NAME: runs check_NAME; one line when it passes, what to read and run when it fails.
step() {
  local name="$1" log="$LOGS/$1.log" began=$SECONDS status=0 passed failed skipped told=
  printf '%-11s ' "$name"
  rm -f "$LOGS/counts"
  ("check_$name") >"$log" 2>&1 || status=1
  if [ -f "$LOGS/counts" ]; then
    read -r passed failed skipped < <(awk '{ p += $1; f += $2; s += $3 } END { print p, f, s }' "$LOGS/counts")
    PASSED=$((PASSED + passed)) FAILED=$((FAILED + failed)) SKIPPED=$((SKIPPED + skipped))
    told=", $passed tests passed, $failed failed"
  fi
  if [ "$status" -eq 0 ]; then
    printf 'ok      %4s s%s\n' "$((SECONDS - began))" "$told"
    return
  fi
  [ "${failed:-0}" -gt 0 ] || FAILED=$((FAILED + 1))
  FAILED_STEPS="$FAILED_STEPS $name"
  printf 'FAILED  %4s s%s\n\n' "$((SECONDS - began))" "$told"
  # Maven's account of what went well, and its advice on how to call Maven, only hide what went wrong.
  grep -vE '^(WARNING: |\[INFO\] |\[WARNING\] (\*|$|Enable debug|The following plugins|  org\.apache\.maven)|\[ERROR\] *$|\[ERROR\] (\[Help|To see the full|Re-run Maven|For more info|After correcting|  mvn <args>))' "$log" |
    tail -n 60 | sed 's/^/    /'
  printf '\n%s failed. All of its output: %s. Alone: ./flashback check %s%s\n\n' "$name" "$log" "${DEEP:+--deep }" "$name"
}

chosen=
for word in "$@"; do
  case " $STEPS " in
    *" $word "*) chosen="$chosen $word" ;;
    *)
      case "$word" in
        --deep) DEEP=yes ;;
        -h | --help) usage && exit 0 ;;
        *) usage >&2 && die "there is no step '$word'." "Steps are checked by name, and the names are those above." "Leave it out to run them all." ;;
      esac
      ;;
  esac
done

use_jdk25
need_node
for name in ${chosen:-$STEPS}; do
  step "$name"
  if [ "$name" = build ] && [ -n "$FAILED_STEPS" ] && [ "${FAILED_STEPS% build}" != "$FAILED_STEPS" ]; then
    echo "What does not build is not tested: the steps after build were not run."
    break
  fi
done

[ "$SKIPPED" -eq 0 ] || echo "$SKIPPED tests were skipped."
[ -z "$FAILED_STEPS" ] || echo "Failed:$FAILED_STEPS (after $SECONDS s)."
echo "$PASSED passed, $FAILED failed"
[ -z "$FAILED_STEPS" ] && [ "$FAILED" -eq 0 ]
