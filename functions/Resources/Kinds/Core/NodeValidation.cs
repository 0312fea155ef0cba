using System.Net.Sockets;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Rules of nodes.</summary>
internal static class NodeValidation
{
    private static readonly string[] Effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old) =>
        Taints(item).Concat(Resources(item)).Concat(Ranges(item)).Concat(old is null ? [] : Addresses(item).Concat(Changed(item, old)));

    /// <summary>Rules of what a node says of itself.</summary>
    public static IEnumerable<FieldError> Status(JsonObject item, JsonObject old, DateTimeOffset now) => Resources(item).Concat(Addresses(item));

    private static IEnumerable<FieldError> Resources(JsonObject item) => Resources(item, "capacity").Concat(Resources(item, "allocatable"));

    /// <summary>Kubernetes tells of taints as if they were metadata.</summary>
    private static IEnumerable<FieldError> Taints(JsonObject item)
    {
        var seen = new HashSet<(string?, string?)>();
        foreach (var (taint, at) in Paths.Numbered(item["spec"], "taints", "metadata"))
        {
            var errors = Taint(taint, at);
            if (!seen.Add((taint.Text("key"), taint.Text("effect"))))
            {
                errors = errors.Append(Faults.Duplicate(at, taint.DeepClone(), "taints must be unique by key and effect pair"));
            }

            foreach (var error in errors)
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<FieldError> Resources(JsonObject item, string list) =>
        item.Map("status", list).SelectMany(one => ContainerResourceValidation.Amount(one.Key, one.Value, $"status.{list}.{one.Key}"));

    private static IEnumerable<FieldError> Addresses(JsonObject item)
    {
        var seen = new HashSet<(string?, string?)>();
        return Paths.Numbered(item["status"], "addresses", "status").Where(one => !seen.Add((one.Item.Text("type"), one.Item.Text("address")))).Select(one => Faults.Duplicate(one.At, one.Item.DeepClone()));
    }

    /// <summary>A pod range for each family at most.</summary>
    private static IEnumerable<FieldError> Ranges(JsonObject item)
    {
        const string Field = "spec.podCIDRs";
        var ranges = Choices.Numbered(item["spec"], "podCIDRs", "spec").ToList();
        foreach (var error in ranges.SelectMany(range => NetworkNames.Range(range.At, range.Text)))
        {
            yield return error;
        }

        var families = ranges.Select(range => NetworkNames.TryRange(range.Text, out var address, out _) ? (AddressFamily?)address.AddressFamily : null).Distinct().Count();
        if (ranges.Count > 1 && (families != ranges.Count || ranges.Count > 2))
        {
            yield return Faults.Invalid(Field, item.At("spec", "podCIDRs")?.DeepClone(), "may specify no more than one CIDR for each IP family");
        }

        foreach (var error in Choices.Unique(item["spec"], "podCIDRs", "spec"))
        {
            yield return error;
        }
    }

    /// <summary>What is given to a node once stays.</summary>
    private static IEnumerable<FieldError> Changed(JsonObject item, JsonObject old)
    {
        var (before, now) = (old.Texts("spec", "podCIDRs").ToList(), item.Texts("spec", "podCIDRs").ToList());
        var changes = before.Count == 0 ? 0 : before.Count != now.Count ? 1 : before.Zip(now).Count(pair => pair.First != pair.Second);
        var errors = Enumerable.Repeat(Faults.Forbidden("spec.podCIDRs", "node updates may not change podCIDR except from \"\" to valid"), changes);
        if (old.Text("spec", "providerID") is { Length: > 0 } id && item.Text("spec", "providerID") != id)
        {
            errors = errors.Append(Faults.Forbidden("spec.providerID", "node updates may not change providerID except from \"\" to valid"));
        }

        return (item.Text("spec", "externalID") ?? "") == (old.Text("spec", "externalID") ?? "") ? errors
            : errors.Append(Faults.Forbidden("spec.externalID", "may not be updated"));
    }

    private static IEnumerable<FieldError> Taint(JsonObject taint, string at)
    {
        var (key, value, effect) = (taint.Text("key") ?? "", taint.Text("value") ?? "", taint.Text("effect") ?? "");
        var errors = Faults.Each($"{at}.key", key, NameRules.QualifiedNameFaults(key)).Concat(NameRules.IsLabelValue(value) ? [] : [Faults.Invalid($"{at}.value", value, string.Join(';', NameRules.LabelValueFaults(value)))]);
        return effect.Length == 0 ? errors.Append(Faults.Required($"{at}.effect"))
            : Effects.Contains(effect) ? errors
            : errors.Append(Faults.NotSupported($"{at}.effect", effect, Effects));
    }
}
