using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.ApiServer.Pipeline;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>The paths of kinds with their operations, by which clients learn what the server can do.</summary>
/// <param name="dialect">The version of OpenAPI.</param>
internal sealed class OpenApiPaths(OpenApiDialect dialect)
{
    private static readonly string[] Bodies = [MediaTypes.Json, MediaTypes.Yaml, MediaTypes.Protobuf];
    private static readonly string[] Patches = [MediaTypes.ApplyPatch, MediaTypes.JsonPatch, MediaTypes.MergePatch, MediaTypes.StrategicMergePatch];

    /// <summary>What custom kinds take: clients look here for which patch they may send.</summary>
    private static readonly string[] CustomBodies = [MediaTypes.Json, MediaTypes.Yaml];
    private static readonly string[] CustomPatches = [.. Patches.Where(type => type != MediaTypes.StrategicMergePatch)];

    /// <summary>The paths of kinds of one or several groups.</summary>
    public JsonObject Of(IEnumerable<ResourceKind> kinds)
    {
        var paths = new JsonObject();
        foreach (var kind in kinds)
        {
            var root = kind.Group.Length == 0 ? $"/api/{kind.Version}" : $"/apis/{kind.Group}/{kind.Version}";
            var collection = kind.Namespaced ? $"{root}/namespaces/{{namespace}}/{kind.Plural}" : $"{root}/{kind.Plural}";
            if (kind.IsOnlyCreated)
            {
                paths[collection] = Item(kind, Subresource.None, isNamed: false, kind.Namespaced, [(Verbs.Create, "post", "post")]);
                continue;
            }

            if (kind.Namespaced)
            {
                paths[$"{root}/{kind.Plural}"] = Item(kind, Subresource.None, isNamed: false, isPlaced: false, [(Verbs.List, "get", "list")]);
            }

            paths[collection] = Item(kind, Subresource.None, isNamed: false, kind.Namespaced, [(Verbs.List, "get", "list"), (Verbs.Create, "post", "post"), (Verbs.DeleteCollection, "delete", "deletecollection")]);
            paths[$"{collection}/{{name}}"] = Item(kind, Subresource.None, isNamed: true, kind.Namespaced, [(Verbs.Get, "get", "get"), (Verbs.Update, "put", "put"), (Verbs.Patch, "patch", "patch"), (Verbs.Delete, "delete", "delete")]);
            foreach (var subresource in kind.Subresources)
            {
                paths[$"{collection}/{{name}}/{subresource.ToString().ToLowerInvariant()}"] =
                    Item(kind, subresource, isNamed: true, kind.Namespaced, [(Verbs.Get, "get", "get"), (Verbs.Create, "post", "post"), (Verbs.Update, "put", "put"), (Verbs.Patch, "patch", "patch")]);
            }
        }

        return paths;
    }

    private JsonObject Item(ResourceKind kind, Subresource subresource, bool isNamed, bool isPlaced, IReadOnlyList<(string Verb, string Method, string Action)> operations)
    {
        var item = new JsonObject();
        var served = KindVerbs.Of(kind, subresource);
        foreach (var (verb, method, action) in operations.Where(operation => served.Contains(operation.Verb)))
        {
            item[method] = Operation(kind, subresource, verb, action, isPlaced);
        }

        var parameters = new JsonArray();
        if (isNamed)
        {
            parameters.Add(dialect.Parameter("name", "path", "string", $"The name of the {kind.Kind}."));
        }

        if (isPlaced)
        {
            parameters.Add(dialect.Parameter("namespace", "path", "string", "The namespace."));
        }

        parameters.Add(dialect.Parameter("pretty", "query", "string", "true: the answer is indented."));
        item["parameters"] = parameters;
        return item;
    }

    private JsonObject Operation(ResourceKind kind, Subresource subresource, string verb, string action, bool isPlaced)
    {
        var isLog = subresource == Subresource.Log;
        var operation = new JsonObject
        {
            ["tags"] = new JsonArray($"{Lower(GroupOf(kind))}_{kind.Version}"),
            ["operationId"] = Id(kind, subresource, verb, isPlaced),
            ["parameters"] = new JsonArray([.. OpenApiParameters.Of(isLog ? "log" : action).Select(one => (JsonNode)dialect.Parameter(one.Name, "query", one.Type, one.Description))]),
            ["responses"] = Answers(kind, subresource, verb),
            ["x-kubernetes-action"] = action,
            ["x-kubernetes-group-version-kind"] = OpenApiSchemas.GroupVersionKind(kind, subresource),
        };
        switch (verb)
        {
            case Verbs.Create or Verbs.Update:
                dialect.AddBody(operation, dialect.Reference(OpenApiSchemas.NameOf(kind, subresource)), isRequired: true, kind.Definition is null ? Bodies : CustomBodies);
                break;
            case Verbs.Patch:
                dialect.AddBody(operation, dialect.Reference(OpenApiSchemas.Patch), isRequired: true, kind.Definition is null ? Patches : CustomPatches);
                break;
            case Verbs.Delete or Verbs.DeleteCollection:
                dialect.AddBody(operation, dialect.Reference(OpenApiSchemas.DeleteOptions), isRequired: false, Bodies);
                break;
        }

        return operation;
    }

    private JsonObject Answers(ResourceKind kind, Subresource subresource, string verb)
    {
        var name = verb switch
        {
            Verbs.List => OpenApiSchemas.ListNameOf(kind),
            Verbs.Delete or Verbs.DeleteCollection => OpenApiSchemas.Status,
            _ => OpenApiSchemas.NameOf(kind, subresource),
        };
        var answers = new JsonObject { ["200"] = dialect.Answer("OK", subresource == Subresource.Log ? null : dialect.Reference(name)) };
        if (verb is Verbs.Create or Verbs.Update or Verbs.Patch)
        {
            answers["201"] = dialect.Answer("Created", dialect.Reference(name));
        }

        answers["401"] = new JsonObject { ["description"] = "Unauthorized" };
        return answers;
    }

    /// <summary>The name by which generated clients call it, such as <c>readAppsV1NamespacedDeploymentScale</c>.</summary>
    private static string Id(ResourceKind kind, Subresource subresource, string verb, bool isPlaced)
    {
        var (first, middle) = verb switch
        {
            Verbs.Get => ("read", ""),
            Verbs.Update => ("replace", ""),
            Verbs.DeleteCollection => ("delete", "Collection"),
            _ => (verb, ""),
        };
        var last = kind.Namespaced && !isPlaced ? "ForAllNamespaces" : subresource == Subresource.None ? "" : subresource.ToString();
        return $"{first}{Upper(GroupOf(kind))}{Upper(kind.Version)}{middle}{(isPlaced ? "Namespaced" : "")}{kind.Kind}{last}";
    }

    /// <summary>The group without the domain that all have, its parts run together.</summary>
    private static string GroupOf(ResourceKind kind)
    {
        var name = kind.Group.Length == 0 ? "core" : kind.Group.EndsWith(".k8s.io", StringComparison.Ordinal) ? kind.Group[..^".k8s.io".Length] : kind.Group;
        return string.Concat(name.Split('.').Select(Upper));
    }

    private static string Upper(string text) => text.Length == 0 ? text : char.ToUpper(text[0], CultureInfo.InvariantCulture) + text[1..];

    private static string Lower(string text) => text.Length == 0 ? text : char.ToLower(text[0], CultureInfo.InvariantCulture) + text[1..];
}
