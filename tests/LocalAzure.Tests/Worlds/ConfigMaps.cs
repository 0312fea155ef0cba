using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.LocalAzure.Tests.Worlds;

/// <summary>Config maps over plain HTTP: nothing reacts to them, so that a test sees its own commits alone.</summary>
internal static class ConfigMaps
{
    public const string Collection = "configmaps";

    public const string Path = "/api/v1/namespaces/default/configmaps";

    public static JsonObject Document(string name, string value) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["for"] = name } },
        ["data"] = new JsonObject { ["value"] = value },
    };

    /// <summary>Makes one; answers its uid.</summary>
    public static async Task<string> MakeAsync(HttpClient client, string name, string value = "1")
    {
        using var answer = await client.PostAsJsonAsync(Path, Document(name, value), Within.Test).Comes($"the answer to making {name}");
        Assert.Equal(201, (int)answer.StatusCode);
        return await UidAsync(answer);
    }

    /// <summary>Its uid; null where there is none of that name.</summary>
    public static async Task<string?> FindAsync(HttpClient client, string name)
    {
        using var answer = await client.GetAsync(new Uri($"{Path}/{name}", UriKind.Relative), Within.Test).Comes($"the answer to reading {name}");
        return (int)answer.StatusCode == 404 ? null : await UidAsync(answer);
    }

    private static async Task<string> UidAsync(HttpResponseMessage answer)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Within.Test));
        return document.RootElement.GetProperty("metadata").GetProperty("uid").GetString()!;
    }
}
