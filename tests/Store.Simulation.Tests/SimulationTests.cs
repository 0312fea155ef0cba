using System.Diagnostics;
using Xunit;

namespace CloudOrchestrator.Store.Simulation.Tests;

/// <summary>Short runs of the simulator in a process of its own, which has a single thread for everything.</summary>
public sealed class SimulationTests
{
    /// <summary>Seeds that found something are kept with the minutes that they found it in.</summary>
    [Theory]
    [InlineData(1, 30)]
    [InlineData(2, 30)]
    [InlineData(3, 30)]
    [InlineData(4, 30)]
    [InlineData(5, 30)]
    [InlineData(6, 30)]
    [InlineData(100, 60)] // A watch's poll that took less than a millisecond for a pause, and never let the time go on.
    public async Task Run_Seed_BreaksNoInvariant(int seed, int minutes)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "CloudOrchestrator.Store.Simulation.dll"), $"{minutes}", $"{seed}", "1" })
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
