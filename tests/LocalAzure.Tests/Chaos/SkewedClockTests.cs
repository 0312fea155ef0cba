using CloudOrchestrator.LocalAzure.Tests.Worlds;
using k8s;

namespace CloudOrchestrator.LocalAzure.Tests.Chaos;

/// <summary>Instances whose clocks are minutes apart.</summary>
[Collection("Clouds")]
public class SkewedClockTests(Account account)
{
    /// <summary>Debian's package libfaketime, which <c>./test</c> unpacks.</summary>
    private static readonly string? Library = Directory.Exists(Path.Combine(PublishedApp.Artifacts, "libfaketime"))
        ? Directory.EnumerateFiles(Path.Combine(PublishedApp.Artifacts, "libfaketime"), "libfaketime.so.1", SearchOption.AllDirectories).FirstOrDefault()
        : null;

    [Fact]
    public async Task Clocks_MinutesApart_NothingIsLostOrDoneTwice()
    {
        Assert.SkipWhen(Library is null, "Debian's libfaketime is not unpacked in artifacts/libfaketime.");
        var seed = Environment.TickCount;
        await using var cluster = await Cluster.StartAsync(account, new ClusterOptions
        {
            Seed = seed,
            Cloud = options => options with
            {
                Instances = 2,
                Environment = (group, name) => new Dictionary<string, string>(options.Environment(group, name))
                {
                    ["LD_PRELOAD"] = Library!,
                    ["FAKETIME"] = name.EndsWith("-1", StringComparison.Ordinal) ? "+4m" : "-4m",
                    ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
                    ["NO_FAKE_STAT"] = "1",
                },
            },
        });
        await IsSkewedAsync(cluster);
        await using var workload = await Workload.StartAsync(cluster, seed);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Within.Test);
        end.CancelAfter(TimeSpan.FromSeconds(8));

        await workload.RunAsync(end.Token);
        await workload.SettleAsync();
    }

    /// <summary>What one instance stamps and what the other does lie minutes apart: else the library has not taken hold.</summary>
    private static async Task IsSkewedAsync(Cluster cluster)
    {
        var stamps = new List<DateTimeOffset>();
        foreach (var name in new[] { "skew-1", "skew-2", "skew-3", "skew-4" })
        {
            await ConfigMaps.MakeAsync(cluster.Http, name);
            var made = await cluster.Client.CoreV1.ReadNamespacedConfigMapAsync(name, "default", cancellationToken: Within.Test);
            stamps.Add(new DateTimeOffset(made.Metadata.CreationTimestamp!.Value.ToUniversalTime()));
        }

        Assert.True(stamps.Max() - stamps.Min() > TimeSpan.FromMinutes(5), $"the clocks are not apart: {string.Join(' ', stamps)}");
    }
}
