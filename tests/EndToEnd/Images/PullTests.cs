using CloudOrchestrator.EndToEnd.Cluster;

namespace CloudOrchestrator.EndToEnd.Images;

/// <summary>Images come from a registry, or do not, and the pod says so as Kubernetes does.</summary>
[Trait("Category", "Containers")]
public class PullTests(SharedCluster shared)
{
    [Fact]
    public async Task IfNotPresent_InTheRegistry_IsPulledOnce()
    {
        await using var registry = await Registry.StartAsync();
        await registry.PushAsync("app:1");
        var pod = await PulledPod.StartAsync(await shared.GetAsync());

        await pod.CreateAsync($"{registry.Address}/app:1", "IfNotPresent");
        await pod.RunsAsync();
        await pod.IsToldAsync("Pulling", $"Normal Pulling image \"{registry.Address}/app:1\"");
        await pod.IsToldAsync("Pulled", $"Normal Successfully pulled image \"{registry.Address}/app:1\"");

        await pod.CreateAsync($"{registry.Address}/app:1", "IfNotPresent", "second");
        await pod.RunsAsync("second");
        await pod.IsToldAsync("Pulled", "already present on machine");
        await registry.ForgetAsync("app:1");
    }

    [Fact]
    public async Task Always_ChangedInTheRegistry_RunsTheNewOne()
    {
        await using var registry = await Registry.StartAsync();
        await registry.PushAsync("app:1", "first");
        var pod = await PulledPod.StartAsync(await shared.GetAsync());
        await pod.CreateAsync($"{registry.Address}/app:1", "Always");
        await pod.RunsAsync();
        await registry.PushAsync("app:1", "second");

        await pod.CreateAsync($"{registry.Address}/app:1", "Always", "second");
        await pod.RunsAsync("second");

        Assert.NotEqual(await pod.ImageIdAsync(), await pod.ImageIdAsync("second"));
        await registry.ForgetAsync("app:1");
    }

    [Fact]
    public async Task Missing_ThenPushed_BacksOffAndRunsByItself()
    {
        await using var registry = await Registry.StartAsync();
        var pod = await PulledPod.StartAsync(await shared.GetAsync());

        await pod.CreateAsync($"{registry.Address}/late:1", "IfNotPresent");
        Assert.Contains("late", await pod.WaitsForAsync("ErrImagePull", "ImagePullBackOff"), StringComparison.Ordinal);
        Assert.StartsWith($"Back-off pulling image \"{registry.Address}/late:1\"", await pod.WaitsForAsync("ImagePullBackOff"), StringComparison.Ordinal);
        await pod.IsToldAsync("Failed", $"Warning Failed to pull image \"{registry.Address}/late:1\"");
        await pod.IsToldAsync("Failed", "Warning Error: ErrImagePull");
        await pod.IsToldAsync("BackOff", $"Normal Back-off pulling image \"{registry.Address}/late:1\"");

        await registry.PushAsync("late:1");
        await pod.RunsAsync();
        await registry.ForgetAsync("late:1");
    }

    [Fact]
    public async Task Never_NotPresent_SaysSoAndAsksNobody()
    {
        await using var registry = await Registry.StartAsync();
        await registry.PushAsync("app:1");
        var pod = await PulledPod.StartAsync(await shared.GetAsync());

        await pod.CreateAsync($"{registry.Address}/app:1", "Never");

        await pod.WaitsForAsync("ErrImageNeverPull");
        await pod.IsToldAsync("ErrImageNeverPull", $"Warning Container image \"{registry.Address}/app:1\" is not present with pull policy of Never");
    }

    [Fact]
    public async Task InvalidName_SaysSo()
    {
        var pod = await PulledPod.StartAsync(await shared.GetAsync());

        await pod.CreateAsync("Not/A/Name", "IfNotPresent");

        Assert.Contains("Not/A/Name", await pod.WaitsForAsync("InvalidImageName"), StringComparison.Ordinal);
        await pod.IsToldAsync("InspectFailed", "Warning Failed to apply default image tag \"Not/A/Name\"");
    }

    [Fact]
    public async Task RegistryGone_SaysSo()
    {
        string address;
        await using (var registry = await Registry.StartAsync())
        {
            address = registry.Address;
        }

        var pod = await PulledPod.StartAsync(await shared.GetAsync());
        await pod.CreateAsync($"{address}/app:1", "IfNotPresent");

        await pod.WaitsForAsync("ErrImagePull", "ImagePullBackOff");
        await pod.IsToldAsync("Failed", "connection refused");
    }

    [Fact]
    public async Task Password_NoneThenRight_IsRefusedThenPulled()
    {
        await using var registry = await Registry.StartAsync(asksForPassword: true);
        await registry.PushAsync("app:1");
        var pod = await PulledPod.StartAsync(await shared.GetAsync());

        await pod.CreateAsync($"{registry.Address}/app:1", "IfNotPresent");
        await pod.WaitsForAsync("ErrImagePull", "ImagePullBackOff");
        await pod.IsToldAsync("Failed", "no basic auth credentials");

        await pod.KubectlAsync("create", "secret", "docker-registry", "pull", $"--docker-server={registry.Address}", $"--docker-username={Registry.User}", $"--docker-password={Registry.Password}");
        await pod.CreateAsync($"{registry.Address}/app:1", "IfNotPresent", "allowed", "pull");
        await pod.RunsAsync("allowed");
        await registry.ForgetAsync("app:1");
    }
}
