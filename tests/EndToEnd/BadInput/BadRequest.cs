using System.Text;

namespace CloudOrchestrator.EndToEnd.BadInput;

/// <summary>A request that must be refused, and how.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path below the namespace's collection root: <c>configmaps</c>, or <c>apps/deployments</c> for the apps group.</param>
/// <param name="ContentType">Media type of the body.</param>
/// <param name="Body">The body.</param>
/// <param name="Code">HTTP code.</param>
/// <param name="Reason">The Status' reason.</param>
/// <param name="Said">What the message must contain.</param>
/// <param name="Field">Path of the first cause's field; null where the Status has no causes.</param>
public sealed record BadRequest(string Method, string Path, string ContentType, byte[] Body, int Code, string Reason, string Said, string? Field)
{
    public const string Json = "application/json";
    public const string Yaml = "application/yaml";
    public const string Protobuf = "application/vnd.kubernetes.protobuf";
    public const string JsonPatch = "application/json-patch+json";
    public const string MergePatch = "application/merge-patch+json";
    public const string StrategicPatch = "application/strategic-merge-patch+json";
    public const string ApplyPatch = "application/apply-patch+yaml";

    public BadRequest(string method, string path, string contentType, string body, int code, string reason, string said, string? field = null)
        : this(method, path, contentType, Encoding.UTF8.GetBytes(body), code, reason, said, field)
    {
    }
}
