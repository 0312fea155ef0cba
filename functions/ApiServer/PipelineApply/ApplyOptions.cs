using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Selectors;

namespace CloudOrchestrator.ApiServer.PipelineApply;

/// <summary>The options of a pipeline's apply, from its query.</summary>
/// <param name="Write">How each object is applied.</param>
/// <param name="Namespace">The namespace of objects that name none.</param>
/// <param name="Wait">How long to wait until all is ready, from when the request has come; null for not waiting.</param>
/// <param name="Prune">Which objects to delete that this manager applied and the file does not hold any more; null for none.</param>
internal sealed record ApplyOptions(WriteOptions Write, string Namespace, TimeSpan? Wait, LabelSelector? Prune)
{
    private const string DefaultManager = "pipeline";
    private const string DefaultNamespace = "default";

    private static readonly string[] Known = ["fieldManager", "force", "namespace", "dryRun", "wait", "prune", "fieldValidation"];

    /// <summary>Reads the options of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="waitMax">Longest that a request may last.</param>
    /// <param name="options">The options.</param>
    /// <returns>Null, or why they cannot be taken.</returns>
    public static ApiStatus? Read(ApiRequest request, TimeSpan waitMax, out ApplyOptions options)
    {
        var query = request.Query;
        var fault = WriteOptions.Read(request, nameof(ApplyOptions), out var write);
        var errors = Unknown(request).ToList();
        var force = Force(query, errors);
        options = new ApplyOptions(
            write with
            {
                FieldManager = query.Text("fieldManager") ?? DefaultManager,
                Validation = query.Text("fieldValidation") is null ? FieldValidation.Strict : write.Validation,
                Force = force,
            },
            Place(query, errors),
            WaitOf(query, waitMax, errors),
            PruneOf(query, errors));
        if (options is { Wait: not null, Write.DryRun: true })
        {
            errors.Add(new FieldError("FieldValueForbidden", "wait", "Forbidden: a dry run makes nothing that could become ready"));
        }

        return errors.Count > 0 ? ApiStatuses.InvalidOptions(nameof(ApplyOptions), errors) : fault;
    }

    /// <summary>A misspelt option must not make of a rehearsal the real thing; nor must one without a value.</summary>
    private static IEnumerable<FieldError> Unknown(ApiRequest request)
    {
        foreach (var (name, values) in request.Http.Request.Query)
        {
            if (!Known.Contains(name, StringComparer.Ordinal))
            {
                yield return new FieldError("FieldValueNotSupported", Shown(name), $"Unsupported value: there is no such option: supported values: {string.Join(", ", Known.Select(known => $"\"{known}\""))}");
            }
            else if (name != "force" && values.Any(string.IsNullOrEmpty))
            {
                yield return new FieldError("FieldValueRequired", name, "Required value");
            }
        }
    }

    private static string Shown(string name) => name.Length <= 64 ? name : name[..64];

    private static bool Force(QueryValues query, List<FieldError> errors)
    {
        if (query.Text("force") is { } text && text is not ("true" or "false" or "1" or "0"))
        {
            errors.Add(new FieldError("FieldValueInvalid", "force", $"Invalid value: \"{Shown(text)}\": must be true or false"));
        }

        return query.Flag("force");
    }

    private static string Place(QueryValues query, List<FieldError> errors)
    {
        var @namespace = query.Text("namespace") ?? DefaultNamespace;
        errors.AddRange(NameRules.LabelFaults(@namespace).Select(fault => new FieldError("FieldValueInvalid", "namespace", $"Invalid value: \"{Shown(@namespace)}\": {fault}")));
        return @namespace;
    }

    private static TimeSpan? WaitOf(QueryValues query, TimeSpan waitMax, List<FieldError> errors)
    {
        if (query.Text("wait") is not { } text)
        {
            return null;
        }

        if (!GoDuration.TryParse(text, out var wait) || wait <= TimeSpan.Zero)
        {
            errors.Add(new FieldError("FieldValueInvalid", "wait", $"Invalid value: \"{Shown(text)}\": must be a duration above 0, such as 90s or 3m"));
        }
        else if (wait > waitMax)
        {
            errors.Add(new FieldError("FieldValueInvalid", "wait", $"Invalid value: \"{Shown(text)}\": must be at most {GoDuration.Format(waitMax)}, the longest that a request may last here; apply again to wait on"));
        }

        return wait;
    }

    private static LabelSelector? PruneOf(QueryValues query, List<FieldError> errors)
    {
        if (query.Text("prune") is not { } text)
        {
            return null;
        }

        if (!LabelSelector.TryParse(text, out var selector, out var error))
        {
            errors.Add(new FieldError("FieldValueInvalid", "prune", $"Invalid value: \"{Shown(text)}\": {error}"));
        }
        else if (selector.IsEverything)
        {
            errors.Add(new FieldError("FieldValueInvalid", "prune", "Invalid value: \"\": must be a label selector that leaves something out"));
        }

        return selector;
    }
}
