using CloudOrchestrator.ApiServer.PipelineApply.Manifests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.ApiServer.PipelineApply.Reports;

/// <summary>What became of one object, or of the file as a whole where no kind is named.</summary>
internal sealed record ApplyResult
{
    public required ApplyEffect Effect { get; init; }

    public string ApiVersion { get; init; } = "";

    public string Kind { get; init; } = "";

    public ObjectName Name { get; init; } = new("", "");

    /// <summary>Where it stands in the file; null for what does not.</summary>
    public ManifestPosition? Position { get; init; }

    /// <summary>Why it failed.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What was wrong, one by one.</summary>
    public IReadOnlyList<ResultCause> Causes { get; init; } = [];

    /// <summary>The HTTP status of the failure alone; 200 for none.</summary>
    public int Code { get; init; } = StatusCodes.Status200OK;

    /// <summary>What its author should know.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What would change, as a unified diff.</summary>
    public string Diff { get; init; } = "";

    /// <summary>Whether it is ready; null where that was not waited for.</summary>
    public bool? Ready { get; init; }

    /// <summary>The kind, where it is known.</summary>
    public ResourceKind? Type { get; init; }

    public bool IsFailed => Effect == ApplyEffect.Failed;

    /// <summary>How messages name it: <c>deployment.apps/web</c>; empty for the file as a whole.</summary>
    public string Shown
    {
        get
        {
            var slash = ApiVersion.IndexOf('/');
            return Kind.Length == 0 && Name.Name.Length == 0 ? "" : $"{Kind.ToLowerInvariant()}{(slash > 0 ? $".{ApiVersion[..slash]}" : "")}/{Name.Name}";
        }
    }

    /// <summary>Of an object of a file.</summary>
    public static ApplyResult Of(ManifestObject item, ResourceKind? type, ObjectName name, ApplyEffect effect) =>
        new() { Effect = effect, ApiVersion = item.ApiVersion, Kind = item.Kind, Name = name, Position = item.Position, Type = type };

    /// <summary>Of an object of the cluster.</summary>
    public static ApplyResult Of(ResourceObject item, ApplyEffect effect) =>
        new() { Effect = effect, ApiVersion = item.Kind.ApiVersion, Kind = item.Kind.Kind, Name = item.Name, Type = item.Kind };

    /// <summary>Of a document that cannot be taken.</summary>
    public static ApplyResult Of(ManifestFault fault) => new()
    {
        Effect = ApplyEffect.Failed,
        ApiVersion = fault.Source?.ApiVersion ?? "",
        Kind = fault.Source?.Kind ?? "",
        Name = new ObjectName(fault.Source?.Namespace ?? "", fault.Source?.Name ?? ""),
        Position = fault.Position,
        Reason = fault.Message,
        Code = StatusCodes.Status422UnprocessableEntity,
    };

    /// <summary>This one, failed.</summary>
    public ApplyResult Failed(string reason, int code = StatusCodes.Status422UnprocessableEntity) => this with { Effect = ApplyEffect.Failed, Reason = reason, Code = code };

    /// <summary>This one, failed for the reason of a Status; its fields are looked up in the file.</summary>
    public ApplyResult Failed(ApiStatus status, ManifestObject? item = null)
    {
        var causes = item is null ? [] : status.Causes.Where(cause => cause.Field.Length > 0).Select(cause => new ResultCause(cause.Field, cause.Message, item.PositionOf(cause.Field).Line)).ToList();
        var reason = status is { Code: StatusCodes.Status422UnprocessableEntity, Causes.Count: > 0 }
            ? string.Join("; ", status.Causes.Select((cause, index) => $"{(index > 0 && index < causes.Count && causes.Count == status.Causes.Count ? $"line {causes[index].Line}: " : "")}{(cause.Field.Length > 0 ? $"{cause.Field}: " : "")}{cause.Message}"))
            : status.Message;
        return Failed(reason, status.Code) with { Causes = causes, Position = causes.Count > 0 ? item!.PositionOf(causes[0].Field) : Position };
    }
}
