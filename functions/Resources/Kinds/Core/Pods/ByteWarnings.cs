using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Amounts of bytes that are no whole number.</summary>
internal static class ByteWarnings
{
    private static readonly string[] OfBytes = ["memory", "ephemeral-storage"];
    private static readonly string[] Lists = ["limits", "requests"];

    /// <summary>The bytes among a list of amounts.</summary>
    public static IEnumerable<string> Of(JsonObject amounts, string at, string list)
    {
        IEnumerable<string> all = [];
        foreach (var resource in OfBytes)
        {
            all = Warnings.All(all, Whole(amounts, resource, at, list));
        }

        return all;
    }

    /// <summary>What a container asks for and may take.</summary>
    public static IEnumerable<string> Container(JsonObject container, ElementPath at)
    {
        IEnumerable<string> all = [];
        foreach (var resource in container["resources"] is JsonObject ? OfBytes : [])
        {
            foreach (var list in Lists)
            {
                all = container.At("resources", list) is JsonObject amounts ? Warnings.All(all, Whole(amounts, resource, $"{at}.resources", list)) : all;
            }
        }

        return all;
    }

    /// <summary>What a claim asks for and may take.</summary>
    /// <param name="spec">The claim's spec.</param>
    /// <param name="at">Its path.</param>
    public static IEnumerable<string> Claim(JsonNode spec, FieldText at) => Warnings.All(
        spec.At("resources", "requests") is JsonObject requests ? Whole(requests, "storage", $"{at.ToString()}.resources", "requests") : [],
        spec.At("resources", "limits") is JsonObject limits ? Whole(limits, "storage", $"{at.ToString()}.resources", "limits") : []);

    private static IEnumerable<string> Whole(JsonObject amounts, string resource, FieldText at, string list) =>
        amounts.Text(resource) is { } amount && MayBeFraction(amount) && Quantity.TryParse(amount, out var bytes) && !bytes.IsWhole
            ? [$"{at.ToString()}.{list}[{resource}]: fractional byte value \"{amount}\" is invalid, must be an integer"]
            : [];

    /// <summary>Whether a text has what fractions are written with. Most have not, and need not be parsed.</summary>
    private static bool MayBeFraction(string amount) => amount.AsSpan().IndexOfAny(".mun") >= 0 || amount.AsSpan().IndexOfAny('e', 'E') >= 0;
}
