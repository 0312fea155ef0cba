using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.Controllers.GarbageCollection;

/// <summary>What becomes of an object that names an owner. Pure.</summary>
internal static class GarbagePlan
{
    /// <summary>What to do with a dependent.</summary>
    public enum Fate
    {
        /// <summary>It stays.</summary>
        Keep,

        /// <summary>None of its owners is there any more.</summary>
        Delete,

        /// <summary>It stays without the owners that are gone.</summary>
        ForgetOwners,
    }

    /// <param name="dependent">The object.</param>
    /// <param name="exists">Whether an owner reference's owner is there, by uid and current.</param>
    public static Fate Decide(JsonObject dependent, Func<JsonObject, bool> exists)
    {
        var owners = dependent.Objects("metadata", "ownerReferences").ToList();
        var present = owners.Count(exists);
        return owners.Count == 0 || present == owners.Count ? Fate.Keep : present == 0 ? Fate.Delete : Fate.ForgetOwners;
    }
}
