using System.Reflection;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Tests.Worlds;
using k8s;
using k8s.Models;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Kinds;

/// <summary>The table of kinds against the stable kinds of the official client: none is missing, and none is without cases.</summary>
public sealed class ServedKindsTests
{
    private const string Part = "is written to a subresource, and is no object of its own";
    private const string Review = "is answered and never kept: it is no row of the table";

    /// <summary>Kinds that are not served yet, and why.</summary>
    private static readonly Dictionary<string, string> NotServed = new()
    {
        ["policy/v1 Eviction"] = Part,
        ["autoscaling/v1 Scale"] = Part,
        ["authentication.k8s.io/v1 TokenRequest"] = Part,
        ["authentication.k8s.io/v1 SelfSubjectReview"] = Review,
        ["authentication.k8s.io/v1 TokenReview"] = Review,
        ["authorization.k8s.io/v1 LocalSubjectAccessReview"] = Review,
        ["authorization.k8s.io/v1 SelfSubjectAccessReview"] = Review,
        ["authorization.k8s.io/v1 SelfSubjectRulesReview"] = Review,
        ["authorization.k8s.io/v1 SubjectAccessReview"] = Review,
    };

    [Fact]
    public void BuiltIn_EveryStableKindOfTheClient_IsServedOrSaidToBeMissing()
    {
        var served = KindTable.BuiltIn.Served.Select(Name).ToHashSet();
        var stable = StableKinds().ToList();

        Assert.InRange(stable.Count, 60, 200);
        Assert.Equal("", Listed(stable.Where(kind => !served.Contains(kind) && !NotServed.ContainsKey(kind))));
        Assert.Equal("", Listed(NotServed.Keys.Where(kind => served.Contains(kind) || !stable.Contains(kind))));
    }

    [Fact]
    public void BuiltIn_EveryKind_IsStable() =>
        Assert.Equal([], KindTable.BuiltIn.All.Where(kind => kind.Version.Contains("alpha", StringComparison.Ordinal) || kind.Version.Contains("beta", StringComparison.Ordinal)).Select(Name));

    [Fact]
    public void BuiltIn_EveryKind_HasACaseOfItsDefaultsAndOfItsRules()
    {
        var defaults = Directory.EnumerateFiles(Folder("Defaults"), "*.yaml")
            .Select(file => Yaml.ParseAll(File.ReadAllText(file))[1])
            .Select(stored => $"{stored.Text("apiVersion")} {stored.Text("kind")}")
            .ToHashSet();
        var rules = Directory.EnumerateFiles(Folder("Validation"), "*.yaml")
            .Where(file => Yaml.ParseAll(File.ReadAllText(file)).Skip(1).Any(one => one.Texts("errors").Any()))
            .Select(Path.GetFileNameWithoutExtension)
            .ToHashSet();
        var without = KindTable.BuiltIn.All
            .Where(kind => !defaults.Contains(Name(kind)) || !HasRules(kind))
            .Select(Name);

        bool HasRules(ResourceKind kind) =>
            rules.Contains(kind.QualifiedResource) || (rules.Contains(kind.Plural) && KindTable.BuiltIn.All.Where(other => other.Plural == kind.Plural).All(other => other.QualifiedResource == kind.QualifiedResource));

        Assert.Equal("", Listed(without));
    }

    private static string Name(ResourceKind kind) => $"{kind.ApiVersion} {kind.Kind}";

    private static string Listed(IEnumerable<string> kinds) => string.Join('\n', kinds.Order(StringComparer.Ordinal));

    private static string Folder(string what) => Path.Combine(AppContext.BaseDirectory, "Kinds", what, "cases");

    private static IEnumerable<string> StableKinds() => typeof(V1Pod).Assembly.GetTypes()
        .Where(type => typeof(IKubernetesObject<V1ObjectMeta>).IsAssignableFrom(type))
        .Select(type => type.GetCustomAttribute<KubernetesEntityAttribute>())
        .Where(entity => entity is not null && (entity.ApiVersion == "v1" || entity is { Group: "autoscaling", ApiVersion: "v2" }))
        .Select(entity => entity!.Group.Length == 0 ? $"{entity.ApiVersion} {entity.Kind}" : $"{entity.Group}/{entity.ApiVersion} {entity.Kind}")
        .Distinct();
}
