using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.Controllers.Namespaces;

/// <summary>What a namespace needs done. Pure.</summary>
internal static class NamespacePlan
{
    /// <summary>What to do.</summary>
    public enum Step
    {
        /// <summary>Nothing: it is in use.</summary>
        None,

        /// <summary>Delete what is in it.</summary>
        Empty,

        /// <summary>It is empty: let it go.</summary>
        Finalize,
    }

    /// <param name="namespace">The namespace.</param>
    /// <param name="contents">How many objects are in it.</param>
    public static Step Decide(JsonObject @namespace, int contents) =>
        @namespace.At("metadata", "deletionTimestamp") is null ? Step.None : contents > 0 ? Step.Empty : Step.Finalize;
}
