using System.Net;

namespace CloudOrchestrator.Host.Functions.Settings;

/// <summary>Reads settings one by one and gathers what is wrong with them. It never repeats a value: any of them may be a secret in the wrong place.</summary>
internal sealed class SettingReader
{
    private readonly Dictionary<string, string> _settings = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _problems = [];

    /// <param name="environment">The settings. Their names are compared without regard to case, as the platform does.</param>
    public SettingReader(IEnumerable<KeyValuePair<string, string>> environment)
    {
        foreach (var (name, value) in environment)
        {
            _settings[name] = value;
        }
    }

    /// <summary>What is wrong, a line each.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Whether a setting is there, though it be empty.</summary>
    public bool Has(string name) => _settings.ContainsKey(name);

    /// <summary>Notes what is wrong with a setting.</summary>
    public void Refuse(string name, string problem) => _problems.Add($"{name}: {problem}");

    /// <summary>A setting that has to be there; null, and noted, where it is not.</summary>
    public string? Required(string name, string meaning)
    {
        if (!Has(name))
        {
            Refuse(name, $"missing; it is {meaning}.");
            return null;
        }

        return Optional(name);
    }

    /// <summary>A setting that may be missing, but if it is there not empty.</summary>
    public string? Optional(string name)
    {
        if (!_settings.TryGetValue(name, out var value))
        {
            return null;
        }

        if (!string.IsNullOrWhiteSpace(value))
        {
            return value.Trim();
        }

        Refuse(name, "empty.");
        return null;
    }

    /// <summary>An address, https unless it is on this machine and that is allowed.</summary>
    public Uri? Address(string name, string meaning, bool mayBeLocal)
    {
        if (Required(name, meaning) is not { } value)
        {
            return null;
        }

        if (!Uri.TryCreate(value, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
        {
            Refuse(name, "not an https:// address.");
        }
        else if (address.Query.Length > 0 || address.Fragment.Length > 0 || address.UserInfo.Length > 0)
        {
            Refuse(name, "more than an address: a signature or a password in it would be a secret in a setting.");
        }
        else if (address.Scheme != "https" && !(mayBeLocal && IsLocal(address)))
        {
            Refuse(name, "not an https:// address: tokens of an identity go over TLS alone.");
        }
        else
        {
            return address;
        }

        return null;
    }

    /// <summary>The client id of a user-assigned identity.</summary>
    public string? ClientId(string name)
    {
        var value = Optional(name);
        if (value is null || Guid.TryParseExact(value, "D", out _))
        {
            return value;
        }

        Refuse(name, "not the client id of an identity, such as 00000000-0000-0000-0000-000000000000.");
        return null;
    }

    /// <summary>Whether an address is on this machine.</summary>
    public static bool IsLocal(Uri address) =>
        address.Host is "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
