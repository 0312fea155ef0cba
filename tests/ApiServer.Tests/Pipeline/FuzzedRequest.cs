using System.Text;
using CsCheck;

namespace CloudOrchestrator.ApiServer.Tests.Pipeline;

/// <summary>A request that no client sends on purpose. A watch is none: it is meant to stay open.</summary>
internal sealed record FuzzedRequest(string Method, string Path, IReadOnlyList<string> Options, byte[] Body, string ContentType, string Accept)
{
    private static readonly Gen<string> Segment = Gen.OneOf(
        Gen.OneOf("api", "apis", "v1", "apps", "namespaces", "default", "pods", "deployments", "configmaps", "nodes", "leases", "coordination.k8s.io", "watch", "a", "status", "scale", "log", "binding", "finalize", "openapi", "v2", "v3", "healthz", "version", "..", ".", "%2F", "%00", "%", ""),
        Gen.String.AlphaNumeric);

    private static readonly Gen<string> AnyPath = Gen.OneOf(
        Gen.OneOf(
            "/api/v1/pods", "/api/v1/namespaces/default/pods", "/api/v1/namespaces/default/configmaps/a", "/apis/apps/v1/namespaces/default/deployments",
            "/apis/apps/v1/namespaces/default/deployments/d", "/apis/apps/v1/namespaces/default/deployments/d/scale", "/api/v1/namespaces/default/pods/p/binding",
            "/api/v1/namespaces/default/pods/p/log", "/api/v1/nodes", "/api/v1/namespaces/other/finalize", "/apis/coordination.k8s.io/v1/namespaces/default/leases/l",
            "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", "/apis/batch/v1/namespaces/default/cronjobs",
            "/api/v1/namespaces/default/services", "/api/v1/namespaces/default/events", "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers", "/apply"),
        Segment.List[0, 8].Select(parts => "/" + string.Join('/', parts)));

    private static readonly Gen<string> Option = Gen.Select(
        Gen.OneOf(
            "limit", "continue", "resourceVersion", "resourceVersionMatch", "labelSelector", "fieldSelector", "timeoutSeconds", "sendInitialEvents", "allowWatchBookmarks",
            "dryRun", "fieldManager", "force", "fieldValidation", "gracePeriodSeconds", "propagationPolicy", "orphanDependents", "pretty", "includeObject", "tailLines", "sinceTime", "container", "follow", "verbose", "exclude"),
        Gen.OneOf(
            Gen.OneOf("", "0", "1", "-1", "true", "false", "All", "Exact", "NotOlderThan", "Strict", "99999999999999999999", "9223372036854775807", "a=b", "a in (b", "!", "metadata.name=a", "a==b,,", "x y", "\u0000", "Background", "Object", "eyJ", "MTo5OmE"),
            Gen.String),
        (name, value) => $"{name}={Uri.EscapeDataString(value.Replace("\ud800", "", StringComparison.Ordinal))}");

    /// <summary>Fields that a message may have: numbers, texts, and messages of the same kind.</summary>
    private static readonly Gen<byte[]> Message = Gen.Recursive<byte[]>((depth, inner) => Gen.OneOf(
        Gen.Select(Gen.Int[1, 20], Gen.Byte[0, 127], static (number, value) => (byte[])[.. Tag(number, 0), value]),
        Gen.Select(Gen.Int[1, 20], Gen.OneOf("", "a", "default", "-1", "1Ei", "{}", "\u00e9").Select(Encoding.UTF8.GetBytes), Field),
        Gen.Select(Gen.Int[1, 20], depth > 5 ? Gen.Byte.Array[0, 3] : inner.List[0, 6].Select(fields => fields.SelectMany(field => field).ToArray()), Field)));

    /// <summary>A protobuf body as clients send it, of an object that nobody means.</summary>
    private static readonly Gen<byte[]> ProtobufBody = Gen.Select(
        Gen.OneOf(("v1", "ConfigMap"), ("v1", "Pod"), ("v1", "Service"), ("v1", "Event"), ("apps/v1", "Deployment"), ("batch/v1", "CronJob"), ("apiextensions.k8s.io/v1", "CustomResourceDefinition"), ("v1", "DeleteOptions")),
        Message.List[0, 12].Select(fields => fields.SelectMany(field => field).ToArray()),
        static (type, message) => (byte[])[.. "k8s\0"u8, .. Field(1, [.. Field(1, Encoding.UTF8.GetBytes(type.Item1)), .. Field(2, Encoding.UTF8.GetBytes(type.Item2))]), .. Field(2, message)]);

    private static readonly Gen<byte[]> AnyBody = Gen.OneOf(
        Gen.OneOf(
            "", "{}", "[]", "null", "5", "\"a\"", "{\"metadata\":{}}", "{\"metadata\":null}", "{\"metadata\":{\"name\":\"a\"},\"spec\":[]}", "{\"metadata\":{\"name\":\"a\",\"labels\":{\"a\":1}}}", "{\"spec\":{\"replicas\":99999999999999999999}}",
            "{\"spec\":{\"containers\":[null]}}", "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"b\",\"ports\":[5]}]}}", "{\"metadata\":{\"name\":\"d\"},\"spec\":{\"selector\":5,\"template\":{\"spec\":{\"containers\":{}}}}}",
            "[{\"op\":\"add\",\"path\":\"/metadata\",\"value\":5}]", "[{\"op\":\"remove\",\"path\":\"\"}]", "[{\"op\":\"move\",\"from\":\"/metadata\",\"path\":\"/metadata/name\"}]", "[5]", "{\"metadata\":{\"ownerReferences\":[5]}}", "{\"metadata\":{\"finalizers\":{}}}",
            "{\"metadata\":{\"creationTimestamp\":\"x\"}}", "{\"metadata\":{\"annotations\":\"x\"}}", "{\"metadata\":{\"managedFields\":5}}", "{\"status\":5}", "{\"spec\":null}", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: 5}}", "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {template: {spec: {containers: [{}]}}}}", "{apiVersion: autoscaling/v1, kind: Scale, spec: {replicas: 3}}", "{\"target\":5}", "{\"preconditions\":{\"uid\":5}}", "a: &a [*a]", "a: [", "- b", "? x", "k8s\0\u0001").Select(Encoding.UTF8.GetBytes),
        Gen.Byte.Array[0, 64].Select(bytes => (byte[])[.. "k8s\0"u8, .. bytes]),
        ProtobufBody,
        Gen.Byte.Array[0, 64]);

    private static readonly Gen<string> AnyContentType = Gen.OneOf(
        "application/json", "application/yaml", "application/vnd.kubernetes.protobuf", "application/merge-patch+json", "application/json-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml", "application/apply-patch+cbor", "text/plain", ";", "");

    private static readonly Gen<string> AnyAccept = Gen.OneOf(
        "", "*/*", "application/json", "application/yaml", "application/vnd.kubernetes.protobuf", "application/json;as=Table;v=v1;g=meta.k8s.io", "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io", ";;,q=", "application/json;q=banana");

    /// <summary>Any request; the objects that its paths name are made by nobody else.</summary>
    public static Gen<FuzzedRequest> Any { get; } = Gen.Select(
        Gen.OneOf("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "BREW"), AnyPath, Option.List[0, 4], AnyBody, AnyContentType, AnyAccept,
        static (method, path, options, body, contentType, accept) => new FuzzedRequest(method, path, options, body, contentType, accept));

    private static byte[] Tag(int number, int wire) => (number << 3 | wire) is var tag && tag < 128 ? [(byte)tag] : [(byte)(tag | 128), (byte)(tag >> 7)];

    private static byte[] Field(int number, byte[] content) => [.. Tag(number, 2), .. content.Length < 128 ? [(byte)content.Length] : new[] { (byte)(content.Length | 128), (byte)(content.Length >> 7) }, .. content];

    /// <summary>What is sent to this server; null if that is no address, or a watch.</summary>
    public HttpRequestMessage? To(Uri server)
    {
        var target = $"{server.GetLeftPart(UriPartial.Authority)}{Path}?{string.Join('&', Options)}";
        if ((Path.Contains("/watch/", StringComparison.Ordinal) && Method == "GET") || !Uri.TryCreate(target, UriKind.Absolute, out _))
        {
            return null;
        }

        var request = new HttpRequestMessage(new HttpMethod(Method), target);
        if (Method is "POST" or "PUT" or "PATCH" or "DELETE")
        {
            request.Content = new ByteArrayContent(Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }

        request.Headers.TryAddWithoutValidation("Accept", Accept);
        return request;
    }

    public override string ToString() => $"{Method} {Path}?{string.Join('&', Options)} {ContentType} {Convert.ToHexString(Body)}";
}
