using System.Globalization;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;

namespace CloudOrchestrator.ApiServer.Subresources;

/// <summary>What of a container's log is wanted.</summary>
/// <param name="Query">The options for the node's agent, as its query.</param>
/// <param name="Follow">Whether new lines are wanted as they come.</param>
internal sealed record LogOptions(string Query, bool Follow)
{
    private static readonly string[] Flags = ["follow", "previous", "timestamps"];

    /// <summary>Integers with the least that each may be.</summary>
    private static readonly (string Name, long Min)[] Integers = [("tailLines", 0), ("sinceSeconds", 1), ("limitBytes", 1)];

    /// <summary>Reads the options of a request.</summary>
    /// <returns>The options, or why they cannot be taken.</returns>
    public static (LogOptions? Options, ApiStatus? Fault) Read(ResourceRequest request)
    {
        var query = request.Query;
        var errors = new List<FieldError>();
        var wanted = new List<string>(Flags.Where(query.Flag).Select(flag => $"{flag}=true"));
        foreach (var (name, min) in Integers)
        {
            if (!query.TryInteger(name, out var value, out var error))
            {
                return (null, ApiStatuses.BadRequest(error));
            }

            if (value < min)
            {
                errors.Add(new FieldError("FieldValueInvalid", name, $"Invalid value: {value}: must be greater than {(min == 0 ? "or equal to 0" : "0")}"));
            }
            else if (value is not null)
            {
                wanted.Add($"{name}={value.Value.ToString(CultureInfo.InvariantCulture)}");
            }
        }

        if (query.Text("sinceTime") is { } since)
        {
            if (GoTime.Read(since, isMicro: false, out _) is { } wrong)
            {
                return (null, ApiStatuses.BadRequest(wrong));
            }

            if (query.Text("sinceSeconds") is not null)
            {
                errors.Add(new FieldError("FieldValueForbidden", "sinceSeconds", "Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified"));
            }

            wanted.Add($"sinceTime={Uri.EscapeDataString(since)}");
        }

        return errors.Count > 0
            ? (null, RefusalStatus.Of(new Refusal.Invalid("", "PodLogOptions", request.Info.Name, errors)))
            : (new LogOptions(string.Join('&', wanted), query.Flag("follow")), null);
    }
}
