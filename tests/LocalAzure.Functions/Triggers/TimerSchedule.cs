using Cronos;

namespace CloudOrchestrator.LocalAzure.Functions.Triggers;

/// <summary>When a timer is due. In UTC: Flex has no time zones.</summary>
internal sealed class TimerSchedule(string cron)
{
    /// <summary>Occurrences looked at to see how long the schedule is.</summary>
    private const int Looked = 10;

    private static readonly TimeSpan StatusMin = TimeSpan.FromMinutes(1);
    private readonly CronExpression _cron = CronExpression.Parse(cron, CronFormat.IncludeSeconds);

    /// <summary>The first occurrence after a moment, never that moment itself.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) =>
        _cron.GetNextOccurrence(after.UtcDateTime, TimeZoneInfo.Utc) is { } next ? new DateTimeOffset(next) : null;

    /// <summary>Whether its last run is kept: below a minute it is not.</summary>
    public bool KeepsStatus(DateTimeOffset now)
    {
        var last = Next(now);
        for (var count = 0; count < Looked && last is { } from; count++)
        {
            var next = Next(from);
            if (next - from < StatusMin)
            {
                return false;
            }

            last = next;
        }

        return true;
    }
}
