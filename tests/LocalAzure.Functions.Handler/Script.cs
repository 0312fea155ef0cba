using System.Globalization;
using System.Text.Json;

namespace CloudOrchestrator.LocalAzure.Functions.Handler;

/// <summary>What a test wants of the handler: files in a folder that both know.</summary>
/// <remarks><c>starts</c> counts processes; <c>start</c> says what to do before listening; <c>NAME.answer</c> how to answer a trigger.</remarks>
internal sealed class Script
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private readonly string _folder;

    public Script(string folder)
    {
        _folder = folder;
        var starts = Path.Combine(folder, "starts");
        Start = File.Exists(starts) ? int.Parse(File.ReadAllText(starts), CultureInfo.InvariantCulture) + 1 : 1;
        File.WriteAllText(starts, Start.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The how-manieth process this is of all that the folder has seen.</summary>
    public int Start { get; }

    public void Say(string line) => Console.WriteLine(line);

    /// <summary><c>exit N</c>, <c>never</c>, or <c>wait</c>: until there is a file <c>go</c>.</summary>
    public async Task BeforeListeningAsync()
    {
        var path = Path.Combine(_folder, "start");
        var words = File.Exists(path) ? File.ReadAllText(path).Split(' ') : [""];
        switch (words[0])
        {
            case "exit":
                Environment.Exit(int.Parse(words[1], CultureInfo.InvariantCulture));
                break;
            case "never":
                await Task.Delay(Timeout.InfiniteTimeSpan);
                break;
            case "wait":
                while (!File.Exists(Path.Combine(_folder, "go")))
                {
                    await Task.Delay(Look);
                }

                break;
            default:
                break;
        }
    }

    public TriggerScript TriggerOf(string function)
    {
        var path = Path.Combine(_folder, $"{function}.answer");
        return File.Exists(path) ? JsonSerializer.Deserialize<TriggerScript>(File.ReadAllText(path))! : new TriggerScript();
    }
}
