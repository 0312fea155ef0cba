using System.Text.RegularExpressions;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.DynamicResources;

/// <summary>Names of devices, pools, requests and attributes.</summary>
internal static partial class DeviceNames
{
    private const int PoolBytesMax = 253;
    private const int IdentifierBytesMax = 32;

    private const string IdentifierMessage =
        "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for validation is '[A-Za-z_][A-Za-z0-9_]*')";

    /// <summary>A label, as devices, requests and counters are named.</summary>
    public static IEnumerable<FieldError> Label(string field, string? name) => Faults.Each(field, name ?? "", NameRules.LabelFaults(name ?? ""));

    /// <summary>A pool: domains with slashes between.</summary>
    public static IEnumerable<FieldError> Pool(string field, string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return [Faults.Required(field)];
        }

        IEnumerable<FieldError> length = name.Length > PoolBytesMax ? [Faults.TooLong(field, PoolBytesMax)] : [];
        return length.Concat(name.Split('/').SelectMany(part => Faults.Each(field, part, NameRules.SubdomainFaults(part))));
    }

    /// <summary>An attribute or a capacity, whose domain may be left out.</summary>
    public static IEnumerable<FieldError> Qualified(string field, string name) => name.Split('/') switch
    {
        [var bare] => Identifier(field, bare),
        [var domain, var bare] => (domain.Length == 0 ? [Faults.Invalid(field, "", "the domain must not be empty")] : SegmentNames.Driver(field, domain))
            .Concat(bare.Length == 0 ? [Faults.Invalid(field, "", "the name must not be empty")] : Identifier(field, bare)),
        _ => [Faults.Invalid(field, name, "must not contain more than one slash")],
    };

    /// <summary>An attribute with its domain.</summary>
    public static IEnumerable<FieldError> FullyQualified(string field, string name) => Qualified(field, name)
        .Concat(name.Contains('/', StringComparison.Ordinal) ? [] : [Faults.Invalid(field, name, "a fully qualified name must be a domain and a name separated by a slash")]);

    private static IEnumerable<FieldError> Identifier(string field, string name)
    {
        if (name.Length > IdentifierBytesMax)
        {
            yield return Faults.TooLong(field, IdentifierBytesMax);
        }

        if (!CIdentifier().IsMatch(name))
        {
            yield return Faults.Invalid(field, name, IdentifierMessage);
        }
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex CIdentifier();
}
