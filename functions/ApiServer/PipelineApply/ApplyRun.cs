using CloudOrchestrator.ApiServer.PipelineApply.Manifests;
using CloudOrchestrator.ApiServer.PipelineApply.Reports;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.PipelineApply;

/// <summary>Applies the objects of a file, one after the other, each whatever became of the others unless it needs one that failed.</summary>
internal sealed class ApplyRun(ObjectApply applying, KindLookup kinds, Report report, bool isDryRun)
{
    private readonly Dictionary<string, string> _failedNamespaces = [];
    private readonly Dictionary<(string Group, string Kind), string> _failedDefinitions = [];

    /// <summary>Namespaces first, then definitions of kinds, then the rest, each in the order of the file.</summary>
    public static IEnumerable<ManifestObject> Ordered(IEnumerable<ManifestObject> objects) =>
        objects.OrderBy(item => item.IsNamespace ? 0 : item.IsDefinition ? 1 : 2);

    /// <summary>Applies all.</summary>
    public async Task RunAsync(IEnumerable<ManifestObject> objects)
    {
        foreach (var item in Ordered(objects))
        {
            var result = Needed(item) is { } missing
                ? ApplyResult.Of(item, null, new ObjectName(applying.Place(item), item.Name), ApplyEffect.Failed).Failed(missing)
                : await applying.ApplyAsync(item);
            if (result.IsFailed)
            {
                Note(item);
            }
            else if (!isDryRun)
            {
                kinds.Define(item);
            }

            await report.AddAsync(result);
        }
    }

    /// <summary>What an object needs that failed before it, or null.</summary>
    private string? Needed(ManifestObject item) =>
        _failedDefinitions.TryGetValue((item.Group, item.Kind), out var definition) ? definition
        : _failedNamespaces.TryGetValue(applying.Place(item), out var @namespace) ? @namespace
        : null;

    private void Note(ManifestObject item)
    {
        if (item.IsNamespace)
        {
            _failedNamespaces[item.Name] = $"it needs namespace/{item.Name} ({item.Position}), which failed";
        }
        else if (item.DefinedKind is { } defined)
        {
            _failedDefinitions[defined] = $"it needs customresourcedefinition.apiextensions.k8s.io/{item.Name} ({item.Position}), which failed";
        }
    }
}
