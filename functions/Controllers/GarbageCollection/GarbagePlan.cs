using CloudOrchestrator.Resources.Reading;

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

    /// <param name="owners">The object's owners.</param>
    /// <param name="exists">Whether an owner is there, by uid and current.</param>
    public static Fate Decide(IReadOnlyList<ObjectOwner> owners, Func<ObjectOwner, bool> exists)
    {
        var present = owners.Count(exists);
        return owners.Count == 0 || present == owners.Count ? Fate.Keep : present == 0 ? Fate.Delete : Fate.ForgetOwners;
    }
}
