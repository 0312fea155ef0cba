# Clients of other languages for the tests, where the machine has none. Sourced after say.sh and packages.sh.

# ensure_clients MAY_INSTALL(true|false): Debian's Python client and Ansible's Kubernetes modules; without them their tests skip, and say so; in CI that fails.
ensure_clients() {
  local modules=/usr/lib/python3/dist-packages missing=()
  [ -d "$modules/kubernetes" ] || missing+=(python3-kubernetes)
  [ -d "$modules/ansible_collections/kubernetes/core" ] || missing+=(ansible python3-jsonpatch)
  [ ${#missing[@]} -gt 0 ] && [ "$1" = true ] || return 0
  (install_packages "${missing[@]}") || say "Going on without ${missing[*]}."
}
