using System.Collections.Frozen;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.CustomResources;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds;

/// <summary>What a kind is, as data. A further kind is a further row of <see cref="KindTable"/>, not a new handler.</summary>
public sealed record ResourceKind
{
    /// <summary>API group; empty for the core group.</summary>
    public required string Group { get; init; }

    /// <summary>Served version, such as <c>v1</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Kind, such as <c>Deployment</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Plural resource name as in paths, such as <c>deployments</c>.</summary>
    public required string Plural { get; init; }

    /// <summary>Singular resource name, such as <c>deployment</c>.</summary>
    public required string Singular { get; init; }

    /// <summary>Short names, such as <c>deploy</c>.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Categories, such as <c>all</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Whether objects live in a namespace.</summary>
    public required bool Namespaced { get; init; }

    /// <summary>The schema of the whole object.</summary>
    public required TypeSchema Schema { get; init; }

    /// <summary>The collection that stores it. Kinds of several groups or versions may share one.</summary>
    public required string Collection { get; init; }

    /// <summary>How its documents become those of the kind that the collection stores; null for the kind that is stored.</summary>
    public KindConversion? Conversion { get; init; }

    /// <summary>The subresources served.</summary>
    public IReadOnlyList<Subresource> Subresources { get; init; } = [];

    /// <summary>The subresources that write a part of the object other than its status.</summary>
    public IReadOnlyDictionary<Subresource, SubresourcePart> Parts { get; init; } = FrozenDictionary<Subresource, SubresourcePart>.Empty;

    /// <summary>Fields selectable beside <c>metadata.name</c> and <c>metadata.namespace</c>: label of the selector to path in the document.</summary>
    public IReadOnlyDictionary<string, string> SelectableFields { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The columns of printed tables; empty for name and age alone.</summary>
    public IReadOnlyList<PrinterColumn> Columns { get; init; } = [];

    /// <summary>What the row of an object says of it as a whole; null for nothing.</summary>
    public Func<JsonObject, JsonObject?> RowCondition { get; init; } = static _ => null;

    /// <summary>Whether <c>metadata.generation</c> counts changes of what is not metadata or status.</summary>
    public bool HasGeneration { get; init; }

    /// <summary>Whether the generation counts changes of the labels too.</summary>
    public bool CountsLabels { get; init; }

    /// <summary>Whether an update without resourceVersion is taken.</summary>
    public bool UnconditionalUpdate { get; init; } = true;

    /// <summary>Whether a PUT to a name that does not exist creates it.</summary>
    public bool CreateOnUpdate { get; init; }

    /// <summary>Whether the kind has a status that only <c>/status</c> writes.</summary>
    public bool HasStatus => Has(Subresource.Status);

    /// <summary>What users may set of an object's metadata, and a write to its status leaves as it is. Most of Kubernetes' older kinds take it, as kubelets rely on.</summary>
    public IReadOnlyList<string> MetadataKeptByStatus { get; init; } = UserMetadata;

    /// <summary>What users may set of an object's metadata, but not by every subresource.</summary>
    public static IReadOnlyList<string> UserMetadata { get; } = ["labels", "annotations", "finalizers", "ownerReferences"];

    /// <summary>Whether its objects are made up when they are asked for, and never kept: they can be read, and that is all.</summary>
    public bool IsReported { get; init; }

    /// <summary>Of what has no objects of its own: the kind and the subresource that creating one stands for, of the object whose name it says. Else null.</summary>
    public (ResourceKind Kind, Subresource Subresource)? StandsFor { get; init; }

    /// <summary>Whether it is a question: creating one is all that can be done, and its answer is never kept.</summary>
    public bool IsQuestion { get; init; }

    /// <summary>Whether there are no objects of it that could be read.</summary>
    public bool IsOnlyCreated => IsQuestion || StandsFor is not null;

    /// <summary>Whether DELETE on the list is served: where a slip would empty a cluster it is not.</summary>
    public bool DeletesCollections { get; init; } = true;

    /// <summary>Why the object of a name may not be deleted by itself, as one that every cluster needs; null where it may.</summary>
    public Func<string, string?> WhyKept { get; init; } = static _ => null;

    /// <summary>What becomes of dependents where a deletion does not say: older kinds leave them be.</summary>
    public bool OrphansByDefault { get; init; }

    /// <summary>Whether a status that is sent with a new object is kept, as kubelets send it with their nodes.</summary>
    public bool KeepsStatusOnCreate { get; init; }

    /// <summary>Paths of fields that no update may change, such as <c>spec.selector</c>; a change is refused as "field is immutable".</summary>
    public IReadOnlyList<string> Immutable { get; init; } = [];

    /// <summary>What everyone who asks for the kind is warned of, where it is deprecated as a whole; null where it is not.</summary>
    public string? Deprecation { get; init; }

    /// <summary>What a writer of a document is to be warned of, such as a deprecated field; the old document is null on create.</summary>
    public Func<JsonObject, JsonObject?, IEnumerable<string>> Warnings { get; init; } = static (_, _) => [];

    /// <summary>Completes a document as it is let in, once what its sender set is known to be the sender's, such as by a finalizer.</summary>
    public Action<JsonObject> Admit { get; init; } = static _ => { };

    /// <summary>Prepares a document that is about to be created, such as by setting its first status.</summary>
    public Action<JsonObject, DateTimeOffset> PrepareCreate { get; init; } = static (_, _) => { };

    /// <summary>Prepares a document that is about to replace another, such as by keeping what the server gave it.</summary>
    public Action<JsonObject, JsonObject, DateTimeOffset> PrepareUpdate { get; init; } = static (_, _, _) => { };

    /// <summary>Notes in a document that is about to be created who asked for it.</summary>
    public Action<JsonObject, UserInfo> NoteRequester { get; init; } = static (_, _) => { };

    /// <summary>Prepares a document of which a subresource is about to change the status, such as by keeping what another one writes.</summary>
    public Action<JsonObject, JsonObject, Subresource, DateTimeOffset> PrepareStatus { get; init; } = static (_, _, _, _) => { };

    /// <summary>Prepares a document that is about to be marked for deletion, such as by a finalizer of the server's own.</summary>
    public Action<JsonObject, DateTimeOffset> PrepareDelete { get; init; } = static (_, _) => { };

    /// <summary>Where the Scale finds its values.</summary>
    public ScalePaths Scale { get; init; } = ScalePaths.Workload;

    /// <summary>What defines a custom kind; null for a built-in one.</summary>
    public CustomDefinition? Definition { get; init; }

    /// <summary>How long objects live; null for ever.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>What is wrong with a name; nothing when it may be used.</summary>
    public Func<string, IEnumerable<string>> NameFaults { get; init; } = NameRules.SubdomainFaults;

    /// <summary>Fills in defaults on a decoded document.</summary>
    public Action<JsonObject> Default { get; init; } = static _ => { };

    /// <summary>Of these, what a write to the status is to fill in: those of the status.</summary>
    public Action<JsonObject> DefaultStatus { get; init; } = static _ => { };

    /// <summary>Validates a defaulted document but for its status; the old one is null on create.</summary>
    public Func<JsonObject, JsonObject?, IEnumerable<FieldError>> Validate { get; init; } = static (_, _) => [];

    /// <summary>Why a valid document may not stand among the others of its kind, as they are when it is committed; null where it may.</summary>
    public Func<JsonObject, ResourceState, string?> FaultAmong { get; init; } = static (_, _) => null;

    /// <summary>Validates the status of a document, where that is what is written, against the old document and the time of the write.</summary>
    public Func<JsonObject, JsonObject, DateTimeOffset, IEnumerable<FieldError>> ValidateStatus { get; init; } = static (_, _, _) => [];

    /// <summary>Validates likewise what <c>/approval</c> writes of the status.</summary>
    public Func<JsonObject, JsonObject, DateTimeOffset, IEnumerable<FieldError>> ValidateApproval { get; init; } = static (_, _, _) => [];

    /// <summary>Group and version as in <c>apiVersion</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The apiVersion that stored documents say.</summary>
    public string StoredApiVersion => Definition is null ? ApiVersion : $"{Group}/{Definition.StorageVersion}";

    /// <summary>The kind of lists.</summary>
    public string ListKind => Definition?.ListKind ?? Kind + "List";

    /// <summary>Resource and group as in messages: <c>deployments.apps</c>, <c>pods</c>.</summary>
    public string QualifiedResource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>Whether this subresource is served.</summary>
    public bool Has(Subresource subresource) => Subresources.Contains(subresource);
}

/// <summary>The subresources that a kind may serve.</summary>
public enum Subresource
{
    /// <summary>The object itself.</summary>
    None,

    /// <summary><c>/status</c>.</summary>
    Status,

    /// <summary><c>/scale</c>.</summary>
    Scale,

    /// <summary><c>/binding</c> of a pod.</summary>
    Binding,

    /// <summary><c>/log</c> of a pod.</summary>
    Log,

    /// <summary><c>/finalize</c> of a namespace.</summary>
    Finalize,

    /// <summary><c>/approval</c> of a certificate signing request.</summary>
    Approval,

    /// <summary><c>/ephemeralcontainers</c> of a pod.</summary>
    EphemeralContainers,

    /// <summary><c>/resize</c> of a pod.</summary>
    Resize,
}
