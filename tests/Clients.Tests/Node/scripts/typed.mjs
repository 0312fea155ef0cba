// The generated clients of the groups.
import assert from 'node:assert/strict';
import * as k8s from '@kubernetes/client-node';

const config = new k8s.KubeConfig();
config.loadFromDefault();
const namespace = process.env.NAMESPACE;
const core = config.makeApiClient(k8s.CoreV1Api);
const apps = config.makeApiClient(k8s.AppsV1Api);

const version = await config.makeApiClient(k8s.VersionApi).getCode();
assert.equal(version.major, '1');
const groups = await config.makeApiClient(k8s.ApisApi).getAPIVersions();
assert.ok(groups.groups.some((group) => group.name === 'apps'));
assert.ok((await core.getAPIResources()).resources.some((resource) => resource.name === 'pods/log'));

// A Deployment until it is available, scaled and restarted.
const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'sample', image: 'sample:1' }] } };
await apps.createNamespacedDeployment({ namespace, body: { metadata: { name: 'web' }, spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template } } });
const becomes = (path, query, holds) => new Promise((resolve, reject) => {
  new k8s.Watch(config).watch(path, { ...query, timeoutSeconds: 30 }, (type, object) => holds(object) && resolve(object), (error) => reject(error ?? new Error(`not within 30 s: ${holds}`))).catch(reject);
});
const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
await becomes(deployments, { fieldSelector: 'metadata.name=web' }, (web) => web.status?.availableReplicas === 2);
const scale = await apps.readNamespacedDeploymentScale({ name: 'web', namespace });
scale.spec.replicas = 3;
assert.equal((await apps.replaceNamespacedDeploymentScale({ name: 'web', namespace, body: scale })).spec.replicas, 3);
await becomes(deployments, { fieldSelector: 'metadata.name=web' }, (web) => web.status?.availableReplicas === 3 && web.status.observedGeneration === web.metadata.generation);

// Pages of one item, all of one state.
const names = [];
for (let token; ;) {
  const page = await core.listNamespacedPod({ namespace, labelSelector: 'app=web', limit: 1, _continue: token });
  names.push(...page.items.map((pod) => pod.metadata.name));
  token = page.metadata._continue;
  if (!token) break;
}
assert.equal(new Set(names).size, 3);

// A status of its own.
const service = await core.createNamespacedService({ namespace, body: { metadata: { name: 'web' }, spec: { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }] } } });
assert.match(service.spec.clusterIP, /^\d+\./);
service.status = { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } };
const balanced = await core.replaceNamespacedServiceStatus({ name: 'web', namespace, body: service });
assert.equal(balanced.status.loadBalancer.ingress[0].ip, '192.0.2.1');

// Bytes, and text that becomes bytes.
const secret = await core.createNamespacedSecret({ namespace, body: { metadata: { name: 'word' }, stringData: { word: 'sesame' } } });
assert.equal(Buffer.from(secret.data.word, 'base64').toString(), 'sesame');
const invalid = await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'Not_Valid' } } }).catch((error) => error);
assert.equal(invalid.code, 422);
assert.equal(JSON.parse(invalid.body).reason, 'Invalid');

const review = await config.makeApiClient(k8s.AuthorizationV1Api).createSelfSubjectAccessReview({ body: { spec: { resourceAttributes: { verb: 'create', resource: 'pods', namespace } } } });
assert.equal(review.status.allowed, true);

await apps.deleteNamespacedDeployment({ name: 'web', namespace, propagationPolicy: 'Foreground' });
await new Promise((resolve, reject) => {
  new k8s.Watch(config).watch(deployments, { timeoutSeconds: 30 }, (type) => type === 'DELETED' && resolve(), () => reject(new Error('not deleted within 30 s'))).catch(reject);
});
assert.equal((await core.listNamespacedPod({ namespace })).items.length, 0);
await core.deleteCollectionNamespacedSecret({ namespace });
assert.equal((await core.listNamespacedSecret({ namespace })).items.length, 0);
process.exit(0);
