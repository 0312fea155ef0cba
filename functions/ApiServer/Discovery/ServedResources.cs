using CloudOrchestrator.ApiServer.Pipeline;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Reviews;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.ApiRegistration;

namespace CloudOrchestrator.ApiServer.Discovery;

/// <summary>Everything that is served, from the table of kinds and the reviews, and what others are to serve.</summary>
internal sealed class ServedResources(KindTable kinds, IEnumerable<IReview> reviews, IReadOnlyList<AggregatedVersion> aggregated)
{
    /// <summary>All resources, by plural name.</summary>
    public IReadOnlyList<ServedResource> All { get; } =
        [.. kinds.Served.Select(Of).Concat(reviews.Select(Of)).OrderBy(resource => resource.Plural, StringComparer.Ordinal)];

    /// <summary>The named groups with their versions, as their API services' priorities order them.</summary>
    public IEnumerable<(string Group, IReadOnlyList<string> Versions)> Groups => All
        .Where(resource => resource.Group.Length > 0)
        .Select(resource => (resource.Group, resource.Version))
        .Distinct()
        .Select(own => new AggregatedVersion(own.Group, own.Version, ApiPriorities.Of(own.Group, own.Version), IsLocal: true))
        .Concat(aggregated.Where(one => one.Group.Length > 0))
        .DistinctBy(one => (one.Group, one.Version))
        .GroupBy(one => one.Group)
        .OrderByDescending(group => group.Max(one => one.Priority.Group))
        .ThenBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => (group.Key, (IReadOnlyList<string>)[.. group.OrderByDescending(one => one.Priority.Version).ThenBy(one => one.Version, VersionOrder.Instance).Select(one => one.Version)]));

    /// <summary>The resources of one version.</summary>
    public IEnumerable<ServedResource> In(string group, string version) => All.Where(resource => resource.Group == group && resource.Version == version);

    private static ServedResource Of(ResourceKind kind) => new(
        kind.Group,
        kind.Version,
        kind.Kind,
        kind.Plural,
        kind.Singular,
        kind.Namespaced,
        KindVerbs.Of(kind, Subresource.None),
        kind.ShortNames,
        kind.Categories,
        [.. kind.Subresources.Select(subresource => Of(kind, subresource)).OrderBy(subresource => subresource.Name, StringComparer.Ordinal)],
        kind.Definition is not null);

    private static ServedSubresource Of(ResourceKind kind, Subresource subresource)
    {
        var (group, version, answered) = subresource switch
        {
            Subresource.Scale => ("autoscaling", "v1", "Scale"),
            Subresource.Binding => ("", "v1", "Binding"),
            _ => (kind.Group, kind.Version, kind.Kind),
        };
        return new ServedSubresource(subresource.ToString().ToLowerInvariant(), group, version, answered, KindVerbs.Of(kind, subresource));
    }

    private static ServedResource Of(IReview review) =>
        new(review.Group, review.Version, review.Kind, review.Plural, review.Kind.ToLowerInvariant(), review.Namespaced, [Verbs.Create], [], [], []);
}
