using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Batch;

/// <summary>Rules of a job's spec, a cron job's template of it too.</summary>
internal static class JobSpecValidation
{
    private const int IndexedParallelismMax = 100_000;
    private const int FailedIndexesMax = 100_000;
    private const int CompletionsSoftMax = 100_000;
    private const int HighCompletionsMax = 10_000;
    private const int ManagedByBytesMax = 63;

    public static IEnumerable<FieldError> Validate(JsonObject spec, string at) =>
        Numbers(spec, at)
            .Concat(ManagedBy(spec.Text("managedBy"), $"{at}.managedBy"))
            .Concat(spec.Text("completionMode") == "Indexed" ? Indexed(spec, at) : NonIndexed(spec, at))
            .Concat(PodFailurePolicyValidation.Validate(spec, $"{at}.podFailurePolicy"))
            .Concat(SuccessPolicyValidation.Validate(spec, $"{at}.successPolicy"))
            .Concat(Replacement(spec, $"{at}.podReplacementPolicy"))
            .Concat(PodTemplateValidation.Validate(spec["template"], $"{at}.template"))
            .Concat(RestartPolicy(spec, $"{at}.template.spec.restartPolicy"));

    private static IEnumerable<FieldError> Numbers(JsonObject spec, string at)
    {
        var errors = Faults.NotNegative(
            spec, at, "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished", "backoffLimitPerIndex", "maxFailedIndexes");
        return spec["maxFailedIndexes"] is not null && spec["backoffLimitPerIndex"] is null
            ? errors.Append(Faults.Required($"{at}.backoffLimitPerIndex", "when maxFailedIndexes is specified"))
            : errors;
    }

    private static IEnumerable<FieldError> ManagedBy(string? name, string at)
    {
        if (name is null)
        {
            yield break;
        }

        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (name.Length == 0)
        {
            yield return Faults.Required(at);
        }
        else if (slash <= 0 || slash == name.Length - 1)
        {
            yield return Faults.Invalid(at, name, "must be a domain-prefixed path (such as \"acme.io/foo\")");
        }
        else
        {
            foreach (var error in Faults.Each(at, name[..slash], NameRules.SubdomainFaults(name[..slash])))
            {
                yield return error;
            }
        }

        if (Encoding.UTF8.GetByteCount(name) > ManagedByBytesMax)
        {
            yield return Faults.TooLong(at, ManagedByBytesMax);
        }
    }

    private static IEnumerable<FieldError> NonIndexed(JsonObject spec, string at)
    {
        if (spec.Text("completionMode") is { } mode && mode != "NonIndexed")
        {
            yield return Faults.NotSupported($"{at}.completionMode", mode, "NonIndexed", "Indexed");
            yield break;
        }

        foreach (var name in new[] { "backoffLimitPerIndex", "maxFailedIndexes" }.Where(name => spec[name] is not null))
        {
            yield return Faults.Invalid($"{at}.{name}", spec.Integer(name), "requires indexed completion mode");
        }
    }

    private static IEnumerable<FieldError> Indexed(JsonObject spec, string at)
    {
        var (completions, parallelism, failed) = (spec.Integer("completions"), spec.Integer("parallelism"), spec.Integer("maxFailedIndexes"));
        if (completions is null)
        {
            yield return Faults.Required($"{at}.completions", "when completion mode is Indexed");
        }

        if (parallelism > IndexedParallelismMax)
        {
            yield return Faults.Invalid($"{at}.parallelism", parallelism, $"must be less than or equal to {IndexedParallelismMax} when completion mode is Indexed");
        }

        if (failed > completions)
        {
            yield return Faults.Invalid($"{at}.maxFailedIndexes", failed, "must be less than or equal to completions");
        }

        if (failed > FailedIndexesMax)
        {
            yield return Faults.Invalid($"{at}.maxFailedIndexes", failed, $"must be less than or equal to {FailedIndexesMax}");
        }

        foreach (var error in completions > CompletionsSoftMax && spec["backoffLimitPerIndex"] is not null ? Many(parallelism, failed, at) : [])
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> Many(long? parallelism, long? failed, string at)
    {
        var message = $"must be less than or equal to {HighCompletionsMax} when completions are above {CompletionsSoftMax} and used with backoff limit per index";
        if (failed is null)
        {
            yield return Faults.Required($"{at}.maxFailedIndexes", $"must be specified when completions is above {CompletionsSoftMax}");
        }

        if (parallelism > HighCompletionsMax)
        {
            yield return Faults.Invalid($"{at}.parallelism", parallelism, message);
        }

        if (failed > HighCompletionsMax)
        {
            yield return Faults.Invalid($"{at}.maxFailedIndexes", failed, message);
        }
    }

    private static IEnumerable<FieldError> Replacement(JsonObject spec, string at)
    {
        var policy = spec.Text("podReplacementPolicy");
        return policy is null or "Failed" ? []
            : spec["podFailurePolicy"] is not null ? [Faults.NotSupported(at, policy, "Failed")]
            : policy == "TerminatingOrFailed" ? []
            : [Faults.NotSupported(at, policy, "Failed", "TerminatingOrFailed")];
    }

    private static IEnumerable<FieldError> RestartPolicy(JsonObject spec, string at)
    {
        var policy = spec.Text("template", "spec", "restartPolicy");
        return policy is null or "" or "Always" ? [Faults.Required(at, "valid values: \"OnFailure\", \"Never\"")]
            : policy is not ("OnFailure" or "Never") ? [Faults.NotSupported(at, policy, "OnFailure", "Never")]
            : policy != "Never" && spec["podFailurePolicy"] is not null ? [Faults.Invalid(at, policy, "only \"Never\" is supported when podFailurePolicy is specified")]
            : [];
    }
}
