using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Tests.Worlds;
using CloudOrchestrator.Resources.Writing;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Writing;

public sealed class ServiceAllocationTests
{
    [Fact]
    public async Task Create_ManyAtOnce_GetAddressesAndPortsOfTheirOwn()
    {
        await using var world = await World.CreateAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 300).Select(index => Task.Run(() => world.CreateAsync(CoreKinds.Services, Minimal.Service($"s{index}", "type: NodePort")))));

        var services = outcomes.Select(outcome => World.Done(outcome).Object.Parse()).ToList();
        Assert.Equal(300, services.Select(item => item.Text("spec", "clusterIP")).Distinct().Count());
        Assert.Equal(300, services.Select(item => item.Objects("spec", "ports").Single().Integer("nodePort")).Distinct().Count());
        Assert.All(services, item => Assert.InRange(item.Objects("spec", "ports").Single().Integer("nodePort")!.Value, 30000, 32767));
        Assert.All(services, item => Assert.StartsWith("10.", item.Text("spec", "clusterIP")));
    }

    [Fact]
    public async Task Create_ManyAskingForOneAddress_OneGetsIt()
    {
        await using var world = await World.CreateAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(index => Task.Run(() => world.CreateAsync(CoreKinds.Services, Minimal.Service($"s{index}", "clusterIP: 10.96.0.10")))));

        Assert.Single(outcomes.OfType<ResourceOutcome.Done>());
        Assert.All(outcomes.OfType<ResourceOutcome.Refused>(), refused => Assert.Equal(
            "Invalid value: [\"10.96.0.10\"]: failed to allocate IP 10.96.0.10: provided IP is already allocated",
            Assert.Single(Assert.IsType<Refusal.Invalid>(refused.Refusal).Errors).Message));
    }

    [Fact]
    public async Task Create_NodePortTaken_IsRefused()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Services, "{metadata: {name: a}, spec: {type: NodePort, ports: [{port: 80, nodePort: 30080}]}}");

        var refusal = World.Refused<Refusal.Invalid>(await world.CreateAsync(CoreKinds.Services, "{metadata: {name: b}, spec: {type: NodePort, ports: [{port: 80, nodePort: 30080}]}}"));

        Assert.Equal(new FieldError("FieldValueInvalid", "spec.ports[0].nodePort", "Invalid value: 30080: provided port is already allocated"), Assert.Single(refusal.Errors));
    }

    [Fact]
    public async Task Delete_Service_FreesItsAddress()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Services, Minimal.Service("a", "clusterIP: 10.96.0.10"));
        World.Done(await world.DeleteAsync(CoreKinds.Services, "a"));

        World.Done(await world.CreateAsync(CoreKinds.Services, Minimal.Service("b", "clusterIP: 10.96.0.10")));
    }

    [Fact]
    public async Task Update_WithoutAddressAndPorts_KeepsThem()
    {
        await using var world = await World.CreateAsync();
        var before = await world.AddAsync(CoreKinds.Services, Minimal.Service("a", "type: NodePort"));

        var outcome = World.Done(await world.PutAsync(CoreKinds.Services, "a", Yaml.Parse(Minimal.Service("a", "type: NodePort, selector: {app: b}"))));

        var after = outcome.Object.Parse();
        Assert.Equal(before.Text("spec", "clusterIP"), after.Text("spec", "clusterIP"));
        Assert.Equal(before.Objects("spec", "ports").Single().Integer("nodePort"), after.Objects("spec", "ports").Single().Integer("nodePort"));
        Assert.Equal("b", after.Text("spec", "selector", "app"));
    }

    [Fact]
    public async Task Update_WithoutNodePorts_KeepsThemByTheNamesOfPorts()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Services, "{metadata: {name: a}, spec: {type: NodePort, ports: [{name: t, port: 53, nodePort: 31154}, {name: q, port: 54, nodePort: 31155}]}}");

        var item = World.Done(await world.PutAsync(CoreKinds.Services, "a", Yaml.Parse("{metadata: {name: a}, spec: {type: NodePort, ports: [{name: z, port: 53}, {name: q, port: 54}, {name: t, port: 55}]}}"))).Object.Parse();

        var ports = item.Objects("spec", "ports").Select(port => port.Integer("nodePort")).ToList();
        Assert.Equal([31155, 31154], ports[1..]);
        Assert.DoesNotContain(ports[0], ports[1..]);
    }

    [Fact]
    public async Task Update_TypeBackAndForth_AllocatesAndReleasesPorts()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Services, Minimal.Service("a"));

        var opened = World.Done(await world.UpdateAsync(CoreKinds.Services, "a", item => item["spec"]!["type"] = "NodePort")).Object.Parse();
        var closed = World.Done(await world.UpdateAsync(CoreKinds.Services, "a", item => item["spec"]!["type"] = "ClusterIP")).Object.Parse();

        Assert.InRange(opened.Objects("spec", "ports").Single().Integer("nodePort") ?? 0, 30000, 32767);
        Assert.Null(closed.Objects("spec", "ports").Single().Integer("nodePort"));
    }

    [Fact]
    public async Task Create_PortsOfOneNumber_ShareTheirNodePort()
    {
        await using var world = await World.CreateAsync();

        var item = await world.AddAsync(CoreKinds.Services, "{metadata: {name: a}, spec: {type: NodePort, ports: [{name: a, port: 53}, {name: b, port: 53, protocol: UDP}, {name: c, port: 54}]}}");

        var ports = item.Objects("spec", "ports").Select(port => port.Integer("nodePort")).ToList();
        Assert.Equal(ports[0], ports[1]);
        Assert.NotEqual(ports[0], ports[2]);
    }

    [Fact]
    public async Task Create_LoadBalancerWithoutNodePorts_HasThoseAskedForAlone()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Services, "{metadata: {name: a}, spec: {type: LoadBalancer, allocateLoadBalancerNodePorts: false, ports: [{name: a, port: 80, nodePort: 30080}, {name: b, port: 81}]}}");

        var refusal = World.Refused<Refusal.Invalid>(await world.CreateAsync(
            CoreKinds.Services, "{metadata: {name: b}, spec: {type: LoadBalancer, allocateLoadBalancerNodePorts: false, ports: [{port: 80, nodePort: 30080}]}}"));

        Assert.Equal([30080, null], (await world.GetAsync(CoreKinds.Services, "a"))!.Objects("spec", "ports").Select(port => port.Integer("nodePort")));
        Assert.Equal("spec.ports[0].nodePort", Assert.Single(refusal.Errors).Field);
    }

    [Fact]
    public async Task Create_BalancedLocally_GetsAPortForHealthChecks()
    {
        await using var world = await World.CreateAsync();

        var item = await world.AddAsync(CoreKinds.Services, Minimal.Service("a", "type: LoadBalancer, externalTrafficPolicy: Local"));
        var kept = World.Done(await world.UpdateAsync(CoreKinds.Services, "a", item => ((JsonObject)item["spec"]!).Remove("healthCheckNodePort"))).Object.Parse();
        var dropped = World.Done(await world.UpdateAsync(CoreKinds.Services, "a", item => item["spec"]!["externalTrafficPolicy"] = "Cluster")).Object.Parse();

        Assert.InRange(item.Integer("spec", "healthCheckNodePort") ?? 0, 30000, 32767);
        Assert.NotEqual(item.Objects("spec", "ports").Single().Integer("nodePort"), item.Integer("spec", "healthCheckNodePort"));
        Assert.Equal(item.Integer("spec", "healthCheckNodePort"), kept.Integer("spec", "healthCheckNodePort"));
        Assert.Null(dropped.At("spec", "healthCheckNodePort"));
    }

    [Theory]
    [InlineData(30500, "provided port is already allocated")]
    [InlineData(20000, "provided port is not in the valid range. The range of valid ports is 30000-32767")]
    public async Task Create_PortForHealthChecksThatCannotBe_IsRefused(int port, string why)
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Services, Minimal.Service("a", "type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 30500"));

        var refusal = World.Refused<Refusal.Invalid>(await world.CreateAsync(CoreKinds.Services, Minimal.Service("b", $"type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: {port}")));

        var error = Assert.Single(refusal.Errors);
        Assert.Equal(("spec.healthCheckNodePort", $"Invalid value: {port}: failed to allocate requested HealthCheck NodePort {port}: {why}"), (error.Field, error.Message));
    }

    [Fact]
    public async Task Update_StatusOfALoadBalancer_HasTheModeOfItsAddresses()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Services, Minimal.Service("a", "type: LoadBalancer"));

        var item = World.Done(await world.UpdateAsync(
            CoreKinds.Services, "a", item => item["status"] = Yaml.Parse("{loadBalancer: {ingress: [{ip: 192.0.2.1}, {hostname: a.example.com}]}}"), World.As("tester", Subresource.Status))).Object.Parse();

        Yaml.AssertSame(Yaml.Parse("{loadBalancer: {ingress: [{ip: 192.0.2.1, ipMode: VIP}, {hostname: a.example.com}]}}"), (JsonObject)item["status"]!);
    }

    [Fact]
    public async Task Create_Headless_GetsNoAddress()
    {
        await using var world = await World.CreateAsync();

        var item = await world.AddAsync(CoreKinds.Services, "{metadata: {name: a}, spec: {clusterIP: None, selector: {a: b}}}");

        Assert.Equal("None", item.Text("spec", "clusterIP"));
        Assert.Equal(["None"], item.Texts("spec", "clusterIPs"));
    }
}
