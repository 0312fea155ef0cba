using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Clients;

public class KubectlTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly TestServer _server = fixture.Server;

    /// <summary>Which of the programs at hand; not their names, so that the tests' names are the same on every machine.</summary>
    public static TheoryData<string> Releases { get; } = new("oldest", "newest");

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Create_Change_Delete_GoAsUsersExpect(string release)
    {
        using var kubectl = Open(release);
        var name = $"web-{release}";
        Assert.Equal($"deployment.apps/{name} created\n", await kubectl.RunAsync("create", "deployment", name, "--image=sample:1", "--replicas=3"));
        Assert.Equal($"deployment.apps/{name} scaled\n", await kubectl.RunAsync("scale", $"deployment/{name}", "--replicas=5"));
        Assert.Equal($"deployment.apps/{name} image updated\n", await kubectl.RunAsync("set", "image", $"deployment/{name}", "sample=sample:2"));
        Assert.Equal($"deployment.apps/{name} labeled\n", await kubectl.RunAsync("label", $"deployment/{name}", "tier=front"));
        Assert.Equal($"deployment.apps/{name} patched\n", await kubectl.RunAsync("patch", "deployment", name, "--type=json", """-p=[{"op":"add","path":"/spec/paused","value":true}]"""));
        Assert.Equal("5 sample:2 front true", await kubectl.RunAsync("get", "deployment", name, "-o", "jsonpath={.spec.replicas} {.spec.template.spec.containers[0].image} {.metadata.labels.tier} {.spec.paused}"));
        var table = (await kubectl.RunAsync("get", "deployments", "-o", "wide")).Split('\n');
        Assert.Matches("^NAME +READY +UP-TO-DATE +AVAILABLE +AGE +CONTAINERS +IMAGES +SELECTOR$", table[0].TrimEnd());
        Assert.Equal($"deployment.apps \"{name}\" deleted", (await kubectl.RunAsync("delete", "deployment", name)).Trim().Replace(" from default namespace", ""));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Apply_Twice_ConfiguresOnce(string release)
    {
        using var kubectl = Open(release);
        var file = Objects.ConfigMap($"applied-{release}");
        Assert.Equal((0, $"configmap/applied-{release} created\n", ""), await kubectl.TryAsync(file, "apply", "-f", "-"));
        Assert.Equal((0, $"configmap/applied-{release} unchanged\n", ""), await kubectl.TryAsync(file, "apply", "-f", "-"));
        Assert.Equal((0, $"configmap/applied-{release} configured\n", ""), await kubectl.TryAsync(Objects.ConfigMap($"applied-{release}", "2"), "apply", "-f", "-"));
        var (code, difference, _) = await kubectl.TryAsync(Objects.ConfigMap($"applied-{release}", "3"), "diff", "-f", "-");
        Assert.Equal(1, code);
        Assert.Contains("+  a: \"3\"", difference, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Apply_ServerSide_ConflictsAndForces(string release)
    {
        using var kubectl = Open(release);
        var name = $"served-{release}";
        Assert.Equal((0, $"configmap/{name} serverside-applied\n", ""), await kubectl.TryAsync(Objects.ConfigMap(name), "apply", "--server-side", "-f", "-"));
        var (code, _, error) = await kubectl.TryAsync(Objects.ConfigMap(name, "2"), "apply", "--server-side", "--field-manager=other", "-f", "-");
        Assert.NotEqual(0, code);
        Assert.Contains("Apply failed with 1 conflict: conflict with \"kubectl\": .data.a", error, StringComparison.Ordinal);
        Assert.Equal(
            (0, $"configmap/{name} serverside-applied\n", ""),
            await kubectl.TryAsync(Objects.ConfigMap(name, "2"), "apply", "--server-side", "--field-manager=other", "--force-conflicts", "-f", "-"));
        Assert.Equal("2", await kubectl.RunAsync("get", "configmap", name, "-o", "jsonpath={.data.a}"));
        var (_, difference, _) = await kubectl.TryAsync(Objects.ConfigMap(name, "3"), "diff", "--server-side", "--force-conflicts", "-f", "-");
        Assert.Contains("+  a: \"3\"", difference, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Apply_ServerSideAfterClientSide_IsTheSameManagers(string release)
    {
        using var kubectl = Open(release);
        var name = $"migrated-{release}";
        Assert.Equal(0, (await kubectl.TryAsync(Objects.ConfigMap(name, labels: """{"l":"1"}"""), "apply", "-f", "-")).Code);
        Assert.Equal((0, $"configmap/{name} serverside-applied\n", ""), await kubectl.TryAsync(Objects.ConfigMap(name, "2"), "apply", "--server-side", "-f", "-"));
        Assert.Equal("2", await kubectl.RunAsync("get", "configmap", name, "-o", "jsonpath={.data.a}{.metadata.labels.l}"));
        Assert.Equal((0, $"configmap/{name} serverside-applied\n", ""), await kubectl.TryAsync(Objects.ConfigMap(name, "3"), "apply", "--server-side", "-f", "-"));
        Assert.Equal("3", await kubectl.RunAsync("get", "configmap", name, "-o", "jsonpath={.data.a}"));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Apply_UnknownField_NamesIt(string release)
    {
        using var kubectl = Open(release);
        var (code, _, error) = await kubectl.TryAsync("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"unknown"},"date":{}}""", "apply", "-f", "-");
        Assert.Equal(1, code);
        Assert.Contains("unknown field \"date\"", error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Wait_ForACondition_EndsWhenItComes(string release)
    {
        using var kubectl = Open(release);
        Assert.SkipWhen(await kubectl.MinorAsync() < 23, "kubectl before 1.23 cannot wait for a field");
        var path = $"/api/v1/namespaces/default/pods/wait-{release}";
        await _server.PostAsync("/api/v1/namespaces/default/pods", Objects.Pod($"wait-{release}")).JsonAsync(System.Net.HttpStatusCode.Created);
        var waiting = kubectl.RunAsync("wait", "--for=jsonpath={.status.phase}=Running", $"pod/wait-{release}", "--timeout=20s");
        await _server.PatchAsync(path + "/status", """{"status":{"phase":"Running"}}""", "application/merge-patch+json").JsonAsync();
        Assert.Equal($"pod/wait-{release} condition met\n", await waiting);
        var deleting = kubectl.RunAsync("wait", "--for=delete", $"pod/wait-{release}", "--timeout=20s");
        await _server.SendAsync(HttpMethod.Delete, path).JsonAsync();
        await deleting;
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Create_OfEveryWorkload_IsListed(string release)
    {
        using var kubectl = Open(release);
        await kubectl.RunAsync("create", "job", $"job-{release}", "--image=sample:1");
        await kubectl.RunAsync("create", "quota", $"quota-{release}", "--hard=pods=5,requests.cpu=2");
        await kubectl.RunAsync("create", "deployment", $"all-{release}", "--image=sample:1");
        if (await kubectl.MinorAsync() >= 21)
        {
            await kubectl.RunAsync("create", "cronjob", $"cron-{release}", "--image=sample:1", "--schedule=@daily");
            await kubectl.RunAsync("create", "pdb", $"pdb-{release}", "--selector=app=a", "--min-available=1");
            Assert.Contains("@daily", await kubectl.RunAsync("get", "cj", $"cron-{release}", "--no-headers"), StringComparison.Ordinal);
            Assert.Contains("N/A", await kubectl.RunAsync("get", "pdb", $"pdb-{release}", "--no-headers"), StringComparison.Ordinal);
        }

        var all = await kubectl.RunAsync("get", "all", "-o", "name");
        Assert.Contains($"job.batch/job-{release}\n", all, StringComparison.Ordinal);
        Assert.Contains($"deployment.apps/all-{release}\n", all, StringComparison.Ordinal);
        Assert.Contains("0/1", await kubectl.RunAsync("get", "job", $"job-{release}", "--no-headers"), StringComparison.Ordinal);
        Assert.Contains("NAME", await kubectl.RunAsync("get", "quota"), StringComparison.Ordinal);
        await kubectl.RunAsync("delete", "job", $"job-{release}", "--cascade=background", "--wait=false");
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Explore_Cluster_Works(string release)
    {
        using var kubectl = Open(release);
        Assert.Contains("v1.37.0+cloudorchestrator", await kubectl.RunAsync("version", "-o", "json"), StringComparison.Ordinal);
        var resources = await kubectl.RunAsync("api-resources", "--no-headers", "-o", "name");
        Assert.Contains("deployments.apps", resources, StringComparison.Ordinal);
        Assert.Contains("apps/v1", await kubectl.RunAsync("api-versions"), StringComparison.Ordinal);
        Assert.Equal("yes\n", await kubectl.RunAsync("auth", "can-i", "create", "pods"));
        if (await kubectl.MinorAsync() >= 27)
        {
            Assert.Contains("kubernetes-admin", await kubectl.RunAsync("auth", "whoami"), StringComparison.Ordinal);
        }

        Assert.Contains("Container image name", await kubectl.RunAsync("explain", "pod.spec.containers.image"), StringComparison.Ordinal);
        Assert.Equal("ok", await kubectl.RunAsync("get", "--raw", "/readyz"));
        Assert.Equal("Namespace", (string?)JsonNode.Parse(await kubectl.RunAsync("get", "ns", "default", "-o", "json"))!["kind"]);
        Assert.Contains("name: default", await kubectl.RunAsync("get", "ns", "default", "-o", "yaml"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Errors_AreInKubernetesWords(string release)
    {
        using var kubectl = Open(release);
        Assert.Equal((1, "", "Error from server (NotFound): pods \"none\" not found\n"), await kubectl.TryAsync("", "get", "pod", "none"));
        Assert.Equal((1, "", "error: the server doesn't have a resource type \"things\"\n"), await kubectl.TryAsync("", "get", "things"));
        var (code, _, error) = await kubectl.TryAsync("", "create", "namespace", "default");
        Assert.Equal((1, "Error from server (AlreadyExists): namespaces \"default\" already exists\n"), (code, error));
    }

    private Kubectl Open(string release)
    {
        Assert.SkipWhen(Kubectl.Programs.Count == 0, "no kubectl on PATH");
        Assert.SkipWhen(release == "oldest" && Kubectl.Programs.Count < 2, "no second kubectl (kubectl.1.N) on PATH or beside the first");
        return new Kubectl(release == "oldest" ? Kubectl.Programs[0] : Kubectl.Programs[^1], _server);
    }
}
