using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.ApiServer.Bodies;

/// <summary>What Kubernetes says of bodies that hold no object of the kind that is wanted.</summary>
internal static class UnreadBody
{
    /// <summary>Most bytes of a body that are shown.</summary>
    private const int ShownBytesMax = 30;

    /// <summary>The type that Go reads first, to know what a body is.</summary>
    private const string TypeOfType = """struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }""";

    /// <summary>Where Kubernetes' types are registered: it says so of types that are not.</summary>
    private const string Scheme = "pkg/api/legacyscheme/scheme.go:30";

    /// <summary>That there is no body.</summary>
    public static string Empty(ExpectedDocument expected) => Unrecognized(new DecodeOutcome.Malformed("unexpected end of JSON input"), expected, MediaTypes.Json, []);

    /// <summary>That a body cannot be read.</summary>
    public static string Unrecognized(DecodeOutcome.Malformed malformed, ExpectedDocument expected, string type, ReadOnlySpan<byte> body)
    {
        var message = malformed.Found is { } found ? $"json: cannot unmarshal {found} into Go value of type {TypeOfType}" : malformed.Message;
        var isJson = type == MediaTypes.Json || malformed.Found is not null;
        return Unrecognized(isJson ? $"couldn't get version/kind; json parse error: {message}" : message, expected, body);
    }

    /// <summary>Null, or that a document does not say in texts what it is.</summary>
    public static string? TypeFault(JsonObject document, ExpectedDocument expected, ReadOnlySpan<byte> body)
    {
        foreach (var (name, value) in document)
        {
            if (name is "kind" or "apiVersion" && value is not null && value.Text() is null)
            {
                return Unrecognized($"couldn't get version/kind; json parse error: json: cannot unmarshal {DecodeFaults.Found(value)} into Go struct field .{name} of type string", expected, body);
            }
        }

        var apiVersion = document.Text("apiVersion") ?? "";
        return apiVersion.Count(one => one == '/') > 1 ? Unrecognized($"unexpected GroupVersion string: {apiVersion}", expected, body) : null;
    }

    /// <summary>Null, or that a document is of another type than the one wanted, which it is taken for where it does not say.</summary>
    public static string? OtherType(string kind, string apiVersion, ExpectedDocument expected)
    {
        kind = kind.Length > 0 ? kind : expected.Kind;
        apiVersion = apiVersion.Length > 0 ? apiVersion : expected.ApiVersion;
        if (kind == expected.Kind && expected.Takes(apiVersion))
        {
            return null;
        }

        var parts = apiVersion.Split('/');
        var group = parts.Length == 1 ? "" : parts[0];
        var why = Registered(group, parts[^1], kind) is not { } type ? $"no kind \"{kind}\" is registered for version \"{apiVersion}\" in scheme \"{Scheme}\""
            : kind != expected.Kind || Package(type) != Package(expected.Schema) ? $"converting ({parts[^1]}.{kind}) to ({Package(expected.Schema)}.{expected.Kind}): unknown conversion"
            : null;
        return why is null ? null : $"{kind} in version \"{parts[^1]}\" cannot be handled as a {expected.Kind}: {why}";
    }

    /// <summary>That the metadata is no object.</summary>
    public static string NoMetadata(JsonNode? metadata, ExpectedDocument expected) =>
        Unhandled(expected, $"json: cannot unmarshal {DecodeFaults.Found(metadata)} into Go struct field {expected.Kind}.metadata of type v1.ObjectMeta");

    /// <summary>That a document of the kind has values that are none of the kind's.</summary>
    public static string Unhandled(ExpectedDocument expected, string why) =>
        $"{expected.Kind} in version \"{expected.ApiVersion.Split('/')[^1]}\" cannot be handled as a {expected.Kind}: {why}";

    private static string Unrecognized(string why, ExpectedDocument expected, ReadOnlySpan<byte> body) =>
        $"the object provided is unrecognized (must be of type {expected.Kind}): {why} ({Summary(body)})";

    private static string Summary(ReadOnlySpan<byte> body)
    {
        var shown = body[..Math.Min(body.Length, ShownBytesMax)];
        var text = body is [(byte)'{', ..] ? Encoding.UTF8.GetString(shown) : Convert.ToHexStringLower(shown);
        return body.IsEmpty ? "<empty>" : body.Length > ShownBytesMax ? $"{text} ..." : text;
    }

    /// <summary>The type of a group's kind; null where there is none.</summary>
    private static TypeSchema? Registered(string group, string version, string kind)
    {
        var name = group.Length == 0 ? "core" : group.Contains('.') && !group.EndsWith(".k8s.io", StringComparison.Ordinal) ? "" : group.Split('.')[0];
        return SchemaTable.BuiltIn.All.FirstOrDefault(type => type.GroupedName == $"{name}.{version}.{kind}" && type.IsApiObject);
    }

    /// <summary>The package of a type as the server holds it, whatever its version. Events are the same in both groups.</summary>
    private static string Package(TypeSchema type) => type.GroupedName.Split('.')[0] is var name && name == "events" ? "core" : name;
}
