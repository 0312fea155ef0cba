using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>Rules of who is said to have set which field, and of the names of those who set them.</summary>
public static class ManagedFieldsValidation
{
    /// <summary>Most bytes of a manager's name.</summary>
    public const int ManagerBytesMax = 128;

    /// <summary>Most bytes of a subresource's name.</summary>
    private const int SubresourceBytesMax = 256;

    /// <summary>What is wrong with the entries of an object. Those of another operation or type never come to be an object's.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject item)
    {
        List<FieldError>? errors = null;
        foreach (var (entry, at) in Paths.Numbered(item["metadata"], "managedFields", "metadata"))
        {
            var manager = entry.Text("manager") ?? "";
            Faults.Add(ref errors, manager.Length <= ManagerBytesMax && !manager.AsSpan().ContainsAnyExceptInRange(' ', '~') ? [] : Manager(manager, $"{at}.manager"));
            Faults.Add(ref errors, Encoding.UTF8.GetByteCount(entry.Text("subresource") ?? "") > SubresourceBytesMax ? [Faults.TooLong($"{at}.subresource", SubresourceBytesMax)] : []);
        }

        return errors ?? Enumerable.Empty<FieldError>();
    }

    /// <summary>What is wrong with a manager's name.</summary>
    public static IEnumerable<FieldError> Manager(string name, string field)
    {
        if (Encoding.UTF8.GetByteCount(name) > ManagerBytesMax)
        {
            yield return Faults.TooLong(field, ManagerBytesMax);
        }

        var position = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            if (!IsPrintable(rune))
            {
                yield return Faults.Invalid(field, name, $"invalid character U+{rune.Value:X4} (at position {position})");
            }

            position += rune.Utf8SequenceLength;
        }
    }

    /// <summary>Whether Go prints a character: letters, marks, numbers, punctuation, symbols, and of spaces the plain one.</summary>
    public static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
