using CloudOrchestrator.ApiServer.Tests.Serving;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Clients;

/// <summary>The library that the node agent uses.</summary>
public class KubernetesClientTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly TestServer _server = fixture.Server;

    [Fact]
    public async Task Objects_AreMadeReadChangedAndDeleted()
    {
        using var client = Client();
        var token = TestContext.Current.CancellationToken;
        var made = await client.CoreV1.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "lib" }, Data = new Dictionary<string, string> { ["a"] = "1" } }, "default", cancellationToken: token);
        made.Data["a"] = "2";
        var replaced = await client.CoreV1.ReplaceNamespacedConfigMapAsync(made, "lib", "default", cancellationToken: token);
        Assert.Equal("2", replaced.Data["a"]);
        var conflict = await Assert.ThrowsAsync<HttpOperationException>(() => client.CoreV1.ReplaceNamespacedConfigMapAsync(made, "lib", "default", cancellationToken: token));
        Assert.Equal(System.Net.HttpStatusCode.Conflict, conflict.Response.StatusCode);
        var patched = await client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch("""{"data":{"b":"3"}}""", V1Patch.PatchType.MergePatch), "lib", "default", cancellationToken: token);
        Assert.Equal(2, patched.Data.Count);
        Assert.Equal("lib", Assert.Single((await client.CoreV1.ListNamespacedConfigMapAsync("default", fieldSelector: "metadata.name=lib", cancellationToken: token)).Items).Metadata.Name);
        var status = await client.CoreV1.DeleteNamespacedConfigMapAsync("lib", "default", cancellationToken: token);
        Assert.Equal("Success", status.Status);
        await Assert.ThrowsAsync<HttpOperationException>(() => client.CoreV1.ReadNamespacedConfigMapAsync("lib", "default", cancellationToken: token));
    }

    [Fact]
    public async Task Watch_WithFillersInIt_YieldsEventsWithoutErrors()
    {
        await using var server = await TestServer.StartAsync(new ApiServerOptions { Tokens = TestServer.Tokens, WatchSilenceMax = TimeSpan.FromMilliseconds(20) });
        using var client = Client(server);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(TimeSpan.FromSeconds(15));
        var errors = new List<Exception>();
        var names = new List<string>();
        await server.PostAsync("/api/v1/namespaces/default/configmaps", Objects.ConfigMap("w0")).JsonAsync(System.Net.HttpStatusCode.Created);
        await foreach (var (type, item) in client.CoreV1.WatchListNamespacedConfigMapAsync("default", onError: errors.Add, cancellationToken: stop.Token))
        {
            Assert.Equal(WatchEventType.Added, type);
            names.Add(item.Metadata.Name);
            if (names.Count == 3)
            {
                break;
            }

            // Long enough for fillers to come between.
            await Task.Delay(TimeSpan.FromMilliseconds(100), stop.Token);
            await server.PostAsync("/api/v1/namespaces/default/configmaps", Objects.ConfigMap($"w{names.Count}")).JsonAsync(System.Net.HttpStatusCode.Created);
        }

        Assert.Equal(["w0", "w1", "w2"], names);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Scale_IsReadAndPatched()
    {
        using var client = Client();
        var token = TestContext.Current.CancellationToken;
        await _server.PostAsync("/apis/apps/v1/namespaces/default/deployments", Objects.Deployment("lib")).JsonAsync(System.Net.HttpStatusCode.Created);
        var scale = await client.AppsV1.ReadNamespacedDeploymentScaleAsync("lib", "default", cancellationToken: token);
        scale.Spec.Replicas = 4;
        Assert.Equal(4, (await client.AppsV1.ReplaceNamespacedDeploymentScaleAsync(scale, "lib", "default", cancellationToken: token)).Spec.Replicas);
    }

    private Kubernetes Client(TestServer? server = null)
    {
        server ??= _server;
        return new Kubernetes(new KubernetesClientConfiguration
        {
            Host = server.Address.GetLeftPart(UriPartial.Authority),
            AccessToken = TestServer.AdminToken,
            SslCaCerts = [server.Certificate],
        });
    }
}
