using System.Globalization;
using System.Runtime.CompilerServices;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>The path of a field that may be at fault: an interpolated text that is put together only where it is. Most fields are right, and their paths nobody reads.</summary>
[InterpolatedStringHandler]
internal struct FieldText
{
    private ElementPath _element;
    private string? _start;
    private string? _second;
    private string? _third;
    private string? _fourth;

    // What an interpolation tells of itself: the parts come one by one.
    public FieldText(int literalLength, int formattedCount)
    {
    }

    public static implicit operator FieldText(string text) => new() { _start = text };

    public static implicit operator FieldText(ElementPath path) => new() { _element = path };

    public void AppendLiteral(string text) => AppendFormatted(text);

    public void AppendFormatted(string? text)
    {
        if (_start is null)
        {
            _start = text;
        }
        else if (_second is null)
        {
            _second = text;
        }
        else if (_third is null)
        {
            _third = text;
        }
        else
        {
            _fourth += text;
        }
    }

    public void AppendFormatted(ElementPath path)
    {
        if (_start is null)
        {
            _element = path;
        }
        else
        {
            AppendFormatted(path.ToString());
        }
    }

    public void AppendFormatted(int number) => AppendFormatted(number.ToString(CultureInfo.InvariantCulture));

    public override readonly string ToString() => string.Concat(_element.Owner is null ? null : _element.ToString(), string.Concat(_start, _second, _third, _fourth));
}
