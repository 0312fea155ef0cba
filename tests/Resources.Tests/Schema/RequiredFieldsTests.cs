using System.Text.RegularExpressions;
using CloudOrchestrator.Resources.Schema;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Schema;

/// <summary>What the table of fields says must be given, against the published API as another client's models have it.</summary>
public sealed partial class RequiredFieldsTests
{
    /// <summary>Debian's client for Python, of release 1.22: its models refuse to be without what must be given.</summary>
    private const string Models = "/usr/lib/python3/dist-packages/kubernetes/client/models";

    /// <summary>What Kubernetes has said otherwise since that release.</summary>
    private static readonly string[] SinceThen =
    [
        "apps.v1.StatefulSetSpec.serviceName no more",
        "authentication.v1.TokenRequest.spec no more",
        "authentication.v1.TokenRequestSpec.audiences no more",
        "authentication.v1.TokenRequestStatus.expirationTimestamp no more",
        "authentication.v1.TokenRequestStatus.token no more",
        "authentication.v1.TokenReviewSpec.token now",
        "autoscaling.v1.HorizontalPodAutoscaler.spec now",
        "batch.v1.CronJob.spec now",
        "core.v1.HostAlias.ip now",
        "core.v1.PodIP.ip now",
        "discovery.v1.EndpointSlice.endpoints no more",
        "networking.v1.NetworkPolicySpec.podSelector no more",
        "policy.v1.PodDisruptionBudgetStatus.currentHealthy no more",
        "policy.v1.PodDisruptionBudgetStatus.desiredHealthy no more",
        "policy.v1.PodDisruptionBudgetStatus.disruptionsAllowed no more",
        "policy.v1.PodDisruptionBudgetStatus.expectedPods no more",
        "rbac.v1.RoleRef.apiGroup no more",
        "scheduling.v1.PriorityClass.value no more",
    ];

    [Theory]
    [InlineData("apps.v1.DeploymentSpec", "selector template")]
    [InlineData("apps.v1.StatefulSetSpec", "selector template")]
    [InlineData("apps.v1.StatefulSetOrdinals", "")]
    [InlineData("rbac.v1.RoleBinding", "roleRef")]
    [InlineData("core.v1.Container", "name")]
    [InlineData("core.v1.EphemeralContainer", "name")]
    [InlineData("core.v1.Event", "metadata involvedObject")]
    [InlineData("core.v1.Pod", "")]
    [InlineData("core.v1.PodList", "items")]
    [InlineData("certificates.v1.ClusterTrustBundle", "spec")]
    [InlineData("resource.v1.DeviceTaintRuleSpec", "taint")]
    [InlineData("storagemigration.v1.StorageVersionMigrationSpec", "resource")]
    public void Required_OfAType_IsWhatThePublishedApiSays(string type, string fields) =>
        Assert.Equal(fields, string.Join(' ', SchemaTable.BuiltIn.Get("k8s.io.api." + type).Ordered.Where(field => field.Required).Select(field => field.JsonName)));

    [Fact]
    public void Required_OfEveryTypeThatAnotherClientHas_IsWhatItSaysOrWasChangedSince()
    {
        Assert.SkipUnless(Directory.Exists(Models), "Debian's python3-kubernetes is missing");
        var models = Directory.EnumerateFiles(Models, "*.py").Select(File.ReadAllText).Where(text => Class().IsMatch(text)).ToDictionary(text => Class().Match(text).Groups[1].Value);
        var (differences, compared) = (new List<string>(), 0);
        foreach (var type in SchemaTable.BuiltIn.All)
        {
            if (ModelOf(type, models) is not { } model)
            {
                continue;
            }

            compared++;
            var names = Attribute().Matches(model[model.IndexOf("attribute_map = {", StringComparison.Ordinal)..].Split('}')[0]).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
            var required = Refused().Matches(model).Select(match => names[match.Groups[1].Value]).ToHashSet();
            differences.AddRange(type.Ordered.Where(field => names.ContainsValue(field.JsonName) && field.Required != required.Contains(field.JsonName))
                .Select(field => $"{type.GroupedName}.{field.JsonName} {(field.Required ? "now" : "no more")}"));
        }

        Assert.InRange(compared, 350, 1000);
        Assert.Equal(SinceThen, differences.Order(StringComparer.Ordinal));
    }

    /// <summary>A model is called by version and type, and by its group too where several groups have the type.</summary>
    private static string? ModelOf(TypeSchema type, Dictionary<string, string> models)
    {
        var parts = type.GroupedName.Split('.');
        var (group, name) = (Capital(parts[0]), Capital(parts[1]) + parts[2]);
        return models.GetValueOrDefault(group + name) ?? models.GetValueOrDefault(name);
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    [GeneratedRegex(@"^class (\w+)\(object\)", RegexOptions.Multiline)]
    private static partial Regex Class();

    [GeneratedRegex("'(\\w+)': '([^']+)'")]
    private static partial Regex Attribute();

    [GeneratedRegex("Invalid value for `(\\w+)`, must not be `None`")]
    private static partial Regex Refused();
}
