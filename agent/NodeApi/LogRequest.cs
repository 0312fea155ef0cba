using System.Globalization;
using CloudOrchestrator.Runtimes;
using Microsoft.AspNetCore.Http;

namespace CloudOrchestrator.NodeApi;

/// <summary>A request for output, as its query says it.</summary>
/// <param name="Query">Which part.</param>
/// <param name="Previous">Of the attempt before the newest.</param>
/// <param name="BytesMax">Most bytes to give; null means all.</param>
internal sealed record LogRequest(LogQuery Query, bool Previous, long? BytesMax)
{
    /// <summary>Reads the query; the error names what is wrong.</summary>
    public static (LogRequest? Request, string? Error) Read(IQueryCollection query, DateTimeOffset now)
    {
        string? error = null;
        var sinceSeconds = Number(query, "sinceSeconds", ref error);
        DateTimeOffset? since = sinceSeconds is { } seconds ? now - TimeSpan.FromSeconds(seconds) : null;
        if (Text(query, "sinceTime") is { } text)
        {
            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                since = time;
            }
            else
            {
                error = $"sinceTime: {text} is not a time";
            }
        }

        var logs = new LogQuery(Flag(query, "follow"), Number(query, "tailLines", ref error), since, Flag(query, "timestamps"));
        var request = new LogRequest(logs, Flag(query, "previous"), Number(query, "limitBytes", ref error));
        return error is null ? (request, null) : (null, error);
    }

    private static string? Text(IQueryCollection query, string name) => query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;

    private static bool Flag(IQueryCollection query, string name) => Text(query, name) is "true" or "1";

    private static long? Number(IQueryCollection query, string name, ref string? error)
    {
        if (Text(query, name) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        error = $"{name}: {text} is not a number of 0 or more";
        return null;
    }
}
