using System.Net;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Store.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Reports;

/// <summary>How the parts of the control plane are is looked at when it is asked for, and never kept.</summary>
public sealed class ComponentStatusTests
{
    private const string Path = "/api/v1/componentstatuses";
    private const string Warning = "299 - \"v1 ComponentStatus is deprecated in v1.19+\"";

    [Fact]
    public async Task List_AllIsWell_SaysSoAndThatItIsDeprecated()
    {
        await using var server = await StartAsync(new MemoryCommitLog(), new Reactors());

        using var answer = await server.SendAsync(HttpMethod.Get, Path);

        Assert.Equal([Warning], answer.Headers.GetValues("Warning"));
        var list = await answer.JsonAsync();
        Assert.Equal(("ComponentStatusList", "v1", "{}"), ((string?)list["kind"], (string?)list["apiVersion"], list["metadata"]!.ToJsonString()));
        Assert.Equal(
            ["controller-manager Healthy=True ok", "scheduler Healthy=True ok", "etcd-0 Healthy=True ok"],
            list.Objects("items").Select(item => $"{item.Text("metadata", "name")} {string.Join(';', item.Objects("conditions").Select(one => $"{one.Text("type")}={one.Text("status")} {one.Text("message")}{one.Text("error")}"))}"));
    }

    [Fact]
    public async Task Get_TheStoreIsBroken_IsUnhealthyWithTheErrorUntilItWorksAgain()
    {
        var log = new MemoryCommitLog(isSoleWriter: false);
        await using var server = await StartAsync(log, new Reactors());
        log.TailFaults = int.MaxValue;

        var broken = await server.SendAsync(HttpMethod.Get, $"{Path}/etcd-0").JsonAsync();

        var condition = Assert.Single(broken.Objects("conditions"));
        Assert.Equal("False", condition.Text("status"));
        Assert.Null(condition.Text("message"));
        Assert.False(string.IsNullOrWhiteSpace(condition.Text("error")));
        Assert.Equal("True", Assert.Single((await server.SendAsync(HttpMethod.Get, $"{Path}/scheduler").JsonAsync()).Objects("conditions")).Text("status"));

        log.TailFaults = 0;
        Assert.Equal("True", Assert.Single((await server.SendAsync(HttpMethod.Get, $"{Path}/etcd-0").JsonAsync()).Objects("conditions")).Text("status"));
    }

    /// <summary>Objects are at hand in memory where one process alone writes them.</summary>
    [Fact]
    public async Task Get_TheStoreOfOneProcessIsBroken_IsUnhealthyThoughObjectsAreAtHand()
    {
        var log = new MemoryCommitLog(isSoleWriter: true);
        await using var server = await StartAsync(log, new Reactors());
        log.RegistryFaults = int.MaxValue;

        var condition = Assert.Single((await server.SendAsync(HttpMethod.Get, $"{Path}/etcd-0").JsonAsync()).Objects("conditions"));

        Assert.Equal(("False", "The registry cannot be read now."), (condition.Text("status"), condition.Text("error")));
        await server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/default").JsonAsync();
    }

    [Fact]
    public async Task List_AsATable_HasARowEachWithTheError()
    {
        await using var server = await StartAsync(new MemoryCommitLog(), new Reactors { [ReactorGroup.Nodes] = "nodes: cut off" });

        var table = await server.SendAsync(HttpMethod.Get, Path, headers: ("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")).JsonAsync();

        Assert.Equal(["Name", "Status", "Message", "Error"], table.Objects("columnDefinitions").Select(column => column.Text("name")));
        Assert.Equal(
            ["""["controller-manager","Unhealthy","","nodes: cut off"]""", """["scheduler","Healthy","ok",""]""", """["etcd-0","Healthy","ok",""]"""],
            table.Objects("rows").Select(row => row["cells"]!.ToJsonString()));
    }

    [Fact]
    public async Task Get_NobodyKnowsOfReactors_IsUnknown()
    {
        await using var server = await TestServer.StartAsync();

        var condition = Assert.Single((await server.SendAsync(HttpMethod.Get, $"{Path}/scheduler").JsonAsync()).Objects("conditions"));

        Assert.Equal(("Unknown", "this process does not know of the scheduler"), (condition.Text("status"), condition.Text("error")));
    }

    [Theory]
    [InlineData("labelSelector=app=web", "")]
    [InlineData("labelSelector=!app", "controller-manager scheduler etcd-0")]
    [InlineData("fieldSelector=metadata.name=scheduler", "scheduler")]
    [InlineData("fieldSelector=metadata.name!=scheduler", "controller-manager etcd-0")]
    public async Task List_WithASelector_LeavesOutTheOthers(string query, string names)
    {
        await using var server = await StartAsync(new MemoryCommitLog(), new Reactors());

        var list = await server.SendAsync(HttpMethod.Get, $"{Path}?{query}").JsonAsync();

        Assert.Equal(names, string.Join(' ', list.Objects("items").Select(item => item.Text("metadata", "name"))));
    }

    [Fact]
    public async Task Get_AnotherName_IsNotFound()
    {
        await using var server = await StartAsync(new MemoryCommitLog(), new Reactors());

        var (_, message) = await server.SendAsync(HttpMethod.Get, $"{Path}/kubelet").StatusAsync(404, "NotFound");

        Assert.Equal("componentstatuses \"kubelet\" not found", message);
    }

    [Fact]
    public async Task Write_OrWatch_IsNotAllowed()
    {
        await using var server = await StartAsync(new MemoryCommitLog(), new Reactors());

        await server.PostAsync(Path, """{"metadata":{"name":"x"}}""").StatusAsync(405, "MethodNotAllowed");
        await server.SendAsync(HttpMethod.Delete, $"{Path}/etcd-0").StatusAsync(405, "MethodNotAllowed");
        await server.SendAsync(HttpMethod.Delete, Path).StatusAsync(405, "MethodNotAllowed");
        await server.SendAsync(HttpMethod.Put, $"{Path}/etcd-0", "{}").StatusAsync(405, "MethodNotAllowed");
        await server.SendAsync(HttpMethod.Get, $"{Path}?watch=true").StatusAsync(405, "MethodNotAllowed");
    }

    [Fact]
    public async Task Get_InProtobuf_IsAnswered()
    {
        await using var server = await StartAsync(new MemoryCommitLog(), new Reactors());

        foreach (var path in new[] { Path, $"{Path}/etcd-0" })
        {
            using var answer = await server.SendAsync(HttpMethod.Get, path, headers: ("Accept", "application/vnd.kubernetes.protobuf"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            Assert.True(bytes.AsSpan().StartsWith("k8s\0"u8));
            Assert.True(bytes.AsSpan().IndexOf("etcd-0"u8) > 0);
        }
    }

    [Fact]
    public async Task Discovery_HasIt()
    {
        await using var server = await StartAsync(new MemoryCommitLog(), new Reactors());

        var core = await server.SendAsync(HttpMethod.Get, "/api/v1").JsonAsync();

        var resource = Assert.Single(core.Objects("resources"), one => one.Text("name") == "componentstatuses");
        Assert.Equal(("ComponentStatus", "componentstatus", "cs"), (resource.Text("kind"), resource.Text("singularName"), Assert.Single(resource.Texts("shortNames"))));
        Assert.Equal(["get", "list"], resource.Texts("verbs"));
        var paths = (await server.SendAsync(HttpMethod.Get, "/openapi/v3/api/v1").JsonAsync())["paths"]!.AsObject();
        Assert.Equal(["get"], paths[Path]!.AsObject().Where(member => member.Key is "get" or "post" or "delete").Select(member => member.Key));
    }

    private static Task<TestServer> StartAsync(MemoryCommitLog log, Reactors reactors) =>
        TestServer.StartAsync(new ApiServerOptions { Tokens = TestServer.Tokens }, services => services.AddSingleton<IReactorHealth>(reactors), log);

    /// <summary>Reactors that are well but for what a test says.</summary>
    private sealed class Reactors : Dictionary<ReactorGroup, string>, IReactorHealth
    {
        public ValueTask<string?> FaultAsync(ReactorGroup group, CancellationToken cancellationToken) => ValueTask.FromResult(this.GetValueOrDefault(group));
    }
}
