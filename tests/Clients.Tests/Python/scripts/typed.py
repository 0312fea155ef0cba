"""The generated clients of the groups."""
import os
from kubernetes import client, config, watch
from kubernetes.client.rest import ApiException

config.load_kube_config(os.environ["KUBECONFIG"])
namespace = os.environ["NAMESPACE"]
core, apps, batch = client.CoreV1Api(), client.AppsV1Api(), client.BatchV1Api()


def fails(code, call, *arguments, **options):
    try:
        call(*arguments, **options)
    except ApiException as error:
        assert error.status == code, error
        return error
    raise AssertionError(f"no {code}")


assert client.VersionApi().get_code().major == "1"
assert "apps" in [group.name for group in client.ApisApi().get_api_versions().groups]
assert "pods/status" in [resource.name for resource in core.get_api_resources().resources]

# Create, read, replace, patch, delete.
settings = core.create_namespaced_config_map(namespace, client.V1ConfigMap(metadata=client.V1ObjectMeta(name="settings"), data={"a": "1"}))
assert settings.metadata.creation_timestamp.tzinfo is not None
fails(409, core.create_namespaced_config_map, namespace, client.V1ConfigMap(metadata=client.V1ObjectMeta(name="settings")))
settings.data["a"] = "2"
replaced = core.replace_namespaced_config_map("settings", namespace, settings)
assert replaced.data == {"a": "2"}
fails(409, core.replace_namespaced_config_map, "settings", namespace, settings)
assert core.patch_namespaced_config_map("settings", namespace, {"data": {"b": "3"}}).data == {"a": "2", "b": "3"}
assert core.patch_namespaced_config_map("settings", namespace, [{"op": "remove", "path": "/data/a"}]).data == {"b": "3"}
assert core.patch_namespaced_config_map("settings", namespace, {"data": {"c": "4"}}, dry_run="All").data == {"b": "3", "c": "4"}
assert core.read_namespaced_config_map("settings", namespace).data == {"b": "3"}
invalid = fails(422, core.create_namespaced_config_map, namespace, client.V1ConfigMap(metadata=client.V1ObjectMeta(name="Not_Valid")))
assert '"reason":"Invalid"' in invalid.body
fails(404, core.read_namespaced_config_map, "absent", namespace)

# A Deployment, until it is available; the strategic merge knows its containers by their names.
container = client.V1Container(name="sample", image="sample:1", resources=client.V1ResourceRequirements(requests={"cpu": "1000m"}))
template = client.V1PodTemplateSpec(metadata=client.V1ObjectMeta(labels={"app": "web"}), spec=client.V1PodSpec(containers=[container]))
spec = client.V1DeploymentSpec(replicas=2, selector=client.V1LabelSelector(match_labels={"app": "web"}), template=template)
made = apps.create_namespaced_deployment(namespace, client.V1Deployment(metadata=client.V1ObjectMeta(name="web"), spec=spec))
assert made.spec.template.spec.containers[0].resources.requests == {"cpu": "1"}


def until(holds):
    for event in watch.Watch().stream(apps.list_namespaced_deployment, namespace, field_selector="metadata.name=web", timeout_seconds=30):
        if holds(event["object"]):
            return
    raise AssertionError("not within 30 s")


until(lambda web: web.status.available_replicas == 2)
apps.patch_namespaced_deployment("web", namespace, {"spec": {"template": {"spec": {"containers": [{"name": "side", "image": "side:1"}]}}}})
assert sorted(one.name for one in apps.read_namespaced_deployment("web", namespace).spec.template.spec.containers) == ["sample", "side"]
apps.patch_namespaced_deployment_scale("web", namespace, {"spec": {"replicas": 1}})
assert apps.read_namespaced_deployment_scale("web", namespace).spec.replicas == 1
until(lambda web: web.status.replicas == 1 and web.status.available_replicas == 1)
status = apps.patch_namespaced_deployment_status("web", namespace, {"status": {"conditions": [{"type": "Seen", "status": "True"}]}})
assert "Seen" in [condition.type for condition in status.status.conditions]

# Pages.
for number in range(5):
    core.create_namespaced_config_map(namespace, client.V1ConfigMap(metadata=client.V1ObjectMeta(generate_name="page-", labels={"page": "yes"})))
names, token = [], None
while True:
    page = core.list_namespaced_config_map(namespace, label_selector="page=yes", limit=2, _continue=token)
    names += [item.metadata.name for item in page.items]
    token = page.metadata._continue
    if not token:
        break
assert len(set(names)) == len(names) == 5
core.delete_collection_namespaced_config_map(namespace, label_selector="page=yes")
assert [one for one in core.list_namespaced_config_map(namespace).items if one.metadata.name in names] == []

# Kinds that nothing works on yet are kept whole.
job = client.V1Job(metadata=client.V1ObjectMeta(name="once"), spec=client.V1JobSpec(template=client.V1PodTemplateSpec(spec=client.V1PodSpec(restart_policy="Never", containers=[container]))))
assert batch.create_namespaced_job(namespace, job).spec.backoff_limit == 6
secret = core.create_namespaced_secret(namespace, client.V1Secret(metadata=client.V1ObjectMeta(name="word"), string_data={"word": "sesame"}))
assert secret.data == {"word": "c2VzYW1l"}

review = client.AuthorizationV1Api().create_self_subject_access_review(client.V1SelfSubjectAccessReview(
    spec=client.V1SelfSubjectAccessReviewSpec(resource_attributes=client.V1ResourceAttributes(verb="create", resource="pods", namespace=namespace))))
assert review.status.allowed

# Orphaned, what it owned stays.
apps.delete_namespaced_deployment("web", namespace, propagation_policy="Orphan")
for event in watch.Watch().stream(apps.list_namespaced_replica_set, namespace, timeout_seconds=30):
    if event["object"].metadata.owner_references is None:
        break
else:
    raise AssertionError("not orphaned within 30 s")
