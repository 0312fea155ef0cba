using System.Net;
using CloudOrchestrator.Clients.Tests.Cluster;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace CloudOrchestrator.Clients.Tests.DotNet;

/// <summary>The official .NET client.</summary>
public class DotNetClientTests(SharedCluster cluster)
{
    private static readonly Dictionary<string, string> Web = new() { ["app"] = "web" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CoreKinds_MadeReadReplacedListedAndDeleted()
    {
        var (client, ns) = await cluster.ClientAsync("dotnet-core");
        using var _ = client;
        var map = await client.CoreV1.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = Named("one"), Data = Data("a", "1"), BinaryData = new Dictionary<string, byte[]> { ["b"] = [0, 255] } }, ns, cancellationToken: Token);
        Assert.Equal([0, 255], map.BinaryData["b"]);
        map.Data["a"] = "2";
        Assert.Equal("2", (await client.CoreV1.ReplaceNamespacedConfigMapAsync(map, "one", ns, cancellationToken: Token)).Data["a"]);
        await FailsAsync(HttpStatusCode.Conflict, () => client.CoreV1.ReplaceNamespacedConfigMapAsync(map, "one", ns, cancellationToken: Token));
        await FailsAsync(HttpStatusCode.Conflict, () => client.CoreV1.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = Named("one") }, ns, cancellationToken: Token));
        await FailsAsync(HttpStatusCode.UnprocessableEntity, () => client.CoreV1.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = Named("Not_Valid") }, ns, cancellationToken: Token));

        var secret = await client.CoreV1.CreateNamespacedSecretAsync(new V1Secret { Metadata = Named("word"), StringData = Data("word", "sesame") }, ns, cancellationToken: Token);
        Assert.Equal("sesame"u8.ToArray(), secret.Data["word"]);
        var service = await client.CoreV1.CreateNamespacedServiceAsync(new V1Service { Metadata = Named("web"), Spec = new V1ServiceSpec { Selector = Web, Ports = [new V1ServicePort { Port = 80, TargetPort = "http" }] } }, ns, cancellationToken: Token);
        Assert.Equal("http", service.Spec.Ports[0].TargetPort.Value);
        var pod = await client.CoreV1.CreateNamespacedPodAsync(new V1Pod { Metadata = Named("alone"), Spec = PodSpec("1000m") }, ns, cancellationToken: Token);
        Assert.Equal(new ResourceQuantity("1"), pod.Spec.Containers[0].Resources.Requests["cpu"]);
        Assert.Equal("1", pod.Spec.Containers[0].Resources.Requests["cpu"].ToString());

        Assert.Equal("Success", (await client.CoreV1.DeleteNamespacedConfigMapAsync("one", ns, cancellationToken: Token)).Status);
        await FailsAsync(HttpStatusCode.NotFound, () => client.CoreV1.ReadNamespacedConfigMapAsync("one", ns, cancellationToken: Token));
        await client.CoreV1.DeleteCollectionNamespacedSecretAsync(ns, cancellationToken: Token);
        Assert.Empty((await client.CoreV1.ListNamespacedSecretAsync(ns, cancellationToken: Token)).Items);
    }

    [Fact]
    public async Task Patches_OfEveryType_ChangeWhatTheySay()
    {
        var (client, ns) = await cluster.ClientAsync("dotnet-patches");
        using var _ = client;
        await client.AppsV1.CreateNamespacedDeploymentAsync(Deployment(0), ns, cancellationToken: Token);
        async Task<V1Deployment> PatchAsync(string text, V1Patch.PatchType type, string? manager = null, bool? force = null, string? dryRun = null) =>
            await client.AppsV1.PatchNamespacedDeploymentAsync(new V1Patch(text, type), "web", ns, dryRun, manager, force: force, cancellationToken: Token);

        var strategic = await PatchAsync("""{"spec":{"template":{"spec":{"containers":[{"name":"side","image":"side:1"}]}}}}""", V1Patch.PatchType.StrategicMergePatch);
        Assert.Equal(["side", "sample"], strategic.Spec.Template.Spec.Containers.Select(container => container.Name));
        var merge = await PatchAsync("""{"spec":{"template":{"spec":{"containers":[{"name":"sample","image":"sample:2"}]}}}}""", V1Patch.PatchType.MergePatch);
        Assert.Equal(["sample"], merge.Spec.Template.Spec.Containers.Select(container => container.Name));
        var json = await PatchAsync("""[{"op":"test","path":"/spec/replicas","value":0},{"op":"add","path":"/metadata/labels","value":{"a":"b"}}]""", V1Patch.PatchType.JsonPatch);
        Assert.Equal("b", json.Metadata.Labels["a"]);

        const string Applied = """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"minReadySeconds":SECONDS}}""";
        var applied = await PatchAsync(Applied.Replace("SECONDS", "5"), V1Patch.PatchType.ApplyPatch, "tester");
        Assert.Equal(5, applied.Spec.MinReadySeconds);
        Assert.Contains(applied.Metadata.ManagedFields, entry => entry is { Manager: "tester", Operation: "Apply" });
        await FailsAsync(HttpStatusCode.Conflict, () => PatchAsync(Applied.Replace("SECONDS", "6"), V1Patch.PatchType.ApplyPatch, "other"));
        Assert.Equal(6, (await PatchAsync(Applied.Replace("SECONDS", "6"), V1Patch.PatchType.ApplyPatch, "other", force: true)).Spec.MinReadySeconds);

        Assert.Equal(9, (await PatchAsync("""{"spec":{"replicas":9}}""", V1Patch.PatchType.MergePatch, dryRun: "All")).Spec.Replicas);
        Assert.Equal(0, (await client.AppsV1.ReadNamespacedDeploymentAsync("web", ns, cancellationToken: Token)).Spec.Replicas);
    }

    [Fact]
    public async Task Subresources_StatusAndScale_ReadAndWritten()
    {
        var (client, ns) = await cluster.ClientAsync("dotnet-subresources");
        using var _ = client;
        var deployment = await client.AppsV1.CreateNamespacedDeploymentAsync(Deployment(1), ns, cancellationToken: Token);
        await foreach (var (_, seen) in client.AppsV1.WatchListNamespacedDeploymentAsync(ns, resourceVersion: deployment.ResourceVersion(), timeoutSeconds: 30, cancellationToken: Token))
        {
            deployment = seen;
            if (seen.Status?.AvailableReplicas == 1)
            {
                break;
            }
        }

        Assert.Equal(1, deployment.Status?.AvailableReplicas);
        var scale = await client.AppsV1.ReadNamespacedDeploymentScaleAsync("web", ns, cancellationToken: Token);
        Assert.Equal((1, "app=web"), (scale.Status.Replicas, scale.Status.Selector));
        scale.Spec.Replicas = 2;
        Assert.Equal(2, (await client.AppsV1.ReplaceNamespacedDeploymentScaleAsync(scale, "web", ns, cancellationToken: Token)).Spec.Replicas);
        var patched = await client.AppsV1.PatchNamespacedDeploymentScaleAsync(new V1Patch("""{"spec":{"replicas":3}}""", V1Patch.PatchType.MergePatch), "web", ns, cancellationToken: Token);
        Assert.Equal(3, patched.Spec.Replicas);

        // A write to the status leaves the spec alone, and the other way round.
        var job = await client.BatchV1.CreateNamespacedJobAsync(new V1Job { Metadata = Named("once"), Spec = new V1JobSpec { Template = new V1PodTemplateSpec { Spec = PodSpec("1", "Never") } } }, ns, cancellationToken: Token);
        job.Status = new V1JobStatus { Active = 1, StartTime = DateTime.UtcNow };
        job.Spec.Parallelism = 7;
        var told = await client.BatchV1.ReplaceNamespacedJobStatusAsync(job, "once", ns, cancellationToken: Token);
        Assert.Equal((1, 1), (told.Status.Active, told.Spec.Parallelism));
        told.Status.Active = 5;
        Assert.Equal(1, (await client.BatchV1.ReplaceNamespacedJobAsync(told, "once", ns, cancellationToken: Token)).Status.Active);
    }

    [Fact]
    public async Task Lists_InPages_AreOfOneState()
    {
        var (client, ns) = await cluster.ClientAsync("dotnet-pages");
        using var _ = client;
        for (var number = 0; number < 7; number++)
        {
            await client.CoreV1.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = new V1ObjectMeta { Name = $"page-{number}", Labels = Web } }, ns, cancellationToken: Token);
        }

        var first = await client.CoreV1.ListNamespacedConfigMapAsync(ns, labelSelector: "app=web", limit: 3, cancellationToken: Token);
        await client.CoreV1.DeleteNamespacedConfigMapAsync("page-6", ns, cancellationToken: Token);
        await client.CoreV1.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "page-9", Labels = Web } }, ns, cancellationToken: Token);
        var names = first.Items.Select(item => item.Name()).ToList();
        for (var token = first.Continue(); !string.IsNullOrEmpty(token);)
        {
            var page = await client.CoreV1.ListNamespacedConfigMapAsync(ns, labelSelector: "app=web", limit: 3, continueParameter: token, cancellationToken: Token);
            Assert.Equal(first.ResourceVersion(), page.ResourceVersion());
            names.AddRange(page.Items.Select(item => item.Name()));
            token = page.Continue();
        }

        Assert.Equal(Enumerable.Range(0, 7).Select(number => $"page-{number}"), names);
        Assert.Equal(["page-9"], (await client.CoreV1.ListNamespacedConfigMapAsync(ns, fieldSelector: "metadata.name=page-9", cancellationToken: Token)).Items.Select(item => item.Name()));
    }

    [Fact]
    public async Task CustomObjects_AndGenericClient_WorkAsWell()
    {
        var (client, ns) = await cluster.ClientAsync("dotnet-custom");
        using var _ = client;
        var definition = KubernetesYaml.Deserialize<V1CustomResourceDefinition>("""
            metadata: {name: widgets.dotnet.example.com}
            spec:
              group: dotnet.example.com
              scope: Namespaced
              names: {plural: widgets, kind: Widget}
              versions:
              - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
            """);
        await client.ApiextensionsV1.CreateCustomResourceDefinitionAsync(definition, cancellationToken: Token);
        await foreach (var (_, seen) in client.ApiextensionsV1.WatchListCustomResourceDefinitionAsync(fieldSelector: "metadata.name=widgets.dotnet.example.com", timeoutSeconds: 30, cancellationToken: Token))
        {
            if (seen.Status?.Conditions?.Any(condition => condition is { Type: "Established", Status: "True" }) == true)
            {
                break;
            }
        }

        var widget = new Dictionary<string, object> { ["apiVersion"] = "dotnet.example.com/v1", ["kind"] = "Widget", ["metadata"] = new Dictionary<string, object> { ["name"] = "one" }, ["size"] = 3 };
        await client.CustomObjects.CreateNamespacedCustomObjectAsync(widget, "dotnet.example.com", "v1", ns, "widgets", cancellationToken: Token);
        var listed = (System.Text.Json.JsonElement)await client.CustomObjects.ListNamespacedCustomObjectAsync("dotnet.example.com", "v1", ns, "widgets", cancellationToken: Token);
        Assert.Equal(3, listed.GetProperty("items")[0].GetProperty("size").GetInt32());

        using var generic = new GenericClient(client, "", "v1", "configmaps", disposeClient: false);
        await generic.CreateNamespacedAsync(new V1ConfigMap { ApiVersion = "v1", Kind = "ConfigMap", Metadata = Named("generic") }, ns, Token);
        Assert.Equal("generic", (await generic.ReadNamespacedAsync<V1ConfigMap>(ns, "generic", Token)).Name());
        await client.ApiextensionsV1.DeleteCustomResourceDefinitionAsync("widgets.dotnet.example.com", cancellationToken: Token);
    }

    private static V1ObjectMeta Named(string name) => new() { Name = name };

    private static Dictionary<string, string> Data(string key, string value) => new() { [key] = value };

    private static V1PodSpec PodSpec(string cpu, string? restartPolicy = null) => new()
    {
        RestartPolicy = restartPolicy,
        Containers = [new V1Container { Name = "sample", Image = "sample:1", Resources = new V1ResourceRequirements { Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new(cpu) } } }],
    };

    private static V1Deployment Deployment(int replicas) => new()
    {
        Metadata = Named("web"),
        Spec = new V1DeploymentSpec
        {
            Replicas = replicas,
            Selector = new V1LabelSelector { MatchLabels = Web },
            Template = new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = Web }, Spec = PodSpec("0.1") },
        },
    };

    private static async Task FailsAsync(HttpStatusCode code, Func<Task> request) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<HttpOperationException>(request)).Response.StatusCode);
}
