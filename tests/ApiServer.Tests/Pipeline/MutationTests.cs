using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Pipeline;

/// <summary>Sends documents that are right but for one place, where something stands that no client should send.</summary>
public class MutationTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Pod =
        """
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"NAME","labels":{"a":"b"},"annotations":{"a":"b"},"finalizers":["x.io/y"],
        "ownerReferences":[{"apiVersion":"v1","kind":"Node","name":"n","uid":"u","controller":true}],"creationTimestamp":"2026-01-01T00:00:00Z"},
        "spec":{"nodeSelector":{"a":"b"},"tolerations":[{"key":"k","operator":"Exists","tolerationSeconds":5}],"restartPolicy":"Always","terminationGracePeriodSeconds":5,
        "volumes":[{"name":"v","emptyDir":{"sizeLimit":"1Gi"}},{"name":"c","configMap":{"name":"m","items":[{"key":"a","path":"b"}],"defaultMode":420}}],
        "initContainers":[{"name":"i","image":"x"}],
        "containers":[{"name":"a","image":"b:1","command":["c"],"args":["d"],"ports":[{"containerPort":80,"protocol":"TCP","hostPort":8080}],
        "env":[{"name":"E","value":"v"},{"name":"F","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}],"envFrom":[{"configMapRef":{"name":"m"}}],
        "resources":{"requests":{"cpu":"100m","memory":"1Mi"},"limits":{"cpu":"1"}},"volumeMounts":[{"name":"v","mountPath":"/v"}],
        "livenessProbe":{"httpGet":{"path":"/","port":"http"},"periodSeconds":5},"securityContext":{"runAsUser":0,"capabilities":{"add":["X"]}}}],
        "affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"a","operator":"In","values":["b"]}]}]}}}},
        "status":{"phase":"Running","conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-01-01T00:00:00Z"}],"containerStatuses":[{"name":"a","ready":true,"restartCount":1,"image":"b","imageID":"c","state":{"running":{"startedAt":"2026-01-01T00:00:00Z"}}}]}}
        """;

    private const string Deployment =
        """
        {"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"NAME"},"spec":{"replicas":2,"minReadySeconds":1,"progressDeadlineSeconds":600,"revisionHistoryLimit":3,"paused":false,
        "strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":"25%","maxUnavailable":1}},
        "selector":{"matchLabels":{"app":"x"},"matchExpressions":[{"key":"app","operator":"Exists"}]},
        "template":{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"a","image":"b"}]}}},
        "status":{"replicas":1,"conditions":[{"type":"Available","status":"True"}]}}
        """;

    private const string Service =
        """{"kind":"Service","apiVersion":"v1","metadata":{"name":"NAME"},"spec":{"type":"ClusterIP","selector":{"a":"b"},"ports":[{"name":"http","port":80,"targetPort":"http","protocol":"TCP"}],"clusterIP":"None","sessionAffinity":"None","externalIPs":["1.2.3.4"]}}""";

    private const string Secret =
        """{"kind":"Secret","apiVersion":"v1","metadata":{"name":"NAME"},"type":"Opaque","immutable":false,"data":{"a":"YQ=="},"stringData":{"b":"c"}}""";

    private const string Lease =
        """{"kind":"Lease","apiVersion":"coordination.k8s.io/v1","metadata":{"name":"NAME"},"spec":{"holderIdentity":"a","leaseDurationSeconds":5,"acquireTime":"2026-01-01T00:00:00.000000Z","leaseTransitions":1}}""";

    private const string Event =
        """{"kind":"Event","apiVersion":"v1","metadata":{"name":"NAME"},"involvedObject":{"kind":"Pod","namespace":"default","name":"a","uid":"u"},"reason":"R","message":"m","type":"Normal","count":1,"firstTimestamp":"2026-01-01T00:00:00Z","source":{"component":"c"}}""";

    private const string Node =
        """{"kind":"Node","apiVersion":"v1","metadata":{"name":"NAME"},"spec":{"unschedulable":true,"taints":[{"key":"a","effect":"NoSchedule"}]},"status":{"capacity":{"cpu":"1"},"allocatable":{"cpu":"1"},"addresses":[{"type":"InternalIP","address":"1.2.3.4"}],"conditions":[{"type":"Ready","status":"True"}]}}""";

    private static readonly (string Path, string Document)[] Kinds =
    [
        ("/api/v1/namespaces/default/pods", Pod),
        ("/apis/apps/v1/namespaces/default/deployments", Deployment),
        ("/api/v1/namespaces/default/services", Service),
        ("/api/v1/namespaces/default/secrets", Secret),
        ("/apis/coordination.k8s.io/v1/namespaces/default/leases", Lease),
        ("/api/v1/namespaces/default/events", Event),
        ("/api/v1/nodes", Node),
        .. OfEveryKind(),
    ];

    private static readonly Gen<string> Junk = Gen.OneOf(
        Gen.OneOf(
            "null", "5", "-1", "1.5", "1e400", "99999999999999999999", "true", "\"\"", "\"x\"", "\"-5%\"", "\"5000%\"", "\"\\u0000\"", "\"é\\n\"", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"\":null}", "{\"a\":{\"b\":[1]}}", "[5,\"x\"]",
            "\"1Ei\"", "\"99999999999999999999Ei\"", "\"0.0000000001n\"", "\"2026-13-45T99:99:99Z\"", "\"2026-01-01\"", "\"../..\"", "\"a=b,c\""),
        Gen.String.Select(text => JsonValue.Create(new string([.. text.Where(one => !char.IsSurrogate(one))])).ToJsonString()));

    private readonly TestServer _server = fixture.Server;

    [Fact]
    public async Task Write_OneWrongPlace_NeverFails()
    {
        var (serial, taken, refused) = (0, 0, 0);
        await Gen.Select(Gen.OneOf(Kinds), Gen.Int[0, 1000], Junk, Gen.OneOf("POST", "PUT", "PATCH", "STATUS", "JSON", "YAML", "APPLY"), Gen.OneOf("", "?fieldValidation=Strict", "?fieldValidation=Ignore"))
            .SampleAsync(async (kind, at, junk, way, query) =>
            {
                var name = $"m{Interlocked.Increment(ref serial)}";
                var path = $"{kind.Path}/{name}{(way == "STATUS" ? "/status" : "")}{query}";
                var original = kind.Document.Replace("NAME", name);
                var document = JsonNode.Parse(original)!;
                var pointer = Replace(document, at, junk);
                if (way is not ("POST" or "YAML"))
                {
                    using var made = await _server.PostAsync(kind.Path, original);
                }

                using var answer = way switch
                {
                    "POST" => await _server.PostAsync(kind.Path + query, document.ToJsonString()),
                    "YAML" => await _server.PostAsync(kind.Path + query, document.ToJsonString(), "application/yaml"),
                    "PUT" => await _server.PutAsync(path, document.ToJsonString()),
                    "APPLY" => await _server.PatchAsync(
                        $"{kind.Path}/{name}{(at % 3 == 0 ? "/status" : "")}?fieldManager=m{at % 2}&force={at % 2 == 0}{query.Replace('?', '&')}", document.ToJsonString(), "application/apply-patch+yaml"),
                    "JSON" => await _server.PatchAsync(path, $$"""[{"op":"replace","path":"{{pointer}}","value":{{junk}}}]""", "application/json-patch+json"),
                    _ => await _server.PatchAsync(path, document.ToJsonString(), at % 2 == 0 ? "application/merge-patch+json" : "application/strategic-merge-patch+json"),
                };
                var text = await answer.Content.ReadAsStringAsync();
                Assert.True((int)answer.StatusCode < 500, $"{way} {path} {pointer} = {junk}: {(int)answer.StatusCode} {text}");
                Interlocked.Increment(ref (int)answer.StatusCode < 300 ? ref taken : ref refused);
                if ((int)answer.StatusCode < 300)
                {
                    // What was taken can be read in every form.
                    using var table = await _server.SendAsync(HttpMethod.Get, $"{kind.Path}?fieldSelector=metadata.name%3D{name}", headers: ("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io"));
                    Assert.True((int)table.StatusCode < 500, $"{way} {path} {pointer} = {junk}: as a table {await table.Content.ReadAsStringAsync()}");
                }

                using var _ = await _server.SendAsync(HttpMethod.Delete, kind.Path + "/" + name, """{"gracePeriodSeconds":0}""");
            }, iter: 3000, threads: 2);

        // Documents that are all taken or all refused would have tried little.
        Assert.True(taken > 100 && refused > 100, $"{taken} taken, {refused} refused");
    }

    /// <summary>The valid object that the cases of each kind's rules begin with. Names that mean something stay as they are.</summary>
    private static IEnumerable<(string Path, string Document)> OfEveryKind()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Kinds"), "*.yaml").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var kind = KindTable.BuiltIn.All.FirstOrDefault(one => one.QualifiedResource == name) ?? KindTable.BuiltIn.All.Single(one => one.Plural == name && one.Conversion is null);
            var valid = File.ReadAllText(file).Split("\n---")[0];
            var document = ((DecodeOutcome.Decoded)YamlDecoder.Decode(Encoding.UTF8.GetBytes(valid), null)).Document;
            (document["kind"], document["apiVersion"]) = (kind.Kind, kind.ApiVersion);
            var metadata = (JsonObject)document["metadata"]!;
            metadata["name"] = ((string?)metadata["name"])?.Contains('.', StringComparison.Ordinal) == true ? (string?)metadata["name"] : "NAME";
            metadata.Remove("namespace");
            yield return ($"/{(kind.Group.Length == 0 ? "api" : $"apis/{kind.Group}")}/{kind.Version}/{(kind.Namespaced ? "namespaces/default/" : "")}{kind.Plural}", document.ToJsonString());
        }
    }

    /// <summary>Replaces one value of a document, chosen by a number, and says where it was.</summary>
    private static string Replace(JsonNode document, int at, string junk)
    {
        var places = new List<(JsonNode Owner, string Name, string Pointer)>();
        Collect(document, new StringBuilder(), places);
        var (owner, name, pointer) = places[at % places.Count];
        var value = junk == "1e400" ? null : JsonNode.Parse(junk);
        if (owner is JsonArray list)
        {
            list[int.Parse(name)] = value;
        }
        else
        {
            owner[name] = value;
        }

        return pointer;
    }

    private static void Collect(JsonNode? node, StringBuilder pointer, List<(JsonNode, string, string)> places)
    {
        var members = node switch
        {
            JsonObject map => map.Select(member => (Name: member.Key, member.Value)),
            JsonArray list => list.Select((item, index) => (Name: index.ToString(), Value: item)),
            _ => [],
        };
        foreach (var (name, value) in members)
        {
            var length = pointer.Length;
            pointer.Append('/').Append(name);
            places.Add((node!, name, pointer.ToString()));
            Collect(value, pointer, places);
            pointer.Length = length;
        }
    }
}
