using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds.Events;

#pragma warning disable format // rows of a table
/// <summary>The kinds of <c>events.k8s.io</c>, one row each.</summary>
public static class EventsKinds
{
    /// <summary>Events, stored as those of the core group.</summary>
    public static ResourceKind Events { get; } = new()
    {
        Group = "events.k8s.io", Version = "v1", Kind = "Event", Plural = "events", Singular = "event", ShortNames = ["ev"], Namespaced = true,
        Schema = SchemaTable.BuiltIn.Get("k8s.io.api.events.v1.Event"), Collection = CoreKinds.Events.Collection, CreateOnUpdate = true, Lifetime = CoreKinds.Events.Lifetime,
        Conversion = new KindConversion(CoreKinds.Events, EventConversion.ToStored, EventConversion.FromStored, EventConversion.FieldOf, EventStrictValidation.Validate),
        SelectableFields = CoreKinds.Events.SelectableFields.SelectMany(field => (string[])[field.Key, EventConversion.FromStoredPath(field.Key)], (field, name) => (Name: name, Path: EventConversion.FromStoredPath(field.Value)))
            .DistinctBy(field => field.Name).ToDictionary(field => field.Name, field => field.Path),
        Columns = [.. CoreKinds.Events.Columns.Select(column => column with { Value = (item, now) => column.Value(EventConversion.ToStored(item), now) })],
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [Events];
}
