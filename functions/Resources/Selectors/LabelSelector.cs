using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Selectors;

/// <summary>A label selector, parsed from its string form or from a LabelSelector object.</summary>
public sealed class LabelSelector
{
    private readonly LabelRequirement[] _requirements;

    internal LabelSelector(IEnumerable<LabelRequirement> requirements) => _requirements = [.. requirements];

    /// <summary>Selects every object.</summary>
    public static LabelSelector Everything { get; } = new([]);

    /// <summary>Whether it selects every object.</summary>
    public bool IsEverything => _requirements.Length == 0;

    /// <summary>Whether an object with these labels is selected.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var requirement in _requirements)
        {
            if (!requirement.Matches(labels))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Parses the string form, such as <c>app=web,tier in (a,b),!old</c>.</summary>
    public static bool TryParse(string text, out LabelSelector selector, out string error) =>
        LabelSelectorParser.TryParse(text, out selector, out error);

    /// <summary>The selector of a LabelSelector object; an empty one selects everything.</summary>
    public static LabelSelector From(JsonNode? selector)
    {
        var requirements = selector.Map("matchLabels").Select(label => new LabelRequirement(label.Key, LabelOperator.In, new HashSet<string> { label.Value })).ToList();
        foreach (var expression in selector.Objects("matchExpressions"))
        {
            var values = expression.Texts("values").ToHashSet();
            requirements.Add(new LabelRequirement(expression.Text("key") ?? "", Operator(expression.Text("operator")), values));
        }

        return new LabelSelector(requirements);
    }

    private static LabelOperator Operator(string? name) => name switch
    {
        "NotIn" => LabelOperator.NotIn,
        "Exists" => LabelOperator.Exists,
        "DoesNotExist" => LabelOperator.DoesNotExist,
        _ => LabelOperator.In,
    };
}
