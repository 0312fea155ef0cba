using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Storage;

/// <summary>Rules of classes of storage, and of attributes.</summary>
internal static class StorageClassValidation
{
    /// <summary>Most bytes of all parameters together.</summary>
    private const int ParameterBytesMax = 256 * 1024;

    private const int ParametersMax = 512;

    public static IEnumerable<FieldError> StorageClass(JsonObject item, JsonObject? old) => old is not null
        ? new[] { "parameters", "provisioner", "reclaimPolicy" }.SelectMany(field => Unchanged(item, old, field))
        : Provisioner(item, "provisioner")
            .Concat(Parameters(item))
            .Concat(Choices.OneOf("reclaimPolicy", item.Text("reclaimPolicy"), "Delete", "Retain"))
            .Concat(Choices.OneOf("volumeBindingMode", item.Text("volumeBindingMode"), "Immediate", "WaitForFirstConsumer"))
            .Concat(Topologies(item));

    public static IEnumerable<FieldError> VolumeAttributesClass(JsonObject item, JsonObject? old)
    {
        if (old is not null)
        {
            return new[] { "driverName", "parameters" }.SelectMany(field => Unchanged(item, old, field));
        }

        IEnumerable<FieldError> empty = item.Map("parameters").Count == 0 ? [Faults.Required("parameters", "must contain at least one key/value pair")] : [];
        return Provisioner(item, "driverName").Concat(empty).Concat(Parameters(item));
    }

    private static IEnumerable<FieldError> Unchanged(JsonObject item, JsonObject old, string field) =>
        JsonNode.DeepEquals(item[field], old[field]) ? [] : [Faults.Forbidden(field, $"updates to {field} are forbidden.")];

    private static IEnumerable<FieldError> Provisioner(JsonObject item, string field) =>
        Faults.Named(field, item.Text(field), static name => NameRules.QualifiedNameFaults(name.ToLowerInvariant()));

    private static IEnumerable<FieldError> Parameters(JsonObject item)
    {
        var parameters = item.Map("parameters");
        if (parameters.Count > ParametersMax)
        {
            yield return Faults.TooLong("parameters", ParametersMax);
            yield break;
        }

        if (parameters.ContainsKey(""))
        {
            yield return Faults.Invalid("parameters", "", "field can not be empty.");
        }

        if (parameters.Sum(one => Encoding.UTF8.GetByteCount(one.Key) + Encoding.UTF8.GetByteCount(one.Value)) > ParameterBytesMax)
        {
            yield return Faults.TooLong("parameters", ParameterBytesMax);
        }
    }

    private static IEnumerable<FieldError> Topologies(JsonObject item)
    {
        var terms = new HashSet<string>();
        foreach (var (term, index) in item.Objects("allowedTopologies").Select((term, index) => (term, index)))
        {
            var keys = new HashSet<string>();
            foreach (var (expression, at) in Paths.Numbered(term, "matchLabelExpressions", $"allowedTopologies[{index}]"))
            {
                var key = expression.Text("key") ?? "";
                foreach (var error in Expression(expression, key, at))
                {
                    yield return error;
                }

                if (!keys.Add(key))
                {
                    yield return Faults.Duplicate($"{at}.key", key);
                }
            }

            if (!terms.Add(Meaning(term)))
            {
                yield return Faults.Duplicate($"allowedTopologies[{index}].matchLabelExpressions", "");
            }
        }
    }

    /// <summary>What a term says, whatever the order in which it says it.</summary>
    private static string Meaning(JsonObject term) => string.Join(
        ';',
        term.Objects("matchLabelExpressions").Select(one => $"{one.Text("key")}={string.Join(',', one.Texts("values").Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal));

    private static IEnumerable<FieldError> Expression(JsonObject expression, string key, string at)
    {
        IEnumerable<FieldError> empty = expression.Texts("values").Any() ? [] : [Faults.Required($"{at}.values")];
        return empty.Concat(Choices.Unique(expression, "values", at)).Concat(Faults.Each($"{at}.key", key, NameRules.QualifiedNameFaults(key)));
    }
}
