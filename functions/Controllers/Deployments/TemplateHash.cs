using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.Controllers.Deployments;

/// <summary>Tells pod templates apart.</summary>
internal static class TemplateHash
{
    public const string Label = "pod-template-hash";

    /// <summary>The letters of hashes: no vowels, so that they spell nothing.</summary>
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";

    private const int Length = 10;

    /// <summary>A hash of the template and the collision count.</summary>
    public static string Of(JsonObject deployment)
    {
        var text = $"{deployment.At("spec", "template")!.ToJsonString()}\n{deployment.Integer("status", "collisionCount") ?? 0}";
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return string.Create(Length, digest, static (letters, bytes) =>
        {
            for (var index = 0; index < letters.Length; index++)
            {
                letters[index] = Letters[bytes[index] % Letters.Length];
            }
        });
    }

    /// <summary>Whether a ReplicaSet was made from the deployment's template as it is now.</summary>
    public static bool IsSame(JsonObject deployment, JsonObject replicaSet)
    {
        var template = replicaSet.At("spec", "template")?.DeepClone() as JsonObject;
        (template.At("metadata", "labels") as JsonObject)?.Remove(Label);
        return JsonNode.DeepEquals(template, deployment.At("spec", "template"));
    }
}
