"""Prints what a list and the watches after it tell: "add NAME REVISION", "update NAME REVISION", "delete NAME"."""
import os
import sys
import time
import urllib3
from kubernetes import client, config, watch

SELECTOR = "seen=yes"
config.load_kube_config(os.environ["KUBECONFIG"])
namespace = os.environ["NAMESPACE"]
core = client.CoreV1Api()
known = {}


def learn(kind, metadata):
    if kind == "DELETED":
        del known[metadata.name]
        print(f"delete {metadata.name}", flush=True)
    else:
        known[metadata.name] = metadata.resource_version
        print(f"{'add' if kind == 'ADDED' else 'update'} {metadata.name} {metadata.resource_version}", flush=True)


def list_all():
    listed = core.list_namespaced_config_map(namespace, label_selector=SELECTOR)
    for item in sorted(listed.items, key=lambda one: int(one.metadata.resource_version)):
        if known.get(item.metadata.name) != item.metadata.resource_version:
            learn("MODIFIED" if item.metadata.name in known else "ADDED", item.metadata)
    return listed.metadata.resource_version


version = None
while True:
    try:
        version = version or list_all()
        # The server ends each watch after a second; the next goes on from the last version that was seen.
        for event in watch.Watch().stream(core.list_namespaced_config_map, namespace, label_selector=SELECTOR, resource_version=version, timeout_seconds=1):
            version = event["object"].metadata.resource_version
            learn(event["type"], event["object"].metadata)
    except urllib3.exceptions.HTTPError as error:
        print(error, file=sys.stderr, flush=True)
        time.sleep(0.05)
    except client.rest.ApiException as error:
        if error.status != 410:
            raise
        print("expired", file=sys.stderr, flush=True)
        version = None
