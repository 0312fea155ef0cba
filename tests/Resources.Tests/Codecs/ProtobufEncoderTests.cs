using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Schema;
using CloudOrchestrator.Resources.Tests.Worlds;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Codecs;

public sealed class ProtobufEncoderTests
{
    public static TheoryData<string> Cases() =>
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Kinds", "Defaults", "cases"), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Encode_StoredFormOfACase_IsDecodedToTheSame(string name)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Kinds", "Defaults", "cases", name + ".yaml"), World.Token);
        var stored = Yaml.ParseAll(text)[1];

        // An object within another does not say in protobuf what it is.
        foreach (var claim in stored.Objects("spec", "volumeClaimTemplates"))
        {
            claim.Remove("kind");
            claim.Remove("apiVersion");
        }

        AssertSame(stored);
    }

    [Theory]
    [InlineData("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a\"\\\u00fc\ud83d\ude00\n"},"data":{"k\t":"","long":"v"}}""")]
    [InlineData("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a","generation":-5,"managedFields":[{"manager":"m","operation":"Update","fieldsV1":{"f:data":{".":{},"f:k":{}}}}]},"binaryData":{"b":"AAEC/w=="}}""")]
    [InlineData("""{"kind":"Lease","apiVersion":"coordination.k8s.io/v1","metadata":{"name":"a"},"spec":{"leaseDurationSeconds":-1,"renewTime":"2026-01-02T03:04:05.600007Z","acquireTime":"1969-12-31T23:59:59.900000Z"}}""")]
    [InlineData("""{"kind":"Service","apiVersion":"v1","metadata":{"name":"a","creationTimestamp":"1960-01-02T03:04:05Z"},"spec":{"ports":[{"port":1,"targetPort":"web"},{"port":2147483647,"targetPort":-1}]}}""")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"},"spec":{"volumes":[{"name":"v","emptyDir":{}},{"name":"w","configMap":{"name":"c","optional":false}}],"ephemeralContainers":[{"name":"e","image":"i","env":[{"name":"x"}],"command":["a","","b"],"stdin":true,"resources":{"limits":{"cpu":"100m"}},"targetContainerName":"t"}],"containers":[{"name":"c","livenessProbe":{"httpGet":{"port":8080},"periodSeconds":3},"resources":{}}]}}""")]
    public void Encode_AnyValue_IsDecodedToTheSame(string json) => AssertSame((JsonObject)JsonNode.Parse(json)!);

    [Theory]
    [InlineData(126)]
    [InlineData(128)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(2_097_152)]
    public void Encode_ContentOfAnyLength_IsDecodedToTheSame(int length) =>
        AssertSame(new JsonObject { ["kind"] = "ConfigMap", ["apiVersion"] = "v1", ["metadata"] = new JsonObject { ["name"] = "a" }, ["data"] = new JsonObject { ["k"] = new string('v', length) } });

    [Fact]
    public void Encode_AConfigMap_IsTheseBytes()
    {
        var body = Encode((JsonObject)JsonNode.Parse("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"n"},"data":{"a":"b"}}""")!);

        byte[] envelope = [0x0A, 15, 0x0A, 2, (byte)'v', (byte)'1', 0x12, 9, .. "ConfigMap"u8];
        byte[] message = [0x0A, 3, 0x0A, 1, (byte)'n', 0x12, 6, 0x0A, 1, (byte)'a', 0x12, 1, (byte)'b'];
        Assert.Equal([.. "k8s\0"u8, .. envelope, 0x12, (byte)message.Length, .. message], body);
    }

    /// <summary>Kubernetes' own writers write every field that is no pointer, zero or not.</summary>
    [Fact]
    public void Decode_ZeroValues_KeepsThoseThatAreWrittenAlwaysAndNoOthers()
    {
        var sent = JsonNode.Parse("""
            {"kind":"Pod","apiVersion":"v1","metadata":{"name":"","generation":0},
             "spec":{"containers":[{"name":"","image":"","ports":[{"containerPort":0,"hostPort":0}],"resources":{},"stdin":false}],"priority":0,"hostNetwork":false},
             "status":{"phase":"","containerStatuses":[{"name":"c","state":{},"lastState":{},"ready":false,"restartCount":0,"image":"","imageID":"","started":false}]}}
            """)!.AsObject();

        var decoded = Assert.IsType<DecodeOutcome.Decoded>(ProtobufDecoder.Decode(Encode(sent), SchemaOf)).Document;

        Assert.Equal(
            """
            {"kind":"Pod","apiVersion":"v1","metadata":{},"spec":{"containers":[{"name":"","ports":[{"containerPort":0}],"resources":{}}],"priority":0},
            "status":{"containerStatuses":[{"name":"c","state":{},"lastState":{},"ready":false,"restartCount":0,"image":"","imageID":"","started":false}]}}
            """.ReplaceLineEndings(""),
            SettledForm.Of(CanonicalForm.Of(decoded, SchemaOf("v1", "Pod"), []), SchemaOf("v1", "Pod")).ToJsonString());
    }

    [Fact]
    public void Encode_AnyTextAndNumber_IsDecodedToTheSame() =>
        Gen.Select(Gen.String, Gen.Int, Gen.Long, Gen.Bool).Sample((text, small, large, flag) =>
        {
            // A lone half of a surrogate pair is no text.
            var clean = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            AssertSame(new JsonObject
            {
                ["kind"] = "Pod",
                ["apiVersion"] = "v1",
                ["metadata"] = new JsonObject { ["name"] = clean + "x", ["generation"] = large == 0 ? 1 : large },
                ["spec"] = new JsonObject { ["priority"] = small, ["enableServiceLinks"] = flag, ["containers"] = new JsonArray(new JsonObject { ["name"] = clean, ["resources"] = new JsonObject() }) },
            });
        });

    private static byte[] Encode(JsonObject document)
    {
        var output = new WireWriter();
        var (apiVersion, kind) = (document.Text("apiVersion")!, document.Text("kind")!);
        var start = ProtobufEncoder.StartBody(output, apiVersion, kind);
        ProtobufEncoder.Encode(Encoding.UTF8.GetBytes(document.ToJsonString()), SchemaOf(apiVersion, kind), output);
        output.End(start);
        return output.Written.ToArray();
    }

    private static void AssertSame(JsonObject document)
    {
        var schema = SchemaOf(document.Text("apiVersion")!, document.Text("kind")!);
        var canonical = CanonicalForm.Of(document, schema, []);

        var decoded = Assert.IsType<DecodeOutcome.Decoded>(ProtobufDecoder.Decode(Encode(canonical), SchemaOf));

        Assert.Equal(canonical.ToJsonString(), CanonicalForm.Of(decoded.Document, schema, []).ToJsonString());
    }

    private static TypeSchema SchemaOf(string apiVersion, string kind) => KindTable.BuiltIn.FindKind(apiVersion, kind)!.Schema;
}
