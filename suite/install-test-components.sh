#!/usr/bin/env bash
# Installs the real components that the tests start as private processes: MariaDB, RabbitMQ, Redis, Consul and the Ceph
# RADOS gateway, and the few tools that the documented commands use. Does nothing, quickly, when all is there.
#
#   suite/install-test-components.sh            install what is missing; asks sudo for the packages when not root
#   suite/install-test-components.sh --check    only say what is missing (exit value 1 when something is)
#   suite/install-test-components.sh --bench    also what the benchmarks compare with
#
# None of the services is started by this, now or at boot. A component that an environment variable names (see
# suite/parts/README.md) is not installed.
set -euo pipefail

readonly TOOLS="${PARLEY_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/parley/tools}"
readonly POLICY=/usr/sbin/policy-rc.d
PATH="$PATH:/usr/sbin:/sbin"

say() { printf '%s\n' "$*" >&2; }
die() { say "install-test-components: $*"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# Prints the Debian packages whose programs are missing.
missing_packages() {
  if [ -z "${PARLEY_TEST_MARIADB_PRIMARY:-}" ]; then
    { has mariadbd && has mariadb-install-db; } || echo mariadb-server
  fi
  if [ -z "${PARLEY_TEST_RABBITMQ:-}" ]; then
    { [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] && has epmd; } || echo rabbitmq-server
  fi
  if [ -z "${PARLEY_TEST_REDIS:-}" ]; then
    has redis-server || echo redis-server
  fi
  if [ -z "${PARLEY_TEST_S3:-}" ]; then
    { has radosgw && has radosgw-admin; } || echo radosgw
    { has ceph-mon && has monmaptool && has ceph; } || echo ceph-mon
    has ceph-osd || echo ceph-osd
  fi
  if ! has node; then echo nodejs; fi
  if ! has npm; then echo npm; fi
  has curl || echo curl
  has jq || echo jq
  if [ "${1:-}" = --bench ]; then
    has nginx || echo nginx-light
    has openssl || echo openssl
  fi
}

consul_missing() {
  [ -z "${PARLEY_TEST_CONSUL:-}" ] && ! has consul && [ ! -x "$TOOLS/consul" ]
}

# --- as root ---------------------------------------------------------------------------------------------------------

# Installs packages without letting any of their services start.
install_packages() {
  has apt-get || die "these packages come from Debian, and this machine has no apt-get: $*"
  if [ ! -e "$POLICY" ]; then
    trap 'rm -f "$POLICY"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$POLICY"
    chmod 755 "$POLICY"
  fi
  export DEBIAN_FRONTEND=noninteractive
  say "Installing Debian packages: $*"
  apt-get -q -o Dpkg::Use-Pty=0 update </dev/null >&2 || die "apt-get update failed (see above)"
  apt-get -q -o Dpkg::Use-Pty=0 install -y --no-install-recommends "$@" </dev/null >&2 ||
    die "apt-get install failed (see above)"
  if [ -d /run/systemd/system ]; then
    # The policy keeps them from starting now; this keeps them from starting at the next boot.
    for service in mariadb rabbitmq-server redis-server ceph.target; do
      case " $* " in *" ${service%.target}"*) systemctl disable -q "$service" 2>/dev/null || true ;; esac
    done
  fi
}

# --- as anybody ------------------------------------------------------------------------------------------------------

# Consul left Debian after bullseye, and is one program file: take it from there without adding that suite to the
# machine's own sources.
install_consul() {
  say "Fetching Consul from Debian's bullseye suite into $TOOLS"
  { has apt-get && has dpkg; } || die "Consul comes as a Debian package and this machine has no apt-get; start a
Consul by hand and name it: PARLEY_TEST_CONSUL=http://127.0.0.1:8500"
  local work keyring mirror
  keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  [ -r "$keyring" ] || die "$keyring is missing: install debian-archive-keyring, or name a running Consul by PARLEY_TEST_CONSUL"
  mirror="$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Origin: Debian' 2>/dev/null |
    grep -v security | head -n 1 || true)"
  # Without package lists apt does not know yet; then what the machine is set up with says it.
  [ -n "$mirror" ] || mirror="$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -v '^[[:space:]]*#' |
    grep -oE 'https?://[^] ]+/debian/?' | grep -v security | head -n 1 || true)"
  [ -n "$mirror" ] || die "this machine names no Debian mirror to take Consul from; start a Consul by hand and name it:
PARLEY_TEST_CONSUL=http://127.0.0.1:8500"
  mkdir -p "$TOOLS"
  work="$(mktemp -d "$TOOLS/consul.XXXXXX")"
  # shellcheck disable=SC2064 # the folder of now is meant
  trap "rm -rf '$work'" EXIT
  chmod 755 "$work"
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
  echo "deb [signed-by=$keyring] $mirror bullseye main" >"$work/sources.list"
  (
    cd "$work"
    options=(-q -o Dpkg::Use-Pty=0 -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=-
      -o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/cache" -o Acquire::Languages=none
      -o APT::Sandbox::User=)
    apt-get "${options[@]}" update </dev/null >&2 && apt-get "${options[@]}" download consul </dev/null >&2 &&
      dpkg -x consul_*.deb unpacked
  ) || die "Consul cannot be had from the bullseye suite any more (see above). Start a Consul by hand and name it:
PARLEY_TEST_CONSUL=http://127.0.0.1:8500"
  mv "$work/unpacked/usr/bin/consul" "$TOOLS/consul"
  "$TOOLS/consul" version >/dev/null || die "$TOOLS/consul does not run on this machine"
}

install_packages_as_root() {
  local self
  self="$(cd "$(dirname "$0")" && pwd)/$(basename "$0")"
  if [ "$(id -u)" = 0 ]; then
    "$self" --packages "$@"
  elif has sudo && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    say "Root is needed to install these Debian packages: $*"
    sudo "$self" --packages "$@"
  else
    say "Root is needed to install these Debian packages: $*"
    say "Run this as root, then try again:"
    say "    $self --packages $*"
    exit 1
  fi
}

main() {
  local packages
  packages="$(missing_packages "$@" | tr '\n' ' ')"
  packages="${packages% }"
  case "${1:-}" in
    --packages)
      shift
      [ "$(id -u)" = 0 ] || die "--packages is for root"
      install_packages "$@"
      return
      ;;
    --check)
      if [ -n "$packages" ]; then say "missing Debian packages: $packages"; fi
      if consul_missing; then say "missing: consul"; fi
      [ -z "$packages" ] && ! consul_missing
      return
      ;;
    "" | --bench) ;;
    *) die "unknown argument $1 (none, --check or --bench)" ;;
  esac
  if [ -n "$packages" ]; then
    # shellcheck disable=SC2086 # a list of words
    install_packages_as_root $packages
    [ -z "$(missing_packages "$@")" ] ||
      die "still missing after the installation: $(missing_packages "$@" | tr '\n' ' ')"
  fi
  if consul_missing; then (install_consul); fi
}

main "$@"
