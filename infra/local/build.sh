# Builds what ./up runs. Sourced after say.sh.

# No build server may outlive the command.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

# Names, times and sizes of all that a build reads: asking this costs milliseconds, asking the build costs seconds.
fingerprint_of() {
  (cd "$ROOT" && find "$@" *.props global.json host.json BannedSymbols.txt \
    \( -name bin -o -name obj \) -prune -o -type f ! -name packages.lock.json -printf '%p %T@ %s\n' | LC_ALL=C sort | sha256sum | cut -c1-16)
}

# Publishes the control plane and the agent once for each state of the sources, and sets BUILD to their folder.
# A folder of its own for each state: the binaries of a running cluster are never written over.
ensure_build() {
  command -v dotnet >/dev/null || fail "dotnet is missing: install the .NET 10 SDK."
  local fingerprint
  fingerprint=$(fingerprint_of functions agent)
  BUILD=$ROOT/artifacts/up/$fingerprint
  mkdir -p "$ROOT/artifacts/up" || fail "$ROOT/artifacts/up: cannot be made."
  exec {BUILD_LOCK}>"$ROOT/artifacts/up/build.lock"
  flock "$BUILD_LOCK"
  if [ ! -e "$BUILD/complete" ]; then
    say "Building (once for each change of the sources; about a minute) ..."
    rm -rf "$BUILD"
    # The folder that is deployed as a Functions app is all that one machine needs, too.
    publish functions/Host "$BUILD/host" -p:PublishForFunctions=true
    publish agent/Agent "$BUILD/agent" -p:PublishForMachine=true
    : >"$BUILD/complete"
  fi
  exec {BUILD_HOLD}<"$BUILD/complete"
  flock --shared "$BUILD_HOLD"
  remove_builds_beside "$BUILD"
  exec {BUILD_LOCK}>&-
}

# publish PROJECT FOLDER [PROPERTY...]
publish() {
  local log=$ROOT/artifacts/up/build.log
  mkdir -p "$ROOT/artifacts/up"
  (cd "$ROOT" && dotnet publish "$1" --configuration Release "${@:3}" --output "$2" -nodeReuse:false -v quiet) >"$log" 2>&1 && return
  grep -E 'error|warning' "$log" | sort -u | head -20 >&2
  fail "the build of $1 failed; $log has it all."
}

# remove_builds_beside FOLDER: builds of other states go, unless a running cluster holds them.
remove_builds_beside() {
  local other
  for other in "$(dirname "$1")"/*/; do
    other=${other%/}
    [ "$other" != "$1" ] || continue
    [ ! -e "$other/complete" ] || flock --exclusive --nonblock "$other/complete" true || continue
    rm -rf "$other"
  done
}
