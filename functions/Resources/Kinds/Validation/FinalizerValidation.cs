using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>Rules of the finalizers of every object.</summary>
internal static class FinalizerValidation
{
    private const string Path = "metadata.finalizers";

    /// <summary>Finalizers of Kubernetes' own. All others bear a domain and a slash.</summary>
    private static readonly FrozenSet<string> Standard = FrozenSet.Create("kubernetes", "orphan", "foregroundDeletion");

    /// <summary>Groups whose kinds take finalizers of any name.</summary>
    /// <remarks>Source: Kubernetes' validation of these groups, which looks at metadata by the general rules alone.</remarks>
    private static readonly FrozenSet<string> AnyNamed = FrozenSet.Create(
        "admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "coordination.k8s.io", "events.k8s.io", "policy");

    /// <param name="item">The object.</param>
    /// <param name="old">The object before; null on create.</param>
    /// <param name="kind">Its kind; null for one within another object, whose finalizers are of any name.</param>
    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old, ResourceKind? kind)
    {
        var finalizers = item.Texts("metadata", "finalizers").ToList();
        foreach (var error in finalizers.SelectMany(one => Faults.Each(Path, one, NameRules.QualifiedNameFaults(one))))
        {
            yield return error;
        }

        if (finalizers.Contains("orphan") && finalizers.Contains("foregroundDeletion"))
        {
            yield return Faults.Invalid(Path, item.At("metadata", "finalizers")?.DeepClone(), "finalizer orphan and foregroundDeletion cannot be both set");
        }

        var added = finalizers.Except(old.Texts("metadata", "finalizers")).ToHashSet();
        if (added.Count > 0 && old.At("metadata", "deletionTimestamp") is not null)
        {
            yield return Faults.Forbidden(
                Path,
                $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(one => $"\"{one}\""))}}}");
        }

        // One that was stored when any name was taken may stay, or else its object could not be written any more.
        for (var index = 0; index < finalizers.Count && !IsAnyNamed(kind); index++)
        {
            if (IsBare(finalizers[index]) && added.Contains(finalizers[index]))
            {
                yield return Faults.Invalid($"{Path}[{index}]", finalizers[index], "name is neither a standard finalizer name nor is it fully qualified");
            }
        }
    }

    /// <summary>What writers of custom resources are warned of: names that others may have chosen as well.</summary>
    public static IEnumerable<string> Warnings(JsonObject item, JsonObject? old) =>
        item.At("metadata", "finalizers") is null ? []
        : item.Texts("metadata", "finalizers").Except(old.Texts("metadata", "finalizers")).Where(IsBare).Order(StringComparer.Ordinal).Select(name =>
            $"{Path}: \"{name}\": prefer a domain-qualified finalizer name including a path (/) to avoid accidental conflicts with other finalizer writers");

    private static bool IsAnyNamed(ResourceKind? kind) => kind is null || kind.Definition is not null || kind.Kind == "Event" || AnyNamed.Contains(kind.Group);

    private static bool IsBare(string name) => !name.Contains('/', StringComparison.Ordinal) && !Standard.Contains(name);
}
