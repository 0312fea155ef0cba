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
        List<FieldError>? errors = null;
        foreach (var (env, where) in Paths.Numbered(container, "env", at))
        {
            Faults.Add(ref errors, Faults.Named($"{where}.name", env.Text("name"), NameFaults));
            Faults.Add(ref errors, Source(env, where));
        }

        foreach (var (source, where) in Paths.Numbered(container, "envFrom", at))
        {
            Faults.Add(ref errors, From(source, where, $"{at}.envFrom"));
        }

        return errors ?? Enumerable.Empty<FieldError>();
    }

    private static IEnumerable<string> NameFaults(string name) => name.AsSpan().ContainsAnyExceptInRange(' ', '~') || name.Contains('=', StringComparison.Ordinal) ? [NameMessage] : [];

    private static IEnumerable<FieldError> Source(JsonObject env, ElementPath where)
    {
        if (env["valueFrom"] is not JsonObject source)
        {
            return [];
        }

        var at = $"{where}.valueFrom";
        return Faults.All(
            Field(source, at),
            Key(source, "configMapKeyRef", at),
            Key(source, "secretKeyRef", at),
            Count(source) switch
            {
                0 => [Faults.Invalid(at, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`")],
                _ when !string.IsNullOrEmpty(env.Text("value")) => [Faults.Invalid(at, "", "may not be specified when `value` is not empty")],
                > 1 => [Faults.Invalid(at, "", "may not have more than one field specified at a time")],
                _ => [],
            });
    }

    private static int Count(JsonObject source)
    {
        var count = 0;
        foreach (var name in Sources)
        {
            count += source[name] is null ? 0 : 1;
        }

        return count;
    }

    private static IEnumerable<FieldError> Field(JsonObject source, string at) => Faults.All(
        source["fieldRef"] is JsonObject field ? FieldReferenceValidation.Field(field, $"{at}.fieldRef", FieldPaths) : [],
        source["resourceFieldRef"] is JsonObject resource ? FieldReferenceValidation.Resource(resource, $"{at}.resourceFieldRef", isOfVolume: false) : []);

    private static IEnumerable<FieldError> Key(JsonObject source, string name, string at)
    {
        if (source[name] is not JsonObject reference)
        {
            return [];
        }

        var owner = reference.Text("name") ?? "";
        return Faults.All(Faults.Each($"{at}.{name}.name", owner, NameRules.SubdomainFaults(owner)), Faults.Named($"{at}.{name}.key", reference.Text("key"), NameRules.ConfigKeyFaults));
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
