using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Kinds.Validation;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Writing.Services;

/// <summary>Gives services their addresses and node ports, each to one service only. Pure.</summary>
internal static class ServiceAllocation
{
    /// <summary>Fills in what a service still needs and judges what it asked for, as of a state.</summary>
    public static IReadOnlyList<FieldError> Allocate(JsonObject service, CollectionState state, string key, int attempt)
    {
        var errors = new List<FieldError>();
        var spec = service.Ensure("spec");
        var seed = Seed(service.Text("metadata", "uid") ?? "") + ((uint)attempt * 7919);
        bool IsTaken(string holding) => state.ByIndex(CollectionIndexes.Holding, holding).Any(other => other.Key != key);
        if (spec.Text("type") != "ExternalName")
        {
            Families(spec, errors);
            Address(spec, seed, IsTaken, errors);
        }

        if (ServiceReach.IsOnNodes(spec))
        {
            ServicePorts.Allocate(spec, seed, port => IsTaken(ServiceHoldings.Port(port)), errors);
        }

        return errors;
    }

    /// <summary>Whether nobody else holds what the service holds.</summary>
    public static bool IsFree(JsonObject service, CollectionState state, string key) =>
        ServiceHoldings.Of(service).All(holding => state.ByIndex(CollectionIndexes.Holding, holding).All(other => other.Key == key));

    /// <summary>The cluster has addresses of one family.</summary>
    private static void Families(JsonObject spec, List<FieldError> errors)
    {
        if (ServiceDefaults.IsFree(spec))
        {
            return;
        }

        if (spec.Text("ipFamilyPolicy") == "RequireDualStack")
        {
            errors.Add(Faults.Invalid("spec.ipFamilyPolicy", "RequireDualStack", "this cluster is not configured for dual-stack services"));
        }

        foreach (var (family, at) in Choices.Numbered(spec, "ipFamilies", "spec").Where(one => one.Text != "IPv4"))
        {
            errors.Add(Faults.Invalid(at, family, "not configured on this cluster"));
        }
    }

    private static void Address(JsonObject spec, uint seed, Func<string, bool> isTaken, List<FieldError> errors)
    {
        if (spec.Text("clusterIP") is { Length: > 0 } asked)
        {
            if (asked == "None" || !ServiceAddresses.TryParse(asked, out var address))
            {
                return;
            }

            var list = new JsonArray(asked);
            if (!ServiceAddresses.IsInRange(address))
            {
                errors.Add(Faults.Invalid("spec.clusterIPs", list, $"failed to allocate IP {asked}: the provided IP ({asked}) is not in the valid range. The range of valid IPs is {ServiceAddresses.Range}"));
            }
            else if (isTaken(asked))
            {
                errors.Add(Faults.Invalid("spec.clusterIPs", list, $"failed to allocate IP {asked}: provided IP is already allocated"));
            }

            return;
        }

        var given = ServiceAddresses.Pick(seed, isTaken);
        if (given is null)
        {
            errors.Add(Faults.Invalid("spec.clusterIPs", null, "failed to allocate a serviceIP: range is full"));
            return;
        }

        spec["clusterIP"] = given;
        spec["clusterIPs"] = new JsonArray(given);
    }

    /// <summary>A place to start from, equal for equal uids (FNV-1a).</summary>
    private static uint Seed(string uid)
    {
        var hash = 2166136261u;
        foreach (var character in uid)
        {
            hash = (hash ^ character) * 16777619u;
        }

        return hash >> 1;
    }
}
