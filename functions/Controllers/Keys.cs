using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.Controllers;

/// <summary>Keys of work queues, and the triggers that most controllers share.</summary>
internal static class Keys
{
    public static string Of(ObjectName name) => name.ToString();

    public static ObjectName Parse(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new ObjectName("", key) : new ObjectName(key[..slash], key[(slash + 1)..]);
    }

    /// <summary>Any change of an object wakes the reactor for it.</summary>
    public static ReactorTrigger OnChange(ResourceKind kind) => new(kind, static (before, after) => [Of((after ?? before)!.Name)]);

    /// <summary>Any change of an object wakes the reactor for its controlling owner of this kind.</summary>
    public static ReactorTrigger OnOwnedChange(ResourceKind kind, string ownerKind) => new(kind, (before, after) =>
        new[] { before, after }.OfType<ResourceObject>().SelectMany(item => OwnerNames(item, ownerKind)).Distinct());

    public static async ValueTask<IReadOnlyList<string>> AllAsync(IResourceClient client, ResourceKind kind, CancellationToken cancellationToken) =>
        [.. (await client.StateAsync(kind, cancellationToken).ConfigureAwait(false)).All().Select(item => Of(item.Name))];

    private static IEnumerable<string> OwnerNames(ResourceObject item, string ownerKind) =>
        item.Owners.Where(owner => owner.IsController && owner.Kind == ownerKind).Select(owner => Of(new ObjectName(item.Name.Namespace, owner.Name)));
}
