using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Certificates;

/// <summary>The table of requests of certificates.</summary>
internal static class SigningRequestColumns
{
    public static IReadOnlyList<PrinterColumn> All { get; } =
    [
        Cells.Name,
        Cells.Age,
        Cells.Text("SignerName", "Who is to sign.", item => item.Text("spec", "signerName")),
        PlainCells.Text("Requestor", "Who requests.", item => item.Text("spec", "username")),
        Cells.Text("RequestedDuration", "How long the certificate is to be valid.", item => item.Integer("spec", "expirationSeconds") is { } seconds ? Cells.Duration(TimeSpan.FromSeconds(seconds)) : null),
        PlainCells.Text("Condition", "What became of the request.", Condition),
    ];

    private static string Condition(JsonObject item)
    {
        var types = item.Objects("status", "conditions").Select(one => one.Text("type")).ToHashSet();
        var decision = types.Contains("Denied") ? "Denied" : types.Contains("Approved") ? "Approved" : "Pending";
        return decision + (types.Contains("Failed") ? ",Failed" : "") + (item.Text("status", "certificate") is { Length: > 0 } ? ",Issued" : "");
    }
}
