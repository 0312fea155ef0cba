using CloudOrchestrator.Azurite;
using CloudOrchestrator.FunctionsApp.Running;

namespace CloudOrchestrator.FunctionsApp.Start;

/// <summary>From the start of the handler's process to its first answer: to the platform's probe, and of the API with the store read.</summary>
internal static class StartMeasurement
{
    private const int Runs = 20;

    /// <param name="shapes">Folders of published apps, each <c>NAME=FOLDER</c>, and variables of the environment after it: <c>NAME=FOLDER,VARIABLE=VALUE</c>.</param>
    public static async Task RunAsync(IReadOnlyList<string> shapes)
    {
        await using var azurite = await AzuriteServer.StartAsync(CancellationToken.None);
        var floor = new HandlerShape("empty ASP.NET app (floor)", Environment.ProcessPath!, ["floor"], new Dictionary<string, string>(), Path: "/", Folder: null);
        List<HandlerShape> all = [floor, .. shapes.Select(HandlerShape.Parse)];
        var starts = all.ToDictionary(shape => shape, _ => new List<HandlerStart>());
        // In turn, so that what else the machine does meets all alike; the first round makes table and files warm.
        for (var run = -1; run < Runs; run++)
        {
            foreach (var shape in all)
            {
                var start = await HandlerStart.MeasureAsync(shape, azurite.ConnectionString);
                if (run >= 0)
                {
                    starts[shape].Add(start);
                }
            }
        }

        foreach (var (shape, measured) in starts)
        {
            Figures.Say($"{shape.Name}:");
            Figures.Say($"  probe {Figures.Describe([.. measured.Select(start => start.ProbeMilliseconds)])}; API {Figures.Describe([.. measured.Select(start => start.ApiMilliseconds)])}");
            Figures.Say($"  CPU {Figures.Percentile([.. measured.Select(start => start.CpuMilliseconds)], 50):0} ms; resident {Figures.Percentile([.. measured.Select(start => start.ResidentMegabytes)], 50):0} MB; folder {shape.FolderMegabytes:0} MB");
        }
    }
}
