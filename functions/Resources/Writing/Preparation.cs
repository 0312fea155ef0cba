using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Validation;
using CloudOrchestrator.Resources.Writing.ManagedFields;

namespace CloudOrchestrator.Resources.Writing;

/// <summary>The pure steps of the write path that bring a document from what was sent to what is stored.</summary>
internal static class Preparation
{
    public static string TimeText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A document to be created: canonical, named, defaulted, validated, with its managed fields.</summary>
    public static (JsonObject? Document, Refusal? Refusal) Create(ResourceKind kind, string @namespace, JsonObject sent, WriteContext context, DateTimeOffset now, Func<string> suffix)
    {
        var document = Canonical(kind, sent, out var refusal);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        var metadata = document.Ensure("metadata");
        if (metadata.Text("resourceVersion") is { Length: > 0 })
        {
            return (null, new Refusal.BadRequest("resourceVersion should not be set on objects to be created"));
        }

        foreach (var name in new[] { "resourceVersion", "uid", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "generation" })
        {
            metadata.Remove(name);
        }

        if (string.IsNullOrEmpty(metadata.Text("name")) && metadata.Text("generateName") is { Length: > 0 } prefix)
        {
            metadata["name"] = (prefix.Length > 58 ? prefix[..58] : prefix) + suffix();
        }

        if (kind.Namespaced)
        {
            metadata["namespace"] = @namespace;
        }
        else
        {
            metadata.Remove("namespace");
        }

        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = TimeText(now);
        if (kind.HasGeneration)
        {
            metadata["generation"] = 1;
        }

        kind.Default(document);
        kind.PrepareCreate(document, now);
        kind.Default(document);
        return Finish(kind, document, null, context, now);
    }

    /// <summary>A document to be updated. Answers the old document itself where nothing changes.</summary>
    public static (JsonObject? Document, Refusal? Refusal) Update(ResourceKind kind, JsonObject sent, JsonObject old, WriteContext context, DateTimeOffset now)
    {
        var document = Canonical(kind, sent, out var refusal);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        KeepMetadata(document, old);
        KeepOtherPart(kind, document, old, context.Subresource);
        kind.Default(document);
        document = CanonicalForm.Of(document, kind.Schema, []);
        if (SameButManagedFields(document, old))
        {
            return (old, null);
        }

        if (kind.HasGeneration && !JsonNode.DeepEquals(WithoutMetaAndStatus(document), WithoutMetaAndStatus(old)))
        {
            document.Ensure("metadata")["generation"] = (old.Integer("metadata", "generation") ?? 0) + 1;
        }

        return Finish(kind, document, old, context, now);
    }

    private static JsonObject Canonical(ResourceKind kind, JsonObject sent, out Refusal? refusal)
    {
        var errors = new List<string>();
        var document = CanonicalForm.Of(sent, kind.Schema, errors);
        refusal = errors.Count > 0 ? new Refusal.BadRequest($"{kind.Kind} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: {errors[0]}") : null;
        var ordered = new JsonObject { ["kind"] = kind.Kind, ["apiVersion"] = kind.ApiVersion };
        foreach (var (name, value) in document.Where(member => member.Key is not ("kind" or "apiVersion")).ToList())
        {
            document.Remove(name);
            ordered[name] = value;
        }

        return ordered;
    }

    private static (JsonObject? Document, Refusal? Refusal) Finish(ResourceKind kind, JsonObject document, JsonObject? old, WriteContext context, DateTimeOffset now)
    {
        document = CanonicalForm.Of(document, kind.Schema, []);
        var errors = MetadataValidation.Validate(document, kind).Concat(kind.Validate(document, old)).ToList();
        if (errors.Count > 0)
        {
            return (null, new Refusal.Invalid(kind.Group, kind.Kind, document.Text("metadata", "name") ?? "", errors));
        }

        FieldManagers.Update(document, old, kind.Schema, kind.ApiVersion, context, TimeText(now));
        return (CanonicalForm.Of(document, kind.Schema, []), null);
    }

    /// <summary>What only the server sets stays as it is, whatever was sent.</summary>
    private static void KeepMetadata(JsonObject document, JsonObject old)
    {
        var metadata = document.Ensure("metadata");
        foreach (var name in new[] { "name", "namespace", "uid", "creationTimestamp", "generation", "deletionTimestamp", "deletionGracePeriodSeconds", "generateName", "managedFields" })
        {
            if (old.At("metadata", name) is { } kept)
            {
                metadata[name] = kept.DeepClone();
            }
            else
            {
                metadata.Remove(name);
            }
        }

        metadata.Remove("selfLink");
        metadata.Remove("resourceVersion");
    }

    /// <summary>A write to the object leaves its status alone; a write to a subresource leaves all the rest alone.</summary>
    private static void KeepOtherPart(ResourceKind kind, JsonObject document, JsonObject old, Subresource subresource)
    {
        if (subresource == Subresource.Status)
        {
            foreach (var name in document.Select(member => member.Key).Concat(old.Select(member => member.Key)).Distinct().Where(name => name is not ("status" or "metadata")).ToList())
            {
                Keep(document, old, name);
            }

            var metadata = document.Ensure("metadata");
            foreach (var name in new[] { "labels", "annotations", "finalizers", "ownerReferences" })
            {
                Keep(metadata, (JsonObject)old["metadata"]!, name);
            }
        }
        else if (kind.HasStatus && subresource is Subresource.None or Subresource.Scale)
        {
            Keep(document, old, "status");
        }

        if (kind.Plural == "namespaces" && subresource != Subresource.Finalize)
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

    private static bool SameButManagedFields(JsonObject document, JsonObject old)
    {
        var (left, right) = ((JsonObject)document.DeepClone(), (JsonObject)old.DeepClone());
        foreach (var one in new[] { left, right })
        {
            var metadata = one.Ensure("metadata");
            metadata.Remove("managedFields");
            metadata.Remove("resourceVersion");
        }

        return JsonNode.DeepEquals(left, right);
    }

    private static JsonObject WithoutMetaAndStatus(JsonObject document)
    {
        var copy = (JsonObject)document.DeepClone();
        copy.Remove("metadata");
        copy.Remove("status");
        return copy;
    }
}
