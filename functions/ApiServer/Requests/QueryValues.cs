using System.Globalization;

namespace CloudOrchestrator.ApiServer.Requests;

/// <summary>Reads options from a query as Kubernetes does: the first value counts, an empty one is absent.</summary>
internal readonly struct QueryValues(IQueryCollection query)
{
    private readonly IQueryCollection _query = query;

    /// <summary>A string, or null.</summary>
    public string? Text(string name) => _query.TryGetValue(name, out var values) && values.Count > 0 && values[0] is { Length: > 0 } text ? text : null;

    /// <summary>All values of a name that may be given several times.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        _query.TryGetValue(name, out var values) ? [.. values.Where(value => !string.IsNullOrEmpty(value)).Select(value => value!)] : [];

    /// <summary>All values of a name, empty ones too.</summary>
    public IReadOnlyList<string> Values(string name) => _query.TryGetValue(name, out var values) ? [.. values.Select(value => value ?? "")] : [];

    /// <summary>True unless absent, <c>0</c> or <c>false</c>; a name without value is true.</summary>
    public bool Flag(string name) => NullableFlag(name) ?? false;

    /// <summary>Null when absent.</summary>
    public bool? NullableFlag(string name) =>
        !_query.TryGetValue(name, out var values) || values.Count == 0 ? null
        : !(values[0] is "0" || string.Equals(values[0], "false", StringComparison.OrdinalIgnoreCase));

    /// <summary>An integer; null when absent.</summary>
    /// <returns>False with a message where it is not one.</returns>
    public bool TryInteger(string name, out long? value, out string error)
    {
        (value, error) = (null, "");
        if (Text(name) is not { } text)
        {
            return true;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed))
        {
            value = parsed;
            return true;
        }

        error = $"{name}: strconv.ParseInt: parsing \"{text}\": invalid syntax";
        return false;
    }
}
