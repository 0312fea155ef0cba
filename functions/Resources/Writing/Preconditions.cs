using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Validation;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.Resources.Writing;

/// <summary>What a write demands of the object as it is.</summary>
public static class Preconditions
{
    internal const string Modified = "the object has been modified; please apply your changes to the latest version and try again";

    /// <summary>What an update's own document demands: the uid and resourceVersion that it holds.</summary>
    public static Refusal? Unmet(ResourceKind kind, ResourceObject current, JsonObject sent, Subresource subresource)
    {
        var version = sent.Text("metadata", "resourceVersion");
        if (string.IsNullOrEmpty(version) && !kind.UnconditionalUpdate && subresource == Subresource.None)
        {
            return new Refusal.Invalid(kind.Group, kind.Kind, current.Name.Name, [Faults.Invalid("metadata.resourceVersion", 0, "must be specified for an update")]);
        }

        return Unmet(kind, current, sent.Text("metadata", "uid"), version);
    }

    /// <summary>What a configuration demands of an object that is not there.</summary>
    public static Refusal? UnmetByNone(ResourceKind kind, string name, JsonObject config) =>
        config.Text("metadata", "uid") is { Length: > 0 } uid
            ? new Refusal.Conflict(kind.QualifiedResource, name, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found") { IsOtherObject = true }
        : config.Text("metadata", "resourceVersion") is { Length: > 0 } ? new Refusal.Conflict(kind.QualifiedResource, name, Modified)
        : null;

    /// <summary>What an update demands of an object that is not there, and that it would create.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="name">Its name.</param>
    /// <param name="uid">The uid that the update's document holds; null or empty for none.</param>
    public static Refusal? UnmetByNone(ResourceKind kind, string name, string? uid) => string.IsNullOrEmpty(uid) ? null : OtherObject(kind, name, uid, "");

    /// <summary>What a write demands of an object by its uid and its version; null or empty for any.</summary>
    public static Refusal? Unmet(ResourceKind kind, ResourceObject current, string? uid, string? resourceVersion)
    {
        if (!string.IsNullOrEmpty(uid) && uid != current.Uid)
        {
            return OtherObject(kind, current.Name.Name, uid, current.Uid);
        }

        return !string.IsNullOrEmpty(resourceVersion) && resourceVersion != current.Revision.ToString(CultureInfo.InvariantCulture)
            ? new Refusal.Conflict(kind.QualifiedResource, current.Name.Name, Modified)
            : null;
    }

    /// <summary>What a deletion demands of an object by its uid and its version; null or empty for any. Kubernetes says the kind there, not the resource.</summary>
    public static Refusal? UnmetByDeletion(ResourceKind kind, ResourceObject current, string? uid, string? resourceVersion)
    {
        var (what, version) = (kind.Group.Length == 0 ? kind.Kind : $"{kind.Kind}.{kind.Group}", current.Revision.ToString(CultureInfo.InvariantCulture));
        if (!string.IsNullOrEmpty(uid) && uid != current.Uid)
        {
            return new Refusal.Conflict(what, current.Name.Name, $"the UID in the precondition ({uid}) does not match the UID in record ({current.Uid}). The object might have been deleted and then recreated") { IsOtherObject = true };
        }

        return !string.IsNullOrEmpty(resourceVersion) && resourceVersion != version
            ? new Refusal.Conflict(what, current.Name.Name, $"the ResourceVersion in the precondition ({resourceVersion}) does not match the ResourceVersion in record ({version}). The object might have been modified")
            : null;
    }

    private static Refusal.Conflict OtherObject(ResourceKind kind, string name, string wanted, string found) =>
        new(kind.QualifiedResource, name, $"Precondition failed: UID in precondition: {wanted}, UID in object meta: {found}") { IsOtherObject = true };
}
