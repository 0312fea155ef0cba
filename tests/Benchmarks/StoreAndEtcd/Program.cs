using System.Globalization;
using CloudOrchestrator.StoreAndEtcd;

// The store on SQLite beside Debian's etcd, on the same disk, one after the other, several times; medians.
// dotnet run -c Release --project tests/Benchmarks/StoreAndEtcd [-- RUNS [SECONDS]]
var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 3;
var time = TimeSpan.FromSeconds(args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 4);
var all = new Dictionary<string, Dictionary<string, List<double>>>();
for (var run = 0; run < runs; run++)
{
    foreach (var start in new Func<string, Task<IPeer>>[] { static folder => Task.FromResult<IPeer>(new SqlitePeer(folder)), static async folder => await EtcdPeer.StartAsync(folder) })
    {
        // Beside the sources: a temporary folder may be in memory.
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"data-{Guid.NewGuid():N}")).FullName;
        try
        {
            await using var peer = await start(folder);
            foreach (var (figure, value) in await Measurement.OfAsync(peer, time))
            {
                if (!all.TryGetValue(figure, out var peers))
                {
                    all[figure] = peers = [];
                }

                if (!peers.TryGetValue(peer.Name, out var values))
                {
                    peers[peer.Name] = values = [];
                }

                values.Add(value);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

Console.WriteLine($"Medians of {runs} runs, {Measurement.ValueBytes} bytes a value.");
Console.WriteLine($"{"",-38}{"SQLite",12}{"etcd",12}{"SQLite/etcd",12}");
foreach (var (figure, peers) in all)
{
    var (own, other) = (Median(peers["SQLite"]), Median(peers["etcd"]));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure,-38}{own,12:0.###}{other,12:0.###}{own / other,12:0.00}"));
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
