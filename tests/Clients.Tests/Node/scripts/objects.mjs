// The generic client: any kind by its apiVersion and kind, found through discovery.
import assert from 'node:assert/strict';
import * as k8s from '@kubernetes/client-node';

const config = new k8s.KubeConfig();
config.loadFromDefault();
const namespace = process.env.NAMESPACE;
const objects = k8s.KubernetesObjectApi.makeApiClient(config);
const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace }, data: { a: '1' } };
const fails = async (promise, code) => assert.equal((await promise.then(() => ({ code: 0 }), (error) => error)).code, code);

const created = await objects.create(settings);
assert.ok(created.metadata.uid);
assert.ok(created.metadata.creationTimestamp instanceof Date);
await fails(objects.create(settings), 409);

// Each of the patch content types.
let patched = await objects.patch({ ...settings, data: { b: '2' } });
assert.deepEqual(patched.data, { a: '1', b: '2' });
patched = await objects.patch({ ...settings, data: { a: null } }, undefined, undefined, 'tester', undefined, k8s.PatchStrategy.MergePatch);
assert.deepEqual(patched.data, { b: '2' });
const core = config.makeApiClient(k8s.CoreV1Api);
patched = await core.patchNamespacedConfigMap(
  { name: 'settings', namespace, body: [{ op: 'replace', path: '/data/b', value: '3' }] },
  k8s.setHeaderOptions('Content-Type', k8s.PatchStrategy.JsonPatch));
assert.deepEqual(patched.data, { b: '3' });
patched = await objects.patch({ ...settings, data: { c: '4' } }, undefined, undefined, 'applier', true, k8s.PatchStrategy.ServerSideApply);
assert.deepEqual(patched.data, { b: '3', c: '4' });
assert.ok(patched.metadata.managedFields.some((entry) => entry.manager === 'applier' && entry.operation === 'Apply'));
await fails(objects.patch({ ...settings, data: { c: '5' } }, undefined, undefined, 'other', undefined, k8s.PatchStrategy.ServerSideApply), 409);

const read = await objects.read(settings);
read.data = { d: '5' };
const replaced = await objects.replace(read);
assert.deepEqual(replaced.data, { d: '5' });
await fails(objects.replace({ ...read, data: {} }), 409);

// A dry run leaves nothing behind.
await objects.create({ ...settings, metadata: { name: 'dry', namespace } }, undefined, 'All');
await fails(objects.read({ ...settings, metadata: { name: 'dry', namespace } }), 404);

const listed = await objects.list('v1', 'ConfigMap', namespace, undefined, undefined, undefined, 'metadata.name=settings');
assert.deepEqual(listed.items.map((item) => item.metadata.name), ['settings']);

// A custom resource, a moment after its definition.
const group = `${namespace}.example.com`;
const extensions = config.makeApiClient(k8s.ApiextensionsV1Api);
await extensions.createCustomResourceDefinition({ body: {
  apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `widgets.${group}` },
  spec: {
    group, scope: 'Namespaced', names: { plural: 'widgets', singular: 'widget', kind: 'Widget' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { size: { type: 'integer', _default: 1 } } } } } } }],
  },
} });
const isEstablished = (crd) => crd.status?.conditions?.some((condition) => condition.type === 'Established' && condition.status === 'True');
await new Promise((resolve, reject) => {
  new k8s.Watch(config).watch('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', { fieldSelector: `metadata.name=widgets.${group}`, timeoutSeconds: 20 },
    (type, crd) => isEstablished(crd) && resolve(), () => reject(new Error('not established within 20 s'))).catch(reject);
});
const widget = await k8s.KubernetesObjectApi.makeApiClient(config).create({ apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name: 'one', namespace }, spec: {} });
assert.equal(widget.spec.size, 1);
const custom = config.makeApiClient(k8s.CustomObjectsApi);
const widgets = await custom.listNamespacedCustomObject({ group, version: 'v1', namespace, plural: 'widgets' });
assert.equal(widgets.items.length, 1);
await extensions.deleteCustomResourceDefinition({ name: `widgets.${group}` });

const status = await objects.delete(settings);
assert.equal(status.status, 'Success');
await fails(objects.delete(settings), 404);
process.exit(0);
