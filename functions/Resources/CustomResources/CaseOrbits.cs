using System.Collections.Frozen;
using System.Text;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>The characters that are the same but for their case, such as k, K and the sign of kelvin, by simple folding.</summary>
internal static class CaseOrbits
{
    private static readonly Lazy<FrozenDictionary<int, int[]>> Orbits = new(Make);

    /// <summary>Characters and all that differ from one of them by case only.</summary>
    public static IReadOnlyList<(int From, int To)> Closed(IReadOnlyList<(int From, int To)> ranges) =>
        [.. ranges, .. ranges.SelectMany(Within).Distinct().Select(one => (one, one))];

    private static IEnumerable<int> Within((int From, int To) range) => range.To - range.From < Orbits.Value.Count
        ? Enumerable.Range(range.From, range.To - range.From + 1).SelectMany(one => Orbits.Value.GetValueOrDefault(one) ?? [])
        : Orbits.Value.Where(orbit => range.From <= orbit.Key && orbit.Key <= range.To).SelectMany(orbit => orbit.Value);

    private static FrozenDictionary<int, int[]> Make()
    {
        var orbits = new Dictionary<int, HashSet<int>>();
        for (var value = 0; value <= UnicodeTables.CharacterMax; value++)
        {
            if (Rune.TryCreate(value, out var rune))
            {
                Join(orbits, value, Rune.ToUpperInvariant(rune).Value);
                Join(orbits, value, Rune.ToLowerInvariant(rune).Value);
            }
        }

        // The long s is the one character whose upper case the platform leaves out where no language counts.
        Join(orbits, 'ſ', 'S');
        return orbits.ToFrozenDictionary(orbit => orbit.Key, orbit => orbit.Value.ToArray());
    }

    private static void Join(Dictionary<int, HashSet<int>> orbits, int one, int other)
    {
        if (one == other)
        {
            return;
        }

        var joined = orbits.GetValueOrDefault(one) ?? [one];
        joined.UnionWith(orbits.GetValueOrDefault(other) ?? [other]);
        foreach (var member in joined)
        {
            orbits[member] = joined;
        }
    }
}
