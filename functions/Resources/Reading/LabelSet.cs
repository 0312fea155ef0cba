using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace CloudOrchestrator.Resources.Reading;

/// <summary>An object's labels. There are few, so a search in order beats a hash table in time and by far in memory.</summary>
internal sealed class LabelSet(KeyValuePair<string, string>[] labels) : IReadOnlyDictionary<string, string>
{
    public static LabelSet Empty { get; } = new([]);

    public int Count => labels.Length;

    public IEnumerable<string> Keys => labels.Select(label => label.Key);

    public IEnumerable<string> Values => labels.Select(label => label.Value);

    public string this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no label {key}.");

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        foreach (var label in labels)
        {
            if (label.Key == key)
            {
                value = label.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => labels.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
