using System.Text;
using CloudOrchestrator.Pods.Specs;
using CloudOrchestrator.Pods.Tests.Workers;
using CloudOrchestrator.Runtimes;
using k8s.Models;
using Xunit;

namespace CloudOrchestrator.Pods.Tests.Specs;

public sealed class ContainerSpecsTests : IDisposable
{
    private const long Gibibyte = 1L << 30;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("specs");
    private readonly FakeConfiguration _configuration = new();
    private readonly V1Pod _pod = TestNode.Pod();

    public void Dispose() => _folder.Delete(recursive: true);

    private V1Container Main => _pod.Spec.Containers[0];

    [Fact]
    public async Task Environment_EverySource_IsResolvedInOrder()
    {
        _configuration.ConfigMaps["map"] = new V1ConfigMap { Data = new Dictionary<string, string> { ["a"] = "1" } };
        _configuration.Secrets["secret"] = new V1Secret { Data = new Dictionary<string, byte[]> { ["b"] = Encoding.UTF8.GetBytes("2") } };
        _pod.Status = new V1PodStatus { PodIP = "10.1.2.3" };
        Main.EnvFrom = [new V1EnvFromSource { Prefix = "M_", ConfigMapRef = new V1ConfigMapEnvSource { Name = "map" } }, new V1EnvFromSource { SecretRef = new V1SecretEnvSource { Name = "secret" } }];
        Main.Resources = new V1ResourceRequirements { Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new("64Mi"), ["cpu"] = new("250m") } };
        Main.Env =
        [
            new V1EnvVar { Name = "PLAIN", Value = "x" },
            new V1EnvVar { Name = "USES", Value = "$(PLAIN)-$(M_a)-$(LATER)" },
            new V1EnvVar { Name = "LATER", Value = "y" },
            new V1EnvVar { Name = "KEY", ValueFrom = new V1EnvVarSource { ConfigMapKeyRef = new V1ConfigMapKeySelector { Name = "map", Key = "a" } } },
            new V1EnvVar { Name = "NOKEY", ValueFrom = new V1EnvVarSource { ConfigMapKeyRef = new V1ConfigMapKeySelector { Name = "map", Key = "z", Optional = true } } },
            new V1EnvVar { Name = "POD", ValueFrom = new V1EnvVarSource { FieldRef = new V1ObjectFieldSelector { FieldPath = "metadata.name" } } },
            new V1EnvVar { Name = "IP", ValueFrom = new V1EnvVarSource { FieldRef = new V1ObjectFieldSelector { FieldPath = "status.podIP" } } },
            new V1EnvVar { Name = "MEM", ValueFrom = new V1EnvVarSource { ResourceFieldRef = new V1ResourceFieldSelector { Resource = "limits.memory", Divisor = new("1Mi") } } },
            new V1EnvVar { Name = "CPU", ValueFrom = new V1EnvVarSource { ResourceFieldRef = new V1ResourceFieldSelector { Resource = "limits.cpu" } } },
        ];
        var variables = (await BuildAsync()).Environment.ToDictionary(variable => variable.Key, variable => variable.Value);
        Assert.Equal(("1", "2"), (variables["M_a"], variables["b"]));
        Assert.Equal("x-1-$(LATER)", variables["USES"]);
        Assert.Equal(("1", "pod", "10.1.2.3"), (variables["KEY"], variables["POD"], variables["IP"]));
        Assert.Equal(("64", "1"), (variables["MEM"], variables["CPU"]));
        Assert.DoesNotContain("NOKEY", variables);
    }

    [Fact]
    public async Task Environment_KeyMissing_NamesIt()
    {
        _configuration.Secrets["secret"] = new V1Secret();
        Main.Env = [new V1EnvVar { Name = "A", ValueFrom = new V1EnvVarSource { SecretKeyRef = new V1SecretKeySelector { Name = "secret", Key = "k" } } }];
        Assert.Equal("couldn't find key k in Secret default/secret", (await OutcomeAsync()).Error);
    }

    [Fact]
    public async Task Limits_RequestsAndLimits_BecomeSharesAndQuota()
    {
        Main.Resources = new V1ResourceRequirements
        {
            Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("500m"), ["memory"] = new("512Mi") },
            Limits = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("1500m"), ["memory"] = new("1Gi") },
        };
        Assert.Equal(new ResourceLimits(512, 150_000, Gibibyte, 500), (await BuildAsync()).Limits);
    }

    [Fact]
    public async Task Limits_None_AreTheKernelsLeast() => Assert.Equal(new ResourceLimits(2, 0, 0, 1000), (await BuildAsync()).Limits);

    [Fact]
    public async Task Command_Variables_AreExpanded()
    {
        Main.Env = [new V1EnvVar { Name = "A", Value = "1" }];
        Main.Command = ["run", "$(A)"];
        Main.Args = ["$$(A)"];
        var spec = await BuildAsync();
        Assert.Equal(["run", "1"], spec.Command);
        Assert.Equal(["$(A)"], spec.Arguments);
    }

    [Fact]
    public async Task Mounts_SubPathAndReadOnly_AreInsideTheVolume()
    {
        var volume = _folder.CreateSubdirectory("volume");
        Main.VolumeMounts = [new V1VolumeMount { Name = "v", MountPath = "/data", SubPath = "a/b", ReadOnlyProperty = true }];
        var mount = (await BuildAsync(("v", volume.FullName))).Mounts[0];
        Assert.Equal(new BindMount(Path.Combine(volume.FullName, "a/b"), "/data", ReadOnly: true), mount);
        Assert.True(Directory.Exists(mount.HostPath));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("/etc")]
    public async Task Mounts_SubPathOutside_IsRefused(string subPath)
    {
        Main.VolumeMounts = [new V1VolumeMount { Name = "v", MountPath = "/data", SubPath = subPath }];
        Assert.NotEmpty((await OutcomeAsync(("v", _folder.FullName))).Error);
    }

    [Fact]
    public async Task Mounts_SubPathThroughALinkOutside_IsRefused()
    {
        var volume = _folder.CreateSubdirectory("volume");
        Directory.CreateSymbolicLink(Path.Combine(volume.FullName, "out"), "/etc");
        Main.VolumeMounts = [new V1VolumeMount { Name = "v", MountPath = "/data", SubPath = "out" }];
        Assert.NotEmpty((await OutcomeAsync(("v", volume.FullName))).Error);
    }

    [Theory]
    [InlineData("", "container has runAsNonRoot and image will run as root")]
    [InlineData("0:0", "container has runAsNonRoot and image will run as root")]
    [InlineData("app", "container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root")]
    [InlineData("1000", "")]
    public async Task RunAsNonRoot_ImageUser_IsChecked(string user, string error)
    {
        Main.SecurityContext = new V1SecurityContext { RunAsNonRoot = true };
        Assert.Equal(error, (await OutcomeAsync(imageUser: user)).Error);
    }

    [Fact]
    public async Task Security_PodAndContainer_ContainerWins()
    {
        _pod.Spec.SecurityContext = new V1PodSecurityContext { RunAsUser = 1, RunAsGroup = 2, FsGroup = 3, SupplementalGroups = [4] };
        Main.SecurityContext = new V1SecurityContext { RunAsUser = 9, AllowPrivilegeEscalation = false, Capabilities = new V1Capabilities { Drop = ["ALL"] } };
        var security = (await BuildAsync()).Security;
        Assert.Equal("9:2", security.User);
        Assert.Equal(["4", "3"], security.Groups);
        Assert.True(security.NoNewPrivileges);
        Assert.Equal(["ALL"], security.DroppedCapabilities);
    }

    private async Task<ContainerSpec> BuildAsync(params (string Name, string Path)[] volumes)
    {
        var outcome = await OutcomeAsync(volumes);
        Assert.Equal("", outcome.Error);
        return outcome.Spec!;
    }

    private Task<SpecOutcome> OutcomeAsync(params (string Name, string Path)[] volumes) => OutcomeAsync("", volumes);

    private Task<SpecOutcome> OutcomeAsync(string imageUser, params (string Name, string Path)[] volumes) => new ContainerSpecs(_configuration, Gibibyte).BuildAsync(
        new ContainerRequest(_pod, Main, 0, "sandbox", TimeSpan.Zero, volumes.ToDictionary(volume => volume.Name, volume => volume.Path), imageUser, _folder.FullName), CancellationToken.None);
}
