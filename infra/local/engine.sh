# The container engine: found, or else installed and started; stopped again by the last user of one that we started.
# Sourced after say.sh and packages.sh.

ENGINE_ADDRESS=${DOCKER_HOST:-unix:///var/run/docker.sock}
# Everyone who uses an engine that we started holds this file, shared; the last one out stops the engine.
ENGINE_FOLDER=/run/cloudorchestrator
ENGINE_ANSWER_SECONDS=10
ENGINE_START_SECONDS=60
ENGINE_STOP_SECONDS=30

# Sets ENGINE_STATE: answers, silent (connected, but no answer in time), absent, or denied.
_probe_engine() {
  local said code=0
  command -v docker >/dev/null || { ENGINE_STATE=absent; return; }
  said=$(DOCKER_HOST=$ENGINE_ADDRESS timeout "$ENGINE_ANSWER_SECONDS" docker version --format '{{.Server.Version}}' 2>&1) || code=$?
  case "$code:$said" in
    0:*) ENGINE_STATE=answers ;;
    124:*) ENGINE_STATE=silent ;;
    *"permission denied"*) ENGINE_STATE=denied ;;
    *) ENGINE_STATE=absent ;;
  esac
}

_engine_answers() { _probe_engine; [ "$ENGINE_STATE" = answers ]; }

# ensure_engine MAY_INSTALL(true|false)
ensure_engine() {
  _probe_engine
  case $ENGINE_STATE in
    answers) ;;
    silent) fail "the container engine at $ENGINE_ADDRESS does not answer within ${ENGINE_ANSWER_SECONDS} s; restart it, or name another with DOCKER_HOST." ;;
    denied) fail "no permission to use the container engine at $ENGINE_ADDRESS; run as root or with sudo." ;;
    absent) _provide_engine "$1" ;;
  esac
  _hold_engine
}

_provide_engine() {
  [ -z "${DOCKER_HOST:-}" ] || fail "no container engine answers at DOCKER_HOST=$DOCKER_HOST; start it, or unset DOCKER_HOST."
  [ "$1" = true ] || fail "no container engine answers at $ENGINE_ADDRESS, and --no-install forbids installing or starting one."
  mkdir -p "$ENGINE_FOLDER" 2>/dev/null || fail "starting a container engine needs root: run as root or with sudo."
  command -v ip >/dev/null || install_packages iproute2
  _remember_firewall
  if ! command -v dockerd >/dev/null || ! command -v docker >/dev/null || ! command -v iptables >/dev/null; then
    install_packages docker.io iptables
  fi
  say "Starting the container engine ..."
  if [ -d /run/systemd/system ]; then
    : >"$ENGINE_FOLDER/engine.systemd"
    systemctl start docker || fail "systemctl start docker failed; 'journalctl -u docker' says why."
  elif ! _engine_answers; then
    _start_engine
  fi
  wait_until "$ENGINE_START_SECONDS" _engine_answers ||
    fail "the container engine did not answer within ${ENGINE_START_SECONDS} s; $ENGINE_FOLDER/engine.log says why."
  : >"$ENGINE_FOLDER/engine.ours"
}

# Of its own session: Ctrl-C in the terminal must not reach it before its containers are removed.
_start_engine() {
  local containerd=
  # An engine takes the containerd of a crashed one for alive as long as nobody has collected the dead process.
  read -r containerd 2>/dev/null </run/docker/containerd/containerd.pid || true
  [ -z "$containerd" ] || ! is_gone "$containerd" || rm -f /run/docker/containerd/containerd.pid
  (
    # It must not hold itself.
    [ -z "${ENGINE_HOLD:-}" ] || exec {ENGINE_HOLD}<&-
    exec setsid dockerd --pidfile "$ENGINE_FOLDER/engine.pid" >>"$ENGINE_FOLDER/engine.log" 2>&1 </dev/null
  ) &
  disown
}

# Starts the engine again if it is one that we started and it ended; systemd looks after its own.
revive_engine() {
  [ -n "${ENGINE_HOLD:-}" ] && [ ! -e "$ENGINE_FOLDER/engine.systemd" ] && _engine_has_ended || return 0
  local lock
  exec {lock}>"$ENGINE_FOLDER/restart.lock"
  flock "$lock"
  # Another of its users may have been faster.
  if _engine_has_ended; then
    say "The container engine ended unasked; starting it again ($ENGINE_FOLDER/engine.log says why)."
    _start_engine
    wait_until "$ENGINE_START_SECONDS" _engine_answers ||
      say "The container engine does not answer; trying again ($ENGINE_FOLDER/engine.log says why)."
  fi
  exec {lock}>&-
}

_engine_has_ended() {
  local pid=
  read -r pid 2>/dev/null <"$ENGINE_FOLDER/engine.pid" || true
  [ -z "$pid" ] || has_ended "$pid"
}

_hold_engine() {
  [ -e "$ENGINE_FOLDER/engine.ours" ] || return 0
  exec {ENGINE_HOLD}<"$ENGINE_FOLDER/engine.ours"
  flock --shared "$ENGINE_HOLD"
}

# Stops the engine if one of our commands started it and this was its last user.
release_engine() {
  [ -n "${ENGINE_HOLD:-}" ] || return 0
  flock --exclusive --nonblock "$ENGINE_HOLD" || return 0
  [ -z "$(DOCKER_HOST=$ENGINE_ADDRESS docker ps -q 2>/dev/null)" ] || return 0
  say "Stopping the container engine ..."
  if [ -e "$ENGINE_FOLDER/engine.systemd" ]; then
    systemctl stop docker.socket docker containerd
  else
    local pid
    pid=$(cat "$ENGINE_FOLDER/engine.pid" 2>/dev/null) && end_process "$pid" "$ENGINE_STOP_SECONDS"
  fi
  _restore_firewall
  rm -rf "$ENGINE_FOLDER"
  exec {ENGINE_HOLD}<&-
  ENGINE_HOLD=
}

# Docker leaves its bridge, its chains, a changed FORWARD policy and folders below /run behind when it stops: they go, everything else stays.
_remember_firewall() {
  local folder
  for folder in docker containerd; do
    [ -e "/run/$folder" ] || : >"$ENGINE_FOLDER/no-run-$folder"
  done
  cat /proc/sys/net/ipv4/ip_forward >"$ENGINE_FOLDER/ip_forward"
  if command -v iptables >/dev/null; then
    iptables -S FORWARD 2>/dev/null | sed -n 's/^-P FORWARD //p' >"$ENGINE_FOLDER/forward-policy"
  fi
}

_restore_firewall() {
  local table rule chain
  for table in filter nat; do
    while read -r rule; do
      # shellcheck disable=SC2086 # a rule is words
      iptables -t "$table" -D ${rule#-A }
    done < <(iptables -t "$table" -S 2>/dev/null | grep -E '^-A .*(DOCKER|docker0)|^-A POSTROUTING .*docker0')
    while read -r chain; do
      iptables -t "$table" -F "$chain" && iptables -t "$table" -X "$chain"
    done < <(iptables -t "$table" -S 2>/dev/null | sed -n 's/^-N \(DOCKER.*\)/\1/p')
  done
  [ "$(cat "$ENGINE_FOLDER/forward-policy" 2>/dev/null)" = DROP ] || iptables -P FORWARD ACCEPT
  cat "$ENGINE_FOLDER/ip_forward" >/proc/sys/net/ipv4/ip_forward
  ip link delete docker0 2>/dev/null || true
  local folder
  for folder in docker containerd; do
    [ ! -e "$ENGINE_FOLDER/no-run-$folder" ] || rm -rf "/run/$folder"
  done
}
