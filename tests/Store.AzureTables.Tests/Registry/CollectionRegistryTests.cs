using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests.Registry;

public sealed class CollectionRegistryTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CollectionsAsync_RegisteredOnceOrTwice_HasEachOnce()
    {
        var log = await azurite.OpenAsync(AzuriteFixture.NewCluster());
        Assert.Empty(await log.CollectionsAsync(Token));

        foreach (var name in new[] { "pods", "apps/deployments", "it's ünïcode/~|", "pods" })
        {
            await log.RegisterAsync(name, Token);
        }

        await log.MarkDirtyAsync("not registered", Token);
        Assert.Equal(["apps/deployments", "it's ünïcode/~|", "pods"], (await log.CollectionsAsync(Token)).Order(StringComparer.Ordinal));
    }
}
