using CloudOrchestrator.LocalAzure.Functions.Instances;

namespace CloudOrchestrator.LocalAzure.Functions.Http;

/// <summary>What the proxy's parts know of a call.</summary>
/// <param name="MayReplay">Whether it has no body.</param>
internal sealed record ProxiedCall(Invocation Invocation, bool MayReplay)
{
    public static readonly HttpRequestOptionsKey<ProxiedCall> Key = new(nameof(ProxiedCall));
}
