using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.Controllers.ApiServices;

/// <summary>Whether what an API service names can be reached. Pure.</summary>
internal static class AvailabilityPlan
{
    private const string ClusterAddress = "ClusterIP";

    /// <summary>The service that serves it; null where this server does.</summary>
    public static ObjectName? ServiceOf(JsonNode? apiService) =>
        apiService.At("spec", "service") is { } service ? new ObjectName(service.Text("namespace") ?? "", service.Text("name") ?? "") : null;

    /// <param name="apiService">The API service.</param>
    /// <param name="service">The service that it names; null where that is not there.</param>
    /// <param name="now">Now.</param>
    /// <returns>The status of the API service; null where it says so already.</returns>
    public static JsonObject? Decide(JsonObject apiService, JsonObject? service, DateTimeOffset now)
    {
        var status = apiService["status"]?.DeepClone() as JsonObject ?? [];
        var (reason, message) = WhyNot(apiService, service);
        var isChanged = reason.Length == 0
            ? Conditions.Set(status, "Available", "True", "Local", "Local APIServices are always available", now)
            : Conditions.Set(status, "Available", "False", reason, message, now);
        return isChanged ? status : null;
    }

    private static (string Reason, string Message) WhyNot(JsonObject apiService, JsonObject? service)
    {
        if (ServiceOf(apiService) is not { } name)
        {
            return ("", "");
        }

        var port = apiService.Integer("spec", "service", "port");
        var (group, version) = (apiService.Text("spec", "group"), apiService.Text("spec", "version"));
        return service is null ? ("ServiceNotFound", $"service/{name.Name} in \"{name.Namespace}\" is not present")
            : service.Text("spec", "type") == ClusterAddress && !service.Objects("spec", "ports").Any(one => one.Integer("port") == port)
                ? ("ServicePortError", $"service/{name.Name} in \"{name.Namespace}\" is not listening on port {port}")
            : ("FailedDiscoveryCheck", $"failing or missing response from https://{name.Name}.{name.Namespace}.svc:{port}/apis/{group}/{version}: this server calls no other API server");
    }
}
