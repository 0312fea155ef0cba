using System.IO.Compression;
using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CloudOrchestrator.Resources.Kinds;
using k8s.Models;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.OpenApi;

public class OpenApiTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Apps = "/openapi/v3/apis/apps/v1";
    private readonly TestServer _server = fixture.Server;

    [Theory]
    [InlineData("/openapi/v2")]
    [InlineData("/openapi/v3")]
    [InlineData(Apps)]
    public async Task Get_WithTheTag_IsNotModified(string path)
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        using var again = await _server.SendAsync(HttpMethod.Get, path, headers: ("If-None-Match", answer.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var other = await _server.SendAsync(HttpMethod.Get, path, headers: ("If-None-Match", "\"other\""));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task Get_WithTheHashOfTheIndex_MayBeKept()
    {
        var index = await _server.SendAsync(HttpMethod.Get, "/openapi/v3").JsonAsync();
        var address = (string)index["paths"]!["apis/apps/v1"]!["serverRelativeURL"]!;

        using var answer = await _server.SendAsync(HttpMethod.Get, address);

        Assert.StartsWith(Apps + "?hash=", address, StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl is { Public: true, MaxAge: not null });
    }

    [Fact]
    public async Task Get_WithAnOutdatedHash_LeadsToTheCurrentOne()
    {
        var index = await _server.SendAsync(HttpMethod.Get, "/openapi/v3").JsonAsync();

        // The client of the tests follows, without its token.
        using var answer = await _server.SendAsync(HttpMethod.Get, Apps + "?hash=OLD");

        Assert.Equal((string?)index["paths"]!["apis/apps/v1"]!["serverRelativeURL"], answer.RequestMessage!.RequestUri!.PathAndQuery);
    }

    [Fact]
    public async Task Get_Compressed_IsTheSame()
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, Apps, headers: ("Accept-Encoding", "gzip"));
        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        await using var plain = new GZipStream(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), CompressionMode.Decompress);
        var document = await JsonNode.ParseAsync(plain, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(JsonNode.DeepEquals(document, await _server.SendAsync(HttpMethod.Get, Apps).JsonAsync()));
    }

    /// <summary>No kind, no field and no type that the client's models have is missing, but alpha fields of a later release.</summary>
    [Fact]
    public async Task V3_EveryKindServed_HasWhatTheClientsModelsHave()
    {
        string[] later =
        [
            "CSINode.status",
            "Device.nodeAllocatableResources",
            "DeviceCounterConsumption.compatibilityGroups",
            "DeviceRequestAllocationResult.skipNodeOperations",
            "DeviceSubRequest.derivedAttributes",
            "ExactDeviceRequest.derivedAttributes",
            "JobSpec.scheduling",
            "NodeAllocatableResourceClaimStatus.mapping",
            "NodeAllocatableResourceClaimStatus.overhead",
            "NodeSpec.podPreemptionPolicy",
            "PersistentVolumeClaimStatus.healthStatus",
            "PodSpec.evictionResponders",
            "PodStatus.volumeHealth",
            "ResourceSliceSpec.skipNodeOperations",
            "VolumeMount.bindMountOptions",
        ];
        var models = typeof(V1Pod).Assembly.GetTypes()
            .Select(type => (Type: type, Entity: type.GetCustomAttribute<KubernetesEntityAttribute>()))
            .Where(model => model.Entity is not null)
            .ToLookup(model => (model.Entity!.Group, model.Entity.ApiVersion, model.Entity.Kind), model => model.Type);
        var missing = new HashSet<string>();
        var seen = new HashSet<(string, Type)>();
        foreach (var group in KindTable.BuiltIn.All.GroupBy(kind => kind.Group.Length == 0 ? $"api/{kind.Version}" : $"apis/{kind.Group}/{kind.Version}"))
        {
            var document = await _server.SendAsync(HttpMethod.Get, "/openapi/v3/" + group.Key).JsonAsync();
            var schemas = (JsonObject)document["components"]!["schemas"]!;
            foreach (var kind in group)
            {
                var name = schemas.Single(schema => schema.Value!["x-kubernetes-group-version-kind"] is JsonArray gvks && gvks.Any(gvk =>
                    ((string?)gvk!["group"], (string?)gvk["version"], (string?)gvk["kind"]) == (kind.Group, kind.Version, kind.Kind))).Key;
                Compare(name, models[(kind.Group, kind.Version, kind.Kind)].First(), schemas, seen, missing);
                Assert.Contains($"/{(kind.Group.Length == 0 ? $"api/{kind.Version}" : $"apis/{kind.Group}/{kind.Version}")}/{(kind.Namespaced ? "namespaces/{namespace}/" : "")}{kind.Plural}/{{name}}", (JsonObject)document["paths"]!);
            }
        }

        missing.ExceptWith(later);
        Assert.True(missing.Count == 0, string.Join('\n', missing));
        Assert.InRange(seen.Count, 150, 2000);
    }

    [Theory]
    [InlineData("apis/authentication.k8s.io/v1", "io.k8s.api.authentication.v1.TokenReview", "/tokenreviews")]
    [InlineData("apis/authentication.k8s.io/v1beta1", "io.k8s.api.authentication.v1.SelfSubjectReview", "/selfsubjectreviews")]
    [InlineData("apis/authorization.k8s.io/v1", "io.k8s.api.authorization.v1.SubjectAccessReview", "/subjectaccessreviews")]
    [InlineData("apis/authorization.k8s.io/v1", "io.k8s.api.authorization.v1.LocalSubjectAccessReview", "/namespaces/{namespace}/localsubjectaccessreviews")]
    public async Task V3_Reviews_HaveTheirSchemaAndTheirPath(string group, string schema, string path)
    {
        var document = await _server.SendAsync(HttpMethod.Get, "/openapi/v3/" + group).JsonAsync();
        var (post, kind) = (document["paths"]![$"/{group}{path}"]!["post"]!, schema[(schema.LastIndexOf('.') + 1)..]);

        Assert.Equal($"#/components/schemas/{schema}", (string?)post["requestBody"]!["content"]!["application/json"]!["schema"]!["$ref"]);
        var expected = $$"""[{"group":"{{group.Split('/')[1]}}","kind":"{{kind}}","version":"{{group.Split('/')[2]}}"}]""";
        Assert.Equal(expected, document["components"]!["schemas"]![schema]!["x-kubernetes-group-version-kind"]!.ToJsonString());
        Assert.NotNull(document["components"]!["schemas"]![schema]!["properties"]!["status"]);
        Assert.Null(document["components"]!["schemas"]![schema + "List"]);
    }

    [Fact]
    public async Task V3_AsProtobuf_SaysWhatTheJsonSays()
    {
        var json = await _server.SendAsync(HttpMethod.Get, Apps).JsonAsync();
        using var answer = await _server.SendAsync(HttpMethod.Get, Apps, headers: ("Accept", "application/com.github.proto-openapi.spec.v3@v1.0+protobuf"));
        var document = WireFields.Read(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        Assert.Equal((string?)json["openapi"], document.Text(1));
        Assert.Equal((string?)json["info"]!["version"], document.Inner(2).Text(6));
        Assert.Equal(((JsonObject)json["paths"]!).Select(path => path.Key), document.Inner(4).All(1).Select(path => path.Text(1)));
        var schemas = document.Inner(5).Inner(1).All(1).ToDictionary(entry => entry.Text(1), entry => entry.Inner(2).Inner(1));
        Assert.Equal(((JsonObject)json["components"]!["schemas"]!).Select(schema => schema.Key), schemas.Keys);
        foreach (var (name, schema) in (JsonObject)json["components"]!["schemas"]!)
        {
            var properties = schema!["properties"] as JsonObject;
            Assert.Equal((string?)schema["description"], schemas[name].Find(34)?.Text());
            Assert.Equal((properties ?? []).Select(property => property.Key), properties is null ? [] : schemas[name].Inner(31).All(1).Select(property => property.Text(1)));
            Assert.Equal((schema["required"] as JsonArray ?? []).Select(field => (string?)field), schemas[name].All(23).Select(field => field.Text()));
        }

        var list = document.Inner(4).All(1).Single(path => path.Text(1) == "/apis/apps/v1/deployments").Inner(2).Inner(4);
        Assert.Equal("listAppsV1DeploymentForAllNamespaces", list.Text(5));
        var ok = list.Inner(8).All(2).First();
        Assert.Equal("200", ok.Text(1));
        Assert.Equal("#/components/schemas/io.k8s.api.apps.v1.DeploymentList", ok.Inner(2).Inner(1).Inner(3).All(1).First().Inner(2).Inner(1).Inner(2).Text(1));
    }

    [Fact]
    public async Task V2_AsProtobuf_SaysWhatTheJsonSays()
    {
        var json = await _server.SendAsync(HttpMethod.Get, "/openapi/v2").JsonAsync();
        using var answer = await _server.SendAsync(HttpMethod.Get, "/openapi/v2", headers: ("Accept", "application/com.github.proto-openapi.spec.v2@v1.0+protobuf"));
        var document = WireFields.Read(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        Assert.Equal((string?)json["swagger"], document.Text(1));
        Assert.Equal(((JsonObject)json["paths"]!).Select(path => path.Key), document.Inner(8).All(2).Select(path => path.Text(1)));
        var schemas = document.Inner(9).All(1).ToDictionary(entry => entry.Text(1), entry => entry.Inner(2));
        Assert.Equal(((JsonObject)json["definitions"]!).Select(schema => schema.Key), schemas.Keys);
        foreach (var (name, schema) in (JsonObject)json["definitions"]!)
        {
            var properties = schema!["properties"] as JsonObject ?? [];
            var found = properties.Count == 0 ? [] : schemas[name].Inner(25).All(1).ToList();
            Assert.Equal((string?)schema["description"], schemas[name].Find(4)?.Text());
            Assert.Equal(properties.Select(property => property.Key), found.Select(property => property.Text(1)));
            Assert.Equal(properties.Select(property => (string?)property.Value!["$ref"]), found.Select(property => property.Inner(2).Find(1)?.Text()));
            Assert.Equal(properties.Select(property => (string?)property.Value!["type"]), found.Select(property => property.Inner(2).Find(22)?.Inner(1).Text()));
            Assert.Equal((schema["required"] as JsonArray ?? []).Select(field => (string?)field), schemas[name].All(19).Select(field => field.Text()));
        }
    }

    [Theory]
    [InlineData("/openapi/v2", "application/yaml", null)]
    [InlineData("/openapi/v2", "text/html,application/json;q=0.1", "application/json")]
    [InlineData("/openapi/v2", "application/com.github.proto-openapi.spec.v2@v1.0+protobuf", "application/com.github.proto-openapi.spec.v2.v1.0+protobuf")]
    [InlineData("/openapi/v2", "application/json, application/com.github.proto-openapi.spec.v2@v1.0+protobuf", "application/json")]
    [InlineData(Apps, "application/yaml", null)]
    [InlineData(Apps, "application/*", "application/json")]
    [InlineData(Apps, "application/com.github.proto-openapi.spec.v3@v1.0+protobuf", "application/com.github.proto-openapi.spec.v3.v1.0+protobuf")]
    [InlineData("/openapi/v3", "application/yaml", "application/json")]
    public async Task Get_Accepting_IsTheFormWantedOrNone(string path, string accept, string? contentType)
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, path, headers: ("Accept", accept));

        Assert.Equal((contentType is null ? HttpStatusCode.NotAcceptable : HttpStatusCode.OK, contentType), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("apis/apps/v1", "io.k8s.api.apps.v1.DeploymentSpec", "selector", "template")]
    [InlineData("apis/apps/v1", "io.k8s.api.apps.v1.StatefulSetOrdinals")]
    [InlineData("apis/rbac.authorization.k8s.io/v1", "io.k8s.api.rbac.v1.ClusterRoleBinding", "roleRef")]
    [InlineData("apis/apps/v1", "io.k8s.api.apps.v1.DeploymentList", "items")]
    public async Task V3_WhatMustBeGiven_IsWhatKubernetesPublishes(string path, string schema, params string[] required)
    {
        var document = await _server.SendAsync(HttpMethod.Get, "/openapi/v3/" + path).JsonAsync();

        Assert.Equal(required, (document["components"]!["schemas"]![schema]!["required"] as JsonArray ?? []).Select(field => (string?)field));
    }

    [Fact]
    public async Task V3_Fields_AreDescribed()
    {
        var document = await _server.SendAsync(HttpMethod.Get, "/openapi/v3/api/v1").JsonAsync();
        var properties = ((JsonObject)document["components"]!["schemas"]!).Where(schema => schema.Key.StartsWith("io.k8s.api.", StringComparison.Ordinal))
            .SelectMany(schema => schema.Value!["properties"] as JsonObject ?? []).ToList();
        var described = properties.Count(property => property.Value!["description"] is not null);
        Assert.True(described > properties.Count * 0.95, $"{described} of {properties.Count}");
    }

    /// <summary>What a model's value is in a schema; null for what is no scalar, or may be of several types.</summary>
    private static string? ScalarOf(Type type) => Nullable.GetUnderlyingType(type) is { } given ? ScalarOf(given)
        : type == typeof(string) || type == typeof(DateTime) || type == typeof(byte[]) || type == typeof(ResourceQuantity) ? "string"
        : type == typeof(bool) ? "boolean"
        : type == typeof(int) || type == typeof(long) ? "integer"
        : type == typeof(double) ? "number"
        : null;

    private static void Compare(string name, Type model, JsonObject schemas, HashSet<(string, Type)> seen, HashSet<string> missing)
    {
        if (!seen.Add((name, model)))
        {
            return;
        }

        var properties = schemas[name]!["properties"] as JsonObject ?? [];
        foreach (var property in model.GetProperties())
        {
            if (property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name is not { } field)
            {
                continue;
            }

            if (properties[field] is not JsonObject schema)
            {
                missing.Add($"{name[(name.LastIndexOf('.') + 1)..]}.{field}");
                continue;
            }

            var type = property.PropertyType;
            var isList = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>);
            var isMap = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>);
            if (isList != ((string?)schema["type"] == "array") || (isMap && schema["additionalProperties"] is null))
            {
                missing.Add($"{name}.{field} is of another shape");
            }

            var single = isList ? (JsonObject)schema["items"]! : isMap ? (JsonObject)schema["additionalProperties"]! : schema;
            var reference = (string?)single["$ref"] ?? (string?)single["allOf"]?[0]?["$ref"];
            var element = type.IsGenericType ? type.GetGenericArguments()[^1] : type;
            if (reference is not null && element.Namespace == typeof(V1Pod).Namespace && element != typeof(ResourceQuantity) && element != typeof(IntOrString))
            {
                Compare(reference[(reference.LastIndexOf('/') + 1)..], element, schemas, seen, missing);
            }
            else if (ScalarOf(element) is { } scalar && scalar != (string?)(reference is null ? single : schemas[reference[(reference.LastIndexOf('/') + 1)..]])!["type"])
            {
                missing.Add($"{name}.{field} is no {scalar}");
            }
            else if (reference is null && element.GetProperties().Any(one => one.GetCustomAttribute<JsonPropertyNameAttribute>() is not null))
            {
                missing.Add($"{name}.{field} names no type");
            }
        }
    }
}
