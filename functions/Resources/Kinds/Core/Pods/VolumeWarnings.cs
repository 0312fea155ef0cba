using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Volumes of pods that are old, or wrong in what they hold.</summary>
internal static class VolumeWarnings
{
    public static IEnumerable<string> Of(JsonObject spec, string at) => Warnings.All(Sources(spec, at), VolumePathWarnings.Of(spec));

    /// <summary>Why a source is old, with its name in messages; null for one that is not.</summary>
    public static (string Name, string Why)? Old(string source) => source switch
    {
        "photonPersistentDisk" => (source, "deprecated in v1.11, non-functional in v1.16+"),
        "gitRepo" => (source, "deprecated in v1.11, and disabled by default in v1.33+"),
        "scaleIO" => (source, "deprecated in v1.16, non-functional in v1.22+"),
        "flocker" or "quobyte" => (source, "deprecated in v1.22, non-functional in v1.25+"),
        "storageos" => ("storageOS", "deprecated in v1.22, non-functional in v1.25+"),
        "glusterfs" => (source, "deprecated in v1.25, non-functional in v1.26+"),
        "cephfs" or "rbd" => (source, "deprecated in v1.28, non-functional in v1.31+"),
        _ => null,
    };

    private static IEnumerable<string> Sources(JsonObject spec, string at)
    {
        foreach (var (volume, path) in Paths.Numbered(spec, "volumes", at))
        {
            for (var index = 0; index < volume.Count; index++)
            {
                if (Old(volume.GetAt(index).Key) is { } old)
                {
                    yield return $"{path}.{old.Name}: {old.Why}";
                }
            }

            if (volume.At("ephemeral", "volumeClaimTemplate", "spec") is { } claim)
            {
                foreach (var warning in ByteWarnings.Claim(claim, $"{path}.ephemeral.volumeClaimTemplate.spec"))
                {
                    yield return warning;
                }
            }
        }
    }
}
