using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Networking;

/// <summary>Rules of addresses and their ranges.</summary>
internal static class AddressValidation
{
    private const string Immutable = "field is immutable";

    public static IEnumerable<FieldError> IpAddress(JsonObject item, JsonObject? old)
    {
        if (old is not null)
        {
            return [];
        }

        if (item.At("spec", "parentRef") is not JsonObject parent)
        {
            return [Faults.Required("spec.parentRef")];
        }

        var (group, inside) = (parent.Text("group") ?? "", parent.Text("namespace") ?? "");
        return (group.Length == 0 ? [] : Faults.Each("spec.parentRef.group", group, NameRules.SubdomainFaults(group)))
            .Concat(Faults.Named("spec.parentRef.resource", parent.Text("resource"), SegmentNames.Faults))
            .Concat(Faults.Named("spec.parentRef.name", parent.Text("name"), SegmentNames.Faults))
            .Concat(inside.Length == 0 ? [] : Faults.Each("spec.parentRef.namespace", inside, SegmentNames.Faults(inside)));
    }

    public static IEnumerable<FieldError> ServiceCidr(JsonObject item, JsonObject? old)
    {
        var ranges = item.Texts("spec", "cidrs").ToList();
        if (old is null)
        {
            return Ranges(item, ranges);
        }

        // One range may become two, of both families; nothing else changes.
        var before = old.Texts("spec", "cidrs").ToList();
        var changed = before.Zip(ranges).Select((pair, index) => (pair.First, pair.Second, index)).Where(pair => pair.First != pair.Second)
            .Select(pair => Faults.Invalid($"spec.cidrs[{pair.index}]", pair.Second, Immutable));
        return before.Count == ranges.Count ? changed
            : (before.Count, ranges.Count) == (1, 2) ? changed.Concat(Ranges(item, ranges))
            : [Faults.Invalid("spec.cidrs", item.At("spec", "cidrs"), Immutable)];
    }

    private static IEnumerable<FieldError> Ranges(JsonObject item, List<string> ranges)
    {
        if (ranges.Count is 0 or > 2)
        {
            return ranges.Count == 0
                ? [Faults.Required("spec.cidrs", "at least one CIDR required")]
                : [Faults.Invalid("spec.cidrs", item["spec"], "may only hold up to 2 values")];
        }

        var errors = Choices.Numbered(item["spec"], "cidrs", "spec").SelectMany(one => NetworkNames.StrictRange(one.At, one.Text)).ToList();
        if (ranges.Count == 2 && NetworkNames.TryRange(ranges[0], out var first, out _) && NetworkNames.TryRange(ranges[1], out var second, out _) && first.AddressFamily == second.AddressFamily)
        {
            errors.Add(Faults.Invalid("spec.cidrs", item.At("spec", "cidrs"), "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64"));
        }

        return errors;
    }
}
