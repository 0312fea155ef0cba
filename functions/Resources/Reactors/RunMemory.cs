namespace CloudOrchestrator.Resources.Reactors;

/// <summary>Which commits of this process each key's runs have seen, so that news of them need not be looked into again. Not safe for several threads.</summary>
internal sealed class RunMemory
{
    /// <summary>Most keys remembered. What is forgotten is run once more.</summary>
    private const int KeysMax = 10_000;

    private readonly Dictionary<string, long> _seen = new(StringComparer.Ordinal);

    public bool Has(string key, long commit) => _seen.TryGetValue(key, out var seen) && seen >= commit;

    public void Note(string key, long commit)
    {
        if (_seen.Count >= KeysMax && !_seen.ContainsKey(key))
        {
            _seen.Clear();
        }

        _seen[key] = commit;
    }
}
