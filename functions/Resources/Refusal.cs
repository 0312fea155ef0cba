namespace CloudOrchestrator.Resources;

/// <summary>Why a request was not done. ApiServer turns each into a Kubernetes Status.</summary>
public abstract record Refusal
{
    private Refusal()
    {
    }

    /// <summary>404: no such object.</summary>
    public sealed record NotFound(string QualifiedResource, string Name) : Refusal;

    /// <summary>409 AlreadyExists.</summary>
    public sealed record AlreadyExists(string QualifiedResource, string Name) : Refusal;

    /// <summary>409 Conflict: a stale resourceVersion or a failed precondition.</summary>
    public sealed record Conflict(string QualifiedResource, string Name, string Message) : Refusal
    {
        /// <summary>Whether the name is another object's than the one whose uid was demanded.</summary>
        public bool IsOtherObject { get; init; }
    }

    /// <summary>409 Conflict: an applied configuration would change fields that others own.</summary>
    /// <param name="Message">All conflicts, for people.</param>
    /// <param name="Causes">Each field with its owner.</param>
    public sealed record ApplyConflict(string Message, IReadOnlyList<FieldError> Causes) : Refusal;

    /// <summary>422: a patch cannot be applied to the document as it is. <paramref name="Why"/> is for the log; Kubernetes does not tell.</summary>
    public sealed record Unprocessable(string Why) : Refusal;

    /// <summary>413: a patch of too many operations.</summary>
    public sealed record TooManyOperations(int Count, int Max) : Refusal;

    /// <summary>422: the document breaks rules.</summary>
    public sealed record Invalid(string Group, string Kind, string Name, IReadOnlyList<FieldError> Errors) : Refusal
    {
        /// <summary>With what is wrong, and where.</summary>
        public override string ToString() => $"Invalid {Kind} {Name}: {string.Join("; ", Errors.Select(error => $"{error.Field}: {error.Message}"))}";
    }

    /// <summary>400: the request makes no sense.</summary>
    public sealed record BadRequest(string Message) : Refusal;

    /// <summary>403: not allowed, or the namespace is terminating. <paramref name="Cause"/> is a machine-readable cause such as NamespaceTerminating, or null.</summary>
    public sealed record Forbidden(string QualifiedResource, string Name, string Message, string? Cause = null) : Refusal
    {
        /// <summary>Whether it is so only until something that is missing is made: whoever is not a person tries again.</summary>
        public bool IsForNow { get; init; }
    }

    /// <summary>405: the kind does not do this.</summary>
    public sealed record MethodNotAllowed(string QualifiedResource, string Verb) : Refusal
    {
        /// <summary>Why not now; null where it never does.</summary>
        public string? Message { get; init; }
    }

    /// <summary>410: the resourceVersion or continue token is too old. <paramref name="Continue"/> is a token that goes on at the current revision, or null.</summary>
    public sealed record Expired(string Message, string? Continue = null) : Refusal;

    /// <summary>413: the document is larger than the store takes.</summary>
    public sealed record TooLarge(int Bytes, int BytesMax) : Refusal;

    /// <summary>504 with cause ResourceVersionTooLarge.</summary>
    public sealed record RevisionTooLarge(long Asked, long Current) : Refusal;

    /// <summary>503: the store cannot take writes now.</summary>
    public sealed record Unavailable(string Message) : Refusal;

    /// <summary>500: what Kubernetes takes for a fault of its own, such as that nothing is left to give.</summary>
    public sealed record Internal(string Message) : Refusal;

    /// <summary>504: it could not be decided in time whether the write landed.</summary>
    public sealed record Unknown(string Message) : Refusal;
}
