// Watches: where they begin, how they end, and what comes between.
import assert from 'node:assert/strict';
import * as k8s from '@kubernetes/client-node';

const config = new k8s.KubeConfig();
config.loadFromDefault();
const namespace = process.env.NAMESPACE;
const core = config.makeApiClient(k8s.CoreV1Api);
const path = `/api/v1/namespaces/${namespace}/configmaps`;
const watch = (query) => new Promise((resolve, reject) => {
  const events = [];
  new k8s.Watch(config).watch(path, query, (type, object, event) => events.push({ type, object, event }), (error) => resolve({ events, error })).catch(reject);
});

const { metadata: { resourceVersion } } = await core.listNamespacedConfigMap({ namespace });
for (const name of ['a', 'b']) await core.createNamespacedConfigMap({ namespace, body: { metadata: { name, labels: { name } } } });
await core.deleteNamespacedConfigMap({ name: 'a', namespace });

// The server ends a watch when its time is up, as if nothing had happened.
let { events, error } = await watch({ resourceVersion, timeoutSeconds: 1 });
assert.equal(error, null);
assert.deepEqual(events.map(({ type, object }) => [type, object.metadata.name]), [['ADDED', 'a'], ['ADDED', 'b'], ['DELETED', 'a']]);

({ events } = await watch({ resourceVersion, timeoutSeconds: 1, labelSelector: 'name=b' }));
assert.deepEqual(events.map(({ type }) => type), ['ADDED']);

// With all that is there first, and a bookmark where it ends.
({ events } = await watch({ timeoutSeconds: 1, labelSelector: 'name', allowWatchBookmarks: true, sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' }));
assert.deepEqual(events.map(({ type, object }) => [type, object.metadata.name ?? object.metadata.annotations['k8s.io/initial-events-end']]), [['ADDED', 'b'], ['BOOKMARK', 'true']]);

// A watch that is given up.
const controller = await new k8s.Watch(config).watch(path, {}, () => {}, () => {});
controller.abort();
process.exit(0);
