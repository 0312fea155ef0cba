using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Validation;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>Makes kinds of custom resource definitions.</summary>
public static class CustomKinds
{
    /// <summary>What the names of all collections of custom resources begin with, so that none is ever a built-in kind's.</summary>
    public const string CollectionPrefix = "customresources/";

    private static readonly TypeSchema Anything =
        CustomTypes.Of(Structure.Of(new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true }), "custom.v1.Resource");

    /// <summary>The collection of a definition's resources.</summary>
    public static string CollectionOf(JsonNode definition) => $"{CollectionPrefix}{definition.Text("spec", "group")}/{definition.Text("spec", "names", "plural")}";

    /// <summary>Whether a definition has its names and so has its kinds served.</summary>
    public static bool IsEstablished(JsonNode? definition) =>
        definition.Objects("status", "conditions").Any(one => one.Text("type") == "Established" && one.Text("status") == "True");

    /// <summary>The kinds that a definition has served: one for each version, the one that is stored first. None before it is established.</summary>
    public static IReadOnlyList<ResourceKind> Served(JsonObject definition) =>
        IsEstablished(definition) ? Planned(definition) : [];

    /// <summary>The kinds that a definition will have served once it is established, in the same order.</summary>
    public static IReadOnlyList<ResourceKind> Planned(JsonObject definition) =>
        [.. definition.Objects("spec", "versions").Where(version => version.Flag("served")).OrderByDescending(version => version.Flag("storage")).Select(version => Of(definition, version))];

    /// <summary>The kind in the version that is stored, whether it is served or not.</summary>
    public static ResourceKind Stored(JsonObject definition) => Of(definition, Storage(definition));

    /// <summary>A kind of which nothing is known but what one of its documents says.</summary>
    /// <param name="collection">The collection that holds it.</param>
    /// <param name="document">The document.</param>
    public static ResourceKind Bare(string collection, JsonNode document)
    {
        var (group, version) = (document.Text("apiVersion") ?? "").Split('/') is [var first, var second] ? (first, second) : ("", "v1");
        var plural = collection[(collection.LastIndexOf('/') + 1)..];
        return new ResourceKind
        {
            Group = group,
            Version = version,
            Kind = document.Text("kind") ?? "",
            Plural = plural,
            Singular = plural,
            Namespaced = document.Text("metadata", "namespace") is not null,
            Schema = Anything,
            Collection = collection,
        };
    }

    private static JsonObject Storage(JsonObject definition) => definition.Objects("spec", "versions").First(version => version.Flag("storage"));

    private static ResourceKind Of(JsonObject definition, JsonObject version)
    {
        var (group, name) = (definition.Text("spec", "group")!, version.Text("name")!);
        var accepted = definition.At("status", "acceptedNames");
        var names = string.IsNullOrEmpty(accepted.Text("kind")) ? definition.At("spec", "names") : accepted;
        var kind = names.Text("kind")!;
        var structure = StructureOf(version);
        var hasRules = HasRules(structure.Source);
        return new ResourceKind
        {
            Group = group,
            Version = name,
            Kind = kind,
            Plural = definition.Text("spec", "names", "plural")!,
            Singular = names.Text("singular") ?? kind.ToLowerInvariant(),
            ShortNames = [.. names.Texts("shortNames")],
            Categories = [.. names.Texts("categories")],
            Namespaced = definition.Text("spec", "scope") == "Namespaced",
            Schema = CustomTypes.Of(structure, NameOf(group, name, kind)),
            Collection = CollectionOf(definition),
            Subresources = [.. SubresourcesOf(version)],
            SelectableFields = version.Objects("selectableFields").Select(one => (one.Text("jsonPath") ?? "").TrimStart('.')).Distinct().ToDictionary(path => path),
            Columns = CustomColumns.Of(version),
            HasGeneration = true,
            UnconditionalUpdate = false,
            Default = document => Defaulting.Apply(document, structure),
            Validate = (document, old) => StructureValidation.Validate(document, structure, old),
            Warnings = (document, old) => FinalizerValidation.Warnings(document, old)
                .Concat(hasRules ? [$"x-kubernetes-validations of {definition.Text("metadata", "name")} are not evaluated"] : []),
            Scale = ScaleOf(version),
            Definition = DefinitionOf(definition, names.Text("listKind") ?? kind + "List", NameOf(group, "stored", kind), name),
            Deprecation = version.Flag("deprecated") ? version.Text("deprecationWarning") ?? $"{group}/{name} {kind} is deprecated" : null,
        };
    }

    /// <summary>A name as OpenAPI has it: the group with its domains turned round, the version and the kind.</summary>
    private static string NameOf(string group, string version, string kind) => $"{string.Join('.', group.Split('.').Reverse())}.{version}.{kind}";

    private static CustomDefinition DefinitionOf(JsonObject definition, string listKind, string typeName, string version)
    {
        var storage = Storage(definition);
        var structure = StructureOf(storage);
        var isConverted = definition.Text("spec", "conversion", "strategy") == "Webhook" && definition.Texts("status", "storedVersions").Any(stored => stored != version);
        return new CustomDefinition(
            definition.Text("metadata", "name")!,
            definition.Text("metadata", "uid")!,
            listKind,
            storage.Text("name")!,
            structure,
            CustomTypes.Of(structure, typeName),
            isConverted,
            Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{definition["spec"]?.ToJsonString()} {definition.At("status", "acceptedNames")?.ToJsonString()}"))));
    }

    private static Structure StructureOf(JsonObject version) =>
        Structure.Of(version.At("schema", "openAPIV3Schema") as JsonObject ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true });

    private static IEnumerable<Subresource> SubresourcesOf(JsonObject version)
    {
        if (version.At("subresources", "status") is not null)
        {
            yield return Subresource.Status;
        }

        if (version.At("subresources", "scale") is not null)
        {
            yield return Subresource.Scale;
        }
    }

    private static ScalePaths ScaleOf(JsonObject version) =>
        version.At("subresources", "scale") is not { } scale ? ScalePaths.Workload : new ScalePaths(
            JsonPathReader.Members(scale.Text("specReplicasPath") ?? ""),
            JsonPathReader.Members(scale.Text("statusReplicasPath") ?? ""),
            scale.Text("labelSelectorPath") is { Length: > 0 } path ? JsonPathReader.Members(path) : null);

    private static bool HasRules(JsonNode? node) => node switch
    {
        JsonObject map => map.ContainsKey("x-kubernetes-validations") || map.Any(member => HasRules(member.Value)),
        JsonArray list => list.Any(HasRules),
        _ => false,
    };
}
