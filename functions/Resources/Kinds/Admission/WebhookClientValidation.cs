using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Admission;

/// <summary>Rules of how a webhook is reached.</summary>
internal static class WebhookClientValidation
{
    private const string Form = "; desired format: https://host[/path]";

    public static IEnumerable<FieldError> Validate(JsonNode? client, string at) => (client.Text("url"), client.At("service")) switch
    {
        (null, null) or (not null, not null) => [Faults.Required(at, "exactly one of url or service is required")],
        ({ } url, _) => Url(url, $"{at}.url"),
        (_, { } service) => Service(service, $"{at}.service"),
    };

    private static IEnumerable<FieldError> Url(string text, string at)
    {
        if (!Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var url) || !url.IsAbsoluteUri)
        {
            yield return Faults.Invalid(at, "", "'https' is the only allowed URL scheme" + Form);
            yield return Faults.Invalid(at, "", "host must be specified" + Form);
            yield break;
        }

        if (url.Scheme != Uri.UriSchemeHttps)
        {
            yield return Faults.Invalid(at, url.Scheme, "'https' is the only allowed URL scheme" + Form);
        }

        if (url.Host.Length == 0)
        {
            yield return Faults.Invalid(at, "", "host must be specified" + Form);
        }

        if (url.UserInfo.Length > 0)
        {
            yield return Faults.Invalid(at, url.UserInfo, "user information is not permitted in the URL");
        }

        if (url.Fragment.Length > 1)
        {
            yield return Faults.Invalid(at, url.Fragment[1..], "fragments are not permitted in the URL");
        }

        if (url.Query.Length > 1)
        {
            yield return Faults.Invalid(at, url.Query[1..], "query parameters are not permitted in the URL");
        }
    }

    private static IEnumerable<FieldError> Service(JsonNode service, string at)
    {
        foreach (var field in new[] { "name", "namespace" }.Where(field => string.IsNullOrEmpty(service.Text(field))))
        {
            yield return Faults.Required($"{at}.{field}");
        }

        if (!ContainerPortValidation.IsPort(service.Integer("port")))
        {
            yield return Faults.Invalid($"{at}.port", service.Integer("port"), "port is not valid: must be between 1 and 65535, inclusive");
        }

        var path = service.Text("path") ?? "";
        foreach (var fault in path is "" or "/" ? [] : PathFaults(path))
        {
            yield return Faults.Invalid($"{at}.path", path, fault);
        }
    }

    private static IEnumerable<string> PathFaults(string path)
    {
        if (path == "//")
        {
            return ["segment[0] may not be empty"];
        }

        IEnumerable<string> start = path.StartsWith('/') ? [] : ["must start with a '/'"];
        var rest = path[1..];
        var steps = (rest.EndsWith('/') ? rest[..^1] : rest).Split('/');
        return start.Concat(steps.SelectMany((step, index) => step.Length == 0
            ? [$"segment[{index}] may not be empty"]
            : NameRules.SubdomainFaults(step).Select(fault => $"segment[{index}]: {fault}")));
    }
}
