using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Selectors;

namespace CloudOrchestrator.ApiServer.Handlers;

/// <summary>Reads the query parameters of lists and watches.</summary>
internal static class ListOptions
{
    public static bool TryRead(ApiRequest request, out ListQuery query, [NotNullWhen(false)] out Refusal? refusal)
    {
        query = new ListQuery();
        if (!TrySelectors(request, out var labels, out var fields, out refusal) || !TryRevision(request, out var revision, out refusal) || !TryNumber(request, "limit", out var limit, out refusal))
        {
            return false;
        }

        var match = request.Query("resourceVersionMatch");
        var next = request.Query("continue");
        var wrong = match switch
        {
            "" or "Exact" or "NotOlderThan" when match.Length > 0 && next.Length > 0 => "resourceVersionMatch is forbidden for continue",
            "Exact" or "NotOlderThan" when revision is null => "resourceVersionMatch is forbidden unless resourceVersion is provided",
            "Exact" when revision == 0 => "resourceVersionMatch \"Exact\" is forbidden for resourceVersion \"0\"",
            "" or "Exact" or "NotOlderThan" => null,
            _ => $"resourceVersionMatch: Unsupported value: \"{match}\": supported values: \"Exact\", \"NotOlderThan\", \"\"",
        };
        if (wrong is not null)
        {
            refusal = new Refusal.BadRequest(wrong);
            return false;
        }

        query = new ListQuery
        {
            Namespace = NamespaceOf(request),
            Labels = labels,
            Fields = fields,
            Limit = (int)Math.Min(limit ?? 0, int.MaxValue),
            Continue = next.Length > 0 ? next : null,
            ResourceVersion = revision,
            Match = match == "Exact" ? ResourceVersionMatch.Exact : ResourceVersionMatch.NotOlderThan,
        };
        return true;
    }

    public static bool TryRead(ApiRequest request, out WatchQuery query, [NotNullWhen(false)] out Refusal? refusal)
    {
        query = new WatchQuery();
        if (!TrySelectors(request, out var labels, out var fields, out refusal) || !TryRevision(request, out var revision, out refusal))
        {
            return false;
        }

        var sendInitialEvents = request.Flag("sendInitialEvents");
        if (sendInitialEvents && request.Query("resourceVersionMatch") != "NotOlderThan")
        {
            refusal = new Refusal.BadRequest("sendInitialEvents: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
            return false;
        }

        if (request.Name.Length > 0)
        {
            FieldSelector.TryParse($"metadata.name={request.Name}", request.Kind, out fields, out _);
        }

        query = new WatchQuery
        {
            Namespace = NamespaceOf(request),
            Labels = labels,
            Fields = fields,
            ResourceVersion = revision,
            SendInitialEvents = sendInitialEvents,
            AllowBookmarks = request.Flag("allowWatchBookmarks"),
        };
        return true;
    }

    /// <summary>A whole number of a query parameter, null where it is absent.</summary>
    public static bool TryNumber(ApiRequest request, string name, out long? number, [NotNullWhen(false)] out Refusal? refusal)
    {
        number = null;
        refusal = null;
        var text = request.Query(name);
        if (text.Length == 0)
        {
            return true;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            refusal = new Refusal.BadRequest($"{name}: Invalid value: \"{text}\": must be an integer");
            return false;
        }

        if (value < 0)
        {
            refusal = new Refusal.BadRequest($"{name}: Invalid value: {value}: must be greater than or equal to 0");
            return false;
        }

        number = value;
        return true;
    }

    private static string? NamespaceOf(ApiRequest request) => request.Namespace.Length > 0 ? request.Namespace : null;

    private static bool TryRevision(ApiRequest request, out long? revision, [NotNullWhen(false)] out Refusal? refusal)
    {
        if (TryNumber(request, "resourceVersion", out revision, out refusal))
        {
            return true;
        }

        refusal = new Refusal.BadRequest($"resourceVersion: Invalid value: \"{request.Query("resourceVersion")}\": must be a decimal number without sign");
        return false;
    }

    private static bool TrySelectors(ApiRequest request, out LabelSelector labels, out FieldSelector fields, [NotNullWhen(false)] out Refusal? refusal)
    {
        fields = FieldSelector.Everything;
        if (!LabelSelector.TryParse(request.Query("labelSelector"), out labels, out var error))
        {
            refusal = new Refusal.BadRequest($"unable to parse \"{request.Query("labelSelector")}\" as a label selector: {error}");
            return false;
        }

        if (!FieldSelector.TryParse(request.Query("fieldSelector"), request.Kind, out fields, out error))
        {
            refusal = new Refusal.BadRequest($"Unable to find \"{request.Kind.ApiVersion}, Resource={request.Kind.Plural}\" that match label selector \"\", field selector \"{request.Query("fieldSelector")}\": {error}");
            return false;
        }

        refusal = null;
        return true;
    }
}
