using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Statuses;

/// <summary>Turns every refusal into the Status that Kubernetes answers for it.</summary>
internal static class RefusalStatus
{
    /// <summary>The Status of a refusal.</summary>
    public static ApiStatus Of(Refusal refusal) => refusal switch
    {
        Refusal.NotFound it => About(it.QualifiedResource, it.Name, new(404, "NotFound", $"{it.QualifiedResource} \"{it.Name}\" not found")),
        Refusal.AlreadyExists it => About(it.QualifiedResource, it.Name, new(409, "AlreadyExists", $"{it.QualifiedResource} \"{it.Name}\" already exists")),
        Refusal.Conflict it => About(it.QualifiedResource, it.Name, new(409, "Conflict", Conflict(it))),
        Refusal.ApplyConflict it => new(409, "Conflict", it.Message) { Causes = it.Causes },
        Refusal.Unprocessable => new(422, "Invalid", "the server rejected our request due to an error in our request") { HasDetails = true },
        Refusal.TooManyOperations it => new(413, "RequestEntityTooLarge", $"Request entity too large: The allowed maximum operations in a JSON patch is {it.Max}, got {it.Count}"),
        Refusal.Invalid it => Invalid(it),
        Refusal.BadRequest it => ApiStatuses.BadRequest(it.Message),
        Refusal.Forbidden it => Forbidden(it),
        Refusal.MethodNotAllowed it => About(it.QualifiedResource, "", new(405, "MethodNotAllowed", it.Message ?? $"{it.Verb} is not supported on resources of kind \"{it.QualifiedResource}\"")),
        Refusal.Expired it => new(410, "Expired", it.Message) { Continue = it.Continue },
        Refusal.TooLarge it => new(413, "RequestEntityTooLarge", $"Request entity too large: limit is {it.BytesMax}"),
        Refusal.RevisionTooLarge it => new(504, "Timeout", $"Timeout: Too large resource version: {it.Asked}, current: {it.Current}")
        {
            Causes = [new FieldError("ResourceVersionTooLarge", "", "Too large resource version")],
            RetryAfterSeconds = 1,
        },
        Refusal.Unavailable it => ApiStatuses.StoreUnavailable(it.Message),
        Refusal.Unknown it => new(504, "Timeout", $"Timeout: {it.Message}"),
        _ => throw new NotSupportedException($"No Status is known for {refusal.GetType().Name}."),
    };

    private static ApiStatus About(string qualifiedResource, string name, ApiStatus status)
    {
        var dot = qualifiedResource.IndexOf('.');
        return status with
        {
            Name = name,
            Kind = dot < 0 ? qualifiedResource : qualifiedResource[..dot],
            Group = dot < 0 ? "" : qualifiedResource[(dot + 1)..],
        };
    }

    private static string Conflict(Refusal.Conflict conflict) =>
        conflict.Message.StartsWith("Operation cannot be fulfilled", StringComparison.Ordinal)
            ? conflict.Message
            : $"Operation cannot be fulfilled on {conflict.QualifiedResource} \"{conflict.Name}\": {conflict.Message}";

    private static ApiStatus Forbidden(Refusal.Forbidden forbidden)
    {
        var message = forbidden.Message.Contains("is forbidden: ", StringComparison.Ordinal)
            ? forbidden.Message
            : $"{forbidden.QualifiedResource} \"{forbidden.Name}\" is forbidden: {forbidden.Message}";
        return About(forbidden.QualifiedResource, forbidden.Name, new(403, "Forbidden", message)) with
        {
            Causes = forbidden.Cause is null ? [] : [new FieldError(forbidden.Cause, forbidden.Cause == "NamespaceTerminating" ? "metadata.namespace" : "", forbidden.Message)],
        };
    }

    private static ApiStatus Invalid(Refusal.Invalid invalid)
    {
        var kind = invalid.Group.Length == 0 ? invalid.Kind : $"{invalid.Kind}.{invalid.Group}";
        var faults = invalid.Errors.Select(error => error.Field.Length == 0 ? error.Message : $"{error.Field}: {error.Message}").Distinct().ToList();
        var all = faults.Count == 1 ? faults[0] : $"[{string.Join(", ", faults)}]";
        return new ApiStatus(422, "Invalid", $"{kind} \"{invalid.Name}\" is invalid: {all}")
        {
            Name = invalid.Name,
            Group = invalid.Group,
            Kind = invalid.Kind,
            Causes = invalid.Errors,
        };
    }
}
