# The image cloudorchestrator/sample:1, made on this machine: no registry is needed for a first try, nor for the tests.
# Sourced after say.sh, packages.sh and engine.sh.

SAMPLE_IMAGE=cloudorchestrator/sample:1

# ensure_sample_image MAY_INSTALL(true|false)
ensure_sample_image() {
  local recipe
  recipe=$(sha256sum "$ROOT/infra/local/sample-image.sh" | cut -c1-16)
  [ "$(_docker image inspect --format '{{index .Config.Labels "recipe"}}' "$SAMPLE_IMAGE" 2>/dev/null)" != "$recipe" ] || return 0
  say "Building the image $SAMPLE_IMAGE ..."
  local busybox files
  busybox=$(static_busybox "$1") || exit 1
  files=$(mktemp -d)
  mkdir -p "$files"/{bin,etc,proc,root,sys,tmp,var/log,www/cgi-bin}
  cp "$busybox" "$files/bin/busybox"
  local applet
  for applet in $("$busybox" --list | grep -vx busybox); do
    ln -s busybox "$files/bin/$applet"
  done
  printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$files/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$files/etc/group"
  # httpd answers a request for / with what this prints.
  printf '#!/bin/sh\nprintf "Content-Type: text/plain\\r\\n\\r\\n"\nhostname\n' >"$files/www/cgi-bin/index.cgi"
  # A first process ignores SIGTERM unless it asks for it; without the trap each pod would use up its whole grace period.
  printf '#!/bin/sh\ntrap "exit 0" TERM INT\nhttpd -f -v -p "${PORT:-8080}" -h /www &\necho "serving on port ${PORT:-8080}"\nwait $!\n' >"$files/bin/serve"
  chmod 755 "$files/www/cgi-bin/index.cgi" "$files/bin/serve"
  chmod 1777 "$files/tmp"
  tar -C "$files" --owner=0 --group=0 -c . |
    _docker import --change 'CMD ["/bin/serve"]' --change 'EXPOSE 8080' --change 'ENV PATH=/bin' --change "LABEL recipe=$recipe" - "$SAMPLE_IMAGE" >/dev/null ||
    fail "docker import of $SAMPLE_IMAGE failed."
  rm -rf "$files"
}

_docker() { DOCKER_HOST=$ENGINE_ADDRESS docker "$@"; }

# The machine's own if it is statically linked, else Debian's, unpacked beside the build.
static_busybox() {
  if [ -x /bin/busybox ] && ! ldd /bin/busybox >/dev/null 2>&1; then
    echo /bin/busybox
    return
  fi
  local unpacked=$ROOT/artifacts/busybox-static
  [ "$1" = true ] || [ -e "$unpacked/complete" ] || fail "--sample needs Debian's busybox-static, and --no-install forbids fetching it."
  unpack_package busybox-static "$unpacked"
  echo "$unpacked/bin/busybox"
}
