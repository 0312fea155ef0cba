#!/usr/bin/env bash
# Runs ./up where no container engine answers, in network and mounts of its own, and compares the machine before and after.
# unshare --mount --net own-engine.sh ROOT KUBECTL DATA ENDING      ENDING: ctrl-c, TERM or HUP
set -euo pipefail
root=$1 kubectl=$2 data=$3 ending=$4
export KUBECONFIG=$data/kubeconfig
unset DOCKER_HOST

await() { # SECONDS WHAT COMMAND...
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || { echo "never came: $what"; last_words; exit 1; }
    sleep 0.2
  done
}

# What is known of a failure: the folder goes with the test.
last_words() {
  cat "$data.log"
  "$kubectl" get nodes,pods,events -o wide 2>&1 || true
  "$kubectl" get pods -o 'jsonpath={range .items[*]}{.metadata.name}{" "}{.status}{"\n"}{end}' 2>&1 || true
  docker ps --all 2>&1 || true
  tail -n 60 "$data"/logs/*.log /run/cloudorchestrator/engine.log 2>&1 || true
}

machine() {
  iptables-save | grep -v -E '^(#|\*|COMMIT|:(INPUT|FORWARD|OUTPUT|PREROUTING|POSTROUTING) ACCEPT)' || true
  ip route
  ip -o link | cut -d: -f2
  ls /run
  cat /proc/sys/net/ipv4/ip_forward
  pgrep -af "$data/|cloudorchestrator/engine.pid" | grep -v own-engine.sh || true
}

has_pods() { [ "$("$kubectl" get pods -l app=web -o 'jsonpath={.items[*].status.containerStatuses[*].restartCount}')" = "$1" ] && "$kubectl" wait --for=condition=Ready pod -l app=web --timeout=1s; }

mount --make-rprivate /
mount -t tmpfs tmpfs /run
mkdir /run/lock
mkdir -p /var/lib/docker
mount -t tmpfs tmpfs /var/lib/docker
ip link set lo up

before=$(machine)
# A process group of its own that Ctrl-C can reach, as in a terminal.
setsid env --default-signal=INT "$root/up" --sample --data "$data" --listen 127.0.0.1:0 >"$data.log" 2>&1 </dev/null &
up=$!
await 240 "the cluster is up" grep -q 'The cluster is up' "$data.log"
grep -q 'Starting the container engine' "$data.log"
"$kubectl" create deployment web --image=cloudorchestrator/sample:1 --replicas=2
"$kubectl" rollout status deployment/web --timeout=60s

kill -KILL "$(cat /run/cloudorchestrator/engine.pid)"
await 30 "./up says that the engine ended" grep -q 'The container engine ended unasked' "$data.log"
await 120 "the pods run again" has_pods "1 1"

case $ending in
  ctrl-c) kill -INT -- "-$up" ;;
  *) kill -"$ending" "$up" ;;
esac
wait "$up"
after=$(machine)
diff <(printf '%s\n' "$before") <(printf '%s\n' "$after")
echo "nothing is left"
