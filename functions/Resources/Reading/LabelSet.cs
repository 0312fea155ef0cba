using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace CloudOrchestrator.Resources.Reading;

/// <summary>An object's labels. There are few, so a search in order beats a hash table in time and by far in memory.</summary>
/// <remarks>Objects with the same labels, such as the pods of a Deployment, have one set: a selector finds it in the processor's cache. The sets are in a table of
/// fixed size: where two meet in one slot, the later takes it, and the earlier is shared no further.</remarks>
internal sealed class LabelSet : IReadOnlyDictionary<string, string>
{
    private const int Slots = 1024;

    private static readonly LabelSet?[] Table = new LabelSet?[Slots];

    private readonly KeyValuePair<string, string>[] _labels;

    private LabelSet(KeyValuePair<string, string>[] labels) => _labels = labels;

    public static LabelSet Empty { get; } = new([]);

    public int Count => _labels.Length;

    public IEnumerable<string> Keys => _labels.Select(label => label.Key);

    public IEnumerable<string> Values => _labels.Select(label => label.Value);

    public string this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no label {key}.");

    /// <summary>The one set of these labels.</summary>
    public static LabelSet Of(KeyValuePair<string, string>[] labels)
    {
        var hash = new HashCode();
        foreach (var label in labels)
        {
            hash.Add(label.Key);
            hash.Add(label.Value);
        }

        ref var slot = ref Table[(uint)hash.ToHashCode() % Slots];
        if (Volatile.Read(ref slot) is { } present && present.Holds(labels))
        {
            return present;
        }

        var set = new LabelSet(labels);
        Volatile.Write(ref slot, set);
        return set;
    }

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        foreach (var label in _labels)
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

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _labels.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether these are its labels, in its order.</summary>
    private bool Holds(KeyValuePair<string, string>[] labels)
    {
        if (labels.Length != _labels.Length)
        {
            return false;
        }

        for (var index = 0; index < labels.Length; index++)
        {
            if (labels[index].Key != _labels[index].Key || labels[index].Value != _labels[index].Value)
            {
                return false;
            }
        }

        return true;
    }
}
