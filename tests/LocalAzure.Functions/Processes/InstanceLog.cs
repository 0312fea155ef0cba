using System.Globalization;

namespace CloudOrchestrator.LocalAzure.Functions.Processes;

/// <summary>What an instance's handler says on its outputs, and what its host says of it: in a file, and the latest lines in memory.</summary>
public sealed class InstanceLog : IDisposable
{
    /// <summary>Lines kept in memory.</summary>
    private const int LinesMax = 10_000;

    private readonly Lock _lock = new();
    private readonly LinkedList<string> _lines = new();
    private readonly List<(Func<string, bool> Matches, TaskCompletionSource<string> Found)> _waiting = [];
    private readonly TimeProvider _time;
    private readonly StreamWriter _file;
    private bool _closed;

    internal InstanceLog(string path, TimeProvider time)
    {
        Path = path;
        _time = time;
        _file = new StreamWriter(path, append: true) { AutoFlush = true };
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The latest, each with its source: <c>host: </c>, <c>out: </c> or <c>err: </c>.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Waits for a line, past ones included.</summary>
    public Task<string> LineAsync(Func<string, bool> matches, CancellationToken cancellationToken)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_lines.FirstOrDefault(matches) is { } past)
            {
                return Task.FromResult(past);
            }

            _waiting.Add((matches, found));
        }

        return found.Task.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _file.Dispose();
        }
    }

    internal void Write(string source, string text)
    {
        var line = $"{source}: {text}";
        lock (_lock)
        {
            _lines.AddLast(line);
            if (_lines.Count > LinesMax)
            {
                _lines.RemoveFirst();
            }

            if (!_closed)
            {
                _file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_time.GetUtcNow():O} {line}"));
            }

            foreach (var waiting in _waiting.Where(waiting => waiting.Matches(line)).ToList())
            {
                _waiting.Remove(waiting);
                waiting.Found.TrySetResult(line);
            }
        }
    }
}
