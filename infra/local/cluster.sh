# The single-machine cluster: control plane and agent, from start to end. Sourced after the other files here.

READY_SECONDS=60
# Longer than the agent's and the control plane's own grace.
STOP_SECONDS=15
# Longer than the emulator's own: it writes what it holds.
STORAGE_STOP_SECONDS=45
# Between two looks at what runs.
LOOK_SECONDS=2

# Longest that what a former ./up has started may take to end after it.
LEFTOVER_SECONDS=45

_take_data_folder() { flock --exclusive --nonblock "$DATA_HOLD"; }

# Holds the data folder for as long as this script lives.
hold_data_folder() {
  mkdir -p "$DATA" 2>/dev/null || fail "--data $DATA: the folder cannot be made."
  DATA=$(cd "$DATA" && pwd) || fail "--data $DATA: the folder cannot be entered."
  # Whoever calls sudo owns what he is to read; the secrets inside have modes of their own.
  [ -z "${SUDO_UID:-}" ] || chown "$SUDO_UID:${SUDO_GID:-$SUDO_UID}" "$DATA"
  exec {DATA_HOLD}>>"$DATA/up.pid" || fail "--data $DATA: the folder cannot be written."
  # What an ./up that is gone has started may still be ending.
  _take_data_folder || { is_gone "$(cat "$DATA/up.pid")" && wait_until "$LEFTOVER_SECONDS" _take_data_folder; } ||
    fail "--data $DATA: another ./up holds this folder (process $(cat "$DATA/up.pid")); stop it first, or name another folder."
  printf '%s\n' $$ >"$DATA/up.pid"
  LOGS=$DATA/logs
  mkdir -p "$LOGS"
}

# A kubeconfig of somebody else's is not written over.
check_kubeconfig() {
  KUBECONFIG_FILE=${KUBECONFIG_FILE:-$DATA/kubeconfig}
  [ -d "$(dirname "$KUBECONFIG_FILE")" ] || fail "--kubeconfig $KUBECONFIG_FILE: the folder does not exist."
  [ ! -d "$KUBECONFIG_FILE" ] || fail "--kubeconfig $KUBECONFIG_FILE: this is a folder."
  [ ! -s "$KUBECONFIG_FILE" ] || grep -q 'current-context: cloudorchestrator$' "$KUBECONFIG_FILE" ||
    fail "--kubeconfig $KUBECONFIG_FILE: this file was not written by ./up; move it away, or name another."
}

_keep_old_log() { [ ! -s "$LOGS/$1.log" ] || mv -f "$LOGS/$1.log" "$LOGS/$1.old.log"; }

_start_control_plane() {
  [ "$AZURE" = false ] || { _start_functions_app; return; }
  # The folder's own settings spare the memory and the start of small instances. One machine has memory for a youngest generation of 16 MiB, which is
  # collected less often, and runs long enough for code that is compiled once more by what it was seen to do.
  start control-plane env -u KUBECONFIG DOTNET_GCGen0MaxBudget=0x1000000 DOTNET_TieredPGO=1 "$BUILD/host/CloudOrchestrator.Host" serve \
    --data "$DATA" --listen "$LISTEN" --kubeconfig "$KUBECONFIG_FILE" --node-name "$NODE" --store "$STORE" ${ENCRYPTION:+--encryption-provider-config "$ENCRYPTION"}
}

_start_agent() {
  # The store's key is the control plane's alone.
  start agent env -u CLOUDORCHESTRATOR_CONNECTION_STRING "$BUILD/agent/CloudOrchestrator.Agent" run \
    --kubeconfig "$DATA/agent.kubeconfig" --node-name "$NODE" --data "$DATA/agent" \
    --docker-host "$ENGINE_ADDRESS" --node-api-listen 127.0.0.1:0 --pki "$DATA/pki" ${DOORBELL:+--doorbell "$DOORBELL"}
}

# The control plane writes the agent's kubeconfig and then the administrator's when it serves, or says by their times that they are right.
_control_plane_settled() {
  [ "$AZURE" = false ] || { is_gone "$control_plane_PID" || grep -q '^Serving ' "$LOGS/control-plane.log"; return; }
  is_gone "$control_plane_PID" ||
    { [ -s "$DATA/agent.kubeconfig" ] && [ "$(stat -c %Y "$DATA/agent.kubeconfig")" -gt 0 ] && [ -s "$KUBECONFIG_FILE" ] && [ ! "$KUBECONFIG_FILE" -ot "$DATA/agent.kubeconfig" ]; }
}

# Fills the store from a backup, if it was not before.
restore_cluster() {
  say "Restoring $1 ..."
  "$BUILD/host/CloudOrchestrator.Host" restore --file "$1" --data "$DATA" --store "$STORE" \
    ${ENCRYPTION:+--encryption-provider-config "$ENCRYPTION"} >"$LOGS/restore.log" 2>&1 ||
    fail "--restore: $(_last_words restore)"
  say "$(_last_words restore)"
}

# The program with its further commands, for as long as it is of this build.
link_program() { ln -sfn "$BUILD/host/CloudOrchestrator.Host" "$DATA/cloud-orchestrator"; }

start_cluster() {
  NODE=$(printf '%s' "${HOSTNAME,,}" | tr -c 'a-z0-9.-' -)
  _keep_old_log control-plane
  _keep_old_log agent
  link_program
  say "Starting the control plane ..."
  # What an earlier one said counts for nothing. It stays there: on a full disk there is no room for another.
  touch -cd @0 "$DATA/agent.kubeconfig" 2>/dev/null || rm -f "$DATA/agent.kubeconfig"
  _start_control_plane
  wait_until "$READY_SECONDS" _control_plane_settled ||
    fail "the control plane did not serve within $READY_SECONDS s; $LOGS/control-plane.log says why."
  if is_gone "$control_plane_PID"; then
    fail "$(_last_words control-plane)"
  fi
  SERVER=$(sed -n 's/^ *server: //p' "$KUBECONFIG_FILE")
  # Should it have to start again, then where its clients look for it.
  LISTEN=${LISTEN%:*}:${SERVER##*:}
  [ -z "${SUDO_UID:-}" ] || chown "$SUDO_UID:${SUDO_GID:-$SUDO_UID}" "$KUBECONFIG_FILE"
  [ "$NODES" -eq 1 ] || return 0
  [ "$AZURE" = false ] || write_doorbell
  say "Starting the agent of node $NODE ..."
  _start_agent
  wait_until "$READY_SECONDS" _agent_settled ||
    fail "the agent did not register its node within $READY_SECONDS s; $LOGS/agent.log says why."
  if is_gone "$agent_PID"; then
    fail "$(_last_words agent)"
  fi
}

_agent_settled() { is_gone "$agent_PID" || grep -q 'Registered node' "$LOGS/agent.log"; }

# The one line with which a process that could not start said why.
_last_words() {
  local line
  line=$(grep -v '^[[:space:]]*$' "$LOGS/$1.log" | tail -n 1)
  printf '%s' "${line:-the $1 ended without a word; see $LOGS/$1.log}" | sed "s/^${1/-/ }: //"
}

# Starts again what ended, until this script is told to stop. It also looks by itself now and then:
# `wait -n` misses a child that ends while another's end is being dealt with, and the engine is no child of ours.
supervise() {
  while true; do
    if [ -n "${storage_PID:-}" ] && has_ended "$storage_PID"; then
      say "The storage account ended unasked; starting it again ($LOGS/storage.log says why)."
      back_off storage
      restart_storage
    fi
    if has_ended "$control_plane_PID"; then
      say "The control plane ended unasked; starting it again ($LOGS/control-plane.log says why)."
      back_off control-plane
      _start_control_plane
    fi
    if [ -n "${agent_PID:-}" ] && has_ended "$agent_PID"; then
      say "The agent ended unasked; starting it again ($LOGS/agent.log says why)."
      back_off agent
      _start_agent
    fi
    [ "$NODES" -eq 0 ] || revive_engine
    sleep "$LOOK_SECONDS" &
    LOOK_PID=$!
    wait -n ${storage_PID:+"$storage_PID"} "$control_plane_PID" ${agent_PID:+"$agent_PID"} "$LOOK_PID" || true
    kill "$LOOK_PID" 2>/dev/null || true
  done
}

# The agent first, so that nothing is started again; then its containers; then what it reports to.
stop_cluster() {
  [ -z "${LOOK_PID:-}" ] || kill "$LOOK_PID" 2>/dev/null || true
  if [ -n "${agent_PID:-}" ]; then
    end_process "$agent_PID" "$STOP_SECONDS"
    if [ "$KEEP" = true ]; then
      say "The pods keep running; the next ./up with this data adopts them."
    else
      say "Removing the containers ..."
      "$BUILD/agent/CloudOrchestrator.Agent" cleanup --node-name "$NODE" --data "$DATA/agent" --docker-host "$ENGINE_ADDRESS" \
        --pki "$DATA/pki" >>"$LOGS/agent.log" 2>&1 ||
        say "Some containers could not be removed: $(_last_words agent)"
    fi
  fi
  [ -z "${control_plane_PID:-}" ] || end_process "$control_plane_PID" "$STOP_SECONDS"
  [ -z "${storage_PID:-}" ] || end_process "$storage_PID" "$STORAGE_STOP_SECONDS"
}
