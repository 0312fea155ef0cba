"""The dynamic client: any kind, found through discovery."""
import json
import os
from kubernetes import client, config, dynamic
from kubernetes.client.rest import ApiException
from kubernetes.dynamic import exceptions

namespace = os.environ["NAMESPACE"]
kubernetes = dynamic.DynamicClient(config.new_client_from_config(os.environ["KUBECONFIG"]))
assert kubernetes.version["kubernetes"]["major"] == "1"

maps = kubernetes.resources.get(api_version="v1", kind="ConfigMap")
assert maps.namespaced and "patch" in maps.verbs
assert kubernetes.resources.get(api_version="apps/v1", kind="Deployment").subresources["scale"] is not None
try:
    kubernetes.resources.get(api_version="v1", kind="Nothing")
    raise AssertionError("found")
except exceptions.ResourceNotFoundError:
    pass

body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}, "data": {"a": "1"}}
assert maps.create(body=body, namespace=namespace).data.a == "1"
try:
    maps.create(body=body, namespace=namespace)
    raise AssertionError("created twice")
except exceptions.ConflictError:
    pass

patched = maps.patch(body={"metadata": {"name": "settings"}, "data": {"b": "2"}}, namespace=namespace)
assert patched.to_dict()["data"] == {"a": "1", "b": "2"}
patched = maps.patch(body={"metadata": {"name": "settings"}, "data": {"a": None}}, namespace=namespace, content_type="application/merge-patch+json")
assert patched.to_dict()["data"] == {"b": "2"}
patched = maps.patch(body=[{"op": "add", "path": "/data/c", "value": "3"}], name="settings", namespace=namespace, content_type="application/json-patch+json")
assert patched.to_dict()["data"] == {"b": "2", "c": "3"}
# This release of the client sends an applied configuration only as text.
applied = maps.server_side_apply(body=json.dumps({**body, "data": {"d": "4"}}), name="settings", namespace=namespace, field_manager="tester")
assert applied.data.d == "4" and "tester" in [entry.manager for entry in applied.metadata.managedFields]
try:
    maps.server_side_apply(body=json.dumps({**body, "data": {"d": "5"}}), name="settings", namespace=namespace, field_manager="other")
    raise AssertionError("no conflict")
except exceptions.ConflictError:
    pass
assert maps.server_side_apply(body=json.dumps({**body, "data": {"d": "5"}}), name="settings", namespace=namespace, field_manager="other", force_conflicts=True).data.d == "5"

read = maps.get(name="settings", namespace=namespace)
replaced = maps.replace(body={**read.to_dict(), "data": {"e": "6"}}, namespace=namespace)
assert replaced.to_dict()["data"] == {"e": "6"}
listed = maps.get(namespace=namespace, field_selector="metadata.name=settings")
assert listed.kind == "ConfigMapList" and [item.metadata.name for item in listed.items] == ["settings"]

# A watch that begins at a version.
seen = []
maps.patch(body={"metadata": {"name": "settings"}, "data": {"f": "7"}}, namespace=namespace)
maps.delete(name="settings", namespace=namespace)
for event in maps.watch(namespace=namespace, resource_version=replaced.metadata.resourceVersion, field_selector="metadata.name=settings", timeout=2):
    seen.append((event["type"], event["object"].metadata.name))
assert seen == [("MODIFIED", "settings"), ("DELETED", "settings")], seen

# A kind of one's own.
group = f"{namespace}.example.com"
definitions = kubernetes.resources.get(api_version="apiextensions.k8s.io/v1", kind="CustomResourceDefinition")
definitions.create(body={
    "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": f"widgets.{group}"},
    "spec": {"group": group, "scope": "Namespaced", "names": {"plural": "widgets", "kind": "Widget"}, "versions": [{
        "name": "v1", "served": True, "storage": True, "subresources": {"status": {}},
        "schema": {"openAPIV3Schema": {"type": "object", "properties": {
            "spec": {"type": "object", "properties": {"size": {"type": "integer", "default": 1}}},
            "status": {"type": "object", "properties": {"ready": {"type": "boolean"}}}}}}}]}})
for event in definitions.watch(field_selector=f"metadata.name=widgets.{group}", timeout=20):
    # A definition that is just made has `conditions: null`, as Kubernetes writes it.
    if "Established" in [condition.type for condition in (event["object"].status or {}).get("conditions") or [] if condition.status == "True"]:
        break
else:
    raise AssertionError("not established within 20 s")
widgets = kubernetes.resources.get(api_version=f"{group}/v1", kind="Widget")
widget = widgets.create(body={"apiVersion": f"{group}/v1", "kind": "Widget", "metadata": {"name": "one"}}, namespace=namespace)
widget = widgets.patch(body={"metadata": {"name": "one"}, "spec": {}}, namespace=namespace, content_type="application/merge-patch+json")
assert widget.spec.size == 1
status = widgets.status.patch(body={"metadata": {"name": "one"}, "status": {"ready": True}}, namespace=namespace, content_type="application/merge-patch+json")
assert status.status.ready is True
definitions.delete(name=f"widgets.{group}")
