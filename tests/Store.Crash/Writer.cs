using System.Text;

namespace CloudOrchestrator.Store.Crash;

/// <summary>Writes one thing after the other, each value once ever.</summary>
/// <param name="name">What its values begin with.</param>
/// <param name="random">Draws the writes.</param>
/// <param name="documents">The collection.</param>
/// <param name="answers">Where it says them.</param>
/// <param name="largeOneIn">Of this many documents one is too large for a row of a storage account.</param>
internal sealed class Writer(string name, Random random, IDocumentCollection documents, Answers answers, int largeOneIn)
{
    private const int Keys = 20;
    private const int GroupSize = 3;

    private const int LargeBytes = 900 * 1024;
    private const int SmallBytesMax = 400;

    private int _values;

    public async Task WriteAsync(int count)
    {
        for (var written = 0; written < count; written++)
        {
            await (random.Next(8) switch
            {
                0 or 1 or 2 => PutAsync(),
                3 or 4 => GroupAsync(),
                5 => PutIfAbsentAsync(),
                _ => DeleteAsync(),
            });
        }
    }

    /// <summary>The value that a document begins with.</summary>
    public static string ValueOf(StoredObject item)
    {
        var text = Encoding.UTF8.GetString(item.Document.Bytes.Span[..Math.Min(40, item.Document.Bytes.Length)]);
        return text[..text.IndexOf(' ', StringComparison.Ordinal)];
    }

    private async Task PutAsync()
    {
        var (key, value) = (Key(), Draw());
        var document = Of(value);
        Tell(key, value, await documents.CommitAsync(new Write(key, _ => new WriteDecision.Put(document)), CancellationToken.None));
    }

    private async Task PutIfAbsentAsync()
    {
        var (key, value) = (Key(), Draw());
        var document = Of(value);
        Tell(key, value, await documents.CommitAsync(
            new Write(key, state => state.Find(key) is null ? new WriteDecision.Put(document) : new WriteDecision.Refuse("it is there")), CancellationToken.None));
    }

    private async Task DeleteAsync()
    {
        var key = Key();
        Tell(key, "", await documents.CommitAsync(new Write(key, _ => new WriteDecision.Delete()), CancellationToken.None));
    }

    /// <summary>Several keys at once; a value says of which group it is and its place.</summary>
    private async Task GroupAsync()
    {
        var (first, group) = (random.Next(Keys), Draw());
        var writes = Enumerable.Range(0, GroupSize).Select(place => (Key: $"k{(first + place) % Keys:D2}", Value: $"{group}#{place}")).ToList();
        writes.ForEach(write => answers.Say("writing", write.Value));
        var documentsOf = writes.Select(write => Of(write.Value)).ToList();
        var outcomes = await documents.CommitAsync(
            [.. writes.Select((write, place) => new Write(write.Key, _ => new WriteDecision.Put(documentsOf[place])))], CancellationToken.None);
        for (var place = 0; place < GroupSize; place++)
        {
            Tell(writes[place].Key, writes[place].Value, outcomes[place]);
        }
    }

    private void Tell(string key, string value, WriteOutcome outcome)
    {
        switch (outcome)
        {
            case WriteOutcome.Committed committed:
                answers.Say("committed", $"{committed.Object.Revision}", key, value);
                break;
            case WriteOutcome.Refused or WriteOutcome.GroupRefused:
                answers.Say("refused", value);
                break;
            case WriteOutcome.Unavailable unavailable:
                answers.Say("unavailable", value, unavailable.Reason);
                break;
            case WriteOutcome.Unchanged { Current: null } or WriteOutcome.Unknown:
                break;
            default:
                answers.Say("odd", $"{outcome}");
                break;
        }
    }

    private string Key() => $"k{random.Next(Keys):D2}";

    private string Draw()
    {
        var value = $"{name}.{++_values}";
        answers.Say("writing", value);
        return value;
    }

    private Document Of(string value)
    {
        var padding = new byte[random.Next(largeOneIn) == 0 ? LargeBytes : random.Next(SmallBytesMax)];
        random.NextBytes(padding);
        return new Document(Encoding.UTF8.GetBytes($"{value} ").Concat(padding).ToArray(), -1);
    }
}
