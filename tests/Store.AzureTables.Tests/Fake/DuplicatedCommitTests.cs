using System.Text;
using CloudOrchestrator.FakeAzureStorage.Faults;
using CloudOrchestrator.FakeAzureStorage.Requests;
using CloudOrchestrator.Store.Engine;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests.Fake;

public sealed class DuplicatedCommitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Something on the way doubles the request, and the answer to the second says that the head has moved: by the first.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task CommitAsync_AnswerOfItsOwnDuplicate_IsAppliedOnce(int nth)
    {
        var account = new FakeAccount(TimeProvider.System);
        await account.PrepareAsync();
        var things = new StoreEngine(account.Log("one"), TimeProvider.System, NullLogger<StoreEngine>.Instance).Collection(new CollectionDefinition("things", []));
        account.Storage.Faults.On(RequestTarget.Of(RequestKind.Batch), Fault.Duplicate(answersSecond: true), nth);

        for (var count = 1; count <= 3; count++)
        {
            var outcome = await things.CommitAsync(new Write("n", Increment), Token);
            Assert.Equal(count, Assert.IsType<WriteOutcome.Committed>(outcome).Object.Revision);
        }

        Assert.Equal("3", Text((await things.ReadCurrentAsync(Token)).Find("n")!));
    }

    private static WriteDecision Increment(CollectionState state) =>
        new WriteDecision.Put(new Document(Encoding.ASCII.GetBytes($"{int.Parse(state.Find("n") is { } item ? Text(item) : "0") + 1}"), -1));

    private static string Text(StoredObject item) => Encoding.ASCII.GetString(item.Document.Bytes.Span);
}
