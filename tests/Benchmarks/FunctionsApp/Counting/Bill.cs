using System.Globalization;
using System.Text;
using CloudOrchestrator.LocalAzure.EventGrid.Counting;
using CloudOrchestrator.LocalAzure.Functions.Counting;

namespace CloudOrchestrator.FunctionsApp.Counting;

/// <summary>What the bill knows at a moment, or of the time between two.</summary>
internal sealed record Bill(TimeSpan Time, CountSnapshot Functions, EventGridCountSnapshot Events, IReadOnlyDictionary<StorageRequest, long> Storage)
{
    private static readonly int[] InstanceMegabytes = [512, 2048];

    public static Bill operator -(Bill later, Bill earlier) => new(
        later.Time - earlier.Time,
        later.Functions - earlier.Functions,
        later.Events - earlier.Events,
        later.Storage.ToDictionary(pair => pair.Key, pair => pair.Value - earlier.Storage.GetValueOrDefault(pair.Key)));

    /// <summary>Executions of trigger functions, and those of them that wrote nothing.</summary>
    private (long Executions, long FoundNothing) Triggers =>
        (Functions.Functions.Where(pair => pair.Key != "Api").Sum(pair => pair.Value.Executions), Functions.Functions.Sum(pair => pair.Value.FoundNothing));

    /// <summary>All that was counted, in lines.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        var (executions, nothing) = Triggers;
        Line(text, $"  executions: {Functions.Executions} ({Join(Functions.Functions, count => count.Executions)}), failed {Functions.Functions.Values.Sum(count => count.Failures)}");
        Line(text, $"  found nothing to do: {nothing} of {executions} executions of triggers ({Share(nothing, executions)}), {Share(nothing, Functions.Executions)} of all ({Join(Functions.Functions, count => count.FoundNothing)})");
        Line(text, $"  billed seconds: {Functions.Billed.Values.Sum(time => time.TotalSeconds):0.0} ({Join(Functions.Billed, time => time.TotalSeconds)}); GB-s at 512 MB {GigabyteSeconds(512):0.0}, at 2,048 MB {GigabyteSeconds(2048):0.0}");
        Line(text, $"  Event Grid operations: {Events.BilledOperations} (in {Events.Published.Operations}, out {Events.Delivered.Operations}, deliveries {Events.Delivered.Deliveries}, failed {Events.Delivered.Failed})");
        foreach (var source in Storage.Where(pair => pair.Value > 0).GroupBy(pair => pair.Key.Source).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var kinds = source.OrderBy(pair => pair.Key.Service, StringComparer.Ordinal).ThenBy(pair => pair.Key.Kind, StringComparer.Ordinal).Select(pair => $"{pair.Key.Service} {pair.Key.Kind} {pair.Value}");
            Line(text, $"  storage operations of {source.Key}: {source.Sum(pair => pair.Value)} ({string.Join(", ", kinds)})");
        }

        return text.ToString();
    }

    /// <summary>What a month of this costs, with and without what is free.</summary>
    public string DescribeMonth()
    {
        var text = new StringBuilder();
        var months = Prices.HoursOfMonth / Time.TotalHours;
        var storage = Storage.Where(pair => pair.Key.Source != Sources.Platform).Sum(pair => pair.Value * Prices.Of(pair.Key)) * months;
        var platform = Storage.Where(pair => pair.Key.Source == Sources.Platform).Sum(pair => pair.Value * Prices.Of(pair.Key)) * months;
        var (executions, events) = (Functions.Executions * months, Events.BilledOperations * months);
        foreach (var megabytes in InstanceMegabytes)
        {
            var seconds = GigabyteSeconds(megabytes) * months;
            var full = (seconds * Prices.GigabyteSecond) + (executions * Prices.Execution) + (events * Prices.EventOperation) + storage;
            var granted = (Over(seconds, Prices.GigabyteSecondsFree) * Prices.GigabyteSecond)
                + (Over(executions, Prices.ExecutionsFree) * Prices.Execution)
                + (Over(events, Prices.EventOperationsFree) * Prices.EventOperation) + storage;
            Line(text, $"  a month at {megabytes} MB: ${granted:0.000} with the free grants, ${full:0.000} without ({seconds:0} GB-s, {executions:0} executions, {events:0} events, storage ${storage:0.000}); the platform's own requests to the account beside that ${platform:0.000}");
        }

        return text.ToString();
    }

    private double GigabyteSeconds(int megabytes) => Functions.Billed.Values.Sum(time => time.TotalSeconds) * megabytes / 1024;

    private static double Over(double amount, double free) => amount > free ? amount - free : 0;

    private static string Share(long part, long whole) => whole == 0 ? "0%" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0}%");

    private static string Join<T>(IReadOnlyDictionary<string, T> values, Func<T, double> number) =>
        string.Join(", ", values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {number(pair.Value):0.#}")));

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
