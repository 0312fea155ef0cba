using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Admission;

/// <summary>Merges lists of tolerations: of two of which one tolerates all that the other does, that one stays.</summary>
internal static class TolerationMerge
{
    /// <summary>The tolerations of both lists, those of the first one first.</summary>
    public static JsonArray Of(IEnumerable<JsonObject> first, IEnumerable<JsonObject> second)
    {
        // Read once: each is compared with all others.
        var all = first.Concat(second).Select(item => (Item: item, Facts: Toleration.Of(item))).ToArray();
        var merged = new List<(JsonObject Item, Toleration Facts)>();
        for (var index = 0; index < all.Length; index++)
        {
            var one = all[index].Facts;
            if (!merged.Exists(earlier => earlier.Facts.Covers(one)) && Array.FindIndex(all, index + 1, later => later.Facts != one && later.Facts.Covers(one)) < 0)
            {
                merged.Add(all[index]);
            }
        }

        return [.. merged.Select(one => one.Item.DeepClone())];
    }

    /// <summary>What a toleration says; texts that it leaves out are empty.</summary>
    private readonly record struct Toleration(string Key, string Operator, string Value, string Effect, long? Seconds)
    {
        private bool Exists => Operator == "Exists";

        public static Toleration Of(JsonObject item) =>
            new(item.Text("key") ?? "", item.Text("operator") ?? "", item.Text("value") ?? "", item.Text("effect") ?? "", item.Integer("tolerationSeconds"));

        /// <summary>Whether this one tolerates all that another one does.</summary>
        public bool Covers(in Toleration other)
        {
            var isOfKey = Key == other.Key || (Key.Length == 0 && Exists);
            var isOfEffect = Effect.Length == 0 || Effect == other.Effect;
            return (isOfKey && isOfEffect && (Effect != "NoExecute" || LastsAsLong(other)) && (Exists || IsOfValue(other))) || this == other;
        }

        private bool LastsAsLong(in Toleration other) => Seconds is not { } seconds || other.Seconds <= seconds;

        private bool IsOfValue(in Toleration other) => Operator is "" or "Equal" && other.Operator == "Equal" && Value == other.Value;
    }
}
