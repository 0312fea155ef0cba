using CloudOrchestrator.Store.Notices;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.Store.Tests.Notices;

public sealed class NoticeListTests
{
    private readonly NoticeList _list = new("things");

    [Fact]
    public void Take_NothingAdded_IsEmpty()
    {
        var (notices, ranges) = _list.Take();

        Assert.Empty(notices);
        Assert.Empty(ranges);
    }

    [Fact]
    public void Take_KeysPastTheLimit_MakesSeveralNoticesThatJoin()
    {
        for (var revision = 1; revision <= 100; revision++)
        {
            _list.Add(revision, revision, [$"{revision:D3}{new string('k', 1021)}"]);
        }

        var (notices, ranges) = _list.Take();

        Assert.Equal([(1L, 60L), (61L, 100L)], notices.Select(notice => (notice.FirstRevision, notice.LastRevision)));
        Assert.All(notices, notice => Assert.InRange(notice.Recipients!.Sum(key => key.Length), 1, CommitNotice.RecipientsBytesMax));
        Assert.Equal([(1L, 100L)], ranges);
        Assert.True(_list.IsEmpty);
    }

    [Fact]
    public void Take_ACommitWithTooManyKeys_NamesNone()
    {
        _list.Add(1, 1, ["a"]);
        _list.Add(2, 101, [.. Enumerable.Range(0, 100).Select(index => $"{index:D3}{new string('k', 1021)}")]);
        _list.Add(102, 102, ["b"]);

        var (notices, ranges) = _list.Take();

        Assert.Equal([(1L, 1L, false), (2L, 101L, true), (102L, 102L, false)], notices.Select(notice => (notice.FirstRevision, notice.LastRevision, notice.Recipients is null)));
        Assert.Equal([(1L, 102L)], ranges);
    }

    [Fact]
    public void Take_OthersCommitsInBetween_MakesANoticeForEachRange()
    {
        _list.Add(1, 2, ["a", "b"]);
        _list.Add(5, 5, ["a"]);

        var (notices, ranges) = _list.Take();

        Assert.Equal([(1L, 2L, "a b"), (5L, 5L, "a")], notices.Select(notice => (notice.FirstRevision, notice.LastRevision, string.Join(' ', notice.Recipients!))));
        Assert.Equal([(1L, 2L), (5L, 5L)], ranges);
    }

    [Fact]
    public void Take_ACommitWithoutChanges_IsARangeWithoutANotice()
    {
        _list.Add(1, 1, []);

        var (notices, ranges) = _list.Take();

        Assert.Empty(notices);
        Assert.Equal([(1L, 1L)], ranges);
    }

    [Fact]
    public void Ranges_Generated_AgreeWithASet()
    {
        var step = Gen.Select(Gen.Int[1, 40], Gen.Int[0, 6], Gen.Int[0, 5]);
        step.Array[1, 40].Sample(steps =>
        {
            var ranges = new RevisionRanges();
            var model = new SortedSet<long>();
            foreach (var (first, more, what) in steps)
            {
                if (what > 0)
                {
                    ranges.Add(first, first + more);
                    model.UnionWith(Enumerable.Range(first, more + 1).Select(revision => (long)revision));
                }
                else if (ranges.EndAfter(first - 1) is var through && through >= first)
                {
                    ranges.DropThrough(through);
                    model.RemoveWhere(revision => revision <= through);
                }

                for (var revision = 0L; revision < 50; revision++)
                {
                    var end = revision;
                    while (model.Contains(end + 1))
                    {
                        end++;
                    }

                    Assert.Equal(end, ranges.EndAfter(revision));
                }

                var missing = ranges.Missing(first, first + (5 * more));
                Assert.Equal(
                    Enumerable.Range(first, (5 * more) + 1).Select(revision => (long)revision).Where(revision => !model.Contains(revision)),
                    missing.SelectMany(range => Enumerable.Range((int)range.First, (int)(range.Last - range.First + 1)).Select(revision => (long)revision)));
                Assert.All(missing.Zip(missing.Skip(1)), pair => Assert.True(pair.First.Last + 1 < pair.Second.First, "they touch"));
            }
        });
    }
}
