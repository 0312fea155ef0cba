using System.Net.Http.Json;
using System.Text.Json;
using CloudOrchestrator.LocalAzure.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Tests.Chaos;

/// <summary>Instances whose clocks are two minutes apart.</summary>
/// <remarks>More than a node may be silent, and less than the five minutes of history that clients are promised: an instance whose clock is ahead ends it so much sooner.</remarks>
[Collection("Chaos")]
public class SkewedClockTests(Account account)
{
    private const int Writes = 50;

    /// <summary>Of Debian's package libfaketime, which <c>./test</c> unpacks.</summary>
    private static readonly string Library = Environment.GetEnvironmentVariable("LIBFAKETIME") ?? "";

    [Fact]
    public async Task Clocks_TwoMinutesApart_NothingIsLostOrDoneTwice()
    {
        Assert.SkipUnless(File.Exists(Library), "Debian's libfaketime is missing: ./test fetches it and names it in LIBFAKETIME.");
        var seed = Environment.TickCount;
        await using var cluster = await Cluster.StartAsync(account, new ClusterOptions
        {
            Seed = seed,
            Cloud = options => options with
            {
                Instances = 2,
                Environment = (group, name) => new Dictionary<string, string>(options.Environment(group, name))
                {
                    ["LD_PRELOAD"] = Library,
                    ["FAKETIME"] = name.EndsWith("-1", StringComparison.Ordinal) ? "+1m" : "-1m",
                    // Waits are to last as ever, and times of files to stay. Without the second of these, waits of .NET end early: measured.
                    ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
                    ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
                    ["NO_FAKE_STAT"] = "1",
                },
            },
        });
        await IsSkewedAsync(cluster);
        await using var workload = await Workload.StartAsync(cluster, seed);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Within.Test);
        var work = workload.RunAsync(end.Token);

        await workload.ProgressAsync(Writes);
        await cluster.SucceedingTickAsync();
        await workload.ProgressAsync(Writes);
        await end.CancelAsync();
        await work;

        await workload.SettleAsync();
    }

    /// <summary>What one instance stamps and what the other does lie two minutes apart: else the library has not taken hold.</summary>
    private static async Task IsSkewedAsync(Cluster cluster)
    {
        var stamps = new List<DateTimeOffset>();
        // One call a look, so that instances take turns.
        await Within.Nothing(async () =>
        {
            var document = ConfigMaps.Document($"skew-{stamps.Count}", "1");
            var made = await Calls.TryAsync(end => cluster.Http.PostAsJsonAsync(ConfigMaps.Path, document, end));
            using var answer = JsonDocument.Parse(made!.Value.Body);
            stamps.Add(answer.RootElement.GetProperty("metadata").GetProperty("creationTimestamp").GetDateTimeOffset());
            return stamps.Max() - stamps.Min() > TimeSpan.FromSeconds(100) ? null : $"an instance whose clock is minutes from {stamps[^1]}";
        });
    }
}
