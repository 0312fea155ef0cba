using System.Globalization;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>The path of an element of a list, such as <c>spec.containers[0]</c>: put together only where it is read, as that of what is at fault.</summary>
/// <param name="Owner">The path of what has the list.</param>
/// <param name="List">The list's name.</param>
/// <param name="Index">Which of its elements.</param>
internal readonly record struct ElementPath(string Owner, string List, int Index)
{
    public static implicit operator string(ElementPath path) => path.ToString();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Owner}.{List}[{Index}]");
}
