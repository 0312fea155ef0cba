using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.Sqlite;

/// <content>What is published, and what may not be yet.</content>
internal sealed partial class SqliteCommitLog
{
    public ValueTask<long> PublishedAsync(string collection, CancellationToken cancellationToken) =>
        Read(() => _reading.Scalar("SELECT published FROM collections WHERE name = $name", ("$name", collection)) is long revision ? revision : 0);

    public ValueTask<bool> MovePublishedAsync(string collection, long from, long to, CancellationToken cancellationToken) =>
        _writer.RunAsync(new WriteWork<bool>(() => _writing.Scalar(
            "UPDATE collections SET published = $to WHERE number = $number AND published = $from RETURNING number",
            ("$number", Number(collection)), ("$from", from), ("$to", to)) is not null));

    public async ValueTask MarkDirtyAsync(string collection, CancellationToken cancellationToken) =>
        await _writer.RunAsync(Work(() => _writing.Execute(
            "UPDATE collections SET dirty_tag = $tag, dirty_at = $at WHERE number = $number",
            ("$number", Number(collection)), ("$tag", Guid.NewGuid().ToString("N")), ("$at", _time.GetUtcNow().ToUnixTimeMilliseconds())))).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<DirtyMark>> DirtyMarksAsync(CancellationToken cancellationToken) =>
        Read<IReadOnlyList<DirtyMark>>(() =>
        {
            var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
            return _reading.Rows(
                reader => new DirtyMark(reader.GetString(0), TimeSpan.FromMilliseconds(now - reader.GetInt64(1)), reader.GetString(2)),
                "SELECT name, dirty_at, dirty_tag FROM collections WHERE dirty_tag IS NOT NULL");
        });

    public async ValueTask ClearDirtyAsync(DirtyMark mark, CancellationToken cancellationToken) =>
        await _writer.RunAsync(Work(() => _writing.Execute(
            "UPDATE collections SET dirty_tag = NULL, dirty_at = NULL WHERE name = $name AND dirty_tag = $tag",
            ("$name", mark.Collection), ("$tag", mark.Tag)))).ConfigureAwait(false);
}
