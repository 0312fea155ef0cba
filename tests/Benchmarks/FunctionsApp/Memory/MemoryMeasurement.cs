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
    private const string Http = "http";
    private const string Tick = "function:Tick";

    /// <summary>In which an instance without work gives memory back.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(90);

    /// <summary>Before a tick, to have about half of the objects made when it comes.</summary>
    private static readonly TimeSpan BeforeTick = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan Ticks = TimeSpan.FromMinutes(2);

    public static async Task HttpAsync(string app)
    {
        await using var cloud = await BenchmarkCloud.StartAsync(app, alwaysReady: 1, TimeSpan.FromHours(1));
        await cloud.Http.ReadAsync("/api/v1/namespaces/default/pods");
        Say(cloud, Http, "nothing in it");
        await CreateAllAsync(cloud);
        Say(cloud, Http, $"{Objects} pods of 1.5 KB just made by it");
        await Task.Delay(Rest);
        Say(cloud, Http, $"{Objects} pods, after {Rest.TotalSeconds:0} s of rest");
        await ReadAllAsync(cloud.Http);
        Say(cloud, Http, "just listed, all of them in one answer");
        await Task.Delay(Rest);
        Say(cloud, Http, $"after {Rest.TotalSeconds:0} s of rest");

        await Instance(cloud, Http).KillAsync();
        await cloud.Http.ReadAsync("/api/v1/namespaces/default/pods?limit=1");
        Say(cloud, Http, $"freshly started on {Objects} pods, the first of them listed");
        await ReadAllAsync(cloud.Http);
        Say(cloud, Http, "all of them listed in one answer");
        await Task.Delay(Rest);
        Say(cloud, Http, $"after {Rest.TotalSeconds:0} s of rest");
    }

    /// <summary>The tick's instance, where a tick comes while the objects are made: its first one with all its duties, or a later one.</summary>
    public static async Task TickAsync(string app, bool isFirst)
    {
        await using var cloud = await BenchmarkCloud.StartAsync(app, alwaysReady: 1, TimeSpan.FromHours(1));
        await cloud.Http.ReadAsync("/api/v1/namespaces/default/pods");
        if (!isFirst)
        {
            await BeforeTickAsync();
            await Task.Delay(BeforeTick);
        }

        await BeforeTickAsync();
        await CreateAllAsync(cloud);
        await BeforeTickAsync();
        Say(cloud, Tick, $"its {(isFirst ? "first tick" : "second tick")} while {Objects} pods were made");
        await Task.Delay(Ticks);
        Say(cloud, Tick, $"after {Ticks.TotalMinutes:0} more ticks");
    }

    /// <summary>Ends a little before the next full minute, which is when a tick comes.</summary>
    private static Task BeforeTickAsync()
    {
        var now = DateTimeOffset.UtcNow;
        var wait = TimeSpan.FromMinutes(1) - BeforeTick - TimeSpan.FromTicks(now.Ticks % TimeSpan.TicksPerMinute);
        return Task.Delay(wait > TimeSpan.Zero ? wait : wait + TimeSpan.FromMinutes(1));
    }

    private static Task CreateAllAsync(BenchmarkCloud cloud) =>
        Parallel.ForEachAsync(Enumerable.Range(0, Objects), new ParallelOptions { MaxDegreeOfParallelism = Writers }, async (number, _) => await CreateAsync(cloud.Http, number));

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
