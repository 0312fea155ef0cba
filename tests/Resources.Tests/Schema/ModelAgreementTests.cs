using System.Reflection;
using System.Text.Json.Serialization;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Schema;
using k8s;
using k8s.Models;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Schema;

/// <summary>The table of fields against the models of the official client: two independent readings of the same API.</summary>
public sealed class ModelAgreementTests
{
    /// <summary>Fields that came or changed in the release after that of the table.</summary>
    private static readonly string[] NewerThanTheTable =
    [
        "CSINode lacks status",
        "Device lacks nodeAllocatableResources",
        "Device.nodeAllocatableResourceMappings is not in V1Device",
        "DeviceCounterConsumption lacks compatibilityGroups",
        "DeviceRequestAllocationResult lacks skipNodeOperations",
        "DeviceSubRequest lacks derivedAttributes",
        "ExactDeviceRequest lacks derivedAttributes",
        "ResourceSliceSpec lacks skipNodeOperations",
        "NodeSpec lacks podPreemptionPolicy",
        "JobSpec lacks scheduling",
        "PersistentVolumeClaimStatus lacks healthStatus",
        "PodSpec lacks evictionResponders",
        "VolumeMount lacks bindMountOptions",
        "PodStatus lacks volumeHealth",
        "NodeAllocatableResourceClaimStatus lacks mapping",
        "NodeAllocatableResourceClaimStatus lacks overhead",
        "NodeAllocatableResourceClaimStatus.resources is not in V1NodeAllocatableResourceClaimStatus",
    ];

    [Fact]
    public void BuiltIn_EveryKindServed_HasTheFieldsOfTheClientsModels()
    {
        var models = typeof(V1Pod).Assembly.GetTypes()
            .Select(type => (Type: type, Entity: type.GetCustomAttribute<KubernetesEntityAttribute>()))
            .Where(model => model.Entity is not null && typeof(IKubernetesObject<V1ObjectMeta>).IsAssignableFrom(model.Type))
            .ToLookup(model => (model.Entity!.Group, model.Entity.ApiVersion, model.Entity.Kind), model => model.Type);
        var differences = new List<string>();
        var seen = new HashSet<(TypeSchema, Type)>();
        foreach (var kind in KindTable.BuiltIn.All)
        {
            Compare(kind.Schema, Assert.Single(models[(kind.Group, kind.Version, kind.Kind)]), seen, differences);
        }

        differences.RemoveAll(NewerThanTheTable.Contains);
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.InRange(seen.Count, 150, 1000);
    }

    private static void Compare(TypeSchema schema, Type model, HashSet<(TypeSchema, Type)> seen, List<string> differences)
    {
        if (!seen.Add((schema, model)))
        {
            return;
        }

        var properties = model.GetProperties()
            .Where(property => property.GetCustomAttribute<JsonPropertyNameAttribute>() is not null)
            .ToDictionary(property => property.GetCustomAttribute<JsonPropertyNameAttribute>()!.Name);
        foreach (var missing in properties.Keys.Where(name => name is not ("kind" or "apiVersion") && !schema.Fields.ContainsKey(name)))
        {
            differences.Add($"{schema.ShortName} lacks {missing}");
        }

        foreach (var field in schema.Ordered)
        {
            if (!properties.TryGetValue(field.JsonName, out var property))
            {
                differences.Add($"{schema.ShortName}.{field.JsonName} is not in {model.Name}");
                continue;
            }

            var (shape, element) = Shape(property.PropertyType);
            var expected = field.Repeated ? "list" : field.Map ? "map" : "one";
            if (shape != expected || !Agrees(field, element))
            {
                differences.Add($"{schema.ShortName}.{field.JsonName}: {expected} {field.Kind}, but the model has {shape} {element.Name}");
            }
            else if (field.Type is { } type && element.Namespace == typeof(V1Pod).Namespace)
            {
                Compare(type, element, seen, differences);
            }
        }
    }

    private static (string Shape, Type Element) Shape(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>))
        {
            return ("list", Bare(type.GetGenericArguments()[0]));
        }

        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>)
            ? ("map", Bare(type.GetGenericArguments()[1]))
            : ("one", Bare(type));
    }

    /// <summary>A type that stands for a list of strings, such as the values of a user's extra attributes.</summary>
    private static bool IsListType(TypeSchema type) => type.Fields is { Count: 1 } fields && fields.ContainsKey("items");

    private static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static bool Agrees(FieldSchema field, Type element) => field.Kind switch
    {
        ValueKind.String => element == typeof(string),
        ValueKind.Int32 => element == typeof(int),
        ValueKind.Int64 => element == typeof(long),
        ValueKind.Double => element == typeof(double),
        ValueKind.Bool => element == typeof(bool),
        ValueKind.Bytes => element == typeof(byte[]),
        ValueKind.Quantity => element == typeof(ResourceQuantity),
        ValueKind.IntOrString => element == typeof(IntOrString),
        ValueKind.Time or ValueKind.MicroTime => element == typeof(DateTime),
        ValueKind.Raw or ValueKind.Json or ValueKind.SchemaOrBool or ValueKind.SchemaOrList or ValueKind.SchemaOrStrings => element == typeof(object),
        ValueKind.Object => element.Namespace == typeof(V1Pod).Namespace || (field.Type!.Fields.Count == 0 && element == typeof(object)) || (IsListType(field.Type!) && element == typeof(IList<string>)),
        _ => false,
    };
}
