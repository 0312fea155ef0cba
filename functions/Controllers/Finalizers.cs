using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers;

/// <summary>Updates of the finalizers of the object with a uid; another object of its name is left alone.</summary>
internal static class Finalizers
{
    /// <summary>Adds one, unless the object has it or is on its way out: then none may be added.</summary>
    public static UpdateDecision Add(JsonObject? current, string uid, string finalizer)
    {
        if (current is null || current.Text("metadata", "uid") != uid || current.At("metadata", "deletionTimestamp") is not null || current.Texts("metadata", "finalizers").Contains(finalizer))
        {
            return new UpdateDecision.Nothing();
        }

        current.Ensure("metadata").Ensure<JsonArray>("finalizers", static () => []).Add(finalizer);
        return new UpdateDecision.Replace(current);
    }

    /// <summary>Takes one away.</summary>
    public static UpdateDecision Remove(JsonObject? current, string uid, string finalizer)
    {
        if (current is null || current.Text("metadata", "uid") != uid || current.At("metadata", "finalizers") is not JsonArray finalizers)
        {
            return new UpdateDecision.Nothing();
        }

        foreach (var one in finalizers.Where(one => one.Text() == finalizer).ToList())
        {
            finalizers.Remove(one);
        }

        return new UpdateDecision.Replace(current);
    }
}
