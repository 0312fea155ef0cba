using Azure;
using Azure.Identity;
using CloudOrchestrator.Store.CommitLog;
using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests;

public sealed class AppendFailureTests
{
    [Theory]
    [InlineData(412, "UpdateConditionNotSatisfied")]
    [InlineData(409, "EntityAlreadyExists")]
    [InlineData(404, "ResourceNotFound")]
    public void Outcome_PreconditionFailed_IsHeadMoved(int status, string code) =>
        Assert.IsType<AppendOutcome.HeadMoved>(Outcome(status, code));

    [Theory]
    [InlineData(400, "PropertyValueTooLarge")]
    [InlineData(413, "RequestBodyTooLarge")]
    [InlineData(401, "InvalidAuthenticationInfo")]
    [InlineData(403, "AuthorizationPermissionMismatch")]
    public void Outcome_RefusedBeforeAnythingWasDone_IsRejected(int status, string code) =>
        Assert.Equal($"The storage account answered {status} {code}", Assert.IsType<AppendOutcome.Rejected>(Outcome(status, code)).Reason);

    [Theory]
    [InlineData(429, "TooManyRequests")]
    [InlineData(503, "ServerBusy")]
    [InlineData(500, "InternalError")]
    [InlineData(500, "OperationTimedOut")]
    [InlineData(408, "RequestTimeout")]
    [InlineData(502, "BadGateway")]
    [InlineData(504, "GatewayTimeout")]
    [InlineData(302, "Moved")]
    public void Outcome_AnyOtherAnswer_IsUnknown(int status, string code) =>
        Assert.Equal($"The storage account answered {status} {code}", Assert.IsType<AppendOutcome.Unknown>(Outcome(status, code)).Reason);

    [Fact]
    public void Outcome_NoAnswer_IsUnknown()
    {
        Assert.IsType<AppendOutcome.Unknown>(AppendFailure.Outcome(new RequestFailedException("connection reset")));
        Assert.IsType<AppendOutcome.Unknown>(AppendFailure.Outcome(new TaskCanceledException()));
        Assert.IsType<AppendOutcome.Unknown>(AppendFailure.Outcome(new IOException()));
        Assert.IsType<AppendOutcome.Unknown>(AppendFailure.Outcome(new FormatException("an answer that is none")));
    }

    [Theory]
    [InlineData(404, "TableNotFound")]
    [InlineData(409, "TableBeingDeleted")]
    public void Outcome_TableGone_SaysSo(int status, string code) =>
        Assert.Equal("The store's table is not in the storage account any more.", Assert.IsType<AppendOutcome.Rejected>(Outcome(status, code)).Reason);

    [Fact]
    public void Outcome_NoToken_IsRejected() =>
        Assert.Equal(
            "No token for the storage account: no identity here",
            Assert.IsType<AppendOutcome.Rejected>(AppendFailure.Outcome(new AuthenticationFailedException("no identity here"))).Reason);

    private static AppendOutcome Outcome(int status, string code) => AppendFailure.Outcome(new RequestFailedException(status, "refused", code, null));
}
