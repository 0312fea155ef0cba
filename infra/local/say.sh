# What the two commands say. Sourced.

# A step that takes a while, so that nobody wonders.
say() { printf '%s\n' "$*"; }

# One line that names what is wrong and where; then the end.
fail() {
  printf '%s: %s\n' "${COMMAND:-up}" "$*" >&2
  exit 1
}

# Runs as root: as it is, or through sudo.
as_root() {
  if [ "$EUID" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo -- "$@"
  else
    fail "$1 needs root: run as root, or install sudo."
  fi
}

# wait_until SECONDS COMMAND...: polls every 50 ms; fails once the deadline has passed.
wait_until() {
  local deadline=$((${EPOCHREALTIME/[.,]/} + $1 * 1000000))
  shift
  until "$@"; do
    [ "${EPOCHREALTIME/[.,]/}" -lt "$deadline" ] || return 1
    sleep 0.05
  done
}

# A process that is gone, or a zombie that nobody has collected yet.
is_gone() {
  local state
  state=$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null)
  [ -z "$state" ] || [ "$state" = Z ]
}

# has_ended PID: of a child; costs no process of its own.
has_ended() { ! kill -0 "$1" 2>/dev/null; }

# end_process PID SECONDS: asks with SIGTERM, and after the grace insists.
end_process() {
  kill -TERM "$1" 2>/dev/null || return 0
  wait_until "$2" is_gone "$1" || kill -KILL "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}
