using System.Text.Json.Nodes;
using CloudOrchestrator.SingleMachine.Running;
using CloudOrchestrator.StoreAndEtcd;

namespace CloudOrchestrator.SingleMachine.Requests;

/// <summary>Lists of 5,000 pods: whole, in pages, selected.</summary>
internal static class ListMeasurement
{
    private const int Page = 500;

    /// <summary>What is listed, and how many pods have to be in the answer.</summary>
    private static readonly (string What, string Path, int Pods)[] Lists =
    [
        ("list, consistent", "/api/v1/pods", PodDocuments.Listed),
        ("list, any age", "/api/v1/pods?resourceVersion=0", PodDocuments.Listed),
        ("list by label", "/api/v1/pods?labelSelector=app%3Dapp-7", PodDocuments.Listed / PodDocuments.Labels),
        ("list by node", "/api/v1/pods?fieldSelector=spec.nodeName%3Dnode-7", PodDocuments.Listed / PodDocuments.Nodes),
    ];

    /// <summary>Makes the namespaces, the nodes and the pods, with a status; one of them as it is answered.</summary>
    public static async Task<byte[]> FillAsync(HttpClient client)
    {
        foreach (var name in Enumerable.Range(0, PodDocuments.Namespaces).Select(PodDocuments.NamespaceOf).Append(ObjectMeasurement.CreatedIn).Append(WatchMeasurement.WatchedIn))
        {
            await Load.TakeAsync(client.PostAsync("/api/v1/namespaces", PodDocuments.Json($$$"""{"metadata":{"name":"{{{name}}}"}}""")));
        }

        for (var number = 0; number < PodDocuments.Nodes; number++)
        {
            await Load.TakeAsync(client.PostAsync("/api/v1/nodes", PodDocuments.Node(number)));
        }

        await Parallel.ForEachAsync(Enumerable.Range(0, PodDocuments.Listed), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (number, cancellationToken) =>
        {
            var pods = $"/api/v1/namespaces/{PodDocuments.NamespaceOf(number)}/pods";
            await Load.TakeAsync(client.PostAsync(pods, PodDocuments.Pod($"pod-{number}", number, scheduled: true), cancellationToken));
            await Load.TakeAsync(client.PatchAsync($"{pods}/pod-{number}/status", PodDocuments.Status(number), cancellationToken));
        });
        return await client.GetByteArrayAsync($"/api/v1/namespaces/{PodDocuments.NamespaceOf(0)}/pods/pod-0");
    }

    public static async Task MeasureAsync(Peer server, Peer floor, EtcdPeer etcd, TimeSpan time, AllocationCounter allocations)
    {
        foreach (var (what, path, pods) in Lists)
        {
            await CheckAsync(server, path, pods);
            await Load.MeasureAsync(server, what, 1, time, (client, _) => Load.TakeAsync(client.GetAsync(path)), allocations);
        }

        await Load.MeasureAsync(server, "list, gzip", 1, time, static (client, _) => Load.TakeAsync(client.SendAsync(Gzip())), allocations);
        await Load.MeasureAsync(server, $"list, pages of {Page}", 1, time, static (client, _) => PagesAsync(client), allocations);
        await Load.MeasureAsync(floor, "list", 1, time, static (client, _) => Load.TakeAsync(client.GetAsync("/list")), null);
        var value = await PodDocuments.Pod("p", 0, scheduled: false).ReadAsByteArrayAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, PodDocuments.Listed), async (number, _) => await etcd.PutAsync($"list/{number:D5}", value));
        await ObjectMeasurement.EtcdAsync("list", 1, time, async _ => await etcd.ListAsync("list/"));
    }

    /// <summary>All in pages; the whole of one pass is one time.</summary>
    private static async Task PagesAsync(HttpClient client)
    {
        var token = "";
        do
        {
            var page = await client.GetByteArrayAsync($"/api/v1/pods?limit={Page}&continue={token}");
            token = Continue(page);
        }
        while (token.Length > 0);
    }

    /// <summary>Read without parsing the whole page: the list's metadata stand before its items.</summary>
    private static string Continue(ReadOnlySpan<byte> page)
    {
        var name = "\"continue\":\""u8;
        var start = page[..Math.Min(page.Length, 500)].IndexOf(name);
        if (start < 0)
        {
            return "";
        }

        var value = page[(start + name.Length)..];
        return Uri.EscapeDataString(System.Text.Encoding.ASCII.GetString(value[..value.IndexOf((byte)'"')]));
    }

    private static HttpRequestMessage Gzip() =>
        new(HttpMethod.Get, "/api/v1/pods") { Version = System.Net.HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Headers = { { "Accept-Encoding", "gzip" } } };

    private static async Task CheckAsync(Peer server, string path, int pods)
    {
        using var client = server.Connect();
        var bytes = await client.GetByteArrayAsync(path);
        var listed = JsonNode.Parse(bytes)!["items"]!.AsArray().Count;
        if (listed != pods)
        {
            throw new InvalidOperationException($"{path} listed {listed} pods, not {pods}.");
        }

        Figures.Say($"({path}: {bytes.Length / 1024.0 / 1024:0.0} MiB)");
    }
}
