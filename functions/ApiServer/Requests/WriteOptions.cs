using System.Text;
using CloudOrchestrator.ApiServer.Bodies;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Validation;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.ApiServer.Requests;

/// <summary>The options of a create, an update or a patch.</summary>
/// <param name="DryRun">Whether nothing is to be kept.</param>
/// <param name="FieldManager">The name under which changed fields are recorded.</param>
/// <param name="Validation">What is done about unknown fields.</param>
/// <param name="Force">Whether an apply takes over fields that others own.</param>
internal sealed record WriteOptions(bool DryRun, string FieldManager, FieldValidation Validation, bool Force = false)
{
    /// <summary>Reads the options of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="kind">The options' kind, such as <c>CreateOptions</c>.</param>
    /// <param name="options">The options.</param>
    /// <returns>Null, or why they cannot be taken.</returns>
    public static ApiStatus? Read(ApiRequest request, string kind, out WriteOptions options) => Read(request, kind, [], out options);

    /// <summary>Reads the options of a patch of a type that is known: an apply must say who manages, and it alone may be forced.</summary>
    public static ApiStatus? ReadPatch(ApiRequest request, out WriteOptions options)
    {
        var force = request.Query.NullableFlag("force");
        var errors = new List<FieldError>();
        if (PatchTypes.IsApply(request))
        {
            if (request.Query.Text("fieldManager") is null)
            {
                errors.Add(new FieldError("FieldValueRequired", "fieldManager", "Required value: is required for apply patch"));
            }
        }
        else if (force is not null)
        {
            errors.Add(new FieldError("FieldValueForbidden", "force", "Forbidden: may not be specified for non-apply patch"));
        }

        var fault = Read(request, "PatchOptions", errors, out options);
        options = options with { Force = force ?? false };
        return PatchTypes.Fault(request) ?? fault;
    }

    private static ApiStatus? Read(ApiRequest request, string kind, List<FieldError> errors, out WriteOptions options)
    {
        options = new WriteOptions(false, "", FieldValidation.Warn);
        var dryRun = request.Query.Values("dryRun");
        ValidateDryRun(dryRun, errors);
        var manager = request.Query.Text("fieldManager");
        errors.AddRange(ManagedFieldsValidation.Manager(manager ?? "", "fieldManager"));
        var validation = request.Query.Text("fieldValidation") ?? "Warn";
        if (validation is not ("Ignore" or "Warn" or "Strict"))
        {
            errors.Add(new FieldError("FieldValueNotSupported", "fieldValidation", $"Unsupported value: \"{validation}\": supported values: \"Ignore\", \"Strict\", \"Warn\""));
        }

        if (errors.Count > 0)
        {
            return ApiStatuses.InvalidOptions(kind, errors);
        }

        options = new WriteOptions(dryRun.Count > 0, manager ?? DefaultManager(request.Http.Request), Enum.Parse<FieldValidation>(validation));
        return null;
    }

    /// <summary>Adds what is wrong about <c>dryRun</c>.</summary>
    public static void ValidateDryRun(IReadOnlyList<string> dryRun, List<FieldError> errors)
    {
        foreach (var value in dryRun.Where(value => value != "All"))
        {
            errors.Add(new FieldError("FieldValueNotSupported", "dryRun", $"Unsupported value: \"{value}\": supported values: \"All\""));
        }
    }

    /// <summary>The name of the client program, which is what stands before the first slash of its user agent.</summary>
    public static string DefaultManager(HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString();
        var slash = agent.IndexOf('/');
        var name = string.Concat(Fitting((slash < 0 ? agent : agent[..slash]).EnumerateRunes().Where(ManagedFieldsValidation.IsPrintable)));
        return name.Length > 0 ? name : "unknown";
    }

    /// <summary>As many characters of a name as a manager's may have bytes.</summary>
    private static IEnumerable<Rune> Fitting(IEnumerable<Rune> name)
    {
        var bytes = 0;
        return name.TakeWhile(rune => (bytes += rune.Utf8SequenceLength) <= ManagedFieldsValidation.ManagerBytesMax);
    }

    /// <summary>The circumstances of a write with these options.</summary>
    public WriteContext Context(ApiRequest request, Subresource subresource) => new()
    {
        User = request.User,
        FieldManager = FieldManager,
        Subresource = subresource,
        DryRun = DryRun,
        AuditId = request.AuditId,
        Warnings = new List<string>(),
    };
}
