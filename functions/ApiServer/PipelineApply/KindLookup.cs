using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.PipelineApply.Manifests;
using CloudOrchestrator.Resources.CustomResources;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.PipelineApply;

/// <summary>Finds the kinds of a file's objects, those too that a definition in the same file has only just made.</summary>
/// <param name="kinds">The kinds as they are now.</param>
/// <param name="time">The clock.</param>
/// <param name="renew">Makes them current where one is missing; null where they always are.</param>
internal sealed class KindLookup(Func<KindTable> kinds, TimeProvider time, Func<CancellationToken, ValueTask<KindTable>>? renew = null)
{
    /// <summary>How long after its definition a kind may begin to be served.</summary>
    /// <value>10 s: it is served within a second of being established.</value>
    public static readonly TimeSpan ServedWithin = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<(string Group, string Kind)> _defined = [];
    private readonly Dictionary<(string ApiVersion, string Kind), ResourceKind> _planned = [];

    /// <summary>The kind as far as it is known now.</summary>
    public ResourceKind? Find(ManifestObject item) =>
        _planned.TryGetValue((item.ApiVersion, item.Kind), out var planned) ? planned : kinds().FindKind(item.ApiVersion, item.Kind);

    /// <summary>Takes the kinds of a definition that was only rehearsed for served.</summary>
    public void Plan(JsonObject definition)
    {
        foreach (var kind in CustomKinds.Planned(definition))
        {
            _planned[(kind.ApiVersion, kind.Kind)] = kind;
        }
    }

    /// <summary>Notes that a definition of a kind has been applied.</summary>
    public void Define(ManifestObject definition)
    {
        if (definition.DefinedKind is { } defined)
        {
            _defined.Add(defined);
        }
    }

    /// <summary>The kind, waited for where it was defined here; null where there is none.</summary>
    public async ValueTask<ResourceKind?> FindAsync(ManifestObject item, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            // What was known of a kind that was defined here is of before.
            var isDefined = _defined.Contains((item.Group, item.Kind));
            if ((!isDefined || renew is null) && Find(item) is { } kind)
            {
                return kind;
            }

            if (renew is not null && (await renew(cancellationToken)).FindKind(item.ApiVersion, item.Kind) is { } renewed)
            {
                return renewed;
            }

            if (!isDefined || time.GetElapsedTime(start) >= ServedWithin)
            {
                return null;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
