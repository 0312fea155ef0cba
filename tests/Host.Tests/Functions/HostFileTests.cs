using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions;

/// <summary>What the platform is told in <c>host.json</c>.</summary>
public sealed class HostFileTests
{
    /// <summary>A reminder of which nothing comes while the store is away goes to the poison queue after so many attempts.</summary>
    [Fact]
    public void Queues_AReminderFails_OutlivesAnOutageOfAnHour()
    {
        var queues = JsonNode.Parse(File.ReadAllText(HostFile()))!["extensions"]!["queues"]!;
        var pause = TimeSpan.Parse((string)queues["visibilityTimeout"]!, CultureInfo.InvariantCulture);
        Assert.InRange(pause * (int)queues["maxDequeueCount"]!, TimeSpan.FromHours(1), TimeSpan.FromHours(2));
    }

    private static string HostFile()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CloudOrchestrator.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "host.json");
    }
}
