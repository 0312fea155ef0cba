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

    /// <param name="probe">The probe.</param>
    /// <param name="at">Its path.</param>
    /// <param name="isOfReadiness">Whether it asks if the container is ready: then more than one success may be needed, and the container is not ended.</param>
    public static IEnumerable<FieldError> Probe(JsonObject probe, string at, bool isOfReadiness)
    {
        var (grace, successes) = (probe.Integer("terminationGracePeriodSeconds"), probe.Integer("successThreshold"));
        return Faults.All(
            Handler(probe, at, ProbeHandlers, grace: null),
            Faults.NotNegative(probe, at, "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"),
            grace <= 0 ? [Faults.Invalid($"{at}.terminationGracePeriodSeconds", grace, "must be greater than 0")] : [],
            !isOfReadiness && successes is not 1 ? [Faults.Invalid($"{at}.successThreshold", successes ?? 0, "must be 1")] : [],
            isOfReadiness && grace is not null ? [Faults.Invalid($"{at}.terminationGracePeriodSeconds", grace, "must not be set for readinessProbes")] : []);
    }

    /// <param name="lifecycle">The hooks.</param>
    /// <param name="at">Their path.</param>
    /// <param name="grace">How many seconds the pod has to end.</param>
    public static IEnumerable<FieldError> Lifecycle(JsonNode lifecycle, string at, long? grace) =>
        Hooks.Where(name => lifecycle.At(name) is JsonObject).SelectMany(name => Handler((JsonObject)lifecycle.At(name)!, $"{at}.{name}", HookHandlers, grace));

    private static IEnumerable<FieldError> Handler(JsonObject owner, string at, string[] handlers, long? grace)
    {
        List<FieldError>? errors = null;
        var count = 0;
        foreach (var name in handlers)
        {
            if (owner[name] is JsonObject handler)
            {
                Faults.Add(ref errors, count++ == 0 ? One(name, handler, $"{at}.{name}", grace) : [Faults.Forbidden($"{at}.{name}", "may not specify more than 1 handler type")]);
            }
        }

        return count == 0 ? [Faults.Required(at, "must specify a handler type")] : errors ?? Enumerable.Empty<FieldError>();
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

    private static IEnumerable<FieldError> HttpGet(JsonObject get, string at) => Faults.All(
        Faults.Given(get, at, "path"),
        Port(get, at),
        get.Text("scheme") is "HTTP" or "HTTPS" ? [] : [Faults.NotSupported($"{at}.scheme", get.Text("scheme"), "HTTP", "HTTPS")],
        get["httpHeaders"] is null ? [] : Headers(get, $"{at}.httpHeaders"));

    private static IEnumerable<FieldError> Headers(JsonObject get, string at) =>
        from header in get.Objects("httpHeaders")
        let name = header.Text("name") ?? ""
        where !HeaderName().IsMatch(name)
        select Faults.Invalid(at, name, "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')");

    private static IEnumerable<FieldError> Port(JsonObject owner, string at) =>
        owner.Text("port") is { } name ? Faults.Each($"{at}.port", name, NameRules.PortNameFaults(name))
        : ContainerPortValidation.IsPort(owner.Integer("port")) ? []
        : [Faults.Invalid($"{at}.port", owner["port"] ?? 0, "must be between 1 and 65535, inclusive")];

    [GeneratedRegex(@"\A[-A-Za-z0-9]+\z")]
    private static partial Regex HeaderName();
}
