using System.Net.Sockets;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Rules of nodes.</summary>
internal static class NodeValidation
{
    private static readonly string[] Effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var seen = new HashSet<(string?, string?)>();
        foreach (var (taint, at) in Paths.Numbered(item["spec"], "taints", "spec"))
        {
            var errors = Taint(taint, at).ToList();
            if (!seen.Add((taint.Text("key"), taint.Text("effect"))))
            {
                errors.Add(Faults.Duplicate(at, taint.DeepClone()));
            }

            foreach (var error in errors)
            {
                yield return error;
            }
        }

        foreach (var error in old is null ? Ranges(item) : Changed(item, old))
        {
            yield return error;
        }
    }

    /// <summary>A pod range for each family at most.</summary>
    private static IEnumerable<FieldError> Ranges(JsonObject item)
    {
        const string field = "spec.podCIDRs";
        var ranges = Choices.Numbered(item["spec"], "podCIDRs", "spec").ToList();
        foreach (var error in ranges.SelectMany(range => NetworkNames.Range(range.At, range.Text)))
        {
            yield return error;
        }

        var families = ranges.Select(range => NetworkNames.TryRange(range.Text, out var address, out _) ? (AddressFamily?)address.AddressFamily : null).Distinct().Count();
        if (ranges.Count > 1 && (families != ranges.Count || ranges.Count > 2))
        {
            yield return Faults.Invalid(field, item.At("spec", "podCIDRs")?.DeepClone(), "may specify no more than one CIDR for each IP family");
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
        return old.Text("spec", "providerID") is { Length: > 0 } id && item.Text("spec", "providerID") != id
            ? errors.Append(Faults.Forbidden("spec.providerID", "node updates may not change providerID except from \"\" to valid"))
            : errors;
    }

    private static IEnumerable<FieldError> Taint(JsonObject taint, string at)
    {
        var (key, value, effect) = (taint.Text("key") ?? "", taint.Text("value") ?? "", taint.Text("effect") ?? "");
        var errors = Faults.Each($"{at}.key", key, NameRules.QualifiedNameFaults(key)).Concat(Faults.Each($"{at}.value", value, NameRules.LabelValueFaults(value)));
        return effect.Length == 0 ? errors.Append(Faults.Required($"{at}.effect"))
            : Effects.Contains(effect) ? errors
            : errors.Append(Faults.NotSupported($"{at}.effect", effect, Effects));
    }
}
