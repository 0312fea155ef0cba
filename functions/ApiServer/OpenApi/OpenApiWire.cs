using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;

namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>Writes the parts that the protobuf forms of OpenAPI documents of all versions are made of.</summary>
/// <param name="output">Where to.</param>
internal abstract class OpenApiWire(WireWriter output)
{
    /// <summary>What a document begins with, in bytes; most are longer.</summary>
    protected const int Capacity = 1024 * 1024;

    /// <summary>What has been written.</summary>
    protected WireWriter Output { get; } = output;

    /// <summary>A text, where there is one.</summary>
    protected void Text(int number, string? value)
    {
        if (value is not null)
        {
            Output.Text(number, value);
        }
    }

    /// <summary>A message within a message.</summary>
    protected void Message(int number, Action write)
    {
        var start = Output.Start(number);
        write();
        Output.End(start);
    }

    /// <summary>An entry of a map.</summary>
    protected void Named(int number, string name, Action write) => Message(number, () =>
    {
        Output.Text(1, name);
        Message(2, write);
    });

    /// <summary>Extensions travel as YAML, of which JSON is a part.</summary>
    protected void Extensions(int number, JsonObject owner)
    {
        foreach (var (name, value) in owner.Where(member => member.Key.StartsWith("x-", StringComparison.Ordinal)))
        {
            Named(number, name, () => Yaml(value));
        }
    }

    /// <summary>The content of a value of any type.</summary>
    protected void Yaml(JsonNode? value) => Output.Text(2, value?.ToJsonString() ?? "null");
}
