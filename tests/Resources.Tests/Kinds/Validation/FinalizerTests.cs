using CloudOrchestrator.Resources.Kinds.Coordination;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Kinds.Validation;
using CloudOrchestrator.Resources.Tests.Worlds;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Kinds.Validation;

/// <summary>Finalizers of no domain, where they are taken.</summary>
public sealed class FinalizerTests
{
    [Fact]
    public async Task Create_KindWhoseFinalizersAreOfAnyName_IsDone()
    {
        await using var world = await World.CreateAsync();

        await world.AddAsync(CoordinationKinds.Leases, "{metadata: {name: l, finalizers: [a]}}");

        Assert.Equal(["a"], (await world.GetAsync(CoordinationKinds.Leases, "l")).Texts("metadata", "finalizers"));
    }

    [Theory]
    [InlineData("{metadata: {finalizers: [a]}}", 0)]
    [InlineData("{metadata: {finalizers: [example.com/a, a]}}", 0)]
    [InlineData("{metadata: {finalizers: [a, b]}}", 1)]
    public void Validate_OneThatWasStored_MayStay(string yaml, int faults)
    {
        var old = Yaml.Parse("{metadata: {finalizers: [a]}}");

        Assert.Equal(faults, FinalizerValidation.Validate(Yaml.Parse(yaml), old, CoreKinds.ConfigMaps).Count());
    }
}
