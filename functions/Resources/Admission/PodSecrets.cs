using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Admission;

/// <summary>Finds the secrets that pods name.</summary>
internal static class PodSecrets
{
    /// <summary>Volumes that name a secret, and the member that does.</summary>
    private static readonly string[][] Volumes =
    [
        ["secret", "secretName"],
        ["azureFile", "secretName"],
        ["cephfs", "secretRef", "name"],
        ["cinder", "secretRef", "name"],
        ["flexVolume", "secretRef", "name"],
        ["rbd", "secretRef", "name"],
        ["scaleIO", "secretRef", "name"],
        ["iscsi", "secretRef", "name"],
        ["storageos", "secretRef", "name"],
        ["csi", "nodePublishSecretRef", "name"],
    ];

    /// <summary>The names of all secrets that a spec names, wherever.</summary>
    public static IEnumerable<string> Names(JsonObject spec)
    {
        var containers = spec.Objects("initContainers").Concat(spec.Objects("containers")).Concat(spec.Objects("ephemeralContainers")).ToList();
        var volumes = spec.Objects("volumes").ToList();
        var names = spec.Objects("imagePullSecrets").Select(secret => secret.Text("name"))
            .Concat(containers.SelectMany(container => container.Objects("envFrom")).Select(source => source.Text("secretRef", "name")))
            .Concat(containers.SelectMany(container => container.Objects("env")).Select(variable => variable.Text("valueFrom", "secretKeyRef", "name")))
            .Concat(volumes.SelectMany(volume => Volumes.Select(path => volume.Text(path))))
            .Concat(volumes.SelectMany(volume => volume.Objects("projected", "sources")).Select(source => source.Text("secret", "name")));
        return names.OfType<string>().Where(name => name.Length > 0);
    }
}
