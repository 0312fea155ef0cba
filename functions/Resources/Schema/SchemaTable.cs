using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Schema;

/// <summary>The types of the API, read from the project's table of fields.</summary>
public sealed class SchemaTable
{
    private const string Extensions = "k8s.io.apiextensions_apiserver.pkg.apis.apiextensions.v1.";

    /// <summary>Where flags begin in a line: a field may be called as one is.</summary>
    private const int FlagsAt = 4;

    private static readonly FrozenDictionary<string, ValueKind> Scalars = new Dictionary<string, ValueKind>
    {
        ["string"] = ValueKind.String,
        ["int32"] = ValueKind.Int32,
        ["int64"] = ValueKind.Int64,
        ["double"] = ValueKind.Double,
        ["bool"] = ValueKind.Bool,
        ["bytes"] = ValueKind.Bytes,
        ["k8s.io.apimachinery.pkg.api.resource.Quantity"] = ValueKind.Quantity,
        ["k8s.io.apimachinery.pkg.util.intstr.IntOrString"] = ValueKind.IntOrString,
        ["k8s.io.apimachinery.pkg.apis.meta.v1.Time"] = ValueKind.Time,
        ["k8s.io.apimachinery.pkg.apis.meta.v1.MicroTime"] = ValueKind.MicroTime,
        ["k8s.io.apimachinery.pkg.apis.meta.v1.Duration"] = ValueKind.Duration,
        ["k8s.io.apimachinery.pkg.apis.meta.v1.FieldsV1"] = ValueKind.Raw,
        ["k8s.io.apimachinery.pkg.runtime.RawExtension"] = ValueKind.Raw,
        [Extensions + "JSON"] = ValueKind.Json,
        [Extensions + "JSONSchemaPropsOrBool"] = ValueKind.SchemaOrBool,
        [Extensions + "JSONSchemaPropsOrArray"] = ValueKind.SchemaOrList,
        [Extensions + "JSONSchemaPropsOrStringArray"] = ValueKind.SchemaOrStrings,
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, TypeSchema> _types;

    private SchemaTable(IReadOnlyDictionary<string, TypeSchema> types) => _types = types.ToFrozenDictionary();

    /// <summary>The types of the built-in kinds.</summary>
    public static SchemaTable BuiltIn { get; } = Load();

    /// <summary>Every type.</summary>
    public IEnumerable<TypeSchema> All => _types.Values;

    /// <summary>The type of this full name, or null.</summary>
    public TypeSchema? Find(string fullName) => _types.GetValueOrDefault(fullName);

    /// <summary>The type of this full name.</summary>
    /// <exception cref="KeyNotFoundException">The table lacks it.</exception>
    public TypeSchema Get(string fullName) => Find(fullName) ?? throw new KeyNotFoundException($"The table of fields has no type {fullName}.");

    private static SchemaTable Load()
    {
        var merges = Lines("lists.txt").Where(line => line[0] != '#').Select(line => line.Split(' ')).ToDictionary(parts => parts[0]);
        var pointers = Lines("pointers.txt").Where(line => line[0] != '#').SelectMany(PointersOf).ToHashSet();
        var types = new Dictionary<string, TypeSchema>();
        var rows = new Dictionary<string, List<string[]>>();
        List<string[]> current = [];
        foreach (var line in Lines("fields.txt"))
        {
            if (line[0] == '@')
            {
                var type = new TypeSchema(line[1..]);
                type.IsAtomic = merges.ContainsKey(type.ShortName) || merges.ContainsKey(type.GroupedName);
                types.Add(type.Name, type);
                rows.Add(type.Name, current = []);
            }
            else
            {
                current.Add(line.Split(' '));
            }
        }

        foreach (var (name, fields) in rows)
        {
            types[name].Complete(fields.Select(parts => Field(types[name], parts, types, merges, pointers)));
        }

        foreach (var type in types.Values)
        {
            type.Flatten();
        }

        return new SchemaTable(types);
    }

    /// <summary>A line holds number, name, one/list/map, type and flags.</summary>
    private static FieldSchema Field(TypeSchema owner, string[] parts, Dictionary<string, TypeSchema> types, Dictionary<string, string[]> merges, HashSet<string> pointers)
    {
        var qualified = $"{owner.ShortName}.{parts[1]}";
        var grouped = $"{owner.GroupedName}.{parts[1]}";
        var merge = merges.GetValueOrDefault(grouped) ?? merges.GetValueOrDefault(qualified);
        var kind = Scalars.GetValueOrDefault(parts[3], ValueKind.Object);
        var type = kind switch
        {
            ValueKind.Object => types[parts[3]],
            ValueKind.SchemaOrBool or ValueKind.SchemaOrList or ValueKind.SchemaOrStrings => types[Extensions + "JSONSchemaProps"],
            _ => null,
        };
        var keys = merge is null || merge[2] is "-" or "values" ? [] : merge[2].Split(',').Select(key => key.Split('=')).ToList();
        return new FieldSchema
        {
            JsonName = parts[1],
            Number = int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture),
            Kind = kind,
            Type = type,
            Repeated = parts[2] == "list",
            Map = parts[2] == "map",
            Written = parts.AsSpan(FlagsAt).Contains("written"),
            Required = parts.AsSpan(FlagsAt).Contains("required"),
            IsPointer = pointers.Contains(qualified) || pointers.Contains($"{owner.ShortName}.*") || pointers.Contains(grouped) || pointers.Contains($"{owner.GroupedName}.*"),
            Inline = parts.AsSpan(FlagsAt).Contains("inline"),
            PatchMergeKey = merge is null || merge[1] is "-" or "values" ? null : merge[1],
            PatchMergeValues = merge?[1] == "values",
            IsSet = merge?[2] == "values",
            ListMapKeys = [.. keys.Select(key => key[0])],
            ListMapKeyDefaults = keys.Where(key => key.Length > 1).ToFrozenDictionary(key => key[0], key => (JsonNode)JsonValue.Create(key[1])),
            RetainKeys = merge?.Contains("retainKeys") ?? false,
            IsAtomic = (merge?.Contains("atomic") ?? false) || owner.IsAtomic,
        };
    }

    /// <summary>A line holds a type and its pointer fields; * for all.</summary>
    private static IEnumerable<string> PointersOf(string line)
    {
        var parts = line.Split(' ');
        return parts.Skip(1).Select(field => $"{parts[0]}.{field}");
    }

    private static IEnumerable<string> Lines(string file)
    {
        using var stream = typeof(SchemaTable).Assembly.GetManifestResourceStream($"schema/{file}")
            ?? throw new InvalidOperationException($"The assembly lacks its table {file}.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                yield return line;
            }
        }
    }
}
