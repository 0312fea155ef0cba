using System.Text.RegularExpressions;

namespace CloudOrchestrator.LocalAzure.Functions.Apps;

/// <summary>The app's settings, which its texts may name.</summary>
internal sealed partial class AppSettings(IReadOnlyDictionary<string, string> settings)
{
    public IReadOnlyDictionary<string, string> All => settings;

    /// <summary>Without an account of its own no host starts.</summary>
    public void CheckStorage()
    {
        if (!settings.ContainsKey("AzureWebJobsStorage") && !settings.Keys.Any(key => key.StartsWith("AzureWebJobsStorage__", StringComparison.Ordinal)))
        {
            throw new AppRefusedException("AzureWebJobsStorage is missing in the app settings: the host keeps its keys and its timers' state there.");
        }
    }

    /// <summary>Puts settings in the place of <c>%NAME%</c>.</summary>
    public string Expand(string text, string where) => Percent().Replace(text, match => settings.TryGetValue(match.Groups["name"].Value, out var value)
        ? value
        : throw new AppRefusedException($"{where}: {match.Value} names no app setting."));

    /// <summary>The connection string that a binding's connection names.</summary>
    public string Connection(string name, string where)
    {
        if (settings.TryGetValue(name, out var text))
        {
            return text;
        }

        throw new AppRefusedException(settings.Keys.Any(key => key.StartsWith($"{name}__", StringComparison.Ordinal))
            ? $"{where}: {name} is meant for a managed identity, which there is none of here: give it a connection string."
            : $"{where}: {name} names no app setting.");
    }

    [GeneratedRegex("%(?<name>[A-Za-z_][A-Za-z0-9_]*)%")]
    private static partial Regex Percent();
}
