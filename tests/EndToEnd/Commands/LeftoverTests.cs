using CloudOrchestrator.EndToEnd.Cluster;

namespace CloudOrchestrator.EndToEnd.Commands;

/// <summary>./up leaves nothing behind when it ends.</summary>
[Trait("Category", "Containers")]
[Collection(nameof(LeftoverTests))]
[CollectionDefinition(nameof(LeftoverTests), DisableParallelization = true)]
public class LeftoverTests
{
    [Fact]
    public async Task Up_Ended_LeavesNoProcessContainerNetworkOrFirewallRule()
    {
        var before = await MachineAsync();
        string data, space;
        await using (var cluster = await TestCluster.StartAsync(null, "--sample"))
        {
            var workload = await Workload.StartAsync(cluster, 2);
            await workload.KubectlAsync("create", "configmap", "settings", "--from-literal=a=b");
            await workload.KubectlAsync("run", "mounts", "--image=cloudorchestrator/sample:1", "--overrides", MountsOverride);
            await workload.KubectlAsync("wait", "--for=condition=Ready", "pod/mounts", "--timeout=60s");
            Assert.NotEmpty((await Command.RunAsync("pgrep", "-f", cluster.Data)).Output);
            (data, space) = (cluster.Data, workload.Namespace);

            Assert.Equal(0, await cluster.Up.StopAsync());
            Assert.Equal(before, await MachineAsync());
            Assert.Empty((await Command.RunAsync("pgrep", "-f", data)).Output);
            Assert.Empty((await Command.ShellAsync($"docker ps -aq --filter label=io.kubernetes.pod.namespace={space}")).Success);
            Assert.DoesNotContain(data, (await Command.RunAsync("cat", "/proc/mounts")).Success, StringComparison.Ordinal);
        }
    }

    private const string MountsOverride =
        """{"spec":{"containers":[{"name":"mounts","image":"cloudorchestrator/sample:1","volumeMounts":[{"name":"a","mountPath":"/a"},{"name":"b","mountPath":"/b"}]}],"volumes":[{"name":"a","configMap":{"name":"settings"}},{"name":"b","emptyDir":{"medium":"Memory"}}]}}""";

    /// <summary>Networks, bridges and firewall rules. Counters do not count, nor whether a bridge has anything on it: other containers come and go.</summary>
    private static async Task<string> MachineAsync() => (await Command.ShellAsync(
        "docker network ls --format '{{.Name}} {{.Driver}}' | sort; ip -o link | grep -v veth | cut -d: -f2 | sort; iptables-save 2>/dev/null | grep -v '^#' | sed 's/\\[[0-9:]*\\]//'; ip route | sed 's/ linkdown//' | sort")).Success;
}
