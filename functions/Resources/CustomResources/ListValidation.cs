using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>No two elements of a set are equal, and no two of a list map have equal keys.</summary>
internal static class ListValidation
{
    public static void Check(JsonNode? value, Structure structure, string path, List<FieldError> errors)
    {
        switch (value)
        {
            case JsonObject map:
                foreach (var (name, member) in map)
                {
                    if (member is not null && structure.Member(name) is { } known)
                    {
                        Check(member, known, StructureValidation.At(path, name), errors);
                    }
                }

                break;
            case JsonArray list when structure.Items is { } items:
                Unique(list, structure, path, errors);
                for (var index = 0; index < list.Count; index++)
                {
                    Check(list[index], items, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), errors);
                }

                break;
        }
    }

    private static void Unique(JsonArray list, Structure structure, string path, List<FieldError> errors)
    {
        if (structure.ListType == "atomic")
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < list.Count; index++)
        {
            var key = structure.ListType == "set" ? list[index]?.DeepClone() : Key(list[index], structure.ListMapKeys);
            if (key is not null && !seen.Add(key.ToJsonString()))
            {
                errors.Add(Faults.Duplicate(string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), key));
            }
        }
    }

    private static JsonObject? Key(JsonNode? element, IReadOnlyList<string> names)
    {
        if (element is not JsonObject map)
        {
            return null;
        }

        var key = new JsonObject();
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            key[name] = map[name]?.DeepClone();
        }

        return key;
    }
}
