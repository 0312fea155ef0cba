using System.Text;

namespace CloudOrchestrator.Store;

/// <summary>Builds keys from names so that every store sorts them alike.</summary>
public static class StoreKey
{
    /// <summary>Stands between the parts of a key.</summary>
    public const char Separator = '/';

    private const char Escape = '~';

    /// <summary>A key of one part.</summary>
    public static string Of(string name) => EscapePart(name);

    /// <summary>A key of two parts.</summary>
    public static string Of(string first, string second) => EscapePart(first) + Separator + EscapePart(second);

    /// <summary>The prefix of all keys whose first part this is.</summary>
    public static string Prefix(string first) => EscapePart(first) + Separator;

    /// <summary>Printable ASCII passes, except <c>/ \ # ? %</c> and the escape itself; any other UTF-8 byte becomes <c>~</c> and two hexadecimal digits.</summary>
    private static string EscapePart(string part)
    {
        if (!NeedsEscape(part))
        {
            return part;
        }

        var escaped = new StringBuilder(part.Length + 16);
        foreach (var octet in Encoding.UTF8.GetBytes(part))
        {
            if (IsPlain((char)octet))
            {
                escaped.Append((char)octet);
            }
            else
            {
                escaped.Append(Escape).Append(octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return escaped.ToString();
    }

    private static bool NeedsEscape(string part)
    {
        foreach (var character in part)
        {
            if (!IsPlain(character))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPlain(char character) =>
        character is > ' ' and < '\x7F' and not ('/' or '\\' or '#' or '?' or '%' or Escape);
}
