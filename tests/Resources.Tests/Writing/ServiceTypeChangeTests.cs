using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Tests.Worlds;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Writing;

/// <summary>A change of type alone, as <c>kubectl patch</c> makes it, drops what belonged to the former type.</summary>
public sealed class ServiceTypeChangeTests
{
    private static readonly string[] OfBalancer = ["healthCheckNodePort", "allocateLoadBalancerNodePorts", "loadBalancerClass", "externalTrafficPolicy"];

    private const string Balanced =
        "clusterIP: 10.96.0.20, type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 30500, loadBalancerClass: example.com/fast, allocateLoadBalancerNodePorts: true";

    [Theory]
    [InlineData("ClusterIP", "")]
    [InlineData("NodePort", "externalTrafficPolicy")]
    public async Task Update_FromLoadBalancer_DropsWhatOnlyThatHas(string type, string kept)
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Services, Minimal.Service("a", Balanced));
        World.Done(await world.UpdateAsync(CoreKinds.Services, "a", item => item["status"] = Yaml.Parse("{loadBalancer: {ingress: [{ip: 192.0.2.1}]}}"), World.As("tester", Subresource.Status)));

        var after = World.Done(await world.UpdateAsync(CoreKinds.Services, "a", item => item["spec"]!["type"] = type)).Object.Parse();

        Assert.Equal([.. kept.Split(',').Where(name => name.Length > 0)], OfBalancer.Where(name => after.At("spec", name) is not null));
        Assert.Equal("10.96.0.20", after.Text("spec", "clusterIP"));
        Assert.Equal(type == "NodePort", after.Objects("spec", "ports").Single().Integer("nodePort") is > 0);
        Yaml.AssertSame(Yaml.Parse("{loadBalancer: {}}"), (JsonObject)after["status"]!);
    }

    [Fact]
    public async Task Update_ToExternalName_DropsAddressesAndPolicies()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Services, Minimal.Service("a", Balanced));

        var after = World.Done(await world.UpdateAsync(CoreKinds.Services, "a", item =>
        {
            item["spec"]!["type"] = "ExternalName";
            item["spec"]!["externalName"] = "example.com";
        })).Object.Parse();

        string[] gone = [.. OfBalancer, "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"];
        Assert.All(gone, name => Assert.Null(after.At("spec", name)));
        Assert.Null(after.Objects("spec", "ports").Single().Integer("nodePort"));
    }

    [Fact]
    public async Task Update_LastExternalAddressGone_DropsItsPolicy()
    {
        await using var world = await World.CreateAsync();
        var before = await world.AddAsync(CoreKinds.Services, Minimal.Service("a", "externalIPs: [192.0.2.1]"));

        var after = World.Done(await world.UpdateAsync(CoreKinds.Services, "a", item => ((JsonObject)item["spec"]!).Remove("externalIPs"))).Object.Parse();

        Assert.Equal("Cluster", before.Text("spec", "externalTrafficPolicy"));
        Assert.Null(after.At("spec", "externalTrafficPolicy"));
    }

    [Fact]
    public async Task Update_TrafficNoLongerLocal_DropsThePortOfHealthChecks()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Services, Minimal.Service("a", Balanced));

        var kept = World.Done(await world.UpdateAsync(CoreKinds.Services, "a", item => ((JsonObject)item["spec"]!).Remove("healthCheckNodePort"))).Object.Parse();
        var after = World.Done(await world.UpdateAsync(CoreKinds.Services, "a", item => item["spec"]!["externalTrafficPolicy"] = "Cluster")).Object.Parse();

        Assert.Equal(30500, kept.Integer("spec", "healthCheckNodePort"));
        Assert.Null(after.At("spec", "healthCheckNodePort"));
    }

    [Fact]
    public async Task Update_WithoutAffinity_DropsItsTime()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Services, Minimal.Service("a", "sessionAffinity: ClientIP"));

        var after = World.Done(await world.UpdateAsync(CoreKinds.Services, "a", item => item["spec"]!["sessionAffinity"] = "None")).Object.Parse();

        Assert.Null(after.At("spec", "sessionAffinityConfig"));
    }

    [Fact]
    public async Task Update_FromLoadBalancerWithAnotherPolicy_IsRefused()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Services, Minimal.Service("a", Balanced));

        var refusal = World.Refused<Refusal.Invalid>(await world.UpdateAsync(CoreKinds.Services, "a", item =>
        {
            item["spec"]!["type"] = "ClusterIP";
            item["spec"]!["externalTrafficPolicy"] = "Cluster";
        }));

        Assert.Equal(
            new FieldError("FieldValueInvalid", "spec.externalTrafficPolicy", "Invalid value: \"Cluster\": may only be set for externally-accessible services"),
            Assert.Single(refusal.Errors));
    }
}
