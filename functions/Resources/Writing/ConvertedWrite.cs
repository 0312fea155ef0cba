using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.Resources.Writing;

/// <summary>Writes of a kind that is stored as another one.</summary>
internal static class ConvertedWrite
{
    /// <summary>The write of the stored kind that does the same, or why there is none.</summary>
    /// <param name="write">The write.</param>
    /// <param name="conversion">Its kind's conversion.</param>
    public static (ResourceWrite Write, Refusal? Refusal) Of(ResourceWrite write, KindConversion conversion)
    {
        switch (write)
        {
            case ResourceWrite.Create create:
                var (document, refusal) = ToStored(create.Kind, create.Document, null);
                return (create with { Kind = conversion.Stored, Document = document }, refusal);
            case ResourceWrite.Update update:
                return (update with { Kind = conversion.Stored, Function = current => Decide(update, conversion, current) }, null);
            case ResourceWrite.Apply apply:
                return (apply with { Kind = conversion.Stored }, null);
            case ResourceWrite.Delete delete:
                return (delete with { Kind = conversion.Stored }, null);
            default:
                throw new NotSupportedException($"No conversion is known for {write.GetType().Name}.");
        }
    }

    /// <summary>What became of it, in terms of the kind that was written.</summary>
    public static ResourceOutcome Of(ResourceOutcome outcome, ResourceKind kind) => outcome switch
    {
        ResourceOutcome.Done { Object: StoredResource stored } done => done with { Object = StoredResourceState.Wrap(kind, stored.Stored) },
        ResourceOutcome.Refused refused => new ResourceOutcome.Refused(refused.Refusal switch
        {
            Refusal.NotFound one when one.QualifiedResource == kind.Conversion!.Stored.QualifiedResource => one with { QualifiedResource = kind.QualifiedResource },
            Refusal.AlreadyExists one => one with { QualifiedResource = kind.QualifiedResource },
            Refusal.Conflict one => one with { QualifiedResource = kind.QualifiedResource },
            Refusal.Forbidden one => one with { QualifiedResource = kind.QualifiedResource },
            Refusal.Invalid one => one with { Group = kind.Group, Kind = kind.Kind, Errors = [.. one.Errors.Select(error => error with { Field = kind.Conversion!.FieldOf(error.Field) })] },
            var other => other,
        }),
        _ => outcome,
    };

    private static UpdateDecision Decide(ResourceWrite.Update update, KindConversion conversion, JsonObject? current)
    {
        var before = (JsonObject?)current?.DeepClone();
        switch (update.Function(current is null ? null : conversion.FromStored(current)))
        {
            case UpdateDecision.Replace replace:
                var (document, refusal) = ToStored(update.Kind, replace.Document, before);
                return refusal is null ? new UpdateDecision.Replace(document) : new UpdateDecision.Refuse(refusal);
            case var decision:
                return decision;
        }
    }

    /// <summary>A document of a kind that is stored as another one, as that one has it; and why it may not be.</summary>
    public static (JsonObject Document, Refusal? Refusal) ToStored(ResourceKind kind, JsonObject sent, JsonObject? old)
    {
        var conversion = kind.Conversion!;
        var document = Preparation.Canonical(kind, sent, out var refusal);
        if (refusal is not null)
        {
            return (document, refusal);
        }

        kind.Default(document);
        var stored = conversion.ToStored(document);
        var errors = conversion.Validate(stored, old).ToList();
        return (stored, errors.Count > 0 ? new Refusal.Invalid(kind.Group, kind.Kind, document.Text("metadata", "name") ?? "", [.. errors.Select(error => error with { Field = conversion.FieldOf(error.Field) })]) : null);
    }
}
