using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Requests;

/// <summary>Which options of lists and watches go together.</summary>
internal static class ListOptionsRules
{
    /// <summary>Null, or why the options cannot be taken.</summary>
    public static ApiStatus? Check(ListOptions options, bool isWatch)
    {
        if (!isWatch && options is { Continue: not null, ResourceVersion: > 0 })
        {
            return ApiStatuses.BadRequest("specifying resource version is not allowed when using continue");
        }

        var errors = new List<FieldError>();
        if (options.Match is not (null or "Exact" or "NotOlderThan"))
        {
            errors.Add(new FieldError("FieldValueNotSupported", "resourceVersionMatch", $"Unsupported value: \"{options.Match}\": supported values: \"Exact\", \"NotOlderThan\""));
        }

        (isWatch ? WatchFaults(options) : ListFaults(options)).ForEach(errors.Add);
        return errors.Count == 0 ? null : ApiStatuses.InvalidOptions("ListOptions", errors);
    }

    private static List<FieldError> ListFaults(ListOptions options)
    {
        var faults = new List<FieldError>();
        if (options.SendInitialEvents is not null)
        {
            faults.Add(Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
        }

        if (options.Match is not null && options.ResourceVersion is null)
        {
            faults.Add(Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided"));
        }

        if (options is { Match: not null, Continue: not null })
        {
            faults.Add(Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided"));
        }

        if (options is { Match: "Exact", ResourceVersion: 0 })
        {
            faults.Add(Forbidden("resourceVersionMatch", "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
        }

        return faults;
    }

    private static List<FieldError> WatchFaults(ListOptions options)
    {
        var faults = new List<FieldError>();
        if (options.SendInitialEvents is null && options.Match is not null)
        {
            faults.Add(Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        }

        if (options.SendInitialEvents is not null && options.Match != "NotOlderThan")
        {
            faults.Add(Forbidden("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
        }

        return faults;
    }

    private static FieldError Forbidden(string field, string why) => new("FieldValueForbidden", field, $"Forbidden: {why}");
}
