using System.Text;
using k8s.Models;

namespace CloudOrchestrator.Volumes.Fields;

/// <summary>Fields of a pod that its containers may ask for.</summary>
public static class PodFields
{
    /// <summary>A field's text, or null if no such field can be asked for.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="path">Such as <c>metadata.name</c> or <c>metadata.labels['app']</c>.</param>
    public static string? Read(V1Pod pod, string path)
    {
        if (Key(path, "metadata.labels") is { } label)
        {
            return Value(pod.Metadata.Labels, label);
        }

        if (Key(path, "metadata.annotations") is { } annotation)
        {
            return Value(pod.Metadata.Annotations, annotation);
        }

        return path switch
        {
            "metadata.name" => pod.Metadata.Name,
            "metadata.namespace" => pod.Metadata.NamespaceProperty,
            "metadata.uid" => pod.Metadata.Uid,
            "metadata.labels" => Lines(pod.Metadata.Labels),
            "metadata.annotations" => Lines(pod.Metadata.Annotations),
            "spec.nodeName" => pod.Spec.NodeName ?? "",
            "spec.serviceAccountName" => pod.Spec.ServiceAccountName ?? "",
            "status.hostIP" => pod.Status?.HostIP ?? "",
            "status.hostIPs" => string.Join(',', pod.Status?.HostIPs?.Select(address => address.Ip) ?? []),
            "status.podIP" => pod.Status?.PodIP ?? "",
            "status.podIPs" => string.Join(',', pod.Status?.PodIPs?.Select(address => address.Ip) ?? []),
            _ => null,
        };
    }

    private static string? Key(string path, string map) =>
        path.StartsWith(map + "['", StringComparison.Ordinal) && path.EndsWith("']", StringComparison.Ordinal) ? path[(map.Length + 2)..^2] : null;

    private static string Value(IDictionary<string, string>? map, string key) => map is not null && map.TryGetValue(key, out var value) ? value : "";

    private static string Lines(IDictionary<string, string>? map) =>
        string.Join('\n', (map ?? new Dictionary<string, string>()).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={Quote(entry.Value)}"));

    /// <summary>In double quotes as Go writes them, so that a value with line ends stays on its line.</summary>
    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            quoted.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' or '\x7f' => $"\\x{(int)character:x2}",
                _ => character.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
