using System.Reflection;
using System.Text.Json.Serialization;
using CloudOrchestrator.Resources.Kinds;
using k8s;
using k8s.Models;

namespace CloudOrchestrator.Resources.Schema;

/// <summary>What types and fields are for, as the client package's documentation says. Read where it is needed, and not kept: it is large.</summary>
public sealed class Descriptions
{
    private readonly Dictionary<string, string> _lines = [];
    private readonly Dictionary<TypeSchema, string> _types = [];
    private readonly Dictionary<(TypeSchema, FieldSchema), string> _fields = [];

    private Descriptions()
    {
    }

    /// <summary>Reads those of some kinds, and of all types that they hold.</summary>
    public static Descriptions Of(IEnumerable<ResourceKind> kinds)
    {
        var descriptions = new Descriptions();
        descriptions.Load();
        var models = typeof(IKubernetesObject).Assembly.GetTypes()
            .Select(type => (Type: type, Entity: type.GetCustomAttribute<KubernetesEntityAttribute>()))
            .Where(model => model.Entity is not null)
            .GroupBy(model => (model.Entity!.Group, model.Entity.ApiVersion, model.Entity.Kind))
            .ToDictionary(group => group.Key, group => group.First().Type);
        foreach (var kind in kinds)
        {
            if (models.TryGetValue((kind.Group, kind.Version, kind.Kind), out var model))
            {
                descriptions.Add(kind.Schema, model);
            }
        }

        descriptions._lines.Clear();
        return descriptions;
    }

    /// <summary>What a type is; null where nothing is said.</summary>
    public string? Of(TypeSchema type) => _types.GetValueOrDefault(type);

    /// <summary>What a field of a type is for; null where nothing is said.</summary>
    public string? Of(TypeSchema owner, FieldSchema field) => _fields.GetValueOrDefault((owner, field));

    private void Load()
    {
        using var stream = typeof(Descriptions).Assembly.GetManifestResourceStream("schema/descriptions.txt")
            ?? throw new InvalidOperationException("The assembly lacks its descriptions.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Split('\t', 2) is [var name, var text])
            {
                _lines[name] = text;
            }
        }
    }

    private void Add(TypeSchema schema, Type model)
    {
        if (!_types.TryAdd(schema, _lines.GetValueOrDefault(model.Name, "")))
        {
            return;
        }

        foreach (var property in model.GetProperties())
        {
            if (property.GetCustomAttribute<JsonPropertyNameAttribute>() is not { } json || !schema.Fields.TryGetValue(json.Name, out var field))
            {
                continue;
            }

            if (_lines.TryGetValue($"{model.Name}.{property.Name}", out var text))
            {
                _fields[(schema, field)] = text;
            }

            if (field.Type is { } type)
            {
                Add(type, Element(property.PropertyType));
            }
        }
    }

    /// <summary>The type of what a list, a map or an optional value holds.</summary>
    private static Type Element(Type type) => type.IsGenericType ? Element(type.GetGenericArguments()[^1]) : type;
}
