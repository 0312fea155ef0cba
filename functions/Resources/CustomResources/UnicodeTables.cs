using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>The characters of Unicode's general categories and of its scripts.</summary>
/// <remarks>The platform knows categories. It has no data of scripts: those are in a resource, of Unicode 15.0 as Go has them, one script a line with its ranges.</remarks>
internal static class UnicodeTables
{
    /// <summary>The last character.</summary>
    public const int CharacterMax = 0x10ffff;

    private const string ScriptData = "unicode/scripts.txt";

    /// <summary>Abbreviations in the order of the platform's enumeration; of what is not assigned Go has none.</summary>
    private static readonly string[] Categories =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So",
    ];

    private static readonly FrozenSet<string> CategoryNames = Categories.Concat(Categories.Select(name => name[..1])).Append("Any").ToFrozenSet(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, IReadOnlyList<(int From, int To)>> Known = new();
    private static readonly Lazy<FrozenDictionary<string, string>> Scripts = new(ReadScripts);

    /// <summary>The characters of a category or a script; null where there is none of that name.</summary>
    public static IReadOnlyList<(int From, int To)>? Find(string name) =>
        CategoryNames.Contains(name) ? Known.GetOrAdd(name, static name => OfCategory(name))
        : Scripts.Value.TryGetValue(name, out var ranges) ? Known.GetOrAdd(name, _ => Parse(ranges))
        : null;

    private static List<(int From, int To)> OfCategory(string name)
    {
        if (name == "Any")
        {
            return [(0, CharacterMax)];
        }

        var ranges = new List<(int From, int To)>();
        for (var character = 0; character <= CharacterMax; character++)
        {
            var category = (int)CharUnicodeInfo.GetUnicodeCategory(character);
            if (category >= Categories.Length || !Categories[category].StartsWith(name, StringComparison.Ordinal))
            {
                continue;
            }

            if (ranges.Count > 0 && ranges[^1].To == character - 1)
            {
                ranges[^1] = (ranges[^1].From, character);
            }
            else
            {
                ranges.Add((character, character));
            }
        }

        return ranges;
    }

    private static FrozenDictionary<string, string> ReadScripts()
    {
        using var reader = new StreamReader(typeof(UnicodeTables).Assembly.GetManifestResourceStream(ScriptData)!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(line => line.Split(' ', 2)).ToFrozenDictionary(parts => parts[0], parts => parts[1]);
    }

    private static (int From, int To)[] Parse(string ranges) => [.. ranges.Split(' ').Select(range => range.Split('-')).Select(ends => (Number(ends[0]), Number(ends[^1])))];

    private static int Number(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
