using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.ApiRegistration;

/// <summary>Rules of API services.</summary>
internal static class ApiServiceValidation
{
    private const long GroupPriorityMax = 20_000;
    private const long VersionPriorityMax = 1000;

    public static IEnumerable<string> Warnings(JsonObject item, JsonObject? old) =>
        item.At("spec", "service") is null ? [] : [$"spec.service: requests to {item.Text("metadata", "name")} are not forwarded to the service: API aggregation is not served"];

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"];
        return Naming(item, spec.Text("group") ?? "", spec.Text("version") ?? "", old)
            .Concat(Priorities(spec))
            .Concat(spec.At("service") is JsonObject service ? Service(spec, service) : Local(spec));
    }

    public static IEnumerable<FieldError> ValidateStatus(JsonObject item, JsonObject old, DateTimeOffset now) =>
        Paths.Numbered(item["status"], "conditions", "status").SelectMany(one => Choices.OneOf($"{one.At}.status", one.Item.Text("status"), "True", "False", "Unknown"));

    private static IEnumerable<FieldError> Naming(JsonObject item, string group, string version, JsonObject? old)
    {
        var (name, wanted) = (item.Text("metadata", "name") ?? "", $"{version}.{group}");
        if (name != wanted && !SegmentNames.Faults(name).Any())
        {
            yield return Faults.Invalid("metadata.name", name, $"must be `spec.version+\".\"+spec.group`: \"{wanted}\"");
        }

        if (group.Length == 0 && version != "v1")
        {
            yield return Faults.Required("spec.group", "only v1 may have an empty group and it better be legacy kube");
        }

        var errors = (group.Length == 0 ? [] : Faults.Each("spec.group", group, NameRules.SubdomainFaults(group)))
            .Concat(Faults.Each("spec.version", version, NameRules.ServiceFaults(version)));
        foreach (var error in errors)
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> Priorities(JsonNode? spec)
    {
        if (spec.Integer("groupPriorityMinimum") is not (> 0 and <= GroupPriorityMax))
        {
            yield return Faults.Invalid("spec.groupPriorityMinimum", spec.Integer("groupPriorityMinimum") ?? 0, $"must be positive and less than {GroupPriorityMax}");
        }

        if (spec.Integer("versionPriority") is not (> 0 and <= VersionPriorityMax))
        {
            yield return Faults.Invalid("spec.versionPriority", spec.Integer("versionPriority") ?? 0, $"must be positive and less than {VersionPriorityMax}");
        }
    }

    private static IEnumerable<FieldError> Local(JsonNode? spec)
    {
        if (spec.Text("caBundle") is { Length: > 0 } bundle)
        {
            yield return Faults.Invalid("spec.caBundle", $"{Convert.FromBase64String(bundle).Length} bytes", "local APIServices may not have a caBundle");
        }

        if (spec.Flag("insecureSkipTLSVerify"))
        {
            yield return Faults.Invalid("spec.insecureSkipTLSVerify", true, "local APIServices may not have insecureSkipTLSVerify");
        }
    }

    private static IEnumerable<FieldError> Service(JsonNode? spec, JsonObject service)
    {
        foreach (var field in new[] { "namespace", "name" }.Where(field => string.IsNullOrEmpty(service.Text(field))))
        {
            yield return Faults.Required($"spec.service.{field}");
        }

        if (!ContainerPortValidation.IsPort(service.Integer("port")))
        {
            yield return Faults.Invalid("spec.service.port", service.Integer("port"), "port is not valid: must be between 1 and 65535, inclusive");
        }

        if (spec.Flag("insecureSkipTLSVerify") && spec.Text("caBundle") is { Length: > 0 })
        {
            yield return Faults.Invalid("spec.insecureSkipTLSVerify", true, "may not be true if caBundle is present");
        }
    }
}
