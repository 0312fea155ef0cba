using System.Text;

namespace CloudOrchestrator.Store.Crash;

/// <summary>What this process says, a line at a time, each handed to the system before the next step: what was said is heard though the process is killed.</summary>
internal sealed class Answers(Stream output)
{
    private readonly Lock _lock = new();

    public void Say(params ReadOnlySpan<string> words)
    {
        var line = Encoding.UTF8.GetBytes($"{string.Join('\t', words!)}\n");
        lock (_lock)
        {
            output.Write(line);
        }
    }

    /// <summary>The state found when the store was opened.</summary>
    public void SayState(CollectionState state)
    {
        var listing = string.Join(';', state.Range("").Select(item => $"{item.Key}={Writer.ValueOf(item)}"));
        Say("open", $"{state.Revision}", listing);
    }
}
