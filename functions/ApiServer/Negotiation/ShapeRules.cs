using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.ApiServer.Tables;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.Negotiation;

/// <summary>Whether what a request answers can have the shape that it asks for.</summary>
internal static class ShapeRules
{
    /// <summary>Null, or why it cannot.</summary>
    /// <param name="query">The options of the request.</param>
    /// <param name="verb">What is done: reads and writes of objects are checked before they are done.</param>
    /// <param name="kind">The kind asked for.</param>
    /// <param name="subresource">The part of it asked for.</param>
    /// <param name="form">The form asked for.</param>
    public static ApiStatus? Check(QueryValues query, string verb, ResourceKind kind, Subresource subresource, Representation form) => form.Shape switch
    {
        AnswerShape.Table => Included(query.Text("includeObject")),

        // Each event of a watch is of one object; what a deletion answers is not known before.
        AnswerShape.PartialObject when verb is not (Verbs.Watch or Verbs.Delete or Verbs.DeleteCollection) && form.OfList != (verb == Verbs.List) => ApiStatuses.NotInShape(form.OfList
            ? $"you requested PartialObjectMetadataList, but the requested object is not a list ({TypeOf(kind, subresource, "")})"
            : $"you requested PartialObjectMetadata, but the requested object is a list ({TypeOf(kind, subresource, "List")})"),
        _ => null,
    };

    private static ApiStatus? Included(string? wanted) => wanted is null || TableFormat.Inclusions.Contains(wanted)
        ? null
        : ApiStatuses.BadRequest($"Unable to convert to Table as requested: includeObject: Invalid value: \"{wanted}\": must be 'Metadata', 'Object', 'None', or empty");

    /// <summary>The type that messages name, by the names of Kubernetes' own packages.</summary>
    private static string TypeOf(ResourceKind kind, Subresource subresource, string suffix) => (kind.Definition is not null, subresource) switch
    {
        (true, Subresource.Scale) => "*v1.Scale",
        (_, Subresource.Scale) => "*autoscaling.Scale",
        (true, _) => $"*unstructured.Unstructured{suffix}",
        _ => $"*{(kind.Group is "" or "events.k8s.io" ? "core" : kind.Group.Split('.')[0])}.{kind.Kind}{suffix}",
    };
}
