using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Networking;

/// <summary>Rules of ingresses.</summary>
internal static class IngressValidation
{
    private const string ClassAnnotation = "kubernetes.io/ingress.class";
    private static readonly string[] WrongSequences = ["//", "/./", "/../", "%2f", "%2F"];
    private static readonly string[] WrongEndings = ["/..", "/."];

    public static IEnumerable<string> Warnings(JsonObject item, JsonObject? old) =>
        old is null && ClassOf(item) is not null && item.At("spec", "ingressClassName") is null
            ? [$"annotation \"{ClassAnnotation}\" is deprecated, please use 'spec.ingressClassName' instead"]
            : [];

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"] as JsonObject ?? [];
        IEnumerable<FieldError> empty = spec.Objects("rules").Any() || spec["defaultBackend"] is not null
            ? []
            : [Faults.Invalid("spec", null, "either `defaultBackend` or `rules` must be specified")];
        var className = spec.Text("ingressClassName");
        return empty
            .Concat(spec["defaultBackend"] is JsonObject backend ? Backend(backend, "spec.defaultBackend") : [])
            .Concat(Paths.Numbered(spec, "rules", "spec").SelectMany(rule => Rule(rule.Item, rule.At)))
            .Concat(Paths.Numbered(spec, "tls", "spec").SelectMany(tls => Tls(tls.Item, tls.At)))
            .Concat(className is null ? [] : Faults.Each("spec.ingressClassName", className, NameRules.SubdomainFaults(className)))
            .Concat(old is null && ClassOf(item) is { } annotated && className is not null && annotated != className
                ? [Faults.Invalid($"annotations.{ClassAnnotation}", annotated, "must match `ingressClassName` when both are specified")]
                : []);
    }

    public static IEnumerable<FieldError> ValidateStatus(JsonObject item, JsonObject old, DateTimeOffset now) =>
        Paths.Numbered(item.At("status", "loadBalancer"), "ingress", "status.loadBalancer").SelectMany(point =>
            BalancedPoint.Address(point.Item, point.At, old.Objects("status", "loadBalancer", "ingress").Select(one => one.Text("ip") ?? "")).Concat(BalancedPoint.Name(point.Item, point.At)));

    private static string? ClassOf(JsonObject item) => item.Text("metadata", "annotations", ClassAnnotation);

    private static IEnumerable<FieldError> Tls(JsonObject tls, string at)
    {
        var secret = tls.Text("secretName") ?? "";
        return Choices.Numbered(tls, "hosts", at).SelectMany(host => Faults.Each(host.At, host.Text, NetworkNames.HostFaults(host.Text)))
            .Concat(secret.Length == 0 ? [] : Faults.Each($"{at}.secretName", secret, NameRules.SubdomainFaults(secret)));
    }

    private static IEnumerable<FieldError> Rule(JsonObject rule, string at)
    {
        if (rule.Text("host") is { Length: > 0 } host)
        {
            if (NetworkNames.TryAddress(host, out _))
            {
                yield return Faults.Invalid($"{at}.host", host, "must be a DNS name, not an IP address");
            }

            foreach (var error in Faults.Each($"{at}.host", host, NetworkNames.HostFaults(host)))
            {
                yield return error;
            }
        }

        if (rule["http"] is not JsonObject http)
        {
            yield break;
        }

        if (!http.Objects("paths").Any())
        {
            yield return Faults.Required($"{at}.http.paths");
        }

        foreach (var error in Paths.Numbered(http, "paths", $"{at}.http").SelectMany(path => Path(path.Item, path.At)))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> Path(JsonObject path, string at)
    {
        var text = path.Text("path") ?? "";
        IEnumerable<FieldError> errors;
        switch (path.Text("pathType"))
        {
            case null:
                return [Faults.Required($"{at}.pathType", "pathType must be specified")];
            case "Exact" or "Prefix":
                errors = (text.StartsWith('/') ? [] : new[] { "must be an absolute path" })
                    .Concat(WrongSequences.Where(wrong => text.Contains(wrong, StringComparison.Ordinal)).Select(wrong => $"must not contain '{wrong}'"))
                    .Concat(WrongEndings.Where(wrong => text.EndsWith(wrong, StringComparison.Ordinal)).Select(wrong => $"cannot end with '{wrong}'"))
                    .Select(fault => Faults.Invalid($"{at}.path", text, fault));
                break;
            case "ImplementationSpecific":
                errors = text.Length > 0 && !text.StartsWith('/') ? [Faults.Invalid($"{at}.path", text, "must be an absolute path")] : [];
                break;
            case var unknown:
                errors = [Faults.NotSupported($"{at}.pathType", unknown, "Exact", "ImplementationSpecific", "Prefix")];
                break;
        }

        return errors.Concat(Backend(path["backend"] as JsonObject ?? [], $"{at}.backend"));
    }

    private static IEnumerable<FieldError> Backend(JsonObject backend, string at) => (backend["resource"], backend["service"]) switch
    {
        (JsonObject, JsonObject) => [Faults.Invalid(at, "", "cannot set both resource and service backends")],
        (JsonObject resource, _) => IngressClassValidation.Reference(resource, $"{at}.resource"),
        (_, JsonObject service) => Service(service, at),
        _ => [Faults.Invalid(at, "", "resource or service backend is required")],
    };

    private static IEnumerable<FieldError> Service(JsonObject service, string at)
    {
        var (name, port, number) = (service.Text("name"), service.Text("port", "name") ?? "", service.Integer("port", "number") ?? 0);
        IEnumerable<FieldError> reached = (port.Length > 0, number != 0) switch
        {
            (true, true) => [Faults.Invalid(at, "", "cannot set both port name & port number")],
            (true, false) => Faults.Each($"{at}.service.port.name", port, NameRules.PortNameFaults(port)),
            (false, true) when !ContainerPortValidation.IsPort(number) => [Faults.Invalid($"{at}.service.port.number", number, "must be between 1 and 65535, inclusive")],
            (false, true) => [],
            _ => [Faults.Required(at, "port name or number is required")],
        };
        return Faults.Named($"{at}.service.name", name, NameRules.ServiceFaults).Concat(reached);
    }
}
