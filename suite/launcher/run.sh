#!/usr/bin/env bash
# Builds what changed and runs the whole suite on this machine: make run.
#   PARLEY_PORT  port of the gateway on 127.0.0.1 (8080)
#   PARLEY_HOME  data directory (.parley in the project)
# With the argument "build" it only builds.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
home=${PARLEY_HOME:-$root/.parley}
modules=(platform suite/parts gateway auth-service chat-service file-service hash-service suite/launcher)
stamp=$root/suite/launcher/target/built
classpath=$root/suite/launcher/target/classpath

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

is_jdk_25() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release"
}

# Where JDKs usually are; the first of version 25 is taken. Nothing needs to be set.
find_jdk() {
  local java candidate
  if java=$(command -v java); then
    java=$(readlink -f "$java" 2>/dev/null || printf '%s' "$java")
  fi
  for candidate in "${JAVA_HOME:-}" "${java%/bin/java}" /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* \
      "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$candidate" ] && is_jdk_25 "$candidate"; then
      printf '%s' "$candidate"
      return
    fi
  done
  return 1
}

# Whether everything is built from what is there now, so that Maven need not be asked.
up_to_date() {
  [ -f "$stamp" ] && [ -f "$classpath" ] || return 1
  local module name entry
  local sources=("$root/pom.xml")
  for module in "${modules[@]}"; do
    sources+=("$root/$module/pom.xml" "$root/$module/src/main")
    name=$(basename "$module")
    compgen -G "$root/$module/target/parley-$name-*.jar" >/dev/null || return 1
  done
  local IFS=:
  for entry in $(<"$classpath"); do
    [ -f "$entry" ] || return 1
  done
  [ -z "$(find "${sources[@]}" -newer "$stamp" -print -quit)" ]
}

build() {
  command -v mvn >/dev/null || fail "Parley is built with Maven 3.8.7 or newer, and there is no mvn on the PATH: install Maven."
  local log=$home/logs/build.log begin=$SECONDS
  mkdir -p "$(dirname "$stamp")" || fail "Parley cannot be built in $root: no permission to write there."
  echo "Building what changed; the first time this takes a few minutes. Log: $log"
  touch "$stamp.begin"
  if ! (cd "$root" && JAVA_HOME=$jdk mvn -B -DskipTests -pl "$(IFS=,; echo "${modules[*]}")" -am package) >"$log" 2>&1; then
    grep '^\[ERROR\]' "$log" | head -n 20 >&2 || tail -n 20 "$log" >&2
    fail "The build failed; see $log."
  fi
  mv "$stamp.begin" "$stamp"
  echo "Built in $((SECONDS - begin)) s."
}

jdk=$(find_jdk) || fail "Parley needs a JDK of version 25, and none was found: install one (for example Temurin 25), or set JAVA_HOME to it."

(umask 077 && mkdir -p "$home/logs" 2>/dev/null && [ -w "$home/logs" ]) ||
  fail "Parley cannot write to its data directory $home: name another one with PARLEY_HOME."
up_to_date || build
[ "${1:-}" != build ] || exit 0

# With job control the launcher and its processes are a process group of their own: Ctrl-C in the terminal does not reach them
# all at once, but only this script, which tells the launcher, which stops the others in order.
set -m
"$jdk/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms32m -Xmx384m --enable-native-access=ALL-UNNAMED \
  -Dlogback.configurationFile=dev/parley/launcher/logback.xml -Dparley.launcher.log="$home/logs/launcher.log" \
  -cp "$root/suite/launcher/target/classes:$(<"$classpath")" dev.parley.launcher.Main "$root" </dev/null &
launcher=$!
trap 'kill -TERM "$launcher" 2>/dev/null || true' INT TERM HUP

status=0
while :; do
  wait "$launcher" 2>/dev/null && status=0 || status=$?
  kill -0 "$launcher" 2>/dev/null || break
done
wait "$launcher" 2>/dev/null && status=0 || status=$?
[ "$status" -ne 137 ] || echo "The launcher was killed; the next make run ends what it left behind." >&2
exit "$status"
