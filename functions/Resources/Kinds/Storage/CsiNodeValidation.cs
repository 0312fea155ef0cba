using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Storage;

/// <summary>Rules of the drivers of storage on a node.</summary>
internal static class CsiNodeValidation
{
    private const int NodeIdBytesMax = 256;

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var names = new HashSet<string>();
        foreach (var (driver, at) in Paths.Numbered(item["spec"], "drivers", "spec"))
        {
            foreach (var error in Driver(driver, at))
            {
                yield return error;
            }

            if (!names.Add(driver.Text("name") ?? ""))
            {
                yield return Faults.Duplicate($"{at}.name", driver.Text("name") ?? "");
            }
        }

        foreach (var driver in item.Objects("spec", "drivers").Where(driver => old.Objects("spec", "drivers").Any(before => Differs(driver, before))))
        {
            yield return Faults.Invalid("CSINodeDriver", driver.DeepClone(), "field is immutable");
        }
    }

    private static IEnumerable<FieldError> Driver(JsonObject driver, string at)
    {
        var id = driver.Text("nodeID") ?? "";
        IEnumerable<FieldError> identified = id.Length == 0 ? [Faults.Required($"{at}.nodeID")]
            : id.Length > NodeIdBytesMax ? [Faults.Invalid($"{at}.nodeID", id, $"must be {NodeIdBytesMax} characters or less")]
            : [];
        return SegmentNames.Driver($"{at}.name", driver.Text("name"))
            .Concat(identified)
            .Concat(Faults.NotNegative(driver["allocatable"], $"{at}.allocatable", "count"))
            .Concat(Topology(driver, at));
    }

    private static IEnumerable<FieldError> Topology(JsonObject driver, string at)
    {
        var keys = new HashSet<string>();
        foreach (var key in driver.Texts("topologyKeys"))
        {
            if (key.Length == 0)
            {
                yield return Faults.Required(at);
            }

            if (!keys.Add(key))
            {
                yield return Faults.Duplicate(at, key);
            }

            foreach (var fault in NameRules.QualifiedNameFaults(key))
            {
                yield return Faults.Invalid(at, driver["topologyKeys"], fault);
            }
        }
    }

    /// <summary>How many volumes a node takes may change, and nothing else of a driver.</summary>
    private static bool Differs(JsonObject driver, JsonObject before)
    {
        if (driver.Text("name") != before.Text("name"))
        {
            return false;
        }

        var (left, right) = ((JsonObject)driver.DeepClone(), (JsonObject)before.DeepClone());
        left.Remove("allocatable");
        right.Remove("allocatable");
        return !JsonNode.DeepEquals(left, right);
    }
}
