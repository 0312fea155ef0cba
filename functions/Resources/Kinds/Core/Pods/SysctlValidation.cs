using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of the kernel's settings of a pod.</summary>
internal static partial class SysctlValidation
{
    private const int LengthMax = 253;

    /// <summary>As in Kubernetes' message, which shows the whole expression.</summary>
    private const string Form = @"^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";

    private static readonly string[] OfMessages = ["kernel.shm", "kernel.msg", "fs.mqueue."];

    /// <param name="spec">The pod's spec.</param>
    /// <param name="at">The path of its security context.</param>
    public static IEnumerable<FieldError> Validate(JsonObject spec, string at)
    {
        var names = new HashSet<string>();
        foreach (var (sysctl, where) in Paths.Numbered(spec["securityContext"], "sysctls", at))
        {
            var name = sysctl.Text("name") ?? "";
            if (name.Length == 0)
            {
                yield return Faults.Required($"{where}.name");
            }
            else if (name.Length > LengthMax || !Name().IsMatch(name))
            {
                yield return Faults.Invalid($"{where}.name", name, $"must have at most {LengthMax} characters and match regex {Form}");
            }
            else if (names.Contains(name))
            {
                yield return Faults.Duplicate($"{where}.name", name);
            }

            if (Shared(name, spec) is { } shared)
            {
                yield return Faults.Invalid($"{where}.name", name, $"may not be specified when '{shared}' is true");
            }

            names.Add(name);
        }
    }

    /// <summary>By which a setting would be the node's, or null.</summary>
    private static string? Shared(string name, JsonObject spec)
    {
        var dotted = Dotted(name);
        return dotted.StartsWith("net.", StringComparison.Ordinal) && spec.Flag("hostNetwork") ? "hostNetwork"
            : (dotted == "kernel.sem" || OfMessages.Any(start => dotted.StartsWith(start, StringComparison.Ordinal))) && spec.Flag("hostIPC") ? "hostIPC"
            : null;
    }

    /// <summary>A name whose first separator is a slash has its slashes for dots, and the other way about.</summary>
    private static string Dotted(string name)
    {
        var first = name.IndexOfAny(['.', '/']);
        return first < 0 || name[first] == '.' ? name : string.Concat(name.Select(letter => letter switch { '/' => '.', '.' => '/', _ => letter }));
    }

    [GeneratedRegex(@"\A([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Name();
}
