using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CloudOrchestrator.FunctionsApp.Running;

namespace CloudOrchestrator.FunctionsApp.Work;

/// <summary>A watch of pods that is asked for again where it ends, as the platform makes all do.</summary>
internal sealed class PodWatch(HttpClient client, string revision)
{
    private const string Pods = "/api/v1/namespaces/default/pods";

    public async IAsyncEnumerable<JsonNode> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await foreach (var change in client.WatchAsync(Pods, revision, cancellationToken))
            {
                revision = (string?)change["object"]?["metadata"]?["resourceVersion"] ?? revision;
                yield return change;
            }
        }
    }
}
