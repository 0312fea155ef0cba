using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Writing.Services;

/// <summary>What a service holds alone: its cluster address and its node ports. They are the values of an index.</summary>
internal static class ServiceHoldings
{
    public static IEnumerable<string> Of(StoredObject item) => Of(JsonDocuments.Parse(item.Document.Bytes.Span));

    public static IEnumerable<string> Of(JsonNode? service)
    {
        if (service.Text("spec", "clusterIP") is { Length: > 0 } address && address != "None")
        {
            yield return address;
        }

        foreach (var port in service.Objects("spec", "ports").Select(port => port.Integer("nodePort") ?? 0).Where(port => port > 0).Distinct())
        {
            yield return Port(port);
        }

        if (service.Integer("spec", "healthCheckNodePort") is > 0 and var healthCheck)
        {
            yield return Port(healthCheck);
        }
    }

    public static string Port(long port) => "port " + port.ToString(CultureInfo.InvariantCulture);
}
