using System.Text.Json;
using System.Text.RegularExpressions;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.Host.Functions.Settings;

/// <summary>Reads who may use the API: hashes of bearer tokens, from which no token can be made.</summary>
internal static partial class TokenHashesReader
{
    private const string Name = "ApiTokenHashes";
    private const string Authenticated = "system:authenticated";

    /// <summary>The users by the hashes of their tokens; null where the setting is wrong.</summary>
    public static IReadOnlyDictionary<string, UserInfo>? Read(SettingReader reader)
    {
        if (reader.Required(Name, "the users of the API: a JSON object of SHA-256 hashes of bearer tokens, each with \"user\" and \"groups\"") is not { } text)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            var users = new Dictionary<string, UserInfo>(StringComparer.Ordinal);
            var problem = Fill(users, document.RootElement);
            if (problem is null)
            {
                return users;
            }

            reader.Refuse(Name, problem);
        }
        catch (JsonException fault)
        {
            reader.Refuse(Name, $"not JSON: it breaks off at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}.");
        }

        return null;
    }

    private static string? Fill(Dictionary<string, UserInfo> users, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return "not a JSON object.";
        }

        var entry = 0;
        foreach (var property in root.EnumerateObject())
        {
            entry++;
            if (!HashPattern().IsMatch(property.Name))
            {
                return $"entry {entry} is not named by the 64 lower-case hexadecimal digits of a SHA-256 hash.";
            }

            var problem = ReadUser(property.Value, out var user);
            if (problem is not null)
            {
                return $"entry {entry} {problem}";
            }

            if (!users.TryAdd(property.Name, user!))
            {
                return $"entry {entry} has the hash of another entry.";
            }
        }

        return users.Count > 0 ? null : "no entries: nobody could use the API.";
    }

    private static string? ReadUser(JsonElement element, out UserInfo? user)
    {
        user = null;
        if (element.ValueKind != JsonValueKind.Object)
        {
            return "is not an object with \"user\" and \"groups\".";
        }

        if (!element.TryGetProperty("user", out var name) || name.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(name.GetString()))
        {
            return "has no \"user\", or an empty one.";
        }

        List<string> groups = [];
        if (element.TryGetProperty("groups", out var list))
        {
            if (list.ValueKind != JsonValueKind.Array
                || list.EnumerateArray().Any(group => group.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(group.GetString())))
            {
                return "has \"groups\" that are not a list of names.";
            }

            groups.AddRange(list.EnumerateArray().Select(group => group.GetString()!));
        }

        // Whoever has a token is one of these.
        user = new UserInfo(name.GetString()!, [.. groups.Append(Authenticated).Distinct(StringComparer.Ordinal)]);
        return null;
    }

    [GeneratedRegex("^[0-9a-f]{64}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex HashPattern();
}
