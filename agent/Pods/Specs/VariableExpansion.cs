using System.Text;

namespace CloudOrchestrator.Pods.Specs;

/// <summary><c>$(NAME)</c> in commands, arguments and values. <c>$$</c> stands for a dollar; an unknown name stays as it is.</summary>
internal static class VariableExpansion
{
    public static string Expand(string text, Func<string, string?> valueOf)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
        {
            return text;
        }

        var expanded = new StringBuilder();
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] != '$' || index + 1 == text.Length)
            {
                expanded.Append(text[index]);
                continue;
            }

            var next = text[index + 1];
            var end = next == '(' ? text.IndexOf(')', index) : -1;
            if (next == '$')
            {
                expanded.Append('$');
                index++;
            }
            else if (end > 0)
            {
                var name = text[(index + 2)..end];
                expanded.Append(valueOf(name) ?? $"$({name})");
                index = end;
            }
            else
            {
                expanded.Append('$');
            }
        }

        return expanded.ToString();
    }
}
