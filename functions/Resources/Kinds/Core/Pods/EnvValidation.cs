using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of containers' environments.</summary>
internal static class EnvValidation
{
    private const string NameMessage = "a valid environment variable name must consist only of printable ASCII characters other than '='";

    private static readonly string[] Sources = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef"];

    private static readonly string[] Lists = ["configMapRef", "secretRef"];

    private static readonly string[] FieldPaths =
        ["metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"];

    public static IEnumerable<FieldError> Validate(JsonObject container, string at)
    {
        foreach (var (env, where) in Paths.Numbered(container, "env", at))
        {
            foreach (var error in Faults.Named($"{where}.name", env.Text("name"), NameFaults).Concat(Source(env, where)))
            {
                yield return error;
            }
        }

        foreach (var (source, where) in Paths.Numbered(container, "envFrom", at))
        {
            foreach (var error in From(source, where, $"{at}.envFrom"))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<string> NameFaults(string name) => name.All(letter => letter is >= ' ' and <= '~' and not '=') ? [] : [NameMessage];

    private static IEnumerable<FieldError> Source(JsonObject env, string where)
    {
        if (env["valueFrom"] is not JsonObject source)
        {
            return [];
        }

        var at = $"{where}.valueFrom";
        var errors = Field(source, at).Concat(Key(source, "configMapKeyRef", at)).Concat(Key(source, "secretKeyRef", at));
        return Sources.Count(name => source[name] is not null) switch
        {
            0 => errors.Append(Faults.Invalid(at, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`")),
            _ when !string.IsNullOrEmpty(env.Text("value")) => errors.Append(Faults.Invalid(at, "", "may not be specified when `value` is not empty")),
            > 1 => errors.Append(Faults.Invalid(at, "", "may not have more than one field specified at a time")),
            _ => errors,
        };
    }

    private static IEnumerable<FieldError> Field(JsonObject source, string at)
    {
        var errors = source["fieldRef"] is JsonObject field ? FieldReferenceValidation.Field(field, $"{at}.fieldRef", FieldPaths) : [];
        return source["resourceFieldRef"] is JsonObject resource ? errors.Concat(FieldReferenceValidation.Resource(resource, $"{at}.resourceFieldRef", isOfVolume: false)) : errors;
    }

    private static IEnumerable<FieldError> Key(JsonObject source, string name, string at)
    {
        if (source[name] is not JsonObject reference)
        {
            return [];
        }

        var owner = reference.Text("name") ?? "";
        return Faults.Each($"{at}.{name}.name", owner, NameRules.SubdomainFaults(owner)).Concat(Faults.Named($"{at}.{name}.key", reference.Text("key"), NameRules.ConfigKeyFaults));
    }

    /// <summary>Of sources that are none or too many Kubernetes tells by the path of the list.</summary>
    private static IEnumerable<FieldError> From(JsonObject source, string where, string list)
    {
        var prefix = source.Text("prefix") ?? "";
        var errors = Faults.Each($"{where}.prefix", prefix, NameFaults(prefix));
        var given = Lists.Where(name => source[name] is not null).ToList();
        foreach (var name in given)
        {
            errors = errors.Concat(Faults.Named($"{where}.{name}.name", source.Text(name, "name"), PrefixFaults));
        }

        return given.Count switch
        {
            0 => errors.Append(Faults.Invalid(list, "", "must specify one of: `configMapRef` or `secretRef`")),
            > 1 => errors.Append(Faults.Invalid(list, "", "may not have more than one field specified at a time")),
            _ => errors,
        };
    }

    /// <summary>A name that may end in a hyphen, as one does after which more follows.</summary>
    private static IEnumerable<string> PrefixFaults(string name) => NameRules.SubdomainFaults(name is [_, .., '-'] ? name[..^2] + "a" : name);
}
