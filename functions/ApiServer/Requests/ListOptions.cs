using System.Globalization;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Selectors;

namespace CloudOrchestrator.ApiServer.Requests;

/// <summary>The options of a list or a watch.</summary>
internal sealed record ListOptions
{
    /// <summary>Label selector.</summary>
    public LabelSelector Labels { get; init; } = LabelSelector.Everything;

    /// <summary>Field selector.</summary>
    public FieldSelector Fields { get; init; } = FieldSelector.Everything;

    /// <summary>Most objects of a page; 0 for no limit.</summary>
    public int Limit { get; init; }

    /// <summary>Continue token, or null.</summary>
    public string? Continue { get; init; }

    /// <summary>The resourceVersion asked for, or null.</summary>
    public long? ResourceVersion { get; init; }

    /// <summary><c>resourceVersionMatch</c>, or null.</summary>
    public string? Match { get; init; }

    /// <summary><c>sendInitialEvents</c>, or null where it is absent.</summary>
    public bool? SendInitialEvents { get; init; }

    /// <summary>Whether bookmarks are wanted.</summary>
    public bool AllowBookmarks { get; init; }

    /// <summary>How long a watch may last; zero for one that is over before it begins, null for the server's own bound.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Reads the options of a list or a watch.</summary>
    /// <returns>Null, or why they cannot be taken.</returns>
    public static ApiStatus? Read(ResourceRequest request, bool isWatch, out ListOptions options)
    {
        options = new ListOptions();
        var query = request.Query;
        if (!query.TryInteger("limit", out var limit, out var error) || !query.TryInteger("timeoutSeconds", out var timeout, out error))
        {
            return ApiStatuses.BadRequest(error);
        }

        if (!TryRevision(query.Text("resourceVersion"), out var revision))
        {
            return ApiStatuses.BadRequest($"resourceVersion: Invalid value: \"{query.Text("resourceVersion")}\": strconv.ParseUint: parsing \"{query.Text("resourceVersion")}\": invalid syntax");
        }

        if (!LabelSelector.TryParse(query.Text("labelSelector") ?? "", out var labels, out error))
        {
            return ApiStatuses.BadRequest(error);
        }

        var fieldText = FieldSelectorText(request);
        if (!FieldSelector.TryParse(fieldText, request.Kind, out var fields, out error))
        {
            return ApiStatuses.BadRequest(error);
        }

        options = new ListOptions
        {
            Labels = labels,
            Fields = fields,
            Limit = (int)Math.Clamp(limit ?? 0, 0, int.MaxValue),
            Continue = query.Text("continue"),
            ResourceVersion = revision,
            Match = query.Text("resourceVersionMatch"),
            SendInitialEvents = query.NullableFlag("sendInitialEvents"),
            AllowBookmarks = query.Flag("allowWatchBookmarks"),
            Timeout = timeout is null or 0 ? null : TimeSpan.FromSeconds(Math.Clamp(timeout.Value, 0, int.MaxValue)),
        };
        return ListOptionsRules.Check(options, isWatch);
    }

    /// <summary>Reads a resourceVersion: a number without sign; null when absent.</summary>
    public static bool TryRevision(string? text, out long? revision)
    {
        revision = null;
        if (text is null)
        {
            return true;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed))
        {
            return false;
        }

        revision = parsed;
        return true;
    }

    /// <summary>The list that they ask for.</summary>
    public ListQuery ToListQuery(string? @namespace) => new()
    {
        Namespace = @namespace,
        Labels = Labels,
        Fields = Fields,
        Limit = Limit,
        Continue = Continue,
        ResourceVersion = Continue is null ? ResourceVersion : null,

        // Without a match, a page of a given version is that very version, as the first pages of such lists have always been.
        Match = Match == "Exact" || (Match is null && Limit > 0 && ResourceVersion > 0) ? ResourceVersionMatch.Exact : ResourceVersionMatch.NotOlderThan,
    };

    /// <summary>The watch that they ask for.</summary>
    public WatchQuery ToWatchQuery(string? @namespace) => new()
    {
        Namespace = @namespace,
        Labels = Labels,
        Fields = Fields,
        ResourceVersion = ResourceVersion,
        SendInitialEvents = SendInitialEvents,
        AllowBookmarks = AllowBookmarks,
        EndsWithDefinition = true,
    };

    /// <summary>A watch of one object by its path is a watch with a selector of its name.</summary>
    private static string FieldSelectorText(ResourceRequest request)
    {
        var text = request.Query.Text("fieldSelector") ?? "";
        return request.Info.Name.Length == 0 ? text
            : text.Length == 0 ? $"metadata.name={request.Info.Name}"
            : $"metadata.name={request.Info.Name},{text}";
    }
}
