using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Bodies;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.ApiServer.Subresources;

/// <summary>The Scale that stands for the replicas of a workload.</summary>
internal static class ScaleDocument
{
    /// <summary>The Scale of a workload.</summary>
    public static JsonObject Of(ResourceObject item) => Of(item.Parse(), item.Kind);

    /// <summary>The Scale of a workload's document.</summary>
    public static JsonObject Of(JsonObject document, ResourceKind kind)
    {
        var metadata = new JsonObject();
        foreach (var name in new[] { "name", "namespace", "uid", "resourceVersion", "creationTimestamp" })
        {
            if (document.At("metadata", name) is { } value)
            {
                metadata[name] = value.DeepClone();
            }
        }

        var spec = new JsonObject();
        if (document.Integer([.. kind.Scale.Replicas]) is { } wanted and not 0)
        {
            spec["replicas"] = wanted;
        }

        var status = new JsonObject { ["replicas"] = document.Integer([.. kind.Scale.StatusReplicas]) ?? 0 };
        var selected = kind.Scale.Selector is { } path ? document.At([.. path]) : null;
        if ((selected.Text() ?? SelectorText.Of(selected)) is { Length: > 0 } selector)
        {
            status["selector"] = selector;
        }

        return new JsonObject { ["kind"] = "Scale", ["apiVersion"] = "autoscaling/v1", ["metadata"] = metadata, ["spec"] = spec, ["status"] = status };
    }

    /// <summary>What applying a Scale applies to the workload behind it, or why it cannot.</summary>
    public static (JsonObject? Config, Refusal? Refusal) ConfigOf(JsonObject scale, ResourceKind kind)
    {
        var (config, refusal) = ApplyTo(new JsonObject { ["kind"] = kind.Kind, ["apiVersion"] = kind.ApiVersion }, scale, kind);
        if (scale.At("spec", "replicas") is null)
        {
            config?.Remove("spec");
        }

        return (config, refusal);
    }

    /// <summary>Sets what a Scale says in the workload's document, or says why it cannot.</summary>
    public static (JsonObject? Document, Refusal? Refusal) ApplyTo(JsonObject workload, JsonObject scale, ResourceKind kind)
    {
        var wrong = new List<string>();
        _ = CanonicalForm.Of(scale, ExpectedDocument.Scale.Schema, wrong);
        if (wrong.Count > 0)
        {
            return (null, new Refusal.BadRequest($"Scale in version \"v1\" cannot be handled as a Scale: {wrong[0]}"));
        }

        var replicas = scale.Integer("spec", "replicas") ?? 0;
        if (replicas < 0)
        {
            var error = new FieldError("FieldValueInvalid", "spec.replicas", $"Invalid value: {replicas}: must be greater than or equal to 0");
            return (null, new Refusal.Invalid("autoscaling", "Scale", workload.Text("metadata", "name") ?? "", [error]));
        }

        var owner = kind.Scale.Replicas.SkipLast(1).Aggregate(workload, static (owner, name) => owner.Ensure(name));
        owner[kind.Scale.Replicas[^1]] = replicas;
        foreach (var precondition in new[] { "resourceVersion", "uid" })
        {
            if (scale.Text("metadata", precondition) is { Length: > 0 } demanded)
            {
                workload.Ensure("metadata")[precondition] = demanded;
            }
        }

        return (workload, null);
    }
}
