using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Apiextensions;

/// <summary>Rules of the names of a custom kind.</summary>
internal static class NamesValidation
{
    public static IEnumerable<FieldError> Required(JsonNode? names, string at) =>
        new[] { "plural", "singular", "kind", "listKind" }.Where(name => string.IsNullOrEmpty(names.Text(name))).Select(name => Faults.Required($"{at}.{name}"));

    public static IEnumerable<FieldError> Validate(JsonNode? names, string at)
    {
        var kind = names.Text("kind") ?? "";
        var errors = Label(names.Text("plural"), $"{at}.plural")
            .Concat(Label(names.Text("singular"), $"{at}.singular"))
            .Concat(Mixed(kind, $"{at}.kind"))
            .Concat(Mixed(names.Text("listKind"), $"{at}.listKind"))
            .Concat(Labels(names, "shortNames", at));
        if (kind.Length > 0 && kind == names.Text("listKind"))
        {
            errors = errors.Append(Faults.Invalid($"{at}.listKind", kind, "kind and listKind may not be the same"));
        }

        return errors.Concat(Labels(names, "categories", at));
    }

    /// <summary>A name that may be missing.</summary>
    public static IEnumerable<FieldError> Label(string? name, string at) => Faulty(name, name, at, "");

    private static IEnumerable<FieldError> Labels(JsonNode? names, string list, string at) =>
        names.Texts(list).SelectMany((name, index) => name.Length == 0 ? [Faults.Invalid($"{at}.{list}[{index}]", name, NameRules.ServiceMessage)] : Label(name, $"{at}.{list}[{index}]"));

    private static IEnumerable<FieldError> Mixed(string? name, string at) => Faulty(name, name?.ToLowerInvariant(), at, "may have mixed case, but should otherwise match: ");

    private static IEnumerable<FieldError> Faulty(string? name, string? form, string at, string before)
    {
        var faults = string.IsNullOrEmpty(form) ? "" : string.Join(',', NameRules.ServiceFaults(form));
        return faults.Length == 0 ? [] : [Faults.Invalid(at, name, before + faults)];
    }
}
