#!/usr/bin/env bash
# Breaks each quality gate once, in a scratch copy, and checks that the build fails for that reason: make gates.
# With an argument, only the gates whose name contains it.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
only=${1:-}
failed=0
passed=0

# A copy of what git tracks, as it is in the working tree.
fresh() {
  rm -rf "$scratch/copy" && mkdir "$scratch/copy"
  (cd "$root" && git ls-files -z --cached --others --exclude-standard | xargs -0 -I{} sh -c '[ -e "{}" ] && printf "%s\0" "{}"' |
    tar --null -T - -cf -) | tar -xf - -C "$scratch/copy"
  cd "$scratch/copy"
}

# gate NAME EXPECTED MODULE [MAVEN ARGUMENT…]: the build of the broken copy must fail and say EXPECTED.
gate() {
  local name=$1 expected=$2 module=$3
  shift 3
  [[ $name == *"$only"* ]] || return 0
  if mvn -B -pl "$module" -am "$@" >"$scratch/log" 2>&1; then
    echo "NOT CAUGHT  $name"
    failed=$((failed + 1))
  elif ! grep -qE "$expected" "$scratch/log"; then
    echo "OTHER CAUSE $name:"
    grep -m 3 ERROR "$scratch/log" || tail -n 3 "$scratch/log"
    failed=$((failed + 1))
  else
    echo "caught      $name: $(grep -m 1 -oE "$expected" "$scratch/log")"
    passed=$((passed + 1))
  fi
}

broken_class() { # broken_class BODY: a class in platform's id package
  cat >platform/src/main/java/dev/parley/platform/id/Broken.java <<JAVA
package dev.parley.platform.id;

final class Broken {

    private Broken() {}

$1
}
JAVA
}

compile=(compile -DskipTests)
fresh
broken_class '    static String text() { return   "a";}'
gate "formatting" "format violations" platform verify -DskipTests
fresh
broken_class '    static void refuse() {
        new IllegalStateException("not thrown");
    }'
gate "known bug pattern (Error Prone)" "\[DeadException\]" platform "${compile[@]}"
fresh
broken_class '    static String text() {
        return null;
    }'
gate "null where none may be (NullAway)" "\[NullAway\] returning @Nullable" platform "${compile[@]}"
fresh
rm platform/src/main/java/dev/parley/platform/id/package-info.java
gate "a package without @NullMarked" "\[RequireExplicitNullMarking\]" platform "${compile[@]}"
fresh
broken_class '    private static String text() {
        return "a";
    }'
gate "unused code" "\[UnusedMethod\]" platform "${compile[@]}"
fresh
broken_class '    static void text() {}'
sed -i 's/^final class Broken/import java.util.List;\n\nfinal class Broken/' platform/src/main/java/dev/parley/platform/id/Broken.java
gate "unused import" "\[RemoveUnusedImports\]" platform "${compile[@]}"
fresh
mkdir -p hash-service/src/main/java/dev/parley/hash/util
printf 'package dev.parley.hash.util;\n\n/** A drawer for everything. */\npublic final class Texts {\n\n    private Texts() {}\n}\n' \
  >hash-service/src/main/java/dev/parley/hash/util/Texts.java
printf '/** A drawer for everything. */\n@NullMarked\npackage dev.parley.hash.util;\n\nimport org.jspecify.annotations.NullMarked;\n' \
  >hash-service/src/main/java/dev/parley/hash/util/package-info.java
gate "structure (ArchUnit)" "ArchitectureTest" hash-service test -Dtest=ArchitectureTest -Dsurefire.failIfNoSpecifiedTests=false
fresh
perl -0pi -e 's/\s*<dependency>\s*<!-- The Consul client brings two versions of it. -->.*?<\/dependency>//s' pom.xml
gate "two versions of a library" "Dependency convergence error" platform validate
fresh
sed -i 's#<dependencies>#<dependencies>\n    <dependency>\n      <groupId>org.slf4j</groupId>\n      <artifactId>jcl-over-slf4j</artifactId>\n    </dependency>#' hash-service/pom.xml
gate "the same class in two libraries" "Duplicate classes found|Duplicated classes" hash-service verify -DskipTests

[ -z "$only" ] || { echo "$passed passed, $failed failed" && exit "$failed"; }
fresh
jar=hash-service/target/parley-hash-service-0.1.0-SNAPSHOT.jar
mvn -q -B -pl hash-service -am package -DskipTests >/dev/null && first=$(sha256sum <"$jar")
mvn -q -B -pl hash-service -am clean package -DskipTests >/dev/null && second=$(sha256sum <"$jar")
if [ "$first" = "$second" ]; then
  echo "caught      reproducible jars: twice ${first%% *}"
  passed=$((passed + 1))
else
  echo "NOT CAUGHT  reproducible jars: two builds differ"
  failed=$((failed + 1))
fi

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
