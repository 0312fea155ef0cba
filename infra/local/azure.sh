# A cluster whose control plane runs as in Azure: a storage account, an Event Grid topic and a Functions app on this machine.
# Sourced after say.sh, build.sh, supervise.sh and cluster.sh.

STORAGE_SECONDS=120

# Builds the doubles of Azure once for each state of their sources, and sets LOCAL_AZURE to their folder.
ensure_local_azure() {
  local fingerprint folders=(tests/LocalAzure tests/LocalAzure.EventGrid tests/LocalAzure.Functions tests/Azurite functions/Store functions/Store.AzureTables agent/Doorbells)
  fingerprint=$(fingerprint_of "${folders[@]}" infra/azure/event-subscriptions.json)
  LOCAL_AZURE=$ROOT/artifacts/local-azure/$fingerprint
  mkdir -p "$ROOT/artifacts/local-azure"
  exec {LOCAL_AZURE_LOCK}>"$ROOT/artifacts/local-azure/build.lock"
  flock "$LOCAL_AZURE_LOCK"
  if [ ! -e "$LOCAL_AZURE/complete" ]; then
    say "Building the doubles of Azure (once for each change of their sources) ..."
    rm -rf "$LOCAL_AZURE"
    publish tests/LocalAzure "$LOCAL_AZURE"
    : >"$LOCAL_AZURE/complete"
  fi
  exec {LOCAL_AZURE_HOLD}<"$LOCAL_AZURE/complete"
  flock --shared "$LOCAL_AZURE_HOLD"
  remove_builds_beside "$LOCAL_AZURE"
  exec {LOCAL_AZURE_LOCK}>&-
}

# ensure_azurite MAY_INSTALL(true|false): the storage emulator for the tests, whose clusters install nothing; without it they say what is missing.
ensure_azurite() {
  [ "$1" = false ] || "$LOCAL_AZURE/CloudOrchestrator.LocalAzure" install || say "Going on without the storage emulator."
}

# Secrets of the cluster and of the account lie here.
guard_data_folder() { chmod 700 "$DATA"; }

_start_storage() {
  rm -f "$DATA/storage.connection"
  start storage "$LOCAL_AZURE/CloudOrchestrator.LocalAzure" storage --data "$DATA" $([ "$MAY_INSTALL" = true ] || printf -- --no-install)
}

_storage_settled() { is_gone "$storage_PID" || [ -s "$DATA/storage.connection" ]; }

# Starts the storage account, and names it to what is started next.
start_storage() {
  _keep_old_log storage
  say "Starting the storage account ..."
  _start_storage
  wait_until "$STORAGE_SECONDS" _storage_settled || fail "the storage account did not serve within $STORAGE_SECONDS s; $LOGS/storage.log says why."
  ! is_gone "$storage_PID" || fail "$(_last_words storage)"
  STORE=azure-tables
  CLOUDORCHESTRATOR_CONNECTION_STRING=$(cat "$DATA/storage.connection")
  export CLOUDORCHESTRATOR_CONNECTION_STRING
}

# The storage account that ended comes back on other ports, so all that uses it starts again with it.
restart_storage() {
  _start_storage
  wait_until "$STORAGE_SECONDS" _storage_settled || return 0
  [ -s "$DATA/storage.connection" ] || return 0
  CLOUDORCHESTRATOR_CONNECTION_STRING=$(cat "$DATA/storage.connection")
  end_process "$control_plane_PID" "$STOP_SECONDS"
  _start_control_plane
  [ -z "${agent_PID:-}" ] || { write_doorbell; end_process "$agent_PID" "$STOP_SECONDS"; _start_agent; }
}

_start_functions_app() {
  start control-plane "$LOCAL_AZURE/CloudOrchestrator.LocalAzure" serve \
    --app "$BUILD/host" --data "$DATA" --port "${LISTEN##*:}" --kubeconfig "$KUBECONFIG_FILE" --node-name "$NODE" --instances "$INSTANCES"
}

# The credential with which the node beats and is rung; it reaches its own row alone.
write_doorbell() {
  DOORBELL=$DATA/doorbell
  "$BUILD/host/CloudOrchestrator.Host" doorbell --node "$NODE" --file "$DOORBELL" --store azure-tables >>"$LOGS/storage.log" 2>&1 ||
    fail "the node's doorbell could not be made; $LOGS/storage.log says why."
}

# faketime_library MAY_INSTALL(true|false): what gives a process another clock, for the tests; of Debian's package, unpacked beside the build.
faketime_library() {
  local unpacked=$ROOT/artifacts/libfaketime
  # Without it the tests that need it skip, and say so; in CI that fails.
  [ "$1" = true ] || [ -e "$unpacked/complete" ] || return 0
  (unpack_package libfaketime "$unpacked") || return 0
  find "$unpacked" -name libfaketimeMT.so.1
}
