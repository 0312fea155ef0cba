using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Handlers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Writing.ManagedFields;

namespace CloudOrchestrator.ApiServer.Bodies;

/// <summary>Reads the configuration in the body of a server-side apply: YAML, of which JSON is a part.</summary>
internal static class ApplyBody
{
    /// <summary>Reads the configuration.</summary>
    /// <param name="request">The request.</param>
    /// <param name="expected">What it has to be.</param>
    /// <param name="validation">What is done about fields that are given twice. Unknown ones are always refused: nobody could own them.</param>
    /// <param name="warnings">Gets the warnings about them.</param>
    public static async Task<BodyOutcome> ReadAsync(ResourceRequest request, ExpectedDocument expected, FieldValidation validation, IList<string> warnings)
    {
        if (await BoundedBody.ReadAsync(request.Http.Request, ApiServerOptions.BodyBytesMax, request.Aborted) is not { } bytes)
        {
            return new BodyOutcome.Refused(ApiStatuses.BodyTooLarge);
        }

        var outcome = Decode(bytes.Span);
        if (outcome is DecodeOutcome.Malformed { Found: not "null" } malformed)
        {
            return Bad($"error decoding YAML: {(malformed.Found is null ? "error converting YAML to JSON" : "error unmarshaling JSON: while decoding JSON")}: {malformed.Message}");
        }

        var (config, repeated) = outcome as DecodeOutcome.Decoded ?? new DecodeOutcome.Decoded([], []);

        if (Fault(request, expected, config) is { } fault)
        {
            return Bad(fault);
        }

        if (repeated.Count > 0 && validation == FieldValidation.Strict)
        {
            return Bad($"error strict decoding YAML: {string.Join(", ", repeated)}");
        }

        if (validation == FieldValidation.Warn)
        {
            RequestBody.AddAll(warnings, repeated);
        }

        return new BodyOutcome.Read(config, repeated);
    }

    /// <summary>JSON is read as such, since its decoder is the faster one; but its numbers are what they are in YAML.</summary>
    private static DecodeOutcome Decode(ReadOnlySpan<byte> body) =>
        body.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] && JsonDecoder.Decode(body, null) is DecodeOutcome.Decoded decoded
            ? decoded with { Document = GoNumber.Plain(decoded.Document) }
            : YamlDecoder.Decode(body, null);

    private static string? Fault(ResourceRequest request, ExpectedDocument expected, JsonObject config)
    {
        var (apiVersion, kind) = (config.Text("apiVersion") ?? "", config.Text("kind") ?? "");
        if (kind != expected.Kind || apiVersion != expected.ApiVersion)
        {
            return $"invalid object type: {Shown(apiVersion, kind)}";
        }

        var faults = ConfigCheck.Faults(config, expected.Schema);
        if (faults.Count > 0)
        {
            var what = $"{Named(config.Text("metadata", "namespace"))}/{Named(config.Text("metadata", "name"))}; {Shown(apiVersion, kind)}";
            return $"failed to create typed patch object ({what}): {(faults.Count == 1 ? faults[0] : $"errors:\n  {string.Join("\n  ", faults)}")}";
        }

        return config.At("metadata", "managedFields") is not null ? "metadata.managedFields must be nil" : RequestBody.PlaceFault(request, config);
    }

    private static string Named(string? name) => string.IsNullOrEmpty(name) ? "" : name;

    /// <summary>Group, version and kind as Kubernetes' messages show them: <c>apps/v1, Kind=Deployment</c>, <c>/v1, Kind=Pod</c>.</summary>
    private static string Shown(string apiVersion, string kind) => $"{(apiVersion.Contains('/') ? "" : "/")}{apiVersion}, Kind={kind}";

    private static BodyOutcome.Refused Bad(string message) => new(ApiStatuses.BadRequest(message));
}
