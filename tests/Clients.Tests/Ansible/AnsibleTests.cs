using System.Diagnostics;
using System.Text.RegularExpressions;
using CloudOrchestrator.Clients.Tests.Cluster;
using CloudOrchestrator.Clients.Tests.Python;
using k8s;

namespace CloudOrchestrator.Clients.Tests.Ansible;

/// <summary>Debian's Ansible with its Kubernetes modules. Each playbook below playbooks/ checks what its tasks answer itself.</summary>
public partial class AnsibleTests(SharedCluster cluster)
{
    private const string Program = "/usr/bin/ansible-playbook";
    private const string Modules = "/usr/lib/python3/dist-packages/ansible_collections/kubernetes/core";

    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Clients.Tests", "Ansible", "playbooks");

    public static TheoryData<string> Playbooks =>
        [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => name != "desired").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Playbooks))]
    public async Task Playbook_AgainstTheServer_SeesWhatItExpects(string name)
    {
        using var run = await PrepareAsync($"ansible-{name}");
        await ScriptRun.SucceedAsync(Play(run, name));
    }

    /// <summary>What a playbook describes is made once; in check mode nothing is.</summary>
    [Fact]
    public async Task Playbook_PlayedAgain_ChangesNothing()
    {
        using var run = await PrepareAsync("ansible-desired");
        using var client = (await cluster.GetAsync()).Client();
        var checkedOnly = Changed(await ScriptRun.SucceedAsync(Play(run, "desired", "--check", "--diff")));
        Assert.DoesNotContain((await client.CoreV1.ListNamespacedConfigMapAsync(run.Namespace, labelSelector: "made=yes", cancellationToken: TestContext.Current.CancellationToken)).Items, _ => true);
        var made = Changed(await ScriptRun.SucceedAsync(Play(run, "desired")));
        Assert.True(made > 0);
        Assert.Equal(made, checkedOnly);
        Assert.Equal(0, Changed(await ScriptRun.SucceedAsync(Play(run, "desired"))));
        Assert.Equal(0, Changed(await ScriptRun.SucceedAsync(Play(run, "desired", "--check"))));
    }

    private async Task<ScriptRun> PrepareAsync(string name)
    {
        Assert.SkipUnless(File.Exists(Program) && Directory.Exists(Modules), "Debian's ansible is not installed; ./test does that");
        return await ScriptRun.PrepareAsync(await cluster.GetAsync(), name);
    }

    private static ProcessStartInfo Play(ScriptRun run, string playbook, params string[] options)
    {
        var start = run.Start(Program, ["--inventory", "localhost,", "--connection", "local", .. options, Path.Combine(Folder, playbook + ".yaml")]);
        start.Environment["K8S_AUTH_KUBECONFIG"] = run.Kubeconfig;
        start.Environment["ANSIBLE_PYTHON_INTERPRETER"] = PythonClient.Interpreter;
        start.Environment["ANSIBLE_NOCOLOR"] = "1";
        start.Environment["LC_ALL"] = "C.UTF-8";
        return start;
    }

    /// <summary>How many tasks say that they changed something.</summary>
    private static int Changed(string output) => int.Parse(RecapPattern().Match(output).Groups[1].Value, null);

    [GeneratedRegex(@"changed=(\d+)")]
    private static partial Regex RecapPattern();
}
