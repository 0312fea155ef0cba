# kubectl for the tests, where none is on PATH. Sourced after say.sh and packages.sh.

# ensure_kubectl MAY_INSTALL(true|false): Debian's, unpacked under artifacts/, in front of PATH only where PATH has none.
ensure_kubectl() {
  DEBIAN_KUBECTL=$ROOT/artifacts/kubectl-debian/usr/bin
  if [ ! -x "$DEBIAN_KUBECTL/kubectl" ] && [ "$1" = true ]; then
    say "Fetching Debian's kubectl ..."
    # With another at hand the tests do without, and say so.
    (unpack_package kubernetes-client "$ROOT/artifacts/kubectl-debian") || command -v kubectl >/dev/null || exit 1
  fi
  command -v kubectl >/dev/null || PATH=$PATH:$DEBIAN_KUBECTL
}
