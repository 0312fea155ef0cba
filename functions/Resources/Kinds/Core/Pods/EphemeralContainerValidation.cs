using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of ephemeral containers, beside those of all containers.</summary>
internal static class EphemeralContainerValidation
{
    private const string Message = "cannot be set for an Ephemeral Container";

    /// <summary>What makes a container a part of the pod's work.</summary>
    private static readonly string[] Barred =
        ["ports", "resources", "resizePolicy", "restartPolicy", "restartPolicyRules", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle"];

    public static IEnumerable<FieldError> Validate(JsonObject container, string at, HashSet<string> targets)
    {
        if (container.Text("targetContainerName") is { Length: > 0 } target && !targets.Contains(target))
        {
            yield return Faults.NotFound($"{at}.targetContainerName", target);
        }

        foreach (var name in Barred.Where(name => container[name] is not (null or JsonObject { Count: 0 })))
        {
            yield return Faults.Forbidden($"{at}.{name}", Message);
        }

        foreach (var (mount, where) in Paths.Numbered(container, "volumeMounts", at))
        {
            foreach (var name in new[] { "subPath", "subPathExpr" }.Where(name => !string.IsNullOrEmpty(mount.Text(name))))
            {
                yield return Faults.Forbidden($"{where}.{name}", Message);
            }
        }
    }

    /// <summary>Ephemeral containers are added and never go.</summary>
    public static IEnumerable<FieldError> Update(JsonObject item, JsonObject old)
    {
        const string field = "spec.ephemeralContainers";
        var now = item.Objects("spec", "ephemeralContainers").ToLookup(container => container.Text("name"));
        foreach (var before in old.Objects("spec", "ephemeralContainers"))
        {
            var name = before.Text("name");
            if (now[name].FirstOrDefault() is not { } container)
            {
                yield return Faults.Forbidden(field, $"existing ephemeral containers \"{name}\" may not be removed\n");
            }
            else if (!JsonNode.DeepEquals(container, before))
            {
                yield return Faults.Forbidden(field, $"existing ephemeral containers \"{name}\" may not be changed\n");
            }
        }
    }
}
