using System.Collections;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>The objects of a list, each with its path.</summary>
/// <param name="list">The list; null for none.</param>
/// <param name="owner">The path of what has it.</param>
/// <param name="name">Its name.</param>
internal readonly struct NumberedObjects(JsonArray? list, string owner, string name) : IEnumerable<(JsonObject Item, ElementPath At)>
{
    public Enumerator GetEnumerator() => new(list, owner, name);

    IEnumerator<(JsonObject Item, ElementPath At)> IEnumerable<(JsonObject Item, ElementPath At)>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public struct Enumerator(JsonArray? list, string owner, string name) : IEnumerator<(JsonObject Item, ElementPath At)>
    {
        private int _next;
        private int _count;

        public (JsonObject Item, ElementPath At) Current { get; private set; }

        readonly object IEnumerator.Current => Current;

        public bool MoveNext()
        {
            while (_next < (list?.Count ?? 0))
            {
                if (list![_next++] is JsonObject item)
                {
                    Current = (item, new ElementPath(owner, name, _count++));
                    return true;
                }
            }

            return false;
        }

        public void Reset() => (_next, _count) = (0, 0);

        public readonly void Dispose()
        {
        }
    }
}
