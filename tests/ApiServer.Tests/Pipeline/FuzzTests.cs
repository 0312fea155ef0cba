using System.Net;
using System.Text;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Pipeline;

/// <summary>No input makes the server fail: every answer is below 500 (504 is how Kubernetes says that a version is yet to come) and is a Status where it refuses.</summary>
public class FuzzTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly Gen<string> Segment = Gen.OneOf(
        Gen.OneOf("api", "apis", "v1", "apps", "namespaces", "default", "pods", "deployments", "configmaps", "nodes", "leases", "coordination.k8s.io", "watch", "a", "status", "scale", "log", "binding", "finalize", "openapi", "v2", "v3", "healthz", "version", "..", ".", "%2F", "%00", "%", ""),
        Gen.String.AlphaNumeric);

    private static readonly Gen<string> Path = Gen.OneOf(
        Gen.OneOf(
            "/api/v1/pods", "/api/v1/namespaces/default/pods", "/api/v1/namespaces/default/configmaps/a", "/apis/apps/v1/namespaces/default/deployments",
            "/apis/apps/v1/namespaces/default/deployments/d", "/apis/apps/v1/namespaces/default/deployments/d/scale", "/api/v1/namespaces/default/pods/p/binding",
            "/api/v1/namespaces/default/pods/p/log", "/api/v1/nodes", "/api/v1/namespaces/other/finalize", "/apis/coordination.k8s.io/v1/namespaces/default/leases/l",
            "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"),
        Segment.List[0, 8].Select(parts => "/" + string.Join('/', parts)));

    private static readonly Gen<string> Option = Gen.Select(
        Gen.OneOf(
            "limit", "continue", "resourceVersion", "resourceVersionMatch", "labelSelector", "fieldSelector", "timeoutSeconds", "sendInitialEvents", "allowWatchBookmarks",
            "dryRun", "fieldManager", "force", "fieldValidation", "gracePeriodSeconds", "propagationPolicy", "orphanDependents", "pretty", "includeObject", "tailLines", "sinceTime", "container", "follow", "verbose", "exclude"),
        Gen.OneOf(
            Gen.OneOf("", "0", "1", "-1", "true", "false", "All", "Exact", "NotOlderThan", "Strict", "99999999999999999999", "9223372036854775807", "a=b", "a in (b", "!", "metadata.name=a", "a==b,,", "x y", "\u0000", "Background", "Object", "eyJ", "MTo5OmE"),
            Gen.String),
        (name, value) => $"{name}={Uri.EscapeDataString(value.Replace("\ud800", "", StringComparison.Ordinal))}");

    private static readonly Gen<byte[]> Body = Gen.OneOf(
        Gen.OneOf(
            "", "{}", "[]", "null", "5", "\"a\"", "{\"metadata\":{}}", "{\"metadata\":null}", "{\"metadata\":{\"name\":\"a\"},\"spec\":[]}", "{\"metadata\":{\"name\":\"a\",\"labels\":{\"a\":1}}}", "{\"spec\":{\"replicas\":99999999999999999999}}",
            "{\"spec\":{\"containers\":[null]}}", "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"b\",\"ports\":[5]}]}}", "{\"metadata\":{\"name\":\"d\"},\"spec\":{\"selector\":5,\"template\":{\"spec\":{\"containers\":{}}}}}",
            "[{\"op\":\"add\",\"path\":\"/metadata\",\"value\":5}]", "[{\"op\":\"remove\",\"path\":\"\"}]", "[{\"op\":\"move\",\"from\":\"/metadata\",\"path\":\"/metadata/name\"}]", "[5]", "{\"metadata\":{\"ownerReferences\":[5]}}", "{\"metadata\":{\"finalizers\":{}}}",
            "{\"metadata\":{\"creationTimestamp\":\"x\"}}", "{\"metadata\":{\"annotations\":\"x\"}}", "{\"metadata\":{\"managedFields\":5}}", "{\"status\":5}", "{\"spec\":null}", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: 5}}", "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {template: {spec: {containers: [{}]}}}}", "{apiVersion: autoscaling/v1, kind: Scale, spec: {replicas: 3}}", "{\"target\":5}", "{\"preconditions\":{\"uid\":5}}", "a: &a [*a]", "a: [", "- b", "? x", "k8s\0\u0001").Select(Encoding.UTF8.GetBytes),
        Gen.Byte.Array[0, 64].Select(bytes => (byte[])[.. "k8s\0"u8, .. bytes]),
        Gen.Byte.Array[0, 64]);

    private static readonly Gen<string> ContentType = Gen.OneOf(
        "application/json", "application/yaml", "application/vnd.kubernetes.protobuf", "application/merge-patch+json", "application/json-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml", "application/apply-patch+cbor", "text/plain", ";", "");

    private static readonly Gen<string> Accept = Gen.OneOf(
        "", "*/*", "application/json", "application/yaml", "application/vnd.kubernetes.protobuf", "application/json;as=Table;v=v1;g=meta.k8s.io", "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io", ";;,q=", "application/json;q=banana");

    private readonly TestServer _server = fixture.Server;

    [Fact]
    public async Task Any_Request_IsAnsweredWithoutFailing()
    {
        foreach (var (path, body) in new[]
        {
            ("/api/v1/namespaces/default/pods", Objects.Pod("p")),
            ("/apis/apps/v1/namespaces/default/deployments", Objects.Deployment("d")),
            ("/api/v1/namespaces/default/configmaps", Objects.ConfigMap("a")),
        })
        {
            await _server.PostAsync(path, body).JsonAsync(HttpStatusCode.Created);
        }

        // The watch option is left out: a watch is meant to stay open.
        await Gen.Select(Gen.OneOf("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "BREW"), Path, Option.List[0, 4], Body, ContentType, Accept)
            .SampleAsync(async (method, path, options, body, contentType, accept) =>
            {
                if (path.Contains("/watch/", StringComparison.Ordinal) && method == "GET")
                {
                    return;
                }

                var target = $"{_server.Address.GetLeftPart(UriPartial.Authority)}{path}?{string.Join('&', options)}";
                if (!Uri.TryCreate(target, UriKind.Absolute, out _))
                {
                    return;
                }

                using var request = new HttpRequestMessage(new HttpMethod(method), target);
                if (method is "POST" or "PUT" or "PATCH" or "DELETE")
                {
                    request.Content = new ByteArrayContent(body);
                    request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
                }

                request.Headers.TryAddWithoutValidation("Accept", accept);
                using var answer = await _server.Client.SendAsync(request);
                var text = await answer.Content.ReadAsStringAsync();
                Assert.True((int)answer.StatusCode is < 500 or 504, $"{method} {target} {contentType} {Convert.ToHexString(body)}: {(int)answer.StatusCode} {text}");

                // What is no HTTP at all, such as %00 in a path, is refused by the server below ours.
                if ((int)answer.StatusCode >= 400 && method != "HEAD" && answer.Headers.Contains("Audit-Id"))
                {
                    Assert.Contains("Failure", text, StringComparison.Ordinal);
                }
            }, iter: 3000, threads: 2);
    }
}
