using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Patching;

/// <summary>The members that a patch has null for, which go.</summary>
internal static class NullMembers
{
    /// <summary>Removes them from an object: all at once, since each that goes alone moves all behind it.</summary>
    public static void Remove(JsonObject members, JsonObject patch)
    {
        if (!patch.Any(member => member.Value is null && members.ContainsKey(member.Key)))
        {
            return;
        }

        var kept = members.Where(member => !patch.TryGetPropertyValue(member.Key, out var value) || value is not null).ToList();
        members.Clear();
        foreach (var (name, value) in kept)
        {
            members.Add(name, value);
        }
    }
}
