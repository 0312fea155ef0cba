using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using CloudOrchestrator.Resources.Codecs;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>The formats of strings that schemas may name. One that is not known says nothing.</summary>
internal static partial class Formats
{
    private static readonly FrozenSet<string> OfStrings = FrozenSet.Create(
        StringComparer.Ordinal,
        "bsonobjectid", "uri", "email", "hostname", "ipv4", "ipv6", "cidr", "mac", "uuid", "uuid3", "uuid4", "uuid5", "isbn", "isbn10", "isbn13", "creditcard", "ssn", "hexcolor", "rgbcolor",
        "byte", "password", "date", "duration", "datetime", "quantity", "k8sshortname", "k8slongname");

    /// <summary>Whether a format says anything of values of a type: others are passed over.</summary>
    public static bool IsKnown(string type, string format) => type switch
    {
        "string" => OfStrings.Contains(Plain(format)),
        "integer" => format is "int32" or "int64",
        "number" => format is "float" or "double",
        _ => false,
    };

    /// <summary>Whether a text is of a format.</summary>
    public static bool IsOf(string format, string text) => Plain(format) switch
    {
        "datetime" => DateTimeForm().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "ipv4" => IPAddress.TryParse(text, out var four) && four.AddressFamily == AddressFamily.InterNetwork && text.Count(letter => letter == '.') == 3,
        "ipv6" => IPAddress.TryParse(text, out var six) && six.AddressFamily == AddressFamily.InterNetworkV6,
        "cidr" => text.Split('/') is [var address, var length] && IPAddress.TryParse(address, out var network)
            && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits <= (network.AddressFamily == AddressFamily.InterNetwork ? 32 : 128),
        "uuid" => Uuid().IsMatch(text),
        "uuid3" => Uuid().IsMatch(text) && Version(text) == '3',
        "uuid4" => Uuid().IsMatch(text) && Version(text) == '4' && Variant(text) is '8' or '9' or 'a' or 'b',
        "uuid5" => Uuid().IsMatch(text) && Version(text) == '5' && Variant(text) is '8' or '9' or 'a' or 'b',
        "bsonobjectid" => text.Length == 24 && text.All(char.IsAsciiHexDigit),
        "hexcolor" => HexColor().IsMatch(text),
        "rgbcolor" => RgbColor().IsMatch(text),
        "ssn" => SocialSecurity().IsMatch(text),
        "isbn" => CheckedNumbers.IsBook10(text) || CheckedNumbers.IsBook13(text),
        "isbn10" => CheckedNumbers.IsBook10(text),
        "isbn13" => CheckedNumbers.IsBook13(text),
        "creditcard" => CheckedNumbers.IsCard(text),
        "hostname" => text.Length <= 255 && Hostname().IsMatch(text) && text.Split('.').All(label => label.Length <= 63),
        "duration" => GoDuration.TryParse(text, out _) || WordedDuration().IsMatch(text),
        "k8sshortname" => !NameRules.LabelFaults(text).Any(),
        "k8slongname" => !NameRules.SubdomainFaults(text).Any(),
        "byte" => text.Length % 4 == 0 && System.Buffers.Text.Base64.IsValid(text),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "email" => text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < text.Length - 1,
        "mac" => Mac().IsMatch(text),
        "quantity" => Quantity.TryParse(text, out _),
        _ => true,
    };

    /// <summary>The format's name as it is compared: dashes in it do not count.</summary>
    private static string Plain(string format) => format.Replace("-", "", StringComparison.Ordinal);

    private static char Version(string uuid) => Digits(uuid)[12];

    private static char Variant(string uuid) => char.ToLowerInvariant(Digits(uuid)[16]);

    private static string Digits(string uuid) => uuid.Replace("-", "", StringComparison.Ordinal);

    [GeneratedRegex(@"\A#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})\z", RegexOptions.CultureInvariant)]
    private static partial Regex HexColor();

    [GeneratedRegex(@"\Argb\(\s*(\d{1,2}|1\d\d|2[0-4]\d|25[0-5])\s*(,\s*(\d{1,2}|1\d\d|2[0-4]\d|25[0-5])\s*){2}\)\z", RegexOptions.CultureInvariant | RegexOptions.ECMAScript)]
    private static partial Regex RgbColor();

    [GeneratedRegex(@"\A[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex SocialSecurity();

    [GeneratedRegex(@"\A[a-zA-Z0-9\p{S}\p{L}]+(-+[a-zA-Z0-9\p{S}\p{L}]+)*(\.[a-zA-Z0-9\p{S}\p{L}]+(-+[a-zA-Z0-9\p{S}\p{L}]+)*)*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Hostname();

    /// <summary>Numbers with the words of units, such as <c>3 days</c>, which the library that Kubernetes reads schemas with takes beside Go's own.</summary>
    [GeneratedRegex(@"\A\s*[0-9]+(\.[0-9]+)?\s*(ns|nano|nanosecond|us|µs|micro|microsecond|ms|milli|millisecond|s|sec|second|m|min|minute|h|hr|hour|d|day|w|wk|week)s?\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex WordedDuration();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt]|\s)[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?([Zz]|[+-][0-9]{2}:?[0-9]{2})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex DateTimeForm();

    [GeneratedRegex(@"\A[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\A[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5,7}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Mac();
}
