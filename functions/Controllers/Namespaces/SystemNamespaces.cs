using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.Core;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Controllers.Namespaces;

/// <summary>Makes the namespaces that every cluster has.</summary>
internal sealed class SystemNamespaces(IResourceClient client, ILogger<SystemNamespaces> logger)
    : SystemObjects(client, CoreKinds.Namespaces, ["default", "kube-system", "kube-public", "kube-node-lease"], logger)
{
    public override string Name => "system-namespaces-controller";

    protected override JsonObject Document(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name } };
}
