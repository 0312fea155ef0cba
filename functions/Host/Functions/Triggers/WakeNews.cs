using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Host.Functions.Triggers;

/// <summary>What a batch of events tells of one key.</summary>
/// <param name="Wake">The key.</param>
/// <param name="Origin">The commit that accounts for it. Null where several processes' do, so that no one commit says whether it was looked at since.</param>
/// <param name="At">When the newest of the events was published; null where none says.</param>
internal sealed record WakeNews(Wake Wake, NoticeOrigin? Origin, DateTimeOffset? At);
