using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using CloudOrchestrator.FunctionsApp.Running;
using CloudOrchestrator.LocalAzure.Functions.Instances;

namespace CloudOrchestrator.FunctionsApp.Memory;

/// <summary>Resident memory of instances at 10,000 objects: of the one that made them, of one that is freshly started on them, and of the tick's.</summary>
internal static class MemoryMeasurement
{
    private const int Objects = 10_000;
    private const int Writers = 16;
    private const int PaddingBytes = 1200;

    /// <summary>In which an instance without work gives memory back.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan TickMax = TimeSpan.FromMinutes(2);

    public static async Task RunAsync(string app)
    {
        await using var cloud = await BenchmarkCloud.StartAsync(app, alwaysReady: 1, TimeSpan.FromHours(1));
        await cloud.Http.ReadAsync("/api/v1/namespaces/default/pods");
        Say(cloud, "http", "nothing in it");
        await Parallel.ForEachAsync(Enumerable.Range(0, Objects), new ParallelOptions { MaxDegreeOfParallelism = Writers }, async (number, _) => await CreateAsync(cloud.Http, number));
        Say(cloud, "http", $"{Objects} pods of 1.5 KB just made by it");
        await Task.Delay(Rest);
        Say(cloud, "http", $"{Objects} pods, after {Rest.TotalSeconds:0} s of rest");
        await ReadAllAsync(cloud.Http);
        Say(cloud, "http", "just listed, all of them in one answer");
        await Task.Delay(Rest);
        Say(cloud, "http", $"after {Rest.TotalSeconds:0} s of rest");

        await Instance(cloud, "http").KillAsync();
        await cloud.Http.ReadAsync("/api/v1/namespaces/default/pods?limit=1");
        Say(cloud, "http", $"freshly started on {Objects} pods, the first of them listed");
        await ReadAllAsync(cloud.Http);
        Say(cloud, "http", "all of them listed in one answer");
        await Task.Delay(Rest);
        Say(cloud, "http", $"after {Rest.TotalSeconds:0} s of rest");

        for (var waited = TimeSpan.Zero; waited < TickMax && cloud.Instances.All(instance => instance.ScaleGroup != "function:Tick"); waited += TimeSpan.FromSeconds(1))
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        Say(cloud, "function:Tick", "after the ticks of these minutes, the first with all its duties");
    }

    private static async Task ReadAllAsync(HttpClient client)
    {
        var list = await client.ReadAsync("/api/v1/namespaces/default/pods");
        if (list["items"]!.AsArray().Count != Objects)
        {
            throw new InvalidOperationException($"{list["items"]!.AsArray().Count} pods are listed.");
        }
    }

    private static async Task CreateAsync(HttpClient client, int number)
    {
        var body = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"" + string.Create(CultureInfo.InvariantCulture, $"p{number:D5}") + "\",\"annotations\":{\"padding\":\""
            + Padding(number) + "\"}},\"spec\":{\"schedulerName\":\"none\",\"containers\":[{\"name\":\"a\",\"image\":\"a\"}]}}";
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await client.PostAsync("/api/v1/namespaces/default/pods", content);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>As compressible as an object's text.</summary>
    private static string Padding(int seed)
    {
        var random = new Random(seed);
        return new string([.. Enumerable.Range(0, PaddingBytes).Select(index => (char)('a' + (random.Next() & (index % 4 == 0 ? 15 : 1))))]);
    }

    private static Instance Instance(BenchmarkCloud cloud, string group) => cloud.Instances.First(instance => instance.ScaleGroup == group);

    private static void Say(BenchmarkCloud cloud, string group, string when)
    {
        var process = Instance(cloud, group).HandlerProcessId!.Value;
        Figures.Say($"{group}, {when}: {Figures.ResidentMegabytes(process):0} MB resident, {Figures.PeakMegabytes(process):0} MB at most so far");
    }
}
