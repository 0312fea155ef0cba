using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Core.Storage;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of volumes.</summary>
internal static class VolumeValidation
{
    private static readonly string[] HostPathTypes =
        ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"];

    /// <param name="spec">The pod's spec.</param>
    /// <param name="field">Its path.</param>
    /// <param name="volumes">Receives the volumes by name.</param>
    public static IEnumerable<FieldError> All(JsonObject spec, string field, IDictionary<string, JsonObject> volumes)
    {
        foreach (var (volume, at) in Paths.Numbered(spec, "volumes", field))
        {
            var name = volume.Text("name") ?? "";
            var errors = Faults.Named($"{at}.name", name, NameRules.LabelFaults).ToList();
            if (errors.Count == 0 && !volumes.TryAdd(name, volume))
            {
                errors.Add(Faults.Duplicate($"{at}.name", name));
            }

            foreach (var error in errors.Concat(Source(volume, at)))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<FieldError> Source(JsonObject volume, string at)
    {
        var sources = volume.Where(member => member.Key != "name").Select(member => member.Key).ToList();
        if (sources.Count == 0)
        {
            yield return Faults.Required(at, "must specify a volume type");
        }

        foreach (var more in sources.Skip(1))
        {
            yield return Faults.Forbidden($"{at}.{more}", "may not specify more than 1 volume type");
        }

        foreach (var error in sources.Where(name => volume[name] is JsonObject).SelectMany(name => One(name, (JsonObject)volume[name]!, $"{at}.{name}")))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> One(string name, JsonObject source, string at) => name switch
    {
        "emptyDir" => EmptyDir(source, at),
        "hostPath" => HostPath(source, at),
        "configMap" => Text(source, at, "name").Concat(Files(source, at)),
        "secret" => Text(source, at, "secretName").Concat(Files(source, at)),
        "persistentVolumeClaim" => Text(source, at, "claimName"),
        "ephemeral" => source["volumeClaimTemplate"] is JsonObject claim
            ? ClaimValidation.Spec(claim["spec"] as JsonObject ?? [], $"{at}.volumeClaimTemplate.spec")
            : [Faults.Required($"{at}.volumeClaimTemplate")],
        "downwardAPI" => Mode(source, at, "defaultMode"),
        "projected" => Projected(source, at),
        "gitRepo" => Text(source, at, "repository"),
        _ => PersistentVolumeSourceValidation.OfPod(name, source, at),
    };

    private static IEnumerable<FieldError> EmptyDir(JsonObject source, string at)
    {
        if (Quantity.TryParse(source.Text("sizeLimit"), out var limit) && limit.IsNegative)
        {
            yield return Faults.Forbidden($"{at}.sizeLimit", "SizeLimit field must be a valid resource quantity");
        }

        if (source.Text("medium") is { Length: > 0 } medium && medium != "Memory" && !medium.StartsWith("HugePages", StringComparison.Ordinal))
        {
            yield return Faults.NotSupported($"{at}.medium", medium, "", "Memory", "HugePages");
        }
    }

    public static IEnumerable<FieldError> HostPath(JsonObject source, string at)
    {
        var path = source.Text("path") ?? "";
        if (path.Length == 0)
        {
            yield return Faults.Required($"{at}.path");
        }

        foreach (var error in MountValidation.Backsteps(path, $"{at}.path"))
        {
            yield return error;
        }

        if (!HostPathTypes.Contains(source.Text("type") ?? ""))
        {
            yield return Faults.NotSupported($"{at}.type", source.Text("type"), HostPathTypes);
        }
    }

    private static IEnumerable<FieldError> Projected(JsonObject source, string at)
    {
        foreach (var error in Mode(source, at, "defaultMode"))
        {
            yield return error;
        }

        foreach (var (one, where) in Paths.Numbered(source, "sources", at))
        {
            var errors = Text(one["configMap"], $"{where}.configMap", "name", one["configMap"] is not null)
                .Concat(Text(one["secret"], $"{where}.secret", "name", one["secret"] is not null))
                .Concat(Text(one["serviceAccountToken"], $"{where}.serviceAccountToken", "path", one["serviceAccountToken"] is not null))
                .Concat(Expiration(one["serviceAccountToken"], $"{where}.serviceAccountToken"))
                .Concat(Items(one["configMap"], $"{where}.configMap"))
                .Concat(Items(one["secret"], $"{where}.secret"));
            foreach (var error in errors)
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<FieldError> Expiration(JsonNode? token, string at)
    {
        const int secondsMin = 600;
        const long secondsMax = 1L << 32;
        if (token.Integer("expirationSeconds") is not { } seconds || seconds is >= secondsMin and <= secondsMax)
        {
            return [];
        }

        return [Faults.Invalid($"{at}.expirationSeconds", seconds, seconds < secondsMin ? "may not specify a duration less than 10 minutes" : "may not specify a duration larger than 2^32 seconds")];
    }

    private static IEnumerable<FieldError> Files(JsonObject source, string at) => Mode(source, at, "defaultMode").Concat(Items(source, at));

    private static IEnumerable<FieldError> Items(JsonNode? source, string at)
    {
        foreach (var (item, where) in Paths.Numbered(source, "items", at))
        {
            var errors = Text(item, where, "key").Concat(Text(item, where, "path")).Concat(MountValidation.Below($"{where}.path", item.Text("path") ?? "")).Concat(Mode(item, where, "mode"));
            foreach (var error in errors)
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<FieldError> Mode(JsonNode source, string at, string name) =>
        source.Integer(name) is < 0 or > 511 ? [Faults.Invalid($"{at}.{name}", source.At(name)?.DeepClone(), "must be a number between 0 and 0777 (octal), both inclusive")] : [];

    private static IEnumerable<FieldError> Text(JsonNode? source, string at, string name, bool isWanted = true) =>
        isWanted && string.IsNullOrEmpty(source.Text(name)) ? [Faults.Required($"{at}.{name}")] : [];
}
