using System.Net;
using CloudOrchestrator.Store.Encryption;

namespace CloudOrchestrator.Host.SingleMachine;

/// <summary>What the single-machine control plane is told.</summary>
/// <param name="DataFolder">Folder of all state.</param>
/// <param name="Listen">Address and port of the API; port 0 takes a free one.</param>
/// <param name="Kubeconfig">Where the administrator's kubeconfig is written.</param>
/// <param name="NodeName">Name of the one node that may join.</param>
/// <param name="Store">Where the cluster's state is kept.</param>
/// <param name="Cipher">What encrypts it there; null for nothing.</param>
internal sealed record ServeOptions(string DataFolder, IPEndPoint Listen, string Kubeconfig, string NodeName, StoreChoice Store, IDocumentCipher? Cipher);
