using System.Text;
using CloudOrchestrator.ApiServer.PipelineApply.Manifests;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.PipelineApply;

/// <summary>Files and options that cannot be taken: nothing of them is applied, and all that is wrong is told at once.</summary>
public class BadInputTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly TestServer _server = fixture.Server;

    [Fact]
    public async Task Apply_SeveralMalformed_AreAllToldWithTheirPlacesAndNothingIsApplied()
    {
        const string File = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: good}
            ---
            a: [
            ---
            kind: ConfigMap
            metadata: {}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: typo
            date:
              a: b
            data:
              c: 5
            ---
            just text
            ---
            apiVersion: v1
            kind: List
            items:
            - apiVersion: v1
              kind: ConfigMap
              metadata: {name: twice}
              data:
                a: "1"
                a: "2"
            - apiVersion: v1
              kind: ConfigMap
              metadata: {name: good}
            """;
        var lines = await _server.ApplyAsync(File, code: 422);
        Assert.StartsWith("failed: document 2, line ", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            [
                "configmap/ failed: document 3, line 7: apiVersion: Required value",
                "configmap/ failed: document 3, line 8: metadata.name: Required value",
                "configmap/typo failed: document 4, line 14: date: field not declared in schema",
                "configmap/typo failed: document 4, line 17: data.c: expected string, got &value.valueUnstructured{Value:5}",
                "failed: document 5, line 19: not an object: it has to have apiVersion, kind and metadata",
                "configmap/twice failed: document 6, item 1, line 29: strict decoding error: duplicate field \"data.a\"",
                "configmap/good failed: document 6, item 2, line 30: the same object is in document 1, line 1 already",
            ],
            lines.Skip(1));
        Assert.DoesNotContain("good", await _server.ConfigMapsAsync("default"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "failed: no objects passed to apply")]
    [InlineData("# nothing\n---\n...\n", "failed: no objects passed to apply")]
    [InlineData("{apiVersion: v1, kind: ConfigMap, metadata: {generateName: a-}}", "configmap/ failed: document 1, line 1: metadata.name: Required value: a generated name cannot be applied")]
    [InlineData("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: 5}}", "configmap/a failed: document 1, line 1: metadata.namespace: Invalid value: it has to be a string")]
    [InlineData("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, managedFields: []}}", "configmap/a failed: document 1, line 1: metadata.managedFields must be nil")]
    [InlineData("{apiVersion: v1, kind: \"a\\nresult: ok\", metadata: {name: \"\\e[31m\\r\"}}\n---\n5", "failed: document 2, line 3: not an object: it has to have apiVersion, kind and metadata")]
    public async Task Apply_Malformed_SaysWhy(string file, string expected) => Assert.Contains(expected, await _server.ApplyAsync(file, code: 422));

    [Fact]
    public async Task Apply_OtherTextThanJsonAsJson_IsMalformed()
    {
        var lines = await _server.ApplyAsync("{\n\"apiVersion\": oops}", code: 422, contentType: "application/json");
        Assert.StartsWith("failed: document 1, line 2: ", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_FileWithoutLineBreaks_TellsOfDataBinary()
    {
        var lines = await _server.ApplyAsync("apiVersion: v1kind: ConfigMap", code: 422, contentType: "application/x-www-form-urlencoded");
        Assert.Equal("failed: the body has no line breaks: curl keeps them with --data-binary @FILE, and drops them with --data @FILE", lines[^1]);
    }

    [Fact]
    public async Task Apply_WarnAboutRepeatedFields_AppliesWithAWarning()
    {
        const string File = "{apiVersion: v1, kind: ConfigMap, metadata: {name: warned}, data: {a: x, a: z}}";
        Assert.Equal(["Warning: duplicate field \"data.a\"", "configmap/warned created"], await _server.ApplyAsync(File, "?fieldValidation=Warn"));
        Assert.Equal(["configmap/warned unchanged"], await _server.ApplyAsync(File, "?fieldValidation=Ignore"));
    }

    [Theory]
    [InlineData("wait=1", "wait: Invalid value: \"1\": must be a duration above 0, such as 90s or 3m")]
    [InlineData("wait=-1s", "wait: Invalid value: \"-1s\": must be a duration above 0, such as 90s or 3m")]
    [InlineData("wait=2h", "wait: Invalid value: \"2h\": must be at most 1h0m0s, the longest that a request may last here; apply again to wait on")]
    [InlineData("wait=1s&dryRun=All", "wait: Forbidden: a dry run makes nothing that could become ready")]
    [InlineData("dryRun=yes", "dryRun: Unsupported value: \"yes\": supported values: \"All\"")]
    [InlineData("dryRun=", "dryRun: Required value")]
    [InlineData("dry-run=All", "dry-run: Unsupported value: there is no such option: supported values: \"fieldManager\", \"force\", \"namespace\", \"dryRun\", \"wait\", \"prune\", \"fieldValidation\"")]
    [InlineData("prune=", "prune: Required value")]
    [InlineData("prune=a+in", "prune: Invalid value: \"a in\": unable to parse requirement: found '' expected: '('")]
    [InlineData("prune=%20", "prune: Invalid value: \"\": must be a label selector that leaves something out")]
    [InlineData("force=yes", "force: Invalid value: \"yes\": must be true or false")]
    public async Task Apply_BadOption_IsInvalid(string query, string expected)
    {
        var (_, message) = await _server.PostAsync("/apply?" + query, Applies.ConfigMap("unwanted"), Applies.Yaml).StatusAsync(422, "Invalid");
        Assert.Equal($"ApplyOptions.meta.k8s.io \"\" is invalid: {expected}", message);
        await _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/default/configmaps/unwanted").StatusAsync(404, "NotFound");
    }

    [Fact]
    public async Task Apply_OtherMediaTypes_AreRefused()
    {
        await _server.PostAsync("/apply", "a", "multipart/form-data; boundary=x").StatusAsync(415, "UnsupportedMediaType");
        await _server.SendAsync(HttpMethod.Post, "/apply", "{}", Applies.Yaml, ("Accept", "image/png")).StatusAsync(406, "NotAcceptable");
    }

    [Fact]
    public async Task Apply_TooMuch_IsRefused()
    {
        var most = string.Concat(Enumerable.Range(0, ManifestLimits.ObjectsMax).Select(index => $"--- {{apiVersion: v1, kind: ConfigMap, metadata: {{name: many-{index}}}}}\n"));
        var lines = await _server.ApplyAsync(most + "--- {apiVersion: v1, kind: ConfigMap, metadata: {name: last}}\n", code: 422);
        Assert.Equal([$"failed: document 1001, line 1001: more than {ManifestLimits.ObjectsMax} objects: send them in several requests"], lines);
        Assert.Equal(ManifestLimits.ObjectsMax, (await _server.ApplyAsync(most, "?dryRun=All")).Count(line => line.EndsWith(" created (server dry run)", StringComparison.Ordinal)));

        var (_, message) = await _server.PostAsync("/apply", new string('#', ApiServerOptions.BodyBytesMax + 1), Applies.Yaml).StatusAsync(413, "RequestEntityTooLarge");
        Assert.Equal("Request entity too large: limit is 3145728", message);
    }

    [Fact]
    public async Task Apply_AliasesOfAliases_AreBoundedInAllDocumentsTogether()
    {
        var bomb = new StringBuilder("---\na: &a [x,x,x,x,x,x,x,x,x,x]\n");
        for (var letter = 'b'; letter <= 'e'; letter++)
        {
            bomb.Append($"{letter}: &{letter} [{string.Join(',', Enumerable.Repeat($"*{(char)(letter - 1)}", 10))}]\n");
        }

        var lines = await _server.ApplyAsync(string.Concat(Enumerable.Repeat(bomb.ToString(), 50)), code: 422);
        Assert.Contains(lines, line => line.EndsWith($"more than {ManifestLimits.ValuesMax} values in all documents together", StringComparison.Ordinal));
    }

    /// <summary>Whatever is sent, the answer is below 500, and ends with how it ended where it is a report.</summary>
    [Fact]
    public async Task Apply_Anything_IsAnsweredWithoutFailing()
    {
        var piece = Gen.OneOf(
            Gen.OneOf(
                "apiVersion: v1\n", "kind: ConfigMap\n", "kind: Service\n", "kind: List\n", "kind: Namespace\n", "metadata: {name: fuzz}\n", "metadata: {name: 5}\n", "metadata: []\n", "metadata: {name: \"\\0\"}\n", "items:\n- ", "items: 5\n", "data: {a: b}\n", "spec: []\n", "spec: {ports: [{}]}\n", "status: 5\n",
                "---\n", "--- ", "...\n", "%YAML 1.2\n", "%x\n", "&a ", "*a ", "{", "}", "[", "]", ",", ": ", "? ", "- ", "| ", "> ", "\n", "\r\n", "\t", "!!binary ", "\"", "'", "\\ud800", "\uFEFF", "#", "null", "1e999", "<<: *a\n",
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"fuzz\",\"labels\":{\"a\":1}}}", "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"fuzz\"},\"spec\":{\"selector\":5,\"template\":[]}}", "{\"apiVersion\":\"v1\",\"kind\":\"PodList\",\"items\":[{},5,null,{\"metadata\":{\"name\":\"p\"}}]}"),
            Gen.String);
        var query = Gen.Select(
            Gen.OneOf("fieldManager", "force", "namespace", "dryRun", "prune", "fieldValidation", "pretty", ""),
            Gen.OneOf(Gen.OneOf("", "All", "true", "default", "a=b", "a in (b", "Warn", "Strict", "\u0000"), Gen.String),
            (name, value) => $"{name}={Uri.EscapeDataString(value.Replace("\ud800", "", StringComparison.Ordinal))}");
        await Gen.Select(
            piece.List[0, 12].Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces))),
            query.List[0, 2],
            Gen.OneOf("application/yaml", "application/json", "text/yaml", "application/x-www-form-urlencoded", "text/plain", ";"),
            Gen.OneOf("*/*", "application/json", "application/jsonl", "text/plain", "image/png", ";q="))
            .SampleAsync(async (body, queries, contentType, accept) =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, $"/apply?{string.Join('&', queries)}") { Content = new ByteArrayContent(body) };
                request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
                request.Headers.TryAddWithoutValidation("Accept", accept);
                using var answer = await _server.Client.SendAsync(request);
                var text = await answer.Content.ReadAsStringAsync();
                Assert.True((int)answer.StatusCode < 500, $"{request.RequestUri} {contentType} {Convert.ToHexString(body)}: {(int)answer.StatusCode} {text}");
                var isStatus = text.Contains("\"kind\":\"Status\"", StringComparison.Ordinal);
                Assert.True(isStatus || text.Contains((int)answer.StatusCode == 200 ? "ok" : "failed", StringComparison.Ordinal), text);
                if (!isStatus && answer.Content.Headers.ContentType?.MediaType == "text/plain")
                {
                    Assert.Equal((int)answer.StatusCode == 200 ? "result: ok" : "result: failed", text.TrimEnd('\n').Split('\n')[^1]);
                    Assert.Single(text.Split('\n'), line => line.StartsWith("result:", StringComparison.Ordinal));
                }
            }, iter: 2000, threads: 2);
    }
}
