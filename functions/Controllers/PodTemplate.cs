using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.Controllers;

/// <summary>Makes objects from templates.</summary>
internal static class PodTemplate
{
    /// <summary>The pod that a template describes, owned by the object that holds it.</summary>
    public static JsonObject PodOf(JsonObject holder, ResourceObject owner)
    {
        var metadata = new JsonObject { ["generateName"] = $"{owner.Name.Name}-", ["ownerReferences"] = new JsonArray(OwnerOf(owner)) };
        foreach (var name in new[] { "labels", "annotations", "finalizers" })
        {
            if (holder.At("spec", "template", "metadata", name) is { } value)
            {
                metadata[name] = value.DeepClone();
            }
        }

        return new JsonObject { ["metadata"] = metadata, ["spec"] = holder.At("spec", "template", "spec")?.DeepClone() };
    }

    /// <summary>The reference by which an owner controls what it makes.</summary>
    public static JsonObject OwnerOf(ResourceObject owner) => new()
    {
        ["apiVersion"] = owner.Kind.ApiVersion,
        ["kind"] = owner.Kind.Kind,
        ["name"] = owner.Name.Name,
        ["uid"] = owner.Uid,
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };
}
