using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.Resources.Kinds;
using Microsoft.AspNetCore.Http;

namespace CloudOrchestrator.ApiServer.Discovery;

/// <summary>What is served, generated from the table of kinds: the aggregated documents and those of each group and version.</summary>
internal sealed class DiscoveryDocuments(KindTable kinds)
{
    private static readonly string[] Verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    public async Task<bool> TryAnswerAsync(HttpContext http)
    {
        var path = (http.Request.Path.Value ?? "").TrimEnd('/');
        if (path is not ("/api" or "/apis" or "") && !path.StartsWith("/api/", StringComparison.Ordinal) && !path.StartsWith("/apis/", StringComparison.Ordinal))
        {
            return false;
        }

        if (path is "/api" or "/apis" && AggregatedVersion(http.Request) is { } version)
        {
            await AnswerAsync(http, Aggregated(path == "/api", version), $"application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList").ConfigureAwait(false);
            return true;
        }

        if (Document(path) is not { } document)
        {
            return false;
        }

        await AnswerAsync(http, document, "application/json").ConfigureAwait(false);
        return true;
    }

    private static async Task AnswerAsync(HttpContext http, JsonObject document, string contentType)
    {
        if (!HttpMethods.IsGet(http.Request.Method))
        {
            await StatusAnswer.WriteAsync(http, StatusAnswer.Failure(405, "MethodNotAllowed", "the server does not allow this method on the requested resource")).ConfigureAwait(false);
            return;
        }

        var output = new System.Buffers.ArrayBufferWriter<byte>(4096);
        JsonAnswer.Write(output, document);
        http.Response.Headers.Vary = "Accept";
        http.Response.ContentType = contentType;
        http.Response.ContentLength = output.WrittenCount;
        await http.Response.Body.WriteAsync(output.WrittenMemory, http.RequestAborted).ConfigureAwait(false);
    }

    private static string? AggregatedVersion(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        return !accept.Contains("as=APIGroupDiscoveryList", StringComparison.Ordinal) ? null
            : accept.Contains("v=v2;", StringComparison.Ordinal) || accept.EndsWith("v=v2", StringComparison.Ordinal) ? "v2"
            : "v2beta1";
    }

    private JsonObject? Document(string path)
    {
        switch (path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            case []:
                return new JsonObject { ["paths"] = new JsonArray([.. Paths().Select(one => (JsonNode)one)]) };
            case ["api"]:
                return new JsonObject
                {
                    ["kind"] = "APIVersions",
                    ["versions"] = new JsonArray("v1"),
                    ["serverAddressByClientCIDRs"] = new JsonArray(),
                };
            case ["apis"]:
                return new JsonObject
                {
                    ["kind"] = "APIGroupList",
                    ["apiVersion"] = "v1",
                    ["groups"] = new JsonArray([.. Groups().Select(group => (JsonNode)Group(group))]),
                };
            case ["apis", var group] when Groups().Contains(group):
                var single = Group(group);
                single.Insert(0, "kind", "APIGroup");
                single.Insert(1, "apiVersion", "v1");
                return single;
            case ["api", var version] when Served("", version).Any():
                return ResourceList("", version);
            case ["apis", var group, var version] when group.Length > 0 && Served(group, version).Any():
                return ResourceList(group, version);
            default:
                return null;
        }
    }

    private IEnumerable<string> Groups() => kinds.All.Select(kind => kind.Group).Where(group => group.Length > 0).Distinct();

    private IEnumerable<ResourceKind> Served(string group, string version) => kinds.All.Where(kind => kind.Group == group && kind.Version == version);

    private IEnumerable<string> Paths() =>
        ((IEnumerable<string>)["/api", "/api/v1", "/apis"]).Concat(Groups().SelectMany(group => new[] { $"/apis/{group}", $"/apis/{group}/v1" }))
            .Concat(["/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version"]);

    private JsonObject Group(string group)
    {
        var versions = kinds.All.Where(kind => kind.Group == group).Select(kind => kind.Version).Distinct()
            .Select(version => new JsonObject { ["groupVersion"] = $"{group}/{version}", ["version"] = version }).ToList();
        return new JsonObject
        {
            ["name"] = group,
            ["versions"] = new JsonArray([.. versions]),
            ["preferredVersion"] = versions[0].DeepClone(),
        };
    }

    private JsonObject ResourceList(string group, string version)
    {
        var resources = new JsonArray();
        foreach (var kind in Served(group, version))
        {
            resources.Add(Resource(kind));
            foreach (var sub in kind.Subresources)
            {
                resources.Add(SubresourceOf(kind, sub));
            }
        }

        return new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}",
            ["resources"] = resources,
        };
    }

    private static JsonObject Resource(ResourceKind kind)
    {
        var resource = new JsonObject
        {
            ["name"] = kind.Plural,
            ["singularName"] = kind.Singular,
            ["namespaced"] = kind.Namespaced,
            ["kind"] = kind.Kind,
            ["verbs"] = Texts(Verbs),
        };
        if (kind.ShortNames.Count > 0)
        {
            resource["shortNames"] = Texts(kind.ShortNames);
        }

        if (kind.Categories.Count > 0)
        {
            resource["categories"] = Texts(kind.Categories);
        }

        return resource;
    }

    private static JsonObject SubresourceOf(ResourceKind kind, Subresource sub)
    {
        var (responseKind, verbs) = Traits(kind, sub);
        var resource = new JsonObject
        {
            ["name"] = $"{kind.Plural}/{sub.ToString().ToLowerInvariant()}",
            ["singularName"] = "",
            ["namespaced"] = kind.Namespaced,
            ["kind"] = responseKind.Kind,
            ["verbs"] = Texts(verbs),
        };
        if (responseKind.Group != kind.Group)
        {
            resource["group"] = responseKind.Group;
            resource["version"] = responseKind.Version;
        }

        return resource;
    }

    private static ((string Group, string Version, string Kind) Response, string[] Verbs) Traits(ResourceKind kind, Subresource sub) => sub switch
    {
        Subresource.Scale => (("autoscaling", "v1", "Scale"), ["get", "patch", "update"]),
        Subresource.Binding => (("", "v1", "Binding"), ["create"]),
        Subresource.Log => ((kind.Group, kind.Version, kind.Kind), ["get"]),
        Subresource.Finalize => ((kind.Group, kind.Version, kind.Kind), ["update"]),
        _ => ((kind.Group, kind.Version, kind.Kind), ["get", "patch", "update"]),
    };

    private JsonObject Aggregated(bool isCore, string version)
    {
        var items = new JsonArray();
        foreach (var group in isCore ? [""] : Groups())
        {
            var versions = kinds.All.Where(kind => kind.Group == group).GroupBy(kind => kind.Version).Select(served => (JsonNode)new JsonObject
            {
                ["version"] = served.Key,
                ["resources"] = new JsonArray([.. served.Select(kind => (JsonNode)AggregatedResource(kind))]),
                ["freshness"] = "Current",
            });
            var metadata = new JsonObject();
            if (group.Length > 0)
            {
                metadata["name"] = group;
            }

            metadata["creationTimestamp"] = null;
            items.Add(new JsonObject { ["metadata"] = metadata, ["versions"] = new JsonArray([.. versions]) });
        }

        return new JsonObject
        {
            ["kind"] = "APIGroupDiscoveryList",
            ["apiVersion"] = $"apidiscovery.k8s.io/{version}",
            ["metadata"] = new JsonObject(),
            ["items"] = items,
        };
    }

    private static JsonObject AggregatedResource(ResourceKind kind)
    {
        var resource = new JsonObject
        {
            ["resource"] = kind.Plural,
            ["responseKind"] = KindOf((kind.Group, kind.Version, kind.Kind)),
            ["scope"] = kind.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = kind.Singular,
            ["verbs"] = Texts(Verbs),
        };
        if (kind.ShortNames.Count > 0)
        {
            resource["shortNames"] = Texts(kind.ShortNames);
        }

        if (kind.Categories.Count > 0)
        {
            resource["categories"] = Texts(kind.Categories);
        }

        if (kind.Subresources.Count > 0)
        {
            resource["subresources"] = new JsonArray([.. kind.Subresources.Select(sub => (JsonNode)new JsonObject
            {
                ["subresource"] = sub.ToString().ToLowerInvariant(),
                ["responseKind"] = KindOf(Traits(kind, sub).Response),
                ["verbs"] = Texts(Traits(kind, sub).Verbs),
            })]);
        }

        return resource;
    }

    private static JsonObject KindOf((string Group, string Version, string Kind) kind) =>
        new() { ["group"] = kind.Group, ["version"] = kind.Version, ["kind"] = kind.Kind };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
