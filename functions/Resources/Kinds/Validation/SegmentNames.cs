using System.Text.RegularExpressions;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>Names that are a segment of a path, or a domain of several segments.</summary>
internal static partial class SegmentNames
{
    private const int DriverBytesMax = 63;

    /// <summary>What is wrong with a name that is to stand in a path.</summary>
    public static IEnumerable<string> Faults(string name) => name is "." or ".."
        ? [$"may not be '{name}'"]
        : new[] { '/', '%' }.Where(letter => name.Contains(letter, StringComparison.Ordinal)).Select(letter => $"may not contain '{letter}'");

    /// <summary>A domain of at least three segments, as webhooks are named.</summary>
    public static IEnumerable<FieldError> FullyQualified(string field, string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return [Validation.Faults.Required(field)];
        }

        var faults = NameRules.SubdomainFaults(name).ToList();
        return faults.Count > 0 ? [Validation.Faults.Invalid(field, name, string.Join(',', faults))]
            : name.Split('.').Length < 3 ? [Validation.Faults.Invalid(field, name, "should be a domain with at least three segments separated by dots")]
            : [];
    }

    /// <summary>A domain of at least two segments.</summary>
    public static IEnumerable<FieldError> Domain(string field, string name)
    {
        if (name.Length == 0)
        {
            return [Validation.Faults.Required(field)];
        }

        var bare = name.EndsWith('.') ? name[..^1] : name;
        var faults = NameRules.SubdomainFaults(bare).ToList();
        if (faults.Count > 0)
        {
            return [Validation.Faults.Invalid(field, bare, string.Join(',', faults))];
        }

        var segments = bare.Split('.');
        return segments.Length < 2
            ? [Validation.Faults.Invalid(field, bare, "should be a domain with at least two segments separated by dots")]
            : segments.Select(segment => NameRules.LabelFaults(segment).ToList()).Where(wrong => wrong.Count > 0).Select(wrong => Validation.Faults.Invalid(field, bare, string.Join(',', wrong)));
    }

    /// <summary>The name of a driver: a domain of at most 63 bytes, in any case.</summary>
    public static IEnumerable<FieldError> Driver(string field, string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return [Validation.Faults.Required(field)];
        }

        IEnumerable<FieldError> length = name.Length > DriverBytesMax ? [Validation.Faults.TooLong(field, DriverBytesMax)] : [];
        return length.Concat(Validation.Faults.Each(field, name, NameRules.SubdomainFaults(name.ToLowerInvariant())));
    }

    /// <summary>A domain, a slash and a path, such as <c>acme.io/foo</c>.</summary>
    public static IEnumerable<FieldError> DomainPrefixedPath(string field, string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == text.Length - 1)
        {
            return [Validation.Faults.Invalid(field, text, "must be a domain-prefixed path (such as \"acme.io/foo\")")];
        }

        var (host, path) = (text[..slash], text[(slash + 1)..]);
        var errors = Validation.Faults.Each(field, host, NameRules.SubdomainFaults(host));
        return HttpPath().IsMatch(path)
            ? errors
            : errors.Append(Validation.Faults.Invalid(field, path, "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')"));
    }

    [GeneratedRegex(@"\A[A-Za-z0-9/\-._~%!$&'()*+,;=:]+\z")]
    private static partial Regex HttpPath();
}
