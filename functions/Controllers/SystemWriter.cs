using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers;

/// <summary>Who writes what the API server itself owns, as in Kubernetes.</summary>
internal static class SystemWriter
{
    private static readonly UserInfo Server = new("system:apiserver", ["system:masters", "system:authenticated"]);

    public static WriteContext Context => new() { User = Server, FieldManager = "kube-apiserver" };
}
