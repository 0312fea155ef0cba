using System.Diagnostics.CodeAnalysis;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Writing;
using Microsoft.AspNetCore.Http;

namespace CloudOrchestrator.ApiServer.Handlers;

/// <summary>The query parameters that every write shares.</summary>
internal sealed record WriteOptions(WriteContext Context, string FieldValidation)
{
    private const int FieldManagerCharsMax = 128;

    public static bool TryRead(ApiRequest request, [NotNullWhen(true)] out WriteOptions? options, [NotNullWhen(false)] out Refusal? refusal)
    {
        options = null;
        var dryRun = request.Http.Request.Query["dryRun"];
        if (dryRun.Any(value => value is not "All"))
        {
            refusal = new Refusal.BadRequest($"dryRun: Unsupported value: [{string.Join(' ', dryRun.ToArray())}]: supported values: \"All\"");
            return false;
        }

        var validation = request.Query("fieldValidation") is { Length: > 0 } given ? given : "Warn";
        if (validation is not ("Ignore" or "Warn" or "Strict"))
        {
            refusal = new Refusal.BadRequest($"fieldValidation: Unsupported value: \"{validation}\": supported values: \"Ignore\", \"Strict\", \"Warn\"");
            return false;
        }

        var manager = request.Query("fieldManager");
        if (manager.Length > FieldManagerCharsMax || manager.Any(char.IsControl))
        {
            refusal = new Refusal.BadRequest($"fieldManager: Invalid value: must be at most {FieldManagerCharsMax} printable characters");
            return false;
        }

        refusal = null;
        options = new WriteOptions(
            new WriteContext
            {
                User = request.User,
                FieldManager = manager.Length > 0 ? manager : ManagerOf(request.Http.Request.Headers.UserAgent.ToString()),
                Subresource = request.Subresource,
                DryRun = dryRun.Count > 0,
            },
            validation);
        return true;
    }

    /// <summary>Refuses, or warns of, what strict decoding objects to.</summary>
    public Refusal? Check(ApiRequest request, IReadOnlyList<string> strictErrors)
    {
        if (strictErrors.Count == 0 || FieldValidation == "Ignore")
        {
            return null;
        }

        if (FieldValidation == "Strict")
        {
            return new Refusal.BadRequest($"{request.Kind.Kind} in version \"{request.Kind.Version}\" cannot be handled as a {request.Kind.Kind}: strict decoding error: {string.Join(", ", strictErrors)}");
        }

        foreach (var error in strictErrors)
        {
            request.Http.Response.Headers.Append("Warning", $"299 - \"{error.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        }

        return null;
    }

    private static string ManagerOf(string userAgent)
    {
        var name = userAgent.Split('/', 2)[0].Trim();
        return name.Length == 0 ? "unknown" : name.Length > FieldManagerCharsMax ? name[..FieldManagerCharsMax] : name;
    }
}
