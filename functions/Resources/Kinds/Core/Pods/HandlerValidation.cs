using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of probes and lifecycle hooks.</summary>
internal static partial class HandlerValidation
{
    private static readonly string[] ProbeHandlers = ["exec", "httpGet", "tcpSocket", "grpc"];
    private static readonly string[] HookHandlers = ["exec", "httpGet", "tcpSocket", "sleep"];

    /// <param name="probe">The probe; null for none.</param>
    /// <param name="at">Its path.</param>
    /// <param name="isOnceEnough">Whether one success must be enough.</param>
    public static IEnumerable<FieldError> Probe(JsonObject? probe, string at, bool isOnceEnough)
    {
        if (probe is null)
        {
            return [];
        }

        var errors = Handler(probe, at, ProbeHandlers)
            .Concat(Faults.NotNegative(probe, at, "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"))
            .ToList();
        if (isOnceEnough && probe.Integer("successThreshold") is { } successes and not 1)
        {
            errors.Add(Faults.Invalid($"{at}.successThreshold", successes, "must be 1"));
        }

        if (probe.Integer("terminationGracePeriodSeconds") is <= 0 and var grace)
        {
            errors.Add(Faults.Invalid($"{at}.terminationGracePeriodSeconds", grace, "must be greater than 0"));
        }

        return errors;
    }

    public static IEnumerable<FieldError> Lifecycle(JsonNode? lifecycle, string at) =>
        new[] { "postStart", "preStop" }.Where(name => lifecycle.At(name) is JsonObject).SelectMany(name => Handler((JsonObject)lifecycle.At(name)!, $"{at}.{name}", HookHandlers));

    private static IEnumerable<FieldError> Handler(JsonObject owner, string at, string[] handlers)
    {
        var given = handlers.Where(name => owner[name] is not null).ToList();
        if (given.Count == 0)
        {
            yield return Faults.Required(at, "must specify a handler type");
        }

        foreach (var more in given.Skip(1))
        {
            yield return Faults.Forbidden($"{at}.{more}", "may not specify more than 1 handler type");
        }

        foreach (var error in given.SelectMany(name => One(name, (JsonObject)owner[name]!, $"{at}.{name}")))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> One(string name, JsonObject handler, string at) => name switch
    {
        "exec" => handler.At("command") is JsonArray { Count: > 0 } ? [] : [Faults.Required($"{at}.command")],
        "httpGet" => HttpGet(handler, at),
        "sleep" => handler.Integer("seconds") is > 0 ? [] : [Faults.Invalid($"{at}.seconds", handler["seconds"] ?? 0, "must be greater than 0")],
        _ => Port(handler, at),
    };

    private static IEnumerable<FieldError> HttpGet(JsonObject get, string at)
    {
        if (string.IsNullOrEmpty(get.Text("path")))
        {
            yield return Faults.Required($"{at}.path");
        }

        foreach (var error in Port(get, at))
        {
            yield return error;
        }

        if (get.Text("scheme") is not ("HTTP" or "HTTPS"))
        {
            yield return Faults.NotSupported($"{at}.scheme", get.Text("scheme"), "HTTP", "HTTPS");
        }

        foreach (var header in get.Objects("httpHeaders").Where(one => !HeaderName().IsMatch(one.Text("name") ?? "")))
        {
            yield return Faults.Invalid(
                $"{at}.httpHeaders",
                header.Text("name") ?? "",
                "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')");
        }
    }

    private static IEnumerable<FieldError> Port(JsonObject owner, string at) =>
        owner.Text("port") is { } name ? Faults.Each($"{at}.port", name, NameRules.PortNameFaults(name))
        : ContainerPortValidation.IsPort(owner.Integer("port")) ? []
        : [Faults.Invalid($"{at}.port", owner["port"] ?? 0, "must be between 1 and 65535, inclusive")];

    [GeneratedRegex(@"\A[-A-Za-z0-9]+\z")]
    private static partial Regex HeaderName();
}
