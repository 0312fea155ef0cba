using System.Globalization;

namespace CloudOrchestrator.Resources.Selectors;

/// <summary>How a requirement compares.</summary>
internal enum LabelOperator
{
    In,
    NotIn,
    Exists,
    DoesNotExist,
    GreaterThan,
    LessThan,
}

/// <summary>One requirement of a label selector.</summary>
internal sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlySet<string> Values)
{
    private readonly string? _only = Values.Count == 1 ? SharedText.Of(Values.First()) : null;

    public string Key { get; } = SharedText.Of(Key);

    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        var present = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            LabelOperator.In => present && Includes(value!),
            LabelOperator.NotIn => !present || !Includes(value!),
            LabelOperator.Exists => present,
            LabelOperator.DoesNotExist => !present,
            _ => present && Compares(value!),
        };
    }

    private bool Includes(string value) => _only is not null ? value == _only : Values.Contains(value);

    private bool Compares(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var left)
        && long.TryParse(Values.First(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var right)
        && (Operator == LabelOperator.GreaterThan ? left > right : left < right);
}
