using System.Diagnostics;
using Xunit;

namespace CloudOrchestrator.Store.Simulation.Tests;

/// <summary>Short runs of the simulator in a process of its own, which has a single thread for everything.</summary>
public sealed class SimulationTests
{
    private const string SimulatedMinutes = "30";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Run_Seed_BreaksNoInvariant(int seed)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "CloudOrchestrator.Store.Simulation.dll"), SimulatedMinutes, $"{seed}", "1" })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, string.Concat(said));
        Assert.Contains("nothing wrong", said[0], StringComparison.Ordinal);
    }
}
