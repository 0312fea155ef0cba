using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Admission;

/// <summary>Defaults of what judges and changes writes.</summary>
internal static class AdmissionDefaults
{
    private const int TimeoutSeconds = 10;
    private const int HttpsPort = 443;

    public static void MutatingWebhooks(JsonObject item)
    {
        foreach (var webhook in item.Objects("webhooks"))
        {
            Webhook(webhook);
            webhook.Default("reinvocationPolicy", "Never");
        }
    }

    public static void ValidatingWebhooks(JsonObject item)
    {
        foreach (var webhook in item.Objects("webhooks"))
        {
            Webhook(webhook);
        }
    }

    public static void ValidatingPolicy(JsonObject item)
    {
        var spec = item.Ensure("spec");
        spec.Default("failurePolicy", "Fail");
        Match(spec["matchConstraints"] as JsonObject);
    }

    public static void MutatingPolicy(JsonObject item)
    {
        var spec = item.Ensure("spec");
        spec.Default("failurePolicy", "Fail");
        Match(spec["matchConstraints"] as JsonObject);
    }

    public static void ValidatingBinding(JsonObject item)
    {
        Match(item.At("spec", "matchResources") as JsonObject);
    }

    public static void MutatingBinding(JsonObject item)
    {
        Match(item.At("spec", "matchResources") as JsonObject);
    }

    private static void Webhook(JsonObject webhook)
    {
        webhook.Default("failurePolicy", "Fail");
        webhook.Default("matchPolicy", "Equivalent");
        webhook.Ensure("namespaceSelector");
        webhook.Ensure("objectSelector");
        webhook.Default("timeoutSeconds", TimeoutSeconds);
        (webhook.At("clientConfig", "service") as JsonObject)?.Default("port", HttpsPort);
        Scopes(webhook, "rules");
    }

    private static void Match(JsonObject? resources)
    {
        if (resources is not null)
        {
            resources.Default("matchPolicy", "Equivalent");
            resources.Ensure("namespaceSelector");
            resources.Ensure("objectSelector");
            Scopes(resources, "resourceRules");
            Scopes(resources, "excludeResourceRules");
        }
    }

    private static void Scopes(JsonObject owner, string rules)
    {
        foreach (var rule in owner.Objects(rules))
        {
            rule.Default("scope", "*");
        }
    }
}
