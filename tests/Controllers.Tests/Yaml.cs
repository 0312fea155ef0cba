using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests;

internal static class Yaml
{
    public static JsonObject Parse(string yaml) =>
        Assert.IsType<DecodeOutcome.Decoded>(YamlDecoder.Decode(Encoding.UTF8.GetBytes(yaml), null)).Document;
}
