using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Reviews;

/// <summary>Questions about somebody else than the sender.</summary>
public class ReviewTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Authorization = "/apis/authorization.k8s.io/v1";
    private readonly TestServer _server = fixture.Server;

    [Theory]
    [InlineData("""["system:authenticated"]""", true)]
    [InlineData("""["system:unauthenticated"]""", false)]
    public async Task SubjectAccessReview_OfSomebody_SaysWhetherHeMay(string groups, bool isAllowed)
    {
        var review = await _server.PostAsync(Authorization + "/subjectaccessreviews", """{"spec":{"user":"u","groups":GROUPS,"resourceAttributes":{"verb":"get","resource":"pods"}}}""".Replace("GROUPS", groups, StringComparison.Ordinal)).JsonAsync(HttpStatusCode.Created);

        Assert.Equal(isAllowed, (bool?)review["status"]!["allowed"]);
    }

    [Fact]
    public async Task SubjectAccessReview_OfNobodyAndNothing_IsInvalid()
    {
        var (status, _) = await _server.PostAsync(Authorization + "/subjectaccessreviews", """{"spec":{}}""").StatusAsync(422, "Invalid");

        Assert.Equal(["spec.resourceAttributes", "spec.user"], status["details"]!["causes"]!.AsArray().Select(cause => (string?)cause!["field"]));
    }

    [Theory]
    [InlineData("", "the object provided is unrecognized (must be of type SubjectAccessReview): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)")]
    [InlineData("""{"spec":5}""", "SubjectAccessReview in version \"v1\" cannot be handled as a SubjectAccessReview: json: cannot unmarshal number into Go struct field SubjectAccessReview.spec of type v1.SubjectAccessReviewSpec")]
    [InlineData("""{"spec":{"user":5}}""", "SubjectAccessReview in version \"v1\" cannot be handled as a SubjectAccessReview: json: cannot unmarshal number into Go struct field SubjectAccessReviewSpec.spec.user of type string")]
    public async Task SubjectAccessReview_ThatIsNone_SaysWhatIsWrong(string body, string expected)
    {
        var (_, message) = await _server.PostAsync(Authorization + "/subjectaccessreviews", body).StatusAsync(400, "BadRequest");

        Assert.Equal(expected, message);
    }

    [Theory]
    [InlineData("selfsubjectaccessreviews", "{}", 422, "Invalid", "exactly one of nonResourceAttributes or resourceAttributes must be specified")]
    [InlineData("selfsubjectaccessreviews", """{"resourceAttributes":{"verb":"get","resource":"pods"},"nonResourceAttributes":{"verb":"get","path":"/"}}""", 422, "Invalid", "cannot be specified in combination with resourceAttributes")]
    [InlineData("selfsubjectrulesreviews", "{}", 400, "BadRequest", "no namespace on request")]
    public async Task SelfSubjectReview_OfNothing_IsRefused(string reviews, string spec, int code, string reason, string why)
    {
        var (_, message) = await _server.PostAsync($"{Authorization}/{reviews}", $$"""{"spec":{{spec}}}""").StatusAsync(code, reason);

        Assert.Contains(why, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("selfsubjectaccessreviews", """{"name":"n"}""", "must be empty")]
    [InlineData("subjectaccessreviews", """{"labels":{"a":"b"}}""", "must be empty")]
    [InlineData("subjectaccessreviews", """{"generation":1}""", "must be empty")]
    [InlineData("namespaces/default/localsubjectaccessreviews", """{"namespace":"default","name":"n"}""", "must be empty except for namespace")]
    public async Task AccessReview_WithMetadata_IsInvalid(string reviews, string metadata, string rule)
    {
        var body = $$$"""{"metadata":{{{metadata}}},"spec":{"user":"u","resourceAttributes":{"namespace":"default","verb":"get","resource":"pods"} } }""";
        var (_, message) = await _server.PostAsync($"{Authorization}/{reviews}", body).StatusAsync(422, "Invalid");

        Assert.EndsWith($"is invalid: metadata: Invalid value: {metadata}: {rule}", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("selfsubjectaccessreviews", """{"creationTimestamp":null,"name":"","labels":{},"managedFields":[{"manager":"m"}]}""")]
    [InlineData("subjectaccessreviews", """{"namespace":"default"}""")]
    [InlineData("subjectaccessreviews", """{"uid":"u","creationTimestamp":"2026-01-01T00:00:00Z"}""")]
    [InlineData("selfsubjectrulesreviews", """{"name":"n"}""")]
    public async Task AccessReview_WithMetadataThatSaysNothing_IsAnswered(string reviews, string metadata)
    {
        var spec = reviews == "selfsubjectrulesreviews" ? """{"namespace":"default"}""" : """{"user":"u","resourceAttributes":{"namespace":"default","verb":"get","resource":"pods"}}""";
        var review = await _server.PostAsync($"{Authorization}/{reviews}", $$"""{"metadata":{{metadata}},"spec":{{spec}}}""").JsonAsync(HttpStatusCode.Created);

        Assert.NotNull(review["status"]);
    }

    [Fact]
    public async Task SubjectAccessReview_OfTheAnonymous_IsNotAllowed()
    {
        var review = await _server.PostAsync(Authorization + "/subjectaccessreviews", """{"spec":{"user":"system:anonymous","resourceAttributes":{"verb":"get","resource":"pods"}}}""").JsonAsync(HttpStatusCode.Created);

        Assert.False((bool?)review["status"]!["allowed"]);
    }

    [Fact]
    public async Task LocalSubjectAccessReview_InItsNamespace_IsAnswered()
    {
        var review = await _server.PostAsync(
            Authorization + "/namespaces/default/localsubjectaccessreviews",
            """{"metadata":{"namespace":"default"},"spec":{"user":"u","groups":["system:authenticated"],"resourceAttributes":{"namespace":"default","verb":"get","resource":"pods"}}}""").JsonAsync(HttpStatusCode.Created);

        Assert.True((bool?)review["status"]!["allowed"]);
    }

    [Fact]
    public async Task LocalSubjectAccessReview_OfAnotherNamespace_IsInvalid()
    {
        var (_, message) = await _server.PostAsync(
            Authorization + "/namespaces/default/localsubjectaccessreviews",
            """{"spec":{"user":"u","resourceAttributes":{"namespace":"other","verb":"get","resource":"pods"}}}""").StatusAsync(422, "Invalid");

        Assert.Contains("spec.resourceAttributes.namespace: Invalid value: \"other\": must match metadata.namespace", message, StringComparison.Ordinal);
        await _server.PostAsync(Authorization + "/localsubjectaccessreviews", """{"spec":{"user":"u"}}""").StatusAsync(404, "NotFound");
    }

    [Fact]
    public async Task TokenReview_OfAKnownToken_SaysWhose()
    {
        var body = new JsonObject { ["spec"] = new JsonObject { ["token"] = TestServer.NodeToken } }.ToJsonString();
        var status = (await _server.PostAsync("/apis/authentication.k8s.io/v1/tokenreviews", body).JsonAsync(HttpStatusCode.Created))["status"]!;

        Assert.Equal((true, "system:node:n1"), ((bool?)status["authenticated"], (string?)status["user"]!["username"]));
    }

    [Fact]
    public async Task TokenReview_OfAnotherToken_SaysThatItIsNobodys()
    {
        var status = (await _server.PostAsync("/apis/authentication.k8s.io/v1/tokenreviews", """{"spec":{"token":"x"}}""").JsonAsync(HttpStatusCode.Created))["status"]!;

        Assert.Null(status["authenticated"]);
        Assert.Equal("invalid bearer token", (string?)status["error"]);
        await _server.PostAsync("/apis/authentication.k8s.io/v1/tokenreviews", """{"spec":{}}""").StatusAsync(400, "BadRequest");
    }
}
