# An image registry for the tests, where the machine has none. Sourced after say.sh and packages.sh.

# ensure_registry MAY_INSTALL(true|false): Debian's, unpacked under artifacts/; nothing is installed.
ensure_registry() {
  if ! command -v docker-registry >/dev/null && [ ! -e "$ROOT/artifacts/docker-registry/complete" ] && [ "$1" = true ]; then
    say "Fetching Debian's docker-registry ..."
    unpack_package docker-registry "$ROOT/artifacts/docker-registry"
  fi
}
