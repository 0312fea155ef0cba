# Keeps a process running. Sourced after say.sh.

# A process that lasted this long starts again at once; one that fails sooner waits longer each time.
HEALTHY_SECONDS=10
BACKOFF_MAX_SECONDS=10

# start NAME COMMAND...: starts it, its output in $LOGS/NAME.log, its number in the variable NAME_PID.
# It has a session of its own, so that Ctrl-C reaches this script alone, which ends things in their order;
# and the kernel ends it when this script is gone, however that happened.
start() {
  local name=$1
  shift
  setsid setpriv --pdeathsig TERM "$@" >>"$LOGS/$name.log" 2>&1 </dev/null &
  printf -v "${name//-/_}_PID" '%s' $!
  printf -v "${name//-/_}_SINCE" '%s' "$SECONDS"
}

# back_off NAME: waits before the next start if the last one did not last, twice as long each time.
back_off() {
  local since=${1//-/_}_SINCE delay=${1//-/_}_DELAY
  if [ $((SECONDS - ${!since})) -ge "$HEALTHY_SECONDS" ]; then
    printf -v "$delay" '%s' 0
    return
  fi
  local seconds=${!delay:-0}
  [ "$seconds" -eq 0 ] || sleep "$seconds"
  seconds=$((seconds == 0 ? 1 : seconds * 2))
  printf -v "$delay" '%s' "$((seconds < BACKOFF_MAX_SECONDS ? seconds : BACKOFF_MAX_SECONDS))"
}
