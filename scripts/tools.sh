# Finds the tools a build needs; sourced, not run. Every message says what is wrong, why, and what to do.

die() {
  printf 'flashback: %s\n' "$@" >&2
  exit 1
}

# is_jdk25 DIRECTORY: reads the release file, because starting a JVM to ask costs a tenth of a second.
is_jdk25() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] && grep -q '^JAVA_VERSION="25' "$1/release"
}

# Every place a JDK is commonly put by packages, version managers and people, likeliest first.
jdk_candidates() {
  local java
  printf '%s\n' "${JAVA_HOME:-}"
  if java="$(command -v java)"; then
    java="$(readlink -f "$java" 2>/dev/null || echo "$java")"
    printf '%s\n' "${java%/bin/java}"
  fi
  printf '%s\n' \
    /usr/lib/jvm/*25* /usr/java/*25* /opt/*/*25* /opt/*25* /usr/local/*25* \
    "$HOME"/.sdkman/candidates/java/25* "$HOME"/.jdks/*25* "$HOME"/.asdf/installs/java/*25* \
    "$HOME"/.local/share/mise/installs/java/*25* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home
  if [ -f "$HOME/.m2/toolchains.xml" ]; then
    sed -n 's|.*<jdkHome>\(.*\)</jdkHome>.*|\1|p' "$HOME/.m2/toolchains.xml"
  fi
}

# Sets JAVA_HOME to a JDK 25 for this process and its children.
use_jdk25() {
  local home
  while IFS= read -r home; do
    if [ -n "$home" ] && is_jdk25 "$home"; then
      export JAVA_HOME="$home"
      return
    fi
  done < <(jdk_candidates)
  die "no JDK 25 found." \
    "Flashback is written in Java 25; JAVA_HOME is '${JAVA_HOME:-not set}' and java is '$(command -v java || echo "not on the PATH")'." \
    "Install a JDK 25 (https://adoptium.net, or your package manager), or point JAVA_HOME at one."
}

# Refuses to go on without Node 20 and npm: contracts are compiled, and the local chain runs, from npm packages.
need_node() {
  local version
  version="$(node --version 2>/dev/null | sed 's/^v//')" || true
  [ -n "$version" ] || die "no Node.js found." \
    "The contracts' compiler, the local chain and the console come from npm." \
    "Install Node.js 20 or newer (https://nodejs.org, or your package manager)."
  [ "${version%%.*}" -ge 20 ] 2>/dev/null || die "Node.js $version is too old." \
    "The contracts' compiler and the console need 20 or newer." \
    "Install Node.js 20 or newer (https://nodejs.org, or your package manager)."
  command -v npm >/dev/null || die "Node.js is here, but npm is not." \
    "The contracts' compiler and the local chain are npm packages." \
    "Install npm (on Debian: apt-get install npm)."
}

# Sets MAVEN to the installed Maven when it is 3.8 or newer, else to the checked-in wrapper, which fetches one.
find_maven() {
  local version
  version="$(mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\.[0-9]*\).*/\1/p')"
  if [ -n "$version" ] && { [ "${version%%.*}" -gt 3 ] || { [ "${version%%.*}" -eq 3 ] && [ "${version#*.}" -ge 8 ]; }; }; then
    MAVEN=mvn
    return
  fi
  command -v curl >/dev/null || command -v wget >/dev/null || die "no Maven 3.8 or newer found (mvn is ${version:-missing})." \
    "The wrapper could fetch one, but neither curl nor wget is installed." \
    "Install Maven 3.8 or newer (https://maven.apache.org), or curl."
  MAVEN=./mvnw
}
