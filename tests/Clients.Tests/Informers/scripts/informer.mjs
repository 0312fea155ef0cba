// Prints what the client's informer tells it: "add NAME REVISION", "update NAME REVISION", "delete NAME".
import * as k8s from '@kubernetes/client-node';

const config = new k8s.KubeConfig();
config.loadFromDefault();
const namespace = process.env.NAMESPACE;
const core = config.makeApiClient(k8s.CoreV1Api);
const list = () => core.listNamespacedConfigMap({ namespace, labelSelector: 'seen=yes' });
const informer = k8s.makeInformer(config, `/api/v1/namespaces/${namespace}/configmaps`, list, 'seen=yes');
const say = (verb) => ({ metadata }) => console.log(verb === 'delete' ? `delete ${metadata.name}` : `${verb} ${metadata.name} ${metadata.resourceVersion}`);
for (const verb of ['add', 'update', 'delete']) informer.on(verb, say(verb));
// What its documentation tells users to do.
informer.on('error', (error) => {
  console.error(String(error));
  setTimeout(() => informer.start().catch((fault) => console.error(String(fault))), 50);
});
await informer.start();
