using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Certificates;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of volumes that gather several sources.</summary>
internal static class ProjectedVolumeValidation
{
    private const int TokenSecondsMin = 600;
    private const long TokenSecondsMax = 1L << 32;

    public static IEnumerable<FieldError> Validate(JsonObject volume, string at)
    {
        var errors = VolumeFileValidation.Mode(volume, at, "defaultMode").ToList();
        var paths = new HashSet<string>();
        foreach (var (source, where) in Paths.Numbered(volume, "sources", at))
        {
            errors.AddRange(Keys(source["secret"], $"{where}.secret", at, paths));
            errors.AddRange(Keys(source["configMap"], $"{where}.configMap", at, paths));
            errors.AddRange(VolumeFileValidation.Fields(source["downwardAPI"], $"{where}.downwardAPI"));
            errors.AddRange(Taken(source["downwardAPI"], at, paths));
            errors.AddRange(Token(source["serviceAccountToken"], $"{where}.serviceAccountToken", at));
            errors.AddRange(Bundle(source["clusterTrustBundle"], $"{where}.clusterTrustBundle", at, paths));
            if (source.Count(member => member.Value is JsonObject) > 1)
            {
                errors.Add(Faults.Forbidden(where, "may not specify more than 1 volume type per source"));
            }
        }

        return errors;
    }

    private static IEnumerable<FieldError> Keys(JsonNode? source, string at, string volume, HashSet<string> paths) =>
        source is null ? [] : Faults.Given(source, at, "name").Concat(VolumeFileValidation.Keys(source, at)).Concat(Taken(source, volume, paths));

    /// <summary>Files of one path: the source is named, or where it has no name the path.</summary>
    private static IEnumerable<FieldError> Taken(JsonNode? source, string volume, HashSet<string> paths) =>
        source.Objects("items").Select(item => item.Text("path") ?? "").Where(path => path.Length > 0 && !paths.Add(path))
            .Select(path => Faults.Invalid(volume, source.Text("name") ?? path, "conflicting duplicate paths"));

    /// <summary>Kubernetes tells of a token's path by that of the volume.</summary>
    private static IEnumerable<FieldError> Token(JsonNode? token, string at, string volume)
    {
        if (token is null)
        {
            yield break;
        }

        if (token.Integer("expirationSeconds") is < TokenSecondsMin or > TokenSecondsMax)
        {
            var seconds = token.Integer("expirationSeconds");
            yield return Faults.Invalid(
                $"{at}.expirationSeconds", seconds, seconds < TokenSecondsMin ? "may not specify a duration less than 10 minutes" : "may not specify a duration larger than 2^32 seconds");
        }

        foreach (var error in Faults.Given(token, volume, "path").Concat(MountValidation.Inside($"{volume}.path", token.Text("path") ?? "")))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> Bundle(JsonNode? bundle, string at, string volume, HashSet<string> paths)
    {
        if (bundle is null)
        {
            return [];
        }

        var path = bundle.Text("path") ?? "";
        return Anchors(bundle, at)
            .Concat(Faults.Given(bundle, at, "path"))
            .Concat(MountValidation.Inside($"{at}.path", path))
            .Concat(paths.Add(path) ? [] : [Faults.Invalid(volume, path, "conflicting duplicate paths")]);
    }

    private static IEnumerable<FieldError> Anchors(JsonNode bundle, string at) => (bundle.Text("name"), bundle.Text("signerName")) switch
    {
        (not null, not null) => [Faults.Invalid(at, bundle.DeepClone(), "only one of name and signerName may be used")],
        ({ } name, null) => Faults.Each($"{at}.name", name, TrustBundleValidation.NameFaults(name).Select(fault => $"not a valid clustertrustbundlename: {fault}"))
            .Concat(bundle["labelSelector"] is { } selector ? [Faults.Invalid($"{at}.labelSelector", selector.DeepClone(), "labelSelector must be unset if name is specified")] : []),
        (null, { } signer) => SignerNames.Validate($"{at}.signerName", signer).Concat(SelectorValidation.Validate(bundle["labelSelector"], $"{at}.labelSelector")),
        _ => [Faults.Required(at, "either name or signerName must be specified")],
    };
}
