using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Apiextensions;

/// <summary>Rules of custom resource definitions.</summary>
internal static class DefinitionValidation
{
    private const string Approval = "api-approved.kubernetes.io";

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"] as JsonObject ?? [];
        return Name(item, spec)
            .Concat(Group(spec))
            .Concat(Approved(item, spec))
            .Concat(Scope(spec))
            .Concat(Versions(spec))
            .Concat(NamesValidation.Required(spec["names"], "spec.names"))
            .Concat(NamesValidation.Validate(spec["names"], "spec.names"))
            .Concat(ConversionValidation.Validate(spec["conversion"], old, "spec.conversion"))
            .Concat(StoredVersions(item))
            .Concat(Unchanged(item, old));
    }

    public static IEnumerable<FieldError> ValidateStatus(JsonObject item, JsonObject old, DateTimeOffset now) =>
        NamesValidation.Validate(item.At("status", "acceptedNames"), "status.acceptedNames");

    public static IEnumerable<string> Warnings(JsonObject item, JsonObject? old)
    {
        var versions = item.At("spec", "versions") as JsonArray ?? [];
        for (var index = 0; index < versions.Count; index++)
        {
            if (RulesIn(versions[index].At("schema", "openAPIV3Schema"), $"spec.versions[{index}].schema.openAPIV3Schema") is { } at)
            {
                yield return $"{at}.x-kubernetes-validations: rules are kept but not evaluated";
            }

            if (versions[index].Text("name") is { } name && item.Text("spec", "conversion", "strategy") == "Webhook" && old is null)
            {
                yield return $"spec.conversion.strategy: webhooks are not called; {name} is served only as long as no other version is stored";
            }
        }
    }

    private static IEnumerable<FieldError> Name(JsonObject item, JsonObject spec)
    {
        var name = item.Text("metadata", "name") ?? "";
        return name == $"{spec.Text("names", "plural")}.{spec.Text("group")}" ? [] : [Faults.Invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group")];
    }

    private static IEnumerable<FieldError> Group(JsonObject spec)
    {
        var group = spec.Text("group") ?? "";
        var faults = string.Join(',', NameRules.SubdomainFaults(group));
        return group.Length == 0 ? [Faults.Required("spec.group")]
            : faults.Length > 0 ? [Faults.Invalid("spec.group", group, faults)]
            : group.Contains('.', StringComparison.Ordinal) ? []
            : [Faults.Invalid("spec.group", group, "should be a domain with at least one dot")];
    }

    /// <summary>The groups of Kubernetes itself need the approval of its makers.</summary>
    private static IEnumerable<FieldError> Approved(JsonObject item, JsonObject spec)
    {
        const string see = "see https://github.com/kubernetes/enhancements/pull/1111";
        var group = spec.Text("group") ?? "";
        if (!(group is "k8s.io" or "kubernetes.io" || group.EndsWith(".k8s.io", StringComparison.Ordinal) || group.EndsWith(".kubernetes.io", StringComparison.Ordinal)))
        {
            yield break;
        }

        var field = $"metadata.annotations[{Approval}]";
        var approval = item.At("metadata", "annotations").Text(Approval) ?? "";
        if (approval.Length == 0)
        {
            yield return Faults.Required(field, $"protected groups must have approval annotation \"{Approval}\", {see}");
        }
        else if (!approval.StartsWith("unapproved", StringComparison.Ordinal) && !(Uri.TryCreate(approval, UriKind.Absolute, out var address) && address.Host.Length > 0))
        {
            yield return Faults.Invalid(field, approval, $"protected groups must have approval annotation \"{Approval}\" with either a URL or a reason starting with \"unapproved\", {see}");
        }
    }

    private static IEnumerable<FieldError> Scope(JsonObject spec)
    {
        if (spec.Flag("preserveUnknownFields"))
        {
            yield return Faults.Invalid("spec.preserveUnknownFields", true, "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead");
        }

        var scope = spec.Text("scope") ?? "";
        if (scope.Length == 0)
        {
            yield return Faults.Required("spec.scope");
        }
        else if (scope is not ("Cluster" or "Namespaced"))
        {
            yield return Faults.NotSupported("spec.scope", scope, "Cluster", "Namespaced");
        }
    }

    private static IEnumerable<FieldError> Versions(JsonObject spec)
    {
        var versions = spec.Objects("versions").ToList();
        var errors = Paths.Numbered(spec, "versions", "spec").SelectMany(one => VersionValidation.Validate(one.Item, one.At));
        if (versions.Select(version => version.Text("name")).Distinct().Count() < versions.Count)
        {
            errors = errors.Append(Faults.Invalid("spec.versions", spec["versions"], "must contain unique version names"));
        }

        return versions.Count(version => version.Flag("storage")) == 1
            ? errors
            : errors.Append(Faults.Invalid("spec.versions", spec["versions"] ?? new JsonArray(), "must have exactly one version marked as storage version"));
    }

    private static IEnumerable<FieldError> StoredVersions(JsonObject item)
    {
        var names = item.Objects("spec", "versions").Select(version => version.Text("name")).ToHashSet();
        return item.Texts("status", "storedVersions")
            .Select((stored, index) => (stored, index))
            .Where(one => !names.Contains(one.stored))
            .Select(one => Faults.Invalid(
                $"status.storedVersions[{one.index}]",
                one.stored,
                $"missing from spec.versions; {one.stored} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in {one.stored} and removes {one.stored} from status.storedVersions"));
    }

    private static IEnumerable<FieldError> Unchanged(JsonObject item, JsonObject? old)
    {
        if (!old.Objects("status", "conditions").Any(one => one.Text("type") == "Established" && one.Text("status") == "True"))
        {
            yield break;
        }

        if (item.Text("spec", "scope") != old.Text("spec", "scope"))
        {
            yield return Faults.Invalid("spec.scope", item.Text("spec", "scope"), "field is immutable");
        }

        if (item.Text("spec", "names", "kind") != old.Text("spec", "names", "kind"))
        {
            yield return Faults.Invalid("spec.names.kind", item.Text("spec", "names", "kind"), "field is immutable");
        }
    }

    /// <summary>Where the first rules stand in a schema; null for none.</summary>
    private static string? RulesIn(JsonNode? schema, string at)
    {
        if (schema is not JsonObject node)
        {
            return null;
        }

        if (node["x-kubernetes-validations"] is JsonArray { Count: > 0 })
        {
            return at;
        }

        var members = node["properties"] is JsonObject properties ? properties.Select(member => RulesIn(member.Value, $"{at}.properties[{member.Key}]")) : [];
        return members.FirstOrDefault(found => found is not null) ?? RulesIn(node["items"], $"{at}.items") ?? RulesIn(node["additionalProperties"], $"{at}.additionalProperties");
    }
}
