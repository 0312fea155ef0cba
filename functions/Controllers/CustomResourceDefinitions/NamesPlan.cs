using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.Controllers.CustomResourceDefinitions;

/// <summary>Which names a definition gets, and whether it is established. Pure.</summary>
internal static class NamesPlan
{
    /// <summary>The status that a definition is to have; null where it has it.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="others">All other definitions.</param>
    /// <param name="builtIn">The kinds that are served anyway.</param>
    /// <param name="now">The time now.</param>
    public static JsonObject? Decide(JsonObject definition, IEnumerable<JsonNode> others, IReadOnlyList<ResourceKind> builtIn, DateTimeOffset now)
    {
        var group = definition.Text("spec", "group") ?? "";
        var accepted = others.Where(other => other.Text("spec", "group") == group).Select(other => other.At("status", "acceptedNames")).ToList();
        var served = builtIn.Where(kind => kind.Group == group).ToList();
        var resources = accepted.SelectMany(ResourcesOf).Concat(served.SelectMany(kind => kind.ShortNames.Append(kind.Plural).Append(kind.Singular))).ToHashSet();
        var kinds = accepted.SelectMany(KindsOf).Concat(served.SelectMany(kind => new[] { kind.Kind, kind.ListKind })).ToHashSet();

        var status = (JsonObject)(definition["status"]?.DeepClone() ?? new JsonObject());
        var (names, reason, message) = Accept(definition.At("spec", "names"), status["acceptedNames"], resources, kinds);
        status["acceptedNames"] = names;
        var isAccepted = reason is null;
        Conditions.Set(status, "NamesAccepted", isAccepted ? "True" : "False", reason ?? "NoConflicts", message ?? "no conflicts found", now);
        if (Conditions.Find(status, "Established").Text("status") != "True")
        {
            Conditions.Set(
                status,
                "Established",
                isAccepted ? "True" : "False",
                isAccepted ? "InitialNamesAccepted" : "NotAccepted",
                isAccepted ? "the initial names have been accepted" : "not all names are accepted",
                now);
        }

        return JsonNode.DeepEquals(status, definition["status"]) ? null : status;
    }

    /// <summary>The names after those that are free have been taken, and the last conflict.</summary>
    private static (JsonObject Names, string? Reason, string? Message) Accept(JsonNode? wanted, JsonNode? accepted, HashSet<string> resources, HashSet<string> kinds)
    {
        var names = (JsonObject)(accepted?.DeepClone() ?? new JsonObject());
        (string?, string?) conflict = (null, null);
        foreach (var (name, taken, reason) in new[] { ("plural", resources, "PluralConflict"), ("singular", resources, "SingularConflict") })
        {
            conflict = Take(names, wanted, name, taken, reason) ?? conflict;
        }

        var busy = wanted.Texts("shortNames").Where(name => resources.Contains(name) && !accepted.Texts("shortNames").Contains(name)).Select(name => $"\"{name}\" is already in use").ToList();
        if (busy.Count > 0)
        {
            conflict = ("ShortNamesConflict", busy.Count == 1 ? busy[0] : $"[{string.Join(", ", busy)}]");
        }
        else
        {
            Copy(names, wanted, "shortNames");
        }

        foreach (var (name, taken, reason) in new[] { ("kind", kinds, "KindConflict"), ("listKind", kinds, "ListKindConflict") })
        {
            conflict = Take(names, wanted, name, taken, reason) ?? conflict;
        }

        Copy(names, wanted, "categories");
        return (names, conflict.Item1, conflict.Item2);
    }

    private static (string?, string?)? Take(JsonObject names, JsonNode? wanted, string name, HashSet<string> taken, string reason)
    {
        var one = wanted.Text(name) ?? "";
        if (one != names.Text(name) && taken.Contains(one))
        {
            return (reason, $"\"{one}\" is already in use");
        }

        names[name] = one;
        return null;
    }

    private static void Copy(JsonObject names, JsonNode? wanted, string name)
    {
        names.Remove(name);
        if (wanted?[name] is JsonArray { Count: > 0 } list)
        {
            names[name] = list.DeepClone();
        }
    }

    private static IEnumerable<string> ResourcesOf(JsonNode? names) => new[] { names.Text("plural"), names.Text("singular") }.OfType<string>().Where(name => name.Length > 0).Concat(names.Texts("shortNames"));

    private static IEnumerable<string> KindsOf(JsonNode? names) => new[] { names.Text("kind"), names.Text("listKind") }.OfType<string>().Where(name => name.Length > 0);
}
