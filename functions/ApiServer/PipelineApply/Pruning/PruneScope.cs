using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Selectors;

namespace CloudOrchestrator.ApiServer.PipelineApply.Pruning;

/// <summary>Which objects a file that does not hold them any more takes away. Pure.</summary>
/// <param name="Selector">The labels that they have.</param>
/// <param name="FieldManager">The manager that applied them last.</param>
/// <param name="Namespaces">The namespaces that the file names.</param>
/// <param name="ClusterKinds">The kinds in no namespace of which the file holds objects.</param>
/// <param name="Applied">The objects that it holds.</param>
internal sealed record PruneScope(
    LabelSelector Selector,
    string FieldManager,
    IReadOnlySet<string> Namespaces,
    IReadOnlySet<string> ClusterKinds,
    IReadOnlySet<(string Collection, ObjectName Name)> Applied)
{
    /// <summary>Where objects of a kind are looked for: namespaces, or null for the whole cluster.</summary>
    public IEnumerable<string?> PlacesOf(ResourceKind kind) => kind.Namespaced ? Namespaces.Order(StringComparer.Ordinal) : ClusterKinds.Contains(kind.Collection) ? [null] : [];

    /// <summary>Whether an object is to be deleted.</summary>
    public bool Takes(ResourceObject item) =>
        !item.IsDeleting
        && Selector.Matches(item.Labels)
        && !Applied.Contains((item.Kind.Collection, item.Name))
        && !(item.Kind == CoreKinds.Namespaces && Namespaces.Contains(item.Name.Name))
        && LastApplier(item) == FieldManager;

    /// <summary>The manager that applied an object last; null where nobody did, or where it cannot be told who.</summary>
    private static string? LastApplier(ResourceObject item)
    {
        var appliers = item.Parse().Objects("metadata", "managedFields")
            .Where(entry => entry.Text("operation") == "Apply" && string.IsNullOrEmpty(entry.Text("subresource")))
            .Select(entry => (Time: entry.Text("time") ?? "", Name: entry.Text("manager") ?? ""))
            .ToList();
        var last = appliers.Where(applier => applier.Time == appliers.Max(one => one.Time)).ToList();
        return last is [var only] ? only.Name : null;
    }
}
