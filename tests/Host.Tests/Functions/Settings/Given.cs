using System.Security.Cryptography;
using System.Text;
using CloudOrchestrator.Host.Functions.Settings;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions.Settings;

/// <summary>App settings that can be used, to be changed one by one.</summary>
internal static class Given
{
    public const string Token = "a token that nobody has";

    public static string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Token)));

    /// <summary>As on a developer's machine.</summary>
    public static Dictionary<string, string> Local(string table = "http://127.0.0.1:1/a", string topic = "http://127.0.0.1:2/api/events", int port = 8080) => new()
    {
        ["FUNCTIONS_CUSTOMHANDLER_PORT"] = $"{port}",
        ["ClusterName"] = "test",
        ["ClusterStorage"] = $"AccountName=a;AccountKey=Zm9v;TableEndpoint={table};BlobEndpoint=http://127.0.0.1:1/a;QueueEndpoint=http://127.0.0.1:1/a;",
        ["NoticeTopic__topicEndpointUri"] = topic,
        ["NoticeTopic__topicKey"] = "the topic's key",
        ["ApiTokenHashes"] = $$$"""{"{{{Hash}}}":{"user":"admin","groups":["system:masters"]}}""",
    };

    /// <summary>As in Azure.</summary>
    public static Dictionary<string, string> InAzure() => new()
    {
        ["FUNCTIONS_CUSTOMHANDLER_PORT"] = "8080",
        ["ClusterName"] = "test",
        ["ClusterStorage__tableServiceUri"] = "https://a.table.core.windows.net",
        ["ClusterStorage__blobServiceUri"] = "https://a.blob.core.windows.net",
        ["ClusterStorage__queueServiceUri"] = "https://a.queue.core.windows.net",
        ["ClusterStorage__clientId"] = "00000000-0000-0000-0000-000000000001",
        ["ClusterStorage__credential"] = "managedidentity",
        ["NoticeTopic__topicEndpointUri"] = "https://x.region-1.eventgrid.azure.net/api/events",
        ["NoticeTopic__clientId"] = "00000000-0000-0000-0000-000000000002",
        ["ApiTokenHashes"] = $$$"""{"{{{Hash}}}":{"user":"admin"}}""",
    };

    public static AppSettings Usable(Dictionary<string, string> environment) =>
        Assert.IsType<AppSettingsOutcome.Usable>(AppSettingsReader.Read(environment)).Settings;
}
