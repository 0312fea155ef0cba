using CloudOrchestrator.Store.AzureTables.Rows;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests.Rows;

public sealed class KeyTests
{
    /// <summary>What the service refuses in a key.</summary>
    private static readonly char[] Refused = ['/', '\\', '#', '?', '%'];

    [Fact]
    public void Commit_AnyTwoRevisions_SortAsTheRevisionsDoAndBeforeTheHead() =>
        Gen.Long[0, long.MaxValue].Select(Gen.Long[0, long.MaxValue]).Sample((first, second) =>
            Math.Sign(string.CompareOrdinal(RowKey.Commit(first), RowKey.Commit(second))) == first.CompareTo(second)
            && string.CompareOrdinal(RowKey.Commit(first), RowKey.Head) < 0
            && RowKey.TryCommit(RowKey.Commit(first), out var read) && read == first);

    [Theory]
    [InlineData("h")]
    [InlineData("e|")]
    [InlineData("e|x")]
    [InlineData("e|-1")]
    [InlineData("f|1")]
    public void TryCommit_AnotherRow_IsNoCommit(string key) => Assert.False(RowKey.TryCommit(key, out _));

    [Fact]
    public void Of_AnyTwoNames_AreTwoKeysThatTheServiceTakes() =>
        Gen.String[Gen.Char['\u0001', '\uD7FF'], 1, 50].Select(Gen.String[1, 50]).Sample((name, other) =>
        {
            var key = PartitionKey.Of(name);
            return key.All(character => character is > ' ' and < '\x7F' && !Refused.Contains(character))
                && key != RegistryKey.Partition
                && (PartitionKey.Of(other) == key) == (other == name);
        });

    [Fact]
    public void Of_EmptyOrTooLong_SaysWhatAKeyTakes()
    {
        Assert.Equal(512, PartitionKey.Of(new string('a', 512)).Length);
        Assert.Equal(
            "A collection's name may take 1 to 512 characters once it is escaped; this one takes 513: " + new string('a', 513),
            Assert.Throws<StoreException>(() => PartitionKey.Of(new string('a', 513))).Message);
        Assert.Throws<StoreException>(() => PartitionKey.Of(""));
    }
}
