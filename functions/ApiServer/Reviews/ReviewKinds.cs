using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.ApiServer.Reviews;

/// <summary>Reviews as kinds, by which OpenAPI tells of them.</summary>
internal static class ReviewKinds
{
    /// <summary>The kind of a review. Nothing stores it.</summary>
    public static ResourceKind Of(IReview review) => new()
    {
        Group = review.Group,
        Version = review.Version,
        Kind = review.Kind,
        Plural = review.Plural,
        Singular = review.Kind.ToLowerInvariant(),
        Namespaced = review.Namespaced,
        Schema = SchemaTable.BuiltIn.Get(review.Type),
        Collection = "",
        IsQuestion = true,
    };
}
