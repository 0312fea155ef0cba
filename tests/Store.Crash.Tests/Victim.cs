using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using CloudOrchestrator.Disks;
using Xunit;

namespace CloudOrchestrator.Store.Crash.Tests;

/// <summary>A process that writes until it is killed.</summary>
internal sealed class Victim : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, int> _said = new();

    /// <summary>Holds something when a line was said since it was last looked at.</summary>
    private readonly Channel<bool> _lines = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Testimony _testimony;
    private readonly Task _listening;
    private readonly Task<string> _errors;
    private long _frontier;

    private Victim(string name, Process process, Testimony testimony)
    {
        Name = name;
        _process = process;
        _testimony = testimony;
        _listening = Task.Run(ListenAsync);
        _errors = process.StandardError.ReadToEndAsync();
    }

    public string Name { get; }

    public static Victim Start(string name, int seed, string store, string where, Testimony testimony, SmallDisk? disk = null)
    {
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "CloudOrchestrator.Store.Crash.dll"), name, $"{seed}", store, where];
        var start = disk is null ? new ProcessStartInfo("dotnet", arguments) : disk.Command("dotnet", arguments);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        return new Victim(name, Process.Start(start)!, testimony);
    }

    /// <summary>Has it open the store and write.</summary>
    public async Task GoAsync()
    {
        await Task.WhenAny(_ready.Task, _listening).WaitAsync(Patience);
        Assert.True(_ready.Task.IsCompleted, $"{Name} did not get ready: {(_listening.IsCompleted ? await _errors : "")}");
        _frontier = _testimony.Frontier;
        await _process.StandardInput.WriteLineAsync("go");
    }

    /// <summary>How many lines it has said that begin with a word, since it was told to go.</summary>
    public int Said(string word) => _said.GetValueOrDefault(word);

    /// <summary>Ends once it has said this many lines, or lines that begin with a word, since it was told to go.</summary>
    public async Task SaidAsync(int lines, string? word = null)
    {
        using var deadline = new CancellationTokenSource(Patience);
        await foreach (var _ in _lines.Reader.ReadAllAsync(deadline.Token))
        {
            if ((word is null ? _said.Values.Sum() : Said(word)) >= lines)
            {
                return;
            }
        }

        Assert.Fail($"{Name} ended by itself: {await _errors}");
    }

    /// <summary>Kills it, and hears what it had said until then.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _listening.WaitAsync(Patience);
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private async Task ListenAsync()
    {
        var said = new char[1 << 16];
        var rest = "";
        while (await _process.StandardOutput.ReadAsync(said) is > 0 and var length)
        {
            // A last line without an end was being said when it was killed.
            var lines = (rest + new string(said, 0, length)).Split('\n');
            rest = lines[^1];
            foreach (var line in lines.AsSpan(0, lines.Length - 1))
            {
                if (line == "ready")
                {
                    _ready.TrySetResult();
                    continue;
                }

                var words = line.Split('\t');
                _testimony.Hear(Name, _frontier, words);
                _said.AddOrUpdate(words[0], 1, (_, count) => count + 1);
                _lines.Writer.TryWrite(true);
            }
        }

        _lines.Writer.Complete();
    }
}
