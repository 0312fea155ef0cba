"""Whole files of manifests."""
import os
import pathlib
from kubernetes import client, config, utils

config.load_kube_config(os.environ["KUBECONFIG"])
namespace = os.environ["NAMESPACE"]
pathlib.Path("all.yaml").write_text("""
apiVersion: v1
kind: ConfigMap
metadata: {name: first}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: second}
spec:
  replicas: 0
  selector: {matchLabels: {app: second}}
  template:
    metadata: {labels: {app: second}}
    spec: {containers: [{name: c, image: "sample:1"}]}
---
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ServiceAccount, metadata: {name: third}}
""")
made = utils.create_from_yaml(client.ApiClient(), "all.yaml", namespace=namespace)
assert [one[0].metadata.name for one in made] == ["first", "second", "third"], made
try:
    utils.create_from_yaml(client.ApiClient(), "all.yaml", namespace=namespace)
    raise AssertionError("created twice")
except utils.FailToCreateError as failure:
    assert [one.status for one in failure.api_exceptions] == [409, 409, 409]
