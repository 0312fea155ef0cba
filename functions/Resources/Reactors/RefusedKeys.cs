namespace CloudOrchestrator.Resources.Reactors;

/// <summary>The keys of which it was said that they are refused for good. Safe for several threads.</summary>
internal sealed class RefusedKeys
{
    /// <summary>Most keys remembered. What is forgotten is said once more.</summary>
    private const int KeysMax = 10_000;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    /// <summary>Answers whether the key is new here.</summary>
    public bool Add(string key)
    {
        lock (_lock)
        {
            if (_keys.Count >= KeysMax && !_keys.Contains(key))
            {
                _keys.Clear();
            }

            return _keys.Add(key);
        }
    }

    public void Remove(string key)
    {
        lock (_lock)
        {
            _keys.Remove(key);
        }
    }
}
