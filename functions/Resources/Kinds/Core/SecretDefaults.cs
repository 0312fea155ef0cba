using System.Text;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Defaults of secrets.</summary>
internal static class SecretDefaults
{
    /// <summary><c>stringData</c> is for writing only: it goes over <c>data</c>, encoded.</summary>
    public static void Apply(JsonObject item)
    {
        item.Default("type", "Opaque");
        foreach (var (key, value) in item.Map("stringData"))
        {
            item.Ensure("data")[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value));
        }

        item.Remove("stringData");
    }
}
