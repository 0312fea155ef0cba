using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Admission;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Kinds.Validation;
using CloudOrchestrator.Resources.Writing.ManagedFields;

namespace CloudOrchestrator.Resources.Writing;

/// <summary>The pure steps of the write path that bring a document from what was sent to what is stored.</summary>
internal static class Preparation
{
    /// <summary>Most characters of a generateName that a name begins with, so that with its suffix it is a label still.</summary>
    private const int PrefixMax = 58;

    private static readonly string[] ServerMetadata =
        ["resourceVersion", "uid", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "generation"];

    private static readonly string[] DeletionMetadata = ["deletionTimestamp", "deletionGracePeriodSeconds"];

    private static readonly string[] FixedMetadata =
        ["name", "namespace", "uid", "creationTimestamp", "generation", "deletionTimestamp", "deletionGracePeriodSeconds", "generateName"];

    public static string TimeText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A document to be created: canonical, named, defaulted, admitted, validated, with its managed fields.</summary>
    /// <param name="kind">The kind that is stored.</param>
    /// <param name="namespace">Its namespace; empty for none.</param>
    /// <param name="sent">The document wanted.</param>
    /// <param name="context">Who writes.</param>
    /// <param name="now">The time of the write.</param>
    /// <param name="suffix">Makes the end of a name that is to be made.</param>
    /// <param name="applied">The configuration whose application this is, as it was sent; null where it is none.</param>
    /// <param name="admission">Lets it in; null for a kind that needs nothing of others.</param>
    public static (JsonObject? Document, Refusal? Refusal) Create(
        ResourceKind kind, string @namespace, JsonObject sent, WriteContext context, DateTimeOffset now, Func<string> suffix, JsonObject? applied = null, PodAdmission? admission = null)
    {
        var document = Canonical(kind, sent, out var refusal);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        OwnerReferences.Dedupe(document, context);
        var metadata = document.Ensure("metadata");
        if (metadata.Text("resourceVersion") is { Length: > 0 })
        {
            return (null, new Refusal.BadRequest("resourceVersion should not be set on objects to be created"));
        }

        Name(kind, @namespace, metadata, suffix);
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = TimeText(now);
        if (kind.HasGeneration)
        {
            metadata["generation"] = 1;
        }

        if (kind.HasStatus && !kind.KeepsStatusOnCreate)
        {
            document.Remove("status");
        }

        // What the server adds after this is nobody's. The zero values of the types are whose that creates, but not whose that applies.
        kind.Default(document);
        if (applied is null && kind.Schema.Structure is null)
        {
            ZeroValues.Add(document, kind.Schema);
        }

        var entries = applied is not null
            ? Applying.Created(applied, kind, context, TimeText(now))
            : FieldManagers.Update(document, null, [], kind, context, TimeText(now));
        if (admission?.Admit(document) is { } unadmitted)
        {
            return (null, unadmitted);
        }

        kind.Admit(document);
        kind.NoteRequester(document, context.User);
        kind.PrepareCreate(document, now);
        kind.Default(document);
        var (finished, invalid) = Finish(kind, SettledForm.Of(document, kind.Schema), null, entries, context, now);
        return finished is not null && admission?.Review(finished) is { } refused ? (null, refused) : (finished, invalid);
    }

    /// <summary>An object as it is once a configuration, of the version written, is applied to it. Answers the old document itself where nothing changes.</summary>
    public static (JsonObject? Document, Refusal? Refusal) Apply(ResourceKind kind, JsonObject config, bool force, JsonObject old, WriteContext context, DateTimeOffset now)
    {
        // Values of a wrong type are to be said of the configuration, not of what is merged of it.
        _ = Canonical(context.Through ?? kind, config, out var refusal);
        return refusal is not null ? (null, refusal)
            : Applying.Decide(old, config, kind, context, force, TimeText(now)) switch
            {
                ApplyDecision.Applied(var document, var entries) when context.Through is { } through => Update(kind, through, document, old, context, now, entries),
                ApplyDecision.Applied(var document, var entries) => Update(kind, document, old, context, now, entries),
                ApplyDecision.Refused(var refused) => (null, refused),
                var other => throw new NotSupportedException($"No document is known for {other.GetType().Name}."),
            };
    }

    private static (JsonObject? Document, Refusal? Refusal) Update(
        ResourceKind kind, ResourceKind through, JsonObject document, JsonObject old, WriteContext context, DateTimeOffset now, JsonArray entries)
    {
        var (stored, refusal) = ConvertedWrite.ToStored(through, document, old);
        return refusal is not null ? (null, refusal) : Update(kind, stored, old, context, now, entries);
    }

    /// <summary>A document to be updated. Answers the old document itself where nothing changes.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="sent">The document wanted.</param>
    /// <param name="old">The document as it is.</param>
    /// <param name="context">Who writes, and what part.</param>
    /// <param name="now">The time of the write.</param>
    /// <param name="applied">The managed fields of what was applied; null for an update, which takes over what it changes.</param>
    /// <param name="canonical">The canonical form of the document wanted, which becomes part of the new one; null where it is not known.</param>
    public static (JsonObject? Document, Refusal? Refusal) Update(
        ResourceKind kind, JsonObject sent, JsonObject old, WriteContext context, DateTimeOffset now, JsonArray? applied = null, JsonObject? canonical = null)
    {
        var live = old.At("metadata", "managedFields") as JsonArray ?? [];
        var given = FieldManagers.Given(sent, live, context.Subresource);
        var refusal = (Refusal?)null;
        var document = canonical is not null ? WithTypeOf(kind, canonical) : Canonical(kind, sent, out refusal);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        var isOfStatus = IsOfStatus(kind, context);
        OwnerReferences.Dedupe(document, context);
        if (kind.Parts.TryGetValue(context.Subresource, out var part))
        {
            var changed = (JsonObject)old.DeepClone();
            part.Apply(document, changed);
            document = changed;
        }

        if (Marked(kind, document, old, context) is { Count: > 0 } marked)
        {
            return (null, new Refusal.Invalid(kind.Group, kind.Kind, old.Text("metadata", "name") ?? "", marked));
        }

        KeepMetadata(document, old);
        KeepOtherPart(kind, document, old, context.Subresource);
        if (isOfStatus)
        {
            kind.PrepareStatus(document, old, context.Subresource, now);
            kind.DefaultStatus(document);
        }
        else
        {
            kind.PrepareUpdate(document, old, now);
            kind.Default(document);
        }

        document = SettledForm.Of(document, kind.Schema, isOfStatus ? IsKept : null);
        var isSame = IsSame(document, old, context.Subresource);
        if (isSame && ReferenceEquals(given, live) && applied is null)
        {
            return (old, null);
        }

        if (kind.HasGeneration && !isSame && !isOfStatus && (ChangesSpec(kind, document, old) || (kind.CountsLabels && !JsonNode.DeepEquals(document.At("metadata", "labels"), old.At("metadata", "labels")))))
        {
            var isNew = old.At("metadata", "generation") is null;
            document.Ensure("metadata")["generation"] = (old.Integer("metadata", "generation") ?? 0) + 1;
            document = isNew ? SettledForm.Of(document, kind.Schema) : document;
        }

        // A binding is the server's own doing, and so no manager's.
        var entries = applied
            ?? (context.Subresource == Subresource.Binding ? (JsonArray)live.DeepClone() : FieldManagers.Update(document, old, given, kind, context, TimeText(now)));
        if (isSame && ManagedEntry.AreSame(entries, live))
        {
            return (old, null);
        }

        return Finish(kind, document, context.Subresource == Subresource.Binding ? Bound(old, document) : old, entries, context, now);
    }

    /// <summary>An object that was stored without zero values of its type, with them: what it is compared with where they would be taken for a change. Null
    /// where it has them.</summary>
    private static JsonObject? InFull(ResourceKind kind, JsonObject old) =>
        kind.Schema.Structure is not null || ZeroValues.AreIn(old, kind.Schema) ? null : SettledForm.Of((JsonObject)old.DeepClone(), kind.Schema);

    /// <summary>Whether a write changes the status, and beside it no more than metadata: what is left as it was stored is not even looked at. Custom resources are
    /// looked at as a whole, as in Kubernetes.</summary>
    private static bool IsOfStatus(ResourceKind kind, WriteContext context) => kind.Definition is null && context.Subresource is Subresource.Status or Subresource.Approval;

    /// <summary>Whether a write to the status leaves a member of a document as it was stored.</summary>
    private static bool IsKept(string name) => name is not ("status" or "metadata");

    private static void Name(ResourceKind kind, string @namespace, JsonObject metadata, Func<string> suffix)
    {
        foreach (var name in ServerMetadata)
        {
            metadata.Remove(name);
        }

        if (string.IsNullOrEmpty(metadata.Text("name")) && metadata.Text("generateName") is { Length: > 0 } prefix)
        {
            metadata["name"] = (prefix.Length > PrefixMax ? prefix[..PrefixMax] : prefix) + suffix();
        }

        if (kind.Namespaced)
        {
            metadata["namespace"] = @namespace;
        }
        else
        {
            metadata.Remove("namespace");
        }
    }

    /// <summary>The canonical form of what was sent for a kind, and why it is none.</summary>
    public static JsonObject Canonical(ResourceKind kind, JsonObject sent, out Refusal? refusal)
    {
        var errors = new List<string>();
        var document = CanonicalForm.Of(sent, kind.Schema, errors);
        refusal = errors.Count > 0 ? new Refusal.BadRequest($"{kind.Kind} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: {errors[0]}") : null;
        return WithTypeOf(kind, document);
    }

    private static JsonObject WithTypeOf(ResourceKind kind, JsonObject document)
    {
        document["kind"] = kind.Kind;
        document["apiVersion"] = kind.ApiVersion;
        return document;
    }

    /// <summary>Adds the managed fields to a canonical document, and validates it.</summary>
    private static (JsonObject? Document, Refusal? Refusal) Finish(ResourceKind kind, JsonObject document, JsonObject? old, JsonArray managedFields, WriteContext context, DateTimeOffset now)
    {
        if (managedFields.Count > 0)
        {
            // They are canonical, and the last of the metadata: the document stays so.
            document.Ensure("metadata")["managedFields"] = managedFields;
        }

        var errors = Errors(kind, document, old, context, now);
        if (errors.Count > 0 && old is not null && InFull(kind, old) is { } full)
        {
            errors = Errors(kind, document, full, context, now);
        }

        if (errors.Count > 0)
        {
            return (null, new Refusal.Invalid(kind.Group, kind.Kind, document.Text("metadata", "name") ?? "", errors));
        }

        context.Warn(old is not null && IsOfStatus(kind, context) ? [] : kind.Warnings(document, old));
        return (document, null);
    }

    private static IReadOnlyList<FieldError> Errors(ResourceKind kind, JsonObject document, JsonObject? old, WriteContext context, DateTimeOffset now)
    {
        if (old is not null && IsOfStatus(kind, context))
        {
            // Who writes the status is not judged by the rest, which may have been stored when fewer rules held.
            var validate = context.Subresource == Subresource.Approval ? kind.ValidateApproval : kind.ValidateStatus;
            return Faults.All(MetadataValidation.Validate(document, old, kind), validate(document, old, now));
        }

        var own = old is not null && kind.Parts.TryGetValue(context.Subresource, out var part) ? part.Validate(document, old) : kind.Validate(document, old);
        return Faults.All(MetadataValidation.Validate(document, old, kind), own, old is null ? [] : Changed(kind, document, old));
    }

    private static IEnumerable<FieldError> Changed(ResourceKind kind, JsonObject document, JsonObject old)
    {
        foreach (var path in kind.Immutable)
        {
            var parts = path.Split('.');
            if (!JsonNode.DeepEquals(document.At(parts), old.At(parts)))
            {
                yield return Faults.Invalid(path, document.At(parts)?.DeepClone(), "field is immutable");
            }
        }
    }

    /// <summary>Nothing is deleted by an update that says so. Of a pod's status it is left out.</summary>
    private static List<FieldError> Marked(ResourceKind kind, JsonObject document, JsonObject old, WriteContext context) =>
        old.At("metadata", "deletionTimestamp") is not null || (kind == CoreKinds.Pods && context.Subresource == Subresource.Status) ? []
        : [.. from name in DeletionMetadata
              let value = document.At("metadata", name)
              where value is not null
              select Faults.Invalid($"metadata.{name}", value.DeepClone(), "field is immutable")];

    /// <summary>What only the server sets stays as it is, whatever was sent.</summary>
    private static void KeepMetadata(JsonObject document, JsonObject old)
    {
        var (metadata, before) = (document.Ensure("metadata"), (JsonObject)old["metadata"]!);
        foreach (var name in FixedMetadata)
        {
            Keep(metadata, before, name);
        }

        metadata.Remove("managedFields");
        metadata.Remove("selfLink");
        metadata.Remove("resourceVersion");
    }

    /// <summary>A write to the object leaves its status alone; a write to a subresource leaves all the rest alone.</summary>
    private static void KeepOtherPart(ResourceKind kind, JsonObject document, JsonObject old, Subresource subresource)
    {
        if (subresource is Subresource.Status or Subresource.Approval)
        {
            foreach (var name in document.Select(member => member.Key).Concat(old.Select(member => member.Key)).Distinct().Where(IsKept).ToList())
            {
                Keep(document, old, name);
            }

            var (metadata, before) = (document.Ensure("metadata"), (JsonObject)old["metadata"]!);
            foreach (var name in kind.MetadataKeptByStatus)
            {
                Keep(metadata, before, name);
            }
        }
        else if (kind.HasStatus && subresource is Subresource.None or Subresource.Scale or Subresource.Finalize)
        {
            Keep(document, old, "status");
        }

        if (kind == CoreKinds.Namespaces && subresource != Subresource.Finalize)
        {
            Keep(document.Ensure("spec"), old["spec"] as JsonObject ?? [], "finalizers");
        }
    }

    private static void Keep(JsonObject document, JsonObject old, string name)
    {
        if (old[name] is { } kept)
        {
            document[name] = kept.DeepClone();
        }
        else
        {
            document.Remove(name);
        }
    }

    /// <summary>The old pod as validation is to see it: already on the node that the binding gives it.</summary>
    private static JsonObject Bound(JsonObject old, JsonObject document)
    {
        var bound = (JsonObject)old.DeepClone();
        Keep(bound.Ensure("spec"), document["spec"] as JsonObject ?? [], "nodeName");
        return bound;
    }

    /// <summary>A write to the status leaves the rest as it is, which needs no look then.</summary>
    private static bool IsSame(JsonObject document, JsonObject old, Subresource subresource) =>
        AreSame(document, old, subresource == Subresource.Status ? static name => name != "status" : static name => name == "metadata")
        && AreSame((JsonObject)document["metadata"]!, (JsonObject)old["metadata"]!, static name => name is "managedFields" or "resourceVersion");

    private static bool ChangesSpec(ResourceKind kind, JsonObject document, JsonObject old) =>
        !IsSameSpec(kind, document, old) && !(InFull(kind, old) is { } full && IsSameSpec(kind, document, full));

    /// <summary>A status that is no subresource of its own counts as any other part.</summary>
    private static bool IsSameSpec(ResourceKind kind, JsonObject document, JsonObject old) =>
        AreSame(document, old, kind.HasStatus ? static name => name is "metadata" or "status" : static name => name == "metadata");

    private static bool AreSame(JsonObject left, JsonObject right, Func<string, bool> skips)
    {
        var count = 0;
        foreach (var (name, value) in left)
        {
            if (skips(name))
            {
                continue;
            }

            count++;
            if (!right.TryGetPropertyValue(name, out var other) || !JsonNode.DeepEquals(value, other))
            {
                return false;
            }
        }

        return right.Count(member => !skips(member.Key)) == count;
    }
}
