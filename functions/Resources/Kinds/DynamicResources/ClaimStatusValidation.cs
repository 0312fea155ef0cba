using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.DynamicResources;

/// <summary>Rules of what becomes of claims of devices.</summary>
internal static class ClaimStatusValidation
{
    private const int ReservedMax = 256;
    private const int ConditionsMax = 8;
    private const int DataBytesMax = 10 * 1024;
    private const int InterfaceNameBytesMax = 256;
    private const int HardwareAddressBytesMax = 128;
    private const int AddressesMax = 16;

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject old, DateTimeOffset now)
    {
        var (status, before) = (item["status"], old["status"]);
        return ClaimValidation.Each(status, "reservedFor", "status", Consumer, ReservedMax)
            .Concat(ClaimValidation.UniqueNames(status, "reservedFor", "status", "uid"))
            .Concat(Paths.Numbered(status, "devices", "status").SelectMany(one => Device(one.Item, one.At, status)))
            .Concat(Reserved(item, status, before))
            .Concat(Allocation(status.At("allocation"), before.At("allocation"), ClaimValidation.NamesOf(item.At("spec", "devices"))));
    }

    private static IEnumerable<FieldError> Consumer(JsonObject consumer, string at) =>
        new[] { "resource", "name", "uid" }.Where(field => string.IsNullOrEmpty(consumer.Text(field))).Select(field => Faults.Required($"{at}.{field}"));

    private static IEnumerable<FieldError> Reserved(JsonObject item, JsonNode? status, JsonNode? before)
    {
        if (!status.Objects("reservedFor").Any())
        {
            yield break;
        }

        if (status.At("allocation") is null)
        {
            yield return Faults.Forbidden("status.reservedFor", "may not be specified when `allocated` is not set");
        }
        else if (item.At("metadata", "deletionTimestamp") is not null && status.Objects("reservedFor").Any(one => !before.Objects("reservedFor").Any(other => JsonNode.DeepEquals(one, other))))
        {
            yield return Faults.Forbidden("status.reservedFor", "new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set");
        }
    }

    private static IEnumerable<FieldError> Allocation(JsonNode? allocation, JsonNode? before, HashSet<string> names)
    {
        const string At = "status.allocation";
        return (allocation, before) switch
        {
            (null, _) => [],
            (_, not null) => JsonNode.DeepEquals(allocation, before) ? [] : [Faults.Invalid(At, allocation, "field is immutable")],
            _ => ClaimValidation.Each(allocation.At("devices"), "results", $"{At}.devices", (result, at) => Result(result, at, names))
                .Concat(ClaimValidation.Each(allocation.At("devices"), "config", $"{At}.devices", (configuration, at) => Configuration(configuration, at, names), 2 * DeviceClassValidation.ListMax))
                .Concat(Paths.Numbered(allocation.At("nodeSelector"), "nodeSelectorTerms", $"{At}.nodeSelector").SelectMany(term => NodeSelectorValidation.Term(term.Item, term.At))),
        };
    }

    private static IEnumerable<FieldError> Result(JsonObject result, string at, HashSet<string> names) => ClaimValidation.Reference(result.Text("request") ?? "", $"{at}.request", names)
        .Concat(SegmentNames.Driver($"{at}.driver", result.Text("driver")))
        .Concat(DeviceNames.Pool($"{at}.pool", result.Text("pool")))
        .Concat(DeviceNames.Label($"{at}.device", result.Text("device")))
        .Concat(BindingValidation.Validate(result, at))
        .Concat(Paths.Numbered(result, "tolerations", at).SelectMany(one => DeviceRequestValidation.Toleration(one.Item, one.At)))
        .Concat(Share(result, at));

    private static IEnumerable<FieldError> Configuration(JsonObject configuration, string at, HashSet<string> names)
    {
        var source = configuration.Text("source") ?? "";
        return (source.Length == 0 ? [Faults.Required($"{at}.source")] : Choices.OneOf($"{at}.source", source, "FromClaim", "FromClass"))
            .Concat(ClaimValidation.References(configuration, at, names))
            .Concat(DeviceClassValidation.Configuration(configuration, at));
    }

    private static IEnumerable<FieldError> Share(JsonObject owner, string at)
    {
        var share = owner.Text("shareID");
        return share is null || (Guid.TryParseExact(share, "D", out var id) && id.ToString() == share)
            ? []
            : [Faults.Invalid($"{at}.shareID", share, "uid must be in RFC 4122 normalized form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` with lowercase hexadecimal characters")];
    }

    private static IEnumerable<FieldError> Device(JsonObject device, string at, JsonNode? status)
    {
        var isAllocated = status.Objects("allocation", "devices", "results").Any(result => new[] { "driver", "pool", "device", "shareID" }.All(field => result.Text(field) == device.Text(field)));
        return SegmentNames.Driver($"{at}.driver", device.Text("driver"))
            .Concat(DeviceNames.Pool($"{at}.pool", device.Text("pool")))
            .Concat(DeviceNames.Label($"{at}.device", device.Text("device")))
            .Concat(Share(device, at))
            .Concat(isAllocated ? [] : [Faults.Invalid(at, $"{device.Text("driver")}/{device.Text("pool")}/{device.Text("device")}", "must be an allocated device in the claim")])
            .Concat(Choices.AtMost($"{at}.conditions", device.Objects("conditions").Count(), ConditionsMax))
            .Concat(device["data"] is { } data ? DeviceClassValidation.Raw(data, $"{at}.data", DataBytesMax) : [])
            .Concat(Network(device["networkData"], $"{at}.networkData"));
    }

    private static IEnumerable<FieldError> Network(JsonNode? network, string at)
    {
        foreach (var (field, max) in new[] { ("interfaceName", InterfaceNameBytesMax), ("hardwareAddress", HardwareAddressBytesMax) })
        {
            if (Encoding.UTF8.GetByteCount(network.Text(field) ?? "") > max)
            {
                yield return Faults.TooLong($"{at}.{field}", max);
            }
        }

        var errors = Choices.AtMost($"{at}.ips", network.Texts("ips").Count(), AddressesMax)
            .Concat(Choices.Numbered(network, "ips", at).Where(one => !NetworkNames.TryRange(one.Text, out _, out _))
                .Select(one => Faults.Invalid(one.At, one.Text, "must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)")))
            .Concat(Choices.Unique(network, "ips", at));
        foreach (var error in errors)
        {
            yield return error;
        }
    }
}
