using System.Collections.Frozen;

namespace CloudOrchestrator.Resources.Kinds.ApiRegistration;

/// <summary>In which order groups and their versions are discovered: higher ones first. The numbers are Kubernetes'.</summary>
public static class ApiPriorities
{
    /// <summary>Of the version that a definition of custom resources brings.</summary>
    public static ApiPriority Custom { get; } = new(1000, 100);

    /// <summary>Of what serves itself: the group of API services is found before all others.</summary>
    private const int FirstGroup = 20_000;

    /// <summary>Of a version that is not stable, within its group.</summary>
    private const int BesideStable = 9;

#pragma warning disable format // rows of a table
    /// <summary>Of the built-in groups, by group and version.</summary>
    private static readonly FrozenDictionary<(string Group, string Version), ApiPriority> Known = new Dictionary<(string, string), ApiPriority>
    {
        [("", "v1")]                             = new(18000, 1),
        [("apps", "v1")]                         = new(17800, 15),
        [("events.k8s.io", "v1")]                = new(17750, 15),
        [("authentication.k8s.io", "v1")]        = new(17700, 15),
        [("authorization.k8s.io", "v1")]         = new(17600, 15),
        [("autoscaling", "v1")]                  = new(17500, 15),
        [("autoscaling", "v2")]                  = new(17500, 30),
        [("batch", "v1")]                        = new(17400, 15),
        [("certificates.k8s.io", "v1")]          = new(17300, 15),
        [("networking.k8s.io", "v1")]            = new(17200, 15),
        [("policy", "v1")]                       = new(17100, 15),
        [("rbac.authorization.k8s.io", "v1")]    = new(17000, 15),
        [("storage.k8s.io", "v1")]               = new(16800, 15),
        [("apiextensions.k8s.io", "v1")]         = new(16700, 15),
        [("admissionregistration.k8s.io", "v1")] = new(16700, 15),
        [("scheduling.k8s.io", "v1")]            = new(16600, 15),
        [("coordination.k8s.io", "v1")]          = new(16500, 15),
        [("node.k8s.io", "v1")]                  = new(16300, 15),
        [("discovery.k8s.io", "v1")]             = new(16200, 15),
        [("flowcontrol.apiserver.k8s.io", "v1")] = new(16100, 21),
        [("resource.k8s.io", "v1")]              = new(15900, 15),
        [("storagemigration.k8s.io", "v1")]      = new(15800, 15),
    }.ToFrozenDictionary();
#pragma warning restore format

    /// <summary>The versions of built-in groups that an API service stands for: all but that of API services itself.</summary>
    public static IEnumerable<(string Group, string Version)> BuiltIn => Known.Keys;

    /// <summary>Whether a version is one of a built-in group.</summary>
    public static bool IsBuiltIn(string group, string version) => Known.ContainsKey((group, version));

    /// <summary>The priority of a version; that of custom resources for one that is not built in.</summary>
    public static ApiPriority Of(string group, string version) =>
        Known.GetValueOrDefault((group, version)) ?? (group == ApiRegistrationKinds.ApiServices.Group ? new ApiPriority(FirstGroup, 15) : Beside(group) ?? Custom);

    /// <summary>Of a version that a built-in group has beside its stable ones, for clients that ask for no other: behind them.</summary>
    private static ApiPriority? Beside(string group) =>
        Known.Keys.FirstOrDefault(known => known.Group == group) is { Version: not null } stable ? new ApiPriority(Known[stable].Group, BesideStable) : null;
}
