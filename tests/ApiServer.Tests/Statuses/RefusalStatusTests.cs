using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Statuses;

public class RefusalStatusTests
{
    public static TheoryData<Refusal, int, string, string> Cases { get; } = new()
    {
        { new Refusal.NotFound("pods", "a"), 404, "NotFound", "pods \"a\" not found" },
        { new Refusal.AlreadyExists("deployments.apps", "a"), 409, "AlreadyExists", "deployments.apps \"a\" already exists" },
        { new Refusal.Conflict("pods", "a", "stale"), 409, "Conflict", "Operation cannot be fulfilled on pods \"a\": stale" },
        { new Refusal.Invalid("apps", "Deployment", "a", [new("FieldValueRequired", "spec", "Required value")]), 422, "Invalid", "Deployment.apps \"a\" is invalid: spec: Required value" },
        { new Refusal.Invalid("", "Pod", "a", [new("R", "b", "c"), new("R", "d", "e")]), 422, "Invalid", "Pod \"a\" is invalid: [b: c, d: e]" },
        { new Refusal.Invalid("", "Pod", "a", [new("R", "b", "c"), new("R", "b", "c")]), 422, "Invalid", "Pod \"a\" is invalid: b: c" },
        { new Refusal.ApplyConflict("Apply failed with 1 conflict: …", [new("FieldManagerConflict", ".a", "conflict with \"b\"")]), 409, "Conflict", "Apply failed with 1 conflict: …" },
        { new Refusal.Unprocessable("why"), 422, "Invalid", "the server rejected our request due to an error in our request" },
        { new Refusal.TooManyOperations(9, 5), 413, "RequestEntityTooLarge", "Request entity too large: The allowed maximum operations in a JSON patch is 5, got 9" },
        { new Refusal.BadRequest("no"), 400, "BadRequest", "no" },
        { new Refusal.Forbidden("pods", "a", "why"), 403, "Forbidden", "pods \"a\" is forbidden: why" },
        { new Refusal.MethodNotAllowed("pods", "delete"), 405, "MethodNotAllowed", "delete is not supported on resources of kind \"pods\"" },
        { new Refusal.Expired("old", "token"), 410, "Expired", "old" },
        { new Refusal.TooLarge(9, 5), 413, "RequestEntityTooLarge", "Request entity too large: limit is 5" },
        { new Refusal.RevisionTooLarge(9, 5), 504, "Timeout", "Timeout: Too large resource version: 9, current: 5" },
        { new Refusal.Unavailable("full"), 503, "ServiceUnavailable", "full" },
        { new Refusal.Unknown("lost"), 504, "Timeout", "Timeout: lost" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_EachRefusal_HasItsCodeReasonAndMessage(Refusal refusal, int code, string reason, string message)
    {
        var status = RefusalStatus.Of(refusal);

        Assert.Equal((code, reason, message), (status.Code, status.Reason, status.Message));
    }

    [Fact]
    public void Of_AllRefusalsThereAre_IsKnown()
    {
        var covered = Cases.Select(row => row.Data.Item1.GetType()).ToHashSet();
        var refusals = typeof(Refusal).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Refusal))).ToHashSet();
        Assert.Equal(refusals, covered);
    }

    [Fact]
    public void ToJson_Invalid_HoldsDetailsWithCauses()
    {
        var json = RefusalStatus.Of(new Refusal.Invalid("apps", "Deployment", "a", [new("FieldValueRequired", "spec.x", "Required value")])).ToJson();

        Assert.Equal(
            """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Deployment.apps \"a\" is invalid: spec.x: Required value","reason":"Invalid","details":{"name":"a","group":"apps","kind":"Deployment","causes":[{"reason":"FieldValueRequired","message":"Required value","field":"spec.x"}]},"code":422}""",
            json.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public void ToJson_Expired_CarriesTheTokenThatGoesOn() => Assert.Equal("token", (string?)RefusalStatus.Of(new Refusal.Expired("old", "token")).ToJson()["metadata"]!["continue"]);

    [Fact]
    public void ToJson_RevisionTooLarge_HasItsCauseAndWhenToTryAgain()
    {
        var details = RefusalStatus.Of(new Refusal.RevisionTooLarge(9, 5)).ToJson()["details"]!;
        Assert.Equal("ResourceVersionTooLarge", (string?)details["causes"]![0]!["reason"]);
        Assert.Equal(1, (int?)details["retryAfterSeconds"]);
    }

    [Fact]
    public void ToJson_NamespaceTerminating_HasItsCause()
    {
        var status = RefusalStatus.Of(new Refusal.Forbidden("pods", "a", "namespace b is being terminated", "NamespaceTerminating")).ToJson();
        Assert.Equal("NamespaceTerminating", (string?)status["details"]!["causes"]![0]!["reason"]);
    }
}
