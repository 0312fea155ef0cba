using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Selectors;

/// <summary>A field selector, parsed from its string form.</summary>
public sealed class FieldSelector
{
    private readonly IReadOnlyList<(string[] Path, string Value, bool Equal)> _requirements;
    private readonly TypeSchema? _schema;

    private FieldSelector(IReadOnlyList<(string[] Path, string Value, bool Equal)> requirements, TypeSchema? schema)
    {
        _requirements = requirements;
        _schema = schema;
    }

    /// <summary>Selects every object.</summary>
    public static FieldSelector Everything { get; } = new([], null);

    /// <summary>Whether it selects every object.</summary>
    public bool IsEverything => _requirements.Count == 0;

    /// <summary>The name that it demands, or null: such a list is a lookup.</summary>
    public string? ExactName => Exact("metadata", "name");

    /// <summary>The node that it demands, or null: such a list of pods is an index lookup.</summary>
    public string? ExactNode => Exact("spec", "nodeName");

    /// <summary>Parses the string form, such as <c>spec.nodeName=n1,status.phase!=Running</c>.</summary>
    public static bool TryParse(string text, ResourceKind kind, out FieldSelector selector, out string error)
    {
        selector = Everything;
        error = "";
        var requirements = new List<(string[], string, bool)>();
        foreach (var term in FieldTerm.Split(text).Order(StringComparer.Ordinal).Where(static term => term.Length > 0))
        {
            if (!FieldTerm.TryParse(term, out var parsed, out error))
            {
                error = error.Length > 0 ? error : $"invalid selector: '{text}'; can't understand '{term}'";
                return false;
            }

            var label = parsed.Label;
            var path = label is "metadata.name" || (label is "metadata.namespace" && kind.Namespaced) ? label : kind.SelectableFields.GetValueOrDefault(label);
            if (path is null)
            {
                error = Unknown(label, kind);
                return false;
            }

            requirements.Add((path.Split('.'), parsed.Value, parsed.IsEqual));
        }

        selector = new FieldSelector(requirements, kind.Schema);
        return true;
    }

    /// <summary>Kinds with fields of their own, custom resources and Jobs word it in their own ways.</summary>
    private static string Unknown(string label, ResourceKind kind) => kind.Kind switch
    {
        "Job" => $"field label \"{label}\" not supported for Job",
        _ when kind.SelectableFields.Count > 0 || kind.Definition is not null => $"field label not supported: {label}",
        _ => $"\"{label}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"",
    };

    /// <summary>Whether an object is selected.</summary>
    public bool Matches(ResourceObject item)
    {
        if (IsEverything)
        {
            return true;
        }

        foreach (var (path, value, equal) in _requirements)
        {
            if ((Value(item, path) == value) != equal)
            {
                return false;
            }
        }

        return true;
    }

    private string Value(ResourceObject item, string[] path) => path switch
    {
        ["metadata", "name"] => item.Name.Name,
        ["metadata", "namespace"] => item.Name.Namespace,
        ["spec", "nodeName"] when item is StoredResource { Kind: { Conversion: null, Definition: null } } stored => stored.NodeName,

        // Readers see these kinds in another form than the store has.
        _ when item.Kind is not { Conversion: null, Definition: null } => Show(item.Parse().At(path), path),
        _ => item.Read(document => Show(document.At(path), path)),
    };

    /// <summary>A boolean that is left out is false.</summary>
    private string Show(JsonNode? value, string[] path) => value is null ? Absent(path) : value.Text() ?? value.ToJsonString();

    private string Show(JsonElement value, string[] path) => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? Absent(path) : value.Text() ?? value.GetRawText();

    private string Absent(string[] path) => IsBoolean(path) ? "false" : "";

    private bool IsBoolean(string[] path)
    {
        FieldSchema? field = null;
        var type = _schema;
        foreach (var name in path)
        {
            field = type?.Fields.GetValueOrDefault(name);
            type = field?.Type;
        }

        return field is { Kind: ValueKind.Bool, Repeated: false, Map: false };
    }

    private string? Exact(params string[] path) =>
        _requirements.Where(requirement => requirement.Equal && requirement.Path.SequenceEqual(path)).Select(requirement => requirement.Value).FirstOrDefault();
}
