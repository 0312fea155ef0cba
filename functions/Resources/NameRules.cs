using System.Text.RegularExpressions;

namespace CloudOrchestrator.Resources;

/// <summary>What names, labels and keys may look like, and how clients are told.</summary>
public static partial class NameRules
{
    /// <summary>Said of a wrong label value.</summary>
    public const string LabelValueMessage =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    /// <summary>Said of a wrong DNS-1123 subdomain.</summary>
    public const string SubdomainMessage =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    /// <summary>Said of a wrong DNS-1123 subdomain that may have underscores.</summary>
    public const string SearchMessage =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')";

    /// <summary>Said of a wrong DNS-1123 label.</summary>
    public const string LabelMessage =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    /// <summary>Said of a wrong DNS-1035 label.</summary>
    public const string ServiceMessage =
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    /// <summary>Said of a wrong qualified name.</summary>
    public const string QualifiedMessage =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    /// <summary>Said of a wrong key of a ConfigMap or Secret.</summary>
    public const string ConfigKeyMessage =
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

    /// <summary>What is wrong with a DNS-1123 subdomain.</summary>
    public static IEnumerable<string> SubdomainFaults(string name) => Faults(name, 253, Subdomain(), SubdomainMessage);

    /// <summary>What is wrong with a DNS-1123 subdomain that may have underscores.</summary>
    public static IEnumerable<string> SearchFaults(string name) => Faults(name, 253, Search(), SearchMessage);

    /// <summary>What is wrong with a DNS-1123 label; of what is a subdomain, that it has dots.</summary>
    public static IEnumerable<string> LabelFaults(string name) => Faults(name, 63, Label(), IsDotted(name) ? "must not contain dots" : LabelMessage);

    /// <summary>What is wrong with a DNS-1035 label.</summary>
    public static IEnumerable<string> ServiceFaults(string name) => Faults(name, 63, Service(), ServiceMessage);

    /// <summary>What is wrong with a label's value.</summary>
    public static IEnumerable<string> LabelValueFaults(string value) => Faults(value, 63, LabelValue(), LabelValueMessage);

    /// <summary>What is wrong with a key of a ConfigMap or Secret.</summary>
    public static IEnumerable<string> ConfigKeyFaults(string key) => IsConfigKey(key) ? [] : FaultsOfConfigKey(key);

    private static IEnumerable<string> FaultsOfConfigKey(string key)
    {
        foreach (var fault in Faults(key, 253, ConfigKey(), ConfigKeyMessage))
        {
            yield return fault;
        }

        if (key is "." or "..")
        {
            yield return $"must not be '{key}'";
        }
        else if (key.StartsWith("..", StringComparison.Ordinal))
        {
            yield return "must not start with '..'";
        }
    }

    /// <summary>What is wrong with a qualified name: an optional subdomain, a slash, and a name of at most 63 characters.</summary>
    public static IEnumerable<string> QualifiedNameFaults(string name) => IsQualifiedName(name) ? [] : FaultsOfQualifiedName(name);

    private static IEnumerable<string> FaultsOfQualifiedName(string name)
    {
        var parts = name.Split('/');
        if (parts.Length > 2)
        {
            yield return "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
            yield break;
        }

        if (parts.Length == 2)
        {
            foreach (var fault in parts[0].Length == 0 ? ["must be non-empty"] : SubdomainFaults(parts[0]))
            {
                yield return "prefix part " + fault;
            }
        }

        var last = parts[^1];
        foreach (var fault in last.Length == 0 ? ["must be non-empty", QualifiedMessage["name part ".Length..]] : Faults(last, 63, Name(), QualifiedMessage["name part ".Length..]))
        {
            yield return "name part " + fault;
        }
    }

    /// <summary>What is wrong with a port's name.</summary>
    public static IEnumerable<string> PortNameFaults(string name) => name.Length <= 15 && PortName().IsMatch(name) ? [] : FaultsOfPortName(name);

    private static IEnumerable<string> FaultsOfPortName(string name)
    {
        if (name.Length > 15)
        {
            yield return "must be no more than 15 characters";
        }

        if (!name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'))
        {
            yield return "must contain only alphanumeric characters (a-z, 0-9), and hyphens ('-')";
        }

        if (!name.Any(char.IsAsciiLetterLower))
        {
            yield return "must contain at least one letter (a-z)";
        }

        if (name.Contains("--", StringComparison.Ordinal))
        {
            yield return "must not contain consecutive hyphens";
        }

        if (name.StartsWith('-') || name.EndsWith('-'))
        {
            yield return "must not begin or end with a hyphen";
        }
    }

    private static bool IsDotted(string name) => name.Contains('.', StringComparison.Ordinal) && Subdomain().IsMatch(name);

    /// <summary>Right names are most of them, and cost next to nothing.</summary>
    private static IEnumerable<string> Faults(string text, int bytesMax, Regex form, string message) =>
        text.Length <= bytesMax && form.IsMatch(text) ? [] : FaultsOf(text, bytesMax, form, message);

    private static IEnumerable<string> FaultsOf(string text, int bytesMax, Regex form, string message)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(text) > bytesMax)
        {
            yield return $"must be no more than {bytesMax} bytes";
        }

        if (!form.IsMatch(text))
        {
            yield return message;
        }
    }

    /// <summary>A DNS-1123 subdomain of at most 253 characters.</summary>
    public static bool IsSubdomain(string name) => name.Length <= 253 && Subdomain().IsMatch(name);

    /// <summary>A DNS-1123 label of at most 63 characters.</summary>
    public static bool IsLabel(string name) => name.Length <= 63 && Label().IsMatch(name);

    /// <summary>A DNS-1035 label of at most 63 characters.</summary>
    public static bool IsService(string name) => name.Length <= 63 && Service().IsMatch(name);

    /// <summary>A label's value of at most 63 characters.</summary>
    public static bool IsLabelValue(string value) => value.Length <= 63 && LabelValue().IsMatch(value);

    /// <summary>A qualified name: an optional subdomain, a slash, and a name of at most 63 characters.</summary>
    public static bool IsQualifiedName(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var part = name.AsSpan(slash + 1);
        return (slash < 0 || (slash <= 253 && Subdomain().IsMatch(name.AsSpan(0, slash)))) && part.Length is > 0 and <= 63 && Name().IsMatch(part);
    }

    /// <summary>A key of a ConfigMap or Secret.</summary>
    public static bool IsConfigKey(string key) => key.Length is > 0 and <= 253 && key is not ("." or "..") && !key.StartsWith("..", StringComparison.Ordinal) && ConfigKey().IsMatch(key);

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Subdomain();

    [GeneratedRegex(@"\A_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Search();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Label();

    [GeneratedRegex(@"\A[a-z]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Service();

    [GeneratedRegex(@"\A(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?\z")]
    private static partial Regex LabelValue();

    [GeneratedRegex(@"\A([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A(?=[-0-9]*[a-z])[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex PortName();

    [GeneratedRegex(@"\A[-._a-zA-Z0-9]+\z")]
    private static partial Regex ConfigKey();
}
