using System.Net.Http.Headers;
using System.Text.Json;

namespace CloudOrchestrator.LocalAzure.Functions.Triggers;

/// <summary>What the host makes of a handler's answer to a trigger.</summary>
/// <param name="Hangs">A success without a body: the invocation never completes.</param>
/// <param name="Fault">Why it is a failure, or null.</param>
/// <param name="Logs">For the invocation's log.</param>
internal sealed record TriggerAnswer(bool Hangs, string? Fault, IReadOnlyList<string> Logs)
{
    public static TriggerAnswer Read(int status, MediaTypeHeaderValue? type, byte[] body)
    {
        if (status is < 200 or > 299)
        {
            return Failure($"it answered {status}");
        }

        if (body.Length == 0)
        {
            return new TriggerAnswer(true, null, []);
        }

        if (!string.Equals(type?.MediaType, "application/json", StringComparison.OrdinalIgnoreCase))
        {
            return Failure($"its answer is {type?.MediaType ?? "of no content type"}, not application/json");
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Success(document.RootElement) : Failure("its answer is no JSON object");
        }
        catch (JsonException)
        {
            return Failure("its answer is not JSON");
        }
    }

    private static TriggerAnswer Failure(string fault) => new(false, fault, []);

    private static TriggerAnswer Success(JsonElement answer)
    {
        if (!answer.TryGetProperty("Logs", out var logs) || logs.ValueKind == JsonValueKind.Null)
        {
            return new TriggerAnswer(false, null, []);
        }

        return logs.ValueKind == JsonValueKind.Array && logs.EnumerateArray().All(line => line.ValueKind == JsonValueKind.String)
            ? new TriggerAnswer(false, null, [.. logs.EnumerateArray().Select(line => line.GetString()!)])
            : Failure("its Logs are no array of texts");
    }
}
