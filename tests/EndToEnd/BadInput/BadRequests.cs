using static CloudOrchestrator.EndToEnd.BadInput.BadRequest;

namespace CloudOrchestrator.EndToEnd.BadInput;

/// <summary>The table of requests that must change nothing. The namespace holds the ConfigMap "kept" and the Deployment "kept".</summary>
internal static class BadRequests
{
    private const string Deployment =
        """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"kept"},"spec":{"replicas":0,"selector":{"matchLabels":{"app":"SELECTOR"}},"template":{"metadata":{"labels":{"app":"LABEL"}},"spec":{"containers":[{"name":"CONTAINER","image":"some"}]}}}}""";

    public static Dictionary<string, BadRequest> All { get; } = new()
    {
        ["malformed JSON"] = new("POST", "configmaps", Json, """{"apiVersion":"v1","kind":"ConfigMap",""", 400, "BadRequest", "ConfigMap"),
        ["JSON that is no object"] = new("POST", "configmaps", Json, "[1,2]", 400, "BadRequest", ""),
        ["empty body"] = new("POST", "configmaps", Json, "", 400, "BadRequest", ""),
        ["malformed YAML"] = new("POST", "configmaps", Yaml, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a\n  x", 400, "BadRequest", "yaml"),
        ["malformed protobuf"] = new("POST", "configmaps", Protobuf, [0x6b, 0x38, 0x73, 0x00, 0x0a, 0xff, 0xff, 0x01], 400, "BadRequest", "", null),
        ["protobuf without its mark"] = new("POST", "configmaps", Protobuf, "garbage", 400, "BadRequest", "protobuf"),
        ["unknown media type"] = new("POST", "configmaps", "text/plain", "hello", 415, "UnsupportedMediaType", "application/json"),
        ["unknown kind in the body"] = new("POST", "configmaps", Json, """{"apiVersion":"v1","kind":"Widget","metadata":{"name":"a"}}""", 400, "BadRequest", "Widget"),
        ["unknown kind in the path"] = new("POST", "widgets", Json, """{"apiVersion":"v1","kind":"Widget","metadata":{"name":"a"}}""", 404, "NotFound", "could not find the requested resource"),
        ["unknown field"] = new("POST", "configmaps?fieldValidation=Strict", Json, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"dat":{"a":"b"}}""", 400, "BadRequest", "unknown field \"dat\""),
        ["unknown nested field"] = new("POST", "apps/deployments?fieldValidation=Strict", Json, Of("web", "web", "web").Replace("\"image\"", "\"img\""), 400, "BadRequest", "unknown field \"spec.template.spec.containers[0].img\""),
        ["duplicate field"] = new("POST", "configmaps?fieldValidation=Strict", Json, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","name":"b"}}""", 400, "BadRequest", "duplicate field \"metadata.name\""),
        ["wrong type"] = new("POST", "apps/deployments", Json, Of("web", "web", "web").Replace("\"replicas\":0", "\"replicas\":\"three\""), 400, "BadRequest", "replicas"),
        ["invalid name"] = new("POST", "configmaps", Json, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"A_b"}}""", 422, "Invalid", "metadata.name", "metadata.name"),
        ["missing name"] = new("POST", "configmaps", Json, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{}}""", 422, "Invalid", "name or generateName is required", "metadata.name"),
        ["invalid label"] = new("POST", "configmaps", Json, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","labels":{"a":"y z"}}}""", 422, "Invalid", "metadata.labels", "metadata.labels"),
        ["invalid key"] = new("POST", "configmaps", Json, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"a/b":"c"}}""", 422, "Invalid", "data[a/b]", "data[a/b]"),
        ["other namespace"] = new("POST", "configmaps", Json, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"other"}}""", 400, "BadRequest", "namespace"),
        ["name that is taken"] = new("POST", "configmaps", Json, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"kept"}}""", 409, "AlreadyExists", "configmaps \"kept\" already exists"),
        ["body over 3 MiB"] = new("POST", "configmaps", Json, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"a":"AAA"}}""".Replace("AAA", new string('a', 3 * 1024 * 1024)), 413, "RequestEntityTooLarge", "limit is 3145728"),
        ["data over 1 MiB"] = new("POST", "configmaps", Json, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"a":"AAA"}}""".Replace("AAA", new string('a', (1024 * 1024) + 1)), 422, "Invalid", "Too long"),
        ["selector that misses its pods"] = new("POST", "apps/deployments", Json, Of("web", "other", "web").Replace("\"kept\"", "\"a\""), 422, "Invalid", "`selector` does not match template `labels`", "spec.template.metadata.labels"),
        ["invalid container name"] = new("POST", "apps/deployments", Json, Of("web", "web", "X").Replace("\"kept\"", "\"a\""), 422, "Invalid", "spec.template.spec.containers[0].name", "spec.template.spec.containers[0].name"),
        ["immutable field"] = new("PUT", "apps/deployments/kept", Json, Of("other", "other", "web"), 422, "Invalid", "field is immutable", "spec.selector"),
        ["stale resourceVersion"] = new("PUT", "configmaps/kept", Json, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"kept","resourceVersion":"1"},"data":{"a":"changed"}}""", 409, "Conflict", "the object has been modified; please apply your changes to the latest version and try again"),
        ["stale resourceVersion in a patch"] = new("PATCH", "configmaps/kept", MergePatch, """{"metadata":{"resourceVersion":"1"},"data":{"a":"changed"}}""", 409, "Conflict", "the object has been modified"),
        ["uid of another object"] = new("DELETE", "configmaps/kept", Json, """{"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"uid":"00000000-0000-0000-0000-000000000000"}}""", 409, "Conflict", "UID"),
        ["name that differs from the path"] = new("PUT", "configmaps/kept", Json, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}""", 400, "BadRequest", "name"),
        ["update of what is not there"] = new("PATCH", "configmaps/absent", MergePatch, "{}", 404, "NotFound", "configmaps \"absent\" not found"),
        ["malformed JSON patch"] = new("PATCH", "configmaps/kept", JsonPatch, """{"op":"add"}""", 400, "BadRequest", ""),
        ["JSON patch whose test fails"] = new("PATCH", "configmaps/kept", JsonPatch, """[{"op":"test","path":"/data/a","value":"other"},{"op":"remove","path":"/data/a"}]""", 422, "Invalid", "due to an error in our request"),
        ["JSON patch of a missing path"] = new("PATCH", "configmaps/kept", JsonPatch, """[{"op":"remove","path":"/data/absent"}]""", 422, "Invalid", "due to an error in our request"),
        ["malformed merge patch"] = new("PATCH", "configmaps/kept", MergePatch, "{", 400, "BadRequest", ""),
        ["strategic patch with an unknown field"] = new("PATCH", "configmaps/kept?fieldValidation=Strict", StrategicPatch, """{"dat":{"a":"b"}}""", 422, "Invalid", "unknown field \"dat\""),
        ["patch to an invalid object"] = new("PATCH", "apps/deployments/kept", MergePatch, """{"spec":{"replicas":-1}}""", 422, "Invalid", "must be greater than or equal to 0", "spec.replicas"),
        ["server-side apply without a manager"] = new("PATCH", "configmaps/kept", ApplyPatch, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kept}\ndata: {a: changed}\n", 422, "Invalid", "is required for apply patch"),
        ["server-side apply of what another owns"] = new("PATCH", "configmaps/kept?fieldManager=some", ApplyPatch, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kept}\ndata: {a: changed}\n", 409, "Conflict", "Apply failed with 1 conflict", ".data.a"),
        ["invalid selector"] = new("GET", "configmaps?labelSelector=a%20in", Json, "", 400, "BadRequest", "unable to parse requirement"),
        ["invalid field selector"] = new("GET", "configmaps?fieldSelector=spec.some%3Da", Json, "", 400, "BadRequest", "spec.some"),
        ["method that does not exist"] = new("POST", "configmaps/kept", Json, "{}", 405, "MethodNotAllowed", "method"),
    };

    private static string Of(string selector, string label, string container) =>
        Deployment.Replace("SELECTOR", selector, StringComparison.Ordinal).Replace("LABEL", label, StringComparison.Ordinal).Replace("CONTAINER", container, StringComparison.Ordinal);
}
