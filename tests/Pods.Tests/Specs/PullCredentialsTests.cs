using System.Text;
using CloudOrchestrator.Pods.Specs;
using CloudOrchestrator.Pods.Tests.Workers;
using CloudOrchestrator.Runtimes;
using k8s.Models;
using Xunit;

namespace CloudOrchestrator.Pods.Tests.Specs;

public sealed class PullCredentialsTests
{
    [Theory]
    [InlineData("nginx", "docker.io")]
    [InlineData("library/nginx:1", "docker.io")]
    [InlineData("localhost/a", "localhost")]
    [InlineData("registry.example:5000/a/b:c", "registry.example:5000")]
    public void RegistryOf_Image_IsWhatDockerAsks(string image, string registry) => Assert.Equal(registry, PullCredentials.RegistryOf(image));

    [Theory]
    [InlineData("""{"auths":{"registry.example":{"username":"u","password":"p"}}}""")]
    [InlineData("""{"auths":{"https://registry.example/v1/":{"auth":"dTpw"}}}""")]
    public async Task FindAsync_Fits_IsRead(string config)
    {
        var found = await FindAsync(config);
        Assert.Equal(("u", "p"), (found?.Username, found?.Password));
    }

    [Theory]
    [InlineData("""{"auths":{"elsewhere.example":{"username":"u","password":"p"}}}""")]
    [InlineData("""{"auths":[]}""")]
    [InlineData("""{"auths":{"registry.example":{"auth":"%%%"}}}""")]
    [InlineData("not json")]
    public async Task FindAsync_DoesNotFit_IsNone(string config) => Assert.Null(await FindAsync(config));

    [Fact]
    public void ToString_Always_HidesThePassword() => Assert.DoesNotContain("hidden", new RegistryCredentials("s", "u", "hidden").ToString(), StringComparison.Ordinal);

    private static Task<RegistryCredentials?> FindAsync(string config)
    {
        var configuration = new FakeConfiguration();
        configuration.Secrets["pull"] = new V1Secret { Data = new Dictionary<string, byte[]> { [".dockerconfigjson"] = Encoding.UTF8.GetBytes(config) } };
        var pod = TestNode.Pod();
        pod.Spec.ImagePullSecrets = [new V1LocalObjectReference { Name = "missing" }, new V1LocalObjectReference { Name = "pull" }];
        return new PullCredentials(configuration).FindAsync(pod, "registry.example/app:1", CancellationToken.None);
    }
}
