using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Limits;

/// <summary>The names of what is limited and counted.</summary>
internal static class ResourceNames
{
    private static readonly string[] Compute = ["cpu", "memory", "ephemeral-storage"];

    private static readonly string[] Computed = [.. Compute, .. Compute.Select(name => "requests." + name), .. Compute.Select(name => "limits." + name)];

    private static readonly string[] Objects =
        ["pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims", "services.nodeports", "services.loadbalancers"];

    private static readonly string[] PodCounts = ["pods", "count/pods"];

    private static readonly string[] ClaimCounts = ["persistentvolumeclaims", "count/persistentvolumeclaims", "requests.storage"];

    private static readonly HashSet<string> Quota = [.. Computed, .. Objects, "requests.storage"];

    private static readonly HashSet<string> Standard = [.. Quota, "storage"];

    /// <summary>A name that is standard or qualified.</summary>
    public static IEnumerable<FieldError> Validate(string name, string at)
    {
        var faults = Faults.Each(at, name, NameRules.QualifiedNameFaults(name)).ToList();
        return faults.Count > 0 || IsQualified(name) || Standard.Contains(name) || IsHugePages(name, "hugepages-", "requests.hugepages-")
            ? faults
            : [Faults.Invalid(at, name, "must be a standard resource type or fully qualified")];
    }

    /// <summary>A name of what a container may have.</summary>
    public static IEnumerable<FieldError> ValidateOfContainer(string name, string at) =>
        Validate(name, at).Concat(IsQualified(name) || Compute.Contains(name) || IsHugePages(name, "hugepages-") ? [] : [Faults.Invalid(at, name, "must be a standard resource for containers")]);

    /// <summary>A name of what a quota may count.</summary>
    public static IEnumerable<FieldError> ValidateOfQuota(string name, string at) =>
        Validate(name, at).Concat(IsOfQuota(name) || IsQualified(name) ? [] : [Faults.Invalid(at, name, "must be a standard resource for quota")]);

    /// <summary>Whether it is a name of a quota that needs no prefix.</summary>
    public static bool IsOfQuota(string name) => Quota.Contains(name) || IsHugePages(name, "hugepages-", "requests.hugepages-");

    /// <summary>Whether it is counted in whole numbers.</summary>
    public static bool IsWhole(string name) => Objects.Contains(name) || (IsQualified(name) && !IsNative(name));

    /// <summary>Whether limits of it may be more than requests.</summary>
    public static bool IsOvercommittable(string name) => IsNative(name) && !IsHugePages(name, "hugepages-");

    /// <summary>Whether objects of a scope have anything of this to count.</summary>
    public static bool IsCounted(string scope, string name) => scope switch
    {
        "BestEffort" => PodCounts.Contains(name),
        "VolumeAttributesClass" => ClaimCounts.Contains(name),
        _ => PodCounts.Contains(name) || (Computed.Contains(name) && !name.EndsWith("ephemeral-storage", StringComparison.Ordinal)),
    };

    private static bool IsNative(string name) => !IsQualified(name) || name.Split('/')[0].EndsWith("kubernetes.io", StringComparison.Ordinal);

    private static bool IsQualified(string name) => name.Contains('/', StringComparison.Ordinal);

    private static bool IsHugePages(string name, params ReadOnlySpan<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
