using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of probes and lifecycle hooks.</summary>
internal static partial class HandlerValidation
{
    private static readonly string[] ProbeHandlers = ["exec", "httpGet", "tcpSocket", "grpc"];
    private static readonly string[] Hooks = ["postStart", "preStop"];
    private static readonly string[] HookHandlers = ["exec", "httpGet", "tcpSocket", "sleep"];

    /// <param name="probe">The probe; null for none.</param>
    /// <param name="at">Its path.</param>
    /// <param name="isOfReadiness">Whether it asks if the container is ready: then more than one success may be needed, and the container is not ended.</param>
    public static IEnumerable<FieldError> Probe(JsonObject? probe, string at, bool isOfReadiness)
    {
        if (probe is null)
        {
            return [];
        }

        var errors = Handler(probe, at, ProbeHandlers, grace: null)
            .Concat(Faults.NotNegative(probe, at, "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"))
            .ToList();
        var grace = probe.Integer("terminationGracePeriodSeconds");
        if (grace <= 0)
        {
            errors.Add(Faults.Invalid($"{at}.terminationGracePeriodSeconds", grace, "must be greater than 0"));
        }

        if (!isOfReadiness && probe.Integer("successThreshold") is not 1)
        {
            errors.Add(Faults.Invalid($"{at}.successThreshold", probe.Integer("successThreshold") ?? 0, "must be 1"));
        }

        if (isOfReadiness && grace is not null)
        {
            errors.Add(Faults.Invalid($"{at}.terminationGracePeriodSeconds", grace, "must not be set for readinessProbes"));
        }

        return errors;
    }

    /// <param name="lifecycle">The hooks; null for none.</param>
    /// <param name="at">Their path.</param>
    /// <param name="grace">How many seconds the pod has to end.</param>
    public static IEnumerable<FieldError> Lifecycle(JsonNode? lifecycle, string at, long? grace) =>
        Hooks.Where(name => lifecycle.At(name) is JsonObject).SelectMany(name => Handler((JsonObject)lifecycle.At(name)!, $"{at}.{name}", HookHandlers, grace));

    private static IEnumerable<FieldError> Handler(JsonObject owner, string at, string[] handlers, long? grace)
    {
        var given = handlers.Where(name => owner[name] is JsonObject).ToList();
        return given.Count == 0
            ? [Faults.Required(at, "must specify a handler type")]
            : One(given[0], (JsonObject)owner[given[0]]!, $"{at}.{given[0]}", grace).Concat(given.Skip(1).Select(more => Faults.Forbidden($"{at}.{more}", "may not specify more than 1 handler type")));
    }

    private static IEnumerable<FieldError> One(string name, JsonObject handler, string at, long? grace) => name switch
    {
        "exec" => handler.At("command") is JsonArray { Count: > 0 } ? [] : [Faults.Required($"{at}.command")],
        "httpGet" => HttpGet(handler, at),
        "sleep" => Sleep(handler.Integer("seconds") ?? 0, at, grace),
        _ => Port(handler, at),
    };

    private static IEnumerable<FieldError> Sleep(long seconds, string at, long? grace) =>
        grace is not null && (seconds < 0 || seconds > grace) ? [Faults.Invalid(at, seconds, $"must be non-negative and less than terminationGracePeriodSeconds ({grace})")] : [];

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
