using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.Pipeline;

/// <summary>The verbs that discovery promises and the router serves.</summary>
internal static class KindVerbs
{
    private static readonly IReadOnlyList<string> Whole =
        [Verbs.Create, Verbs.Delete, Verbs.DeleteCollection, Verbs.Get, Verbs.List, Verbs.Patch, Verbs.Update, Verbs.Watch];

    /// <summary>Namespaces go one at a time: a slip must not empty a cluster.</summary>
    private static readonly IReadOnlyList<string> WithoutCollectionDelete = [.. Whole.Where(verb => verb != Verbs.DeleteCollection)];

    private static readonly IReadOnlyList<string> Reported = [Verbs.Get, Verbs.List];

    private static readonly IReadOnlyList<string> Part = [Verbs.Get, Verbs.Patch, Verbs.Update];

    /// <summary>The verbs of a kind or of one of its subresources.</summary>
    public static IReadOnlyList<string> Of(ResourceKind kind, Subresource subresource) => subresource switch
    {
        Subresource.None when kind.IsOnlyCreated => [Verbs.Create],
        Subresource.None => kind.IsReported ? Reported : kind.DeletesCollections ? Whole : WithoutCollectionDelete,
        Subresource.Status or Subresource.Scale or Subresource.Approval or Subresource.EphemeralContainers or Subresource.Resize => Part,
        Subresource.Binding => [Verbs.Create],
        Subresource.Log => [Verbs.Get],
        Subresource.Finalize => [Verbs.Update],
        _ => [],
    };
}
