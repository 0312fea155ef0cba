# Debian packages, for what the two commands need and the machine lacks. Sourced after say.sh.

# Lists may never have been fetched on a fresh machine, or be too old to name files that still exist.
_refresh_package_lists() {
  as_root apt-get update -qq >&2 || fail "apt-get update failed; the lines above say why."
}

# install_packages NAME...: installs them for the whole machine.
install_packages() {
  command -v apt-get >/dev/null || fail "apt-get is missing: install $* by hand."
  say "Installing Debian's $* ..."
  local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@")
  as_root "${install[@]}" >/dev/null 2>&1 && return
  _refresh_package_lists
  as_root "${install[@]}" >&2 || fail "apt-get install $* failed; the lines above say why."
}

# unpack_package NAME FOLDER: the package's files in a folder of ours; nothing is installed.
unpack_package() {
  local name=$1 folder=$2 download
  [ -e "$folder/complete" ] && return
  command -v apt-get >/dev/null || fail "apt-get is missing: cannot fetch Debian's $name."
  rm -rf "$folder" && mkdir -p "$folder"
  download=$(mktemp -d)
  if ! (cd "$download" && apt-get download -qq "$name" >/dev/null 2>&1); then
    _refresh_package_lists
    (cd "$download" && apt-get download -qq "$name" >/dev/null) || fail "apt-get download $name failed; the lines above say why."
  fi
  dpkg -x "$download/$name"_*.deb "$folder"
  rm -rf "$download"
  : >"$folder/complete"
}
