using CloudOrchestrator.ApiServer.Tests.Clients;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.CustomResources;

/// <summary>Custom resources in the hands of the oldest and the newest kubectl there is.</summary>
public sealed class KubectlTests(CustomServerFixture fixture) : IClassFixture<CustomServerFixture>
{
    private readonly TestServer _server = fixture.Server;

    /// <summary>Which of the programs at hand; not their names, so that the tests' names are the same on every machine.</summary>
    public static TheoryData<string> Releases { get; } = new("oldest", "newest");

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Apply_Get_Explain_Scale_Delete_GoAsUsersExpect(string release)
    {
        using var kubectl = Open(release);
        var name = $"tab-{release}";
        Assert.Equal((0, $"crontab.stable.example.com/{name} created\n", ""), await kubectl.TryAsync(Definitions.Item("CronTab", name), "apply", "-f", "-"));
        Assert.Equal((0, $"crontab.stable.example.com/{name} unchanged\n", ""), await kubectl.TryAsync(Definitions.Item("CronTab", name), "apply", "-f", "-"));
        Assert.Equal((0, $"crontab.stable.example.com/{name} configured\n", ""), await kubectl.TryAsync(Definitions.Item("CronTab", name, ",\"replicas\":2"), "apply", "-f", "-"));
        var table = (await kubectl.RunAsync("get", "cron", name)).Split('\n');
        Assert.Matches("^NAME +SPEC +REPLICAS +AGE$", table[0].TrimEnd());
        Assert.Matches($@"^{name} +\* \* \* \* 5 +2 +[0-9]+s$", table[1].TrimEnd());
        Assert.Contains("When it runs.", await kubectl.RunAsync("explain", "crontab.spec.cronSpec"), StringComparison.Ordinal);
        Assert.Equal($"crontab.stable.example.com/{name} scaled\n", await kubectl.RunAsync("scale", $"crontab/{name}", "--replicas=5"));
        Assert.Equal("5", await kubectl.RunAsync("get", $"crontab/{name}", "-o", "jsonpath={.spec.replicas}"));
        Assert.Contains(name, await kubectl.RunAsync("get", "all"), StringComparison.Ordinal);
        Assert.Equal($"crontab.stable.example.com \"{name}\" deleted", (await kubectl.RunAsync("delete", "crontab", name)).Trim().Replace(" from default namespace", ""));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Definition_AppliedAndWaitedFor_IsListed(string release)
    {
        using var kubectl = Open(release);
        var plural = release == "oldest" ? "oldies" : "newbies";
        var definition = Definitions.Of(plural, release == "oldest" ? "Oldie" : "Newbie", "kubectl.example.com").ToJsonString();
        Assert.Equal((0, $"customresourcedefinition.apiextensions.k8s.io/{plural}.kubectl.example.com created\n", ""), await kubectl.TryAsync(definition, "apply", "-f", "-"));
        Assert.Contains("condition met", await kubectl.RunAsync("wait", "--for=condition=Established", $"crd/{plural}.kubectl.example.com", "--timeout=20s"), StringComparison.Ordinal);
        Assert.Contains($"{plural}.kubectl.example.com", await kubectl.RunAsync("get", "crd"), StringComparison.Ordinal);
        Assert.Contains(plural, await kubectl.RunAsync("api-resources", "--api-group=kubectl.example.com"), StringComparison.Ordinal);
    }

    private Kubectl Open(string release)
    {
        Assert.SkipWhen(Kubectl.Programs.Count == 0, "no kubectl on PATH");
        Assert.SkipWhen(release == "oldest" && Kubectl.Programs.Count < 2, "no second kubectl (kubectl.1.N) on PATH or beside the first");
        return new Kubectl(release == "oldest" ? Kubectl.Programs[0] : Kubectl.Programs[^1], _server);
    }
}
