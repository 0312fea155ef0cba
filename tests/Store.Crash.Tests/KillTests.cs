using CloudOrchestrator.FakeAzureStorage;
using CloudOrchestrator.FakeAzureStorage.Limits;
using CloudOrchestrator.Store.AzureTables;
using CloudOrchestrator.Store.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CloudOrchestrator.Store.Crash.Tests;

/// <summary>Writers that are killed at any moment: nothing that was acknowledged is lost, nothing is there by half, and nothing that was denied is there.</summary>
public sealed class KillTests
{
    private const int Lanes = 2;
    private const int KillsPerLane = 100;
    private const int AzureWriters = 3;
    private const int AzureKills = 40;

    /// <summary>A process is killed once some process has said up to this many lines.</summary>
    private const int LinesMax = 800;
    private const int AzureLinesMax = 80;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_WritersToAFile_LosesNothingAcknowledged()
    {
        var random = Seeded();
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane =>
        {
            var laneRandom = new Random(random.Next());
            return Task.Run(() => KillInTurnAsync(lane, laneRandom), Token);
        }));
    }

    [Fact]
    public async Task Kill_WritersToOneAccount_LosesNothingAcknowledged()
    {
        var random = Seeded();
        var storage = new FakeStorage(
            TimeProvider.System, new FakeStorageOptions { Limits = new StorageLimits { PartitionEntitiesPerSecond = 0, AccountRequestsPerSecond = 0 } });
        var options = new AzureTablesOptions { ConnectionString = storage.ConnectionString, Transport = storage.CreateTransport("judge") };
        await AzureTablesServices.PrepareAsync(options, TimeProvider.System, Token);
        await using var listener = await storage.ListenAsync("writers", Token);
        var testimony = new Testimony();
        var started = 0;
        Victim Next() => Victim.Start($"p{++started}", random.Next(), "azure-tables", listener.ConnectionString, testimony);

        var living = Enumerable.Range(0, AzureWriters).Select(_ => Next()).ToList();
        try
        {
            await Task.WhenAll(living.Select(victim => victim.GoAsync()));
            for (var kill = 0; kill < AzureKills; kill++)
            {
                living.Add(Next());
                await living[^1].GoAsync();
                await MomentAsync(living[^1], random, AzureLinesMax);
                await using var victim = living[random.Next(living.Count)];
                living.Remove(victim);
                await victim.KillAsync();
            }
        }
        finally
        {
            await Task.WhenAll(living.Select(victim => victim.DisposeAsync().AsTask()));
        }

        await storage.SettledAsync();
        var log = new AzureTablesCommitLog(new StorageAccount(options, TimeProvider.System), TimeProvider.System, NullLogger<AzureTablesCommitLog>.Instance);
        Assert.Empty(await testimony.JudgeAsync(log, Token));
        Say(testimony);
        Assert.True(testimony.Answers > AzureKills, $"only {testimony.Answers} answers");
    }

    private static async Task KillInTurnAsync(int lane, Random random)
    {
        var folder = Directory.CreateTempSubdirectory("store-crash-");
        var path = Path.Combine(folder.FullName, "store.db");
        var testimony = new Testimony();
        Victim Next(int number) => Victim.Start($"l{lane}p{number}", random.Next(), "sqlite", path, testimony);
        var next = Next(0);
        for (var kill = 1; kill <= KillsPerLane; kill++)
        {
            // While one writes, the next runs in.
            await using var victim = next;
            next = Next(kill);
            await victim.GoAsync();
            await MomentAsync(victim, random, LinesMax);
            await victim.KillAsync();
        }

        await next.DisposeAsync();
        using (var log = SqliteCommitLog.Open(new SqliteOptions { Path = path }))
        {
            Assert.Empty(await testimony.JudgeAsync(log, Token));
        }

        Say(testimony);
        Assert.True(testimony.Answers > KillsPerLane, $"only {testimony.Answers} answers");
        folder.Delete(recursive: true);
    }

    /// <summary>Some moment: while it opens the store, or after any number of answers.</summary>
    private static async Task MomentAsync(Victim victim, Random random, int linesMax)
    {
        if (random.Next(5) == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(30)), Token);
        }
        else
        {
            await victim.SaidAsync(random.Next(1, linesMax));
        }
    }

    private static void Say(Testimony testimony) => TestContext.Current.TestOutputHelper?.WriteLine($"{testimony.Answers} answers");

    private static Random Seeded()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        return new Random(seed);
    }
}
