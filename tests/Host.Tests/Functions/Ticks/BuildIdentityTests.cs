using CloudOrchestrator.Host.Functions.Ticks;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions.Ticks;

public sealed class BuildIdentityTests
{
    [Fact]
    public void Own_OfTheHost_IsEveryAssemblyOfTheControlPlane() => Assert.Equal(
        [
            "CloudOrchestrator.ApiServer", "CloudOrchestrator.Controllers", "CloudOrchestrator.Host", "CloudOrchestrator.Resources", "CloudOrchestrator.Scheduler",
            "CloudOrchestrator.Store", "CloudOrchestrator.Store.AzureTables", "CloudOrchestrator.Store.Sqlite",
        ],
        BuildIdentity.Own(typeof(BuildIdentity).Assembly).Select(assembly => assembly.GetName().Name!).Order(StringComparer.Ordinal));

    [Fact]
    public void Of_AnyModuleIsAnother_IsAnother()
    {
        Guid[] modules = [.. Enumerable.Range(1, 8).Select(number => new Guid(number, 0, 0, new byte[8]))];
        var identity = BuildIdentity.Of(modules);

        Assert.Equal(identity, BuildIdentity.Of(modules.Reverse()));
        for (var at = 0; at < modules.Length; at++)
        {
            Guid[] other = [.. modules];
            other[at] = new Guid(100, 0, 0, new byte[8]);
            Assert.NotEqual(identity, BuildIdentity.Of(other));
        }

        Assert.DoesNotContain(' ', BuildIdentity.Current);
    }
}
