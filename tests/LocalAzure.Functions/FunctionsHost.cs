using Azure.Storage.Queues;
using CloudOrchestrator.LocalAzure.Functions.Apps;
using CloudOrchestrator.LocalAzure.Functions.Counting;
using CloudOrchestrator.LocalAzure.Functions.Http;
using CloudOrchestrator.LocalAzure.Functions.Instances;
using CloudOrchestrator.LocalAzure.Functions.Processes;
using CloudOrchestrator.LocalAzure.Functions.Triggers;

namespace CloudOrchestrator.LocalAzure.Functions;

/// <summary>
/// The Azure Functions platform for one app with a custom handler: its front end, its triggers, its instances. It gives what the contract
/// promises and nothing beyond.
/// </summary>
public sealed class FunctionsHost : IAsyncDisposable
{
    private readonly FunctionsHostOptions _options;
    private readonly AppSettings _settings;
    private readonly string _stateFolder;
    private readonly Dictionary<string, ScaleGroup> _groups = new(StringComparer.Ordinal);
    private readonly TriggerCaller _caller;
    private readonly EventGridWebhook _webhook;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _replacing = new(1);
    private readonly List<Task> _triggers = [];
    private readonly Dictionary<string, TimerTrigger> _timers = new(StringComparer.Ordinal);
    private readonly List<InstanceLog> _logs = [];
    private FunctionApp _app;
    private FrontEnd _front = null!;

    private FunctionsHost(FunctionApp app, FunctionsHostOptions options)
    {
        _app = app;
        _options = options;
        _settings = new AppSettings(options.AppSettings);
        _settings.CheckStorage();
        _stateFolder = options.StateFolder ?? Directory.CreateTempSubdirectory("functions-host-").FullName;
        Directory.CreateDirectory(_stateFolder);
        Counts = new InvocationCounts(options.Time, options.InstanceMegabytes);
        _caller = new TriggerCaller(Counts);
        foreach (var name in app.Functions.Select(function => function.ScaleGroup).Distinct())
        {
            _groups[name] = new ScaleGroup(name, app, SizeOf(name), options, Create);
        }

        _webhook = new EventGridWebhook(app, _groups.GetValueOrDefault(FunctionModel.HttpGroup), _caller, options.Time);
    }

    /// <summary>Where clients reach the app.</summary>
    public Uri Address => _front.Address;

    public InvocationCounts Counts { get; }

    /// <summary>The system key <c>eventgrid_extension</c>.</summary>
    public string EventGridKey => _webhook.Key;

    /// <summary>Those that are not gone.</summary>
    public IReadOnlyList<Instance> Instances => [.. _groups.Values.SelectMany(group => group.Instances)];

    /// <summary>Reads an app's folder and runs it.</summary>
    /// <exception cref="AppRefusedException">The platform would not run it, or this double cannot.</exception>
    public static async Task<FunctionsHost> StartAsync(string appFolder, FunctionsHostOptions options, CancellationToken cancellationToken)
    {
        var host = new FunctionsHost(FunctionApp.Read(appFolder), options);
        try
        {
            var group = host._groups.GetValueOrDefault(FunctionModel.HttpGroup);
            host._front = await FrontEnd.StartAsync(options, group, new HttpRoutes(host._app), host._webhook, cancellationToken);
            host._triggers.AddRange(host.CreateTriggers().ConvertAll(run => Task.Run(() => run(host._stop.Token), CancellationToken.None)));
            group?.Start();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where Event Grid delivers the events of a function.</summary>
    public Uri EventGridWebhook(string function) => new(Address, $"{HostPaths.Webhooks}/EventGrid?functionName={function}&code={EventGridKey}");

    /// <summary>Runs a timer function now, as the platform's own page does on demand; a run that is under way ends first.</summary>
    /// <returns>Whether the run succeeded.</returns>
    public Task<bool> FireTimerAsync(string function, CancellationToken cancellationToken) =>
        _timers.TryGetValue(function, out var timer) ? timer.FireAsync(cancellationToken) : throw new ArgumentException($"{function} is no timer function.", nameof(function));

    /// <summary>Waits until the handler of every instance there is listens.</summary>
    public Task ListensAsync(CancellationToken cancellationToken) => Task.WhenAll(Instances.Select(instance => instance.ListensAsync(cancellationToken)));

    /// <summary>A rolling update to another version of the app; done when the old instances are gone.</summary>
    /// <exception cref="AppRefusedException">As at a start; also if the functions are not declared as before, which is not doubled.</exception>
    public async Task ReplaceAsync(string appFolder, CancellationToken cancellationToken)
    {
        var app = FunctionApp.Read(appFolder);
        if (!app.Functions.SequenceEqual(_app.Functions) || app.Host.RoutePrefix != _app.Host.RoutePrefix || app.Host.Queues != _app.Host.Queues)
        {
            throw new AppRefusedException("The functions are declared otherwise than before: a rollout of that is not doubled.");
        }

        await _replacing.WaitAsync(cancellationToken);
        try
        {
            await Task.WhenAll(_groups.Values.Select(group => group.ReplaceAsync(app, cancellationToken)));
            _app = app;
        }
        finally
        {
            _replacing.Release();
        }
    }

    /// <summary>Ends everything at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_groups.Values.Select(group => group.StopAsync()));
        await Task.WhenAll(_triggers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_front is not null)
        {
            await _front.DisposeAsync();
        }

        _caller.Dispose();
        _stop.Dispose();
        _replacing.Dispose();
        _logs.ForEach(log => log.Dispose());
        if (_options.StateFolder is null)
        {
            Directory.Delete(_stateFolder, recursive: true);
        }
    }

    /// <summary>A timer or a queue has an instance while there is work; HTTP and Event Grid have as many as configured.</summary>
    private GroupSize SizeOf(string group) => group == FunctionModel.HttpGroup
        ? new GroupSize(_options.HttpAlwaysReady ?? _options.HttpInstances, _options.HttpInstances, _options.HttpConcurrency)
        : new GroupSize(0, 1, int.MaxValue);

    private Instance Create(ScaleGroup group, int number, FunctionApp app)
    {
        var name = $"{group.Name.Replace(':', '-')}-{number}";
        var log = new InstanceLog(Path.Combine(_stateFolder, $"{name}.log"), _options.Time);
        lock (_logs)
        {
            _logs.Add(log);
        }

        var command = new HandlerCommand(
            app.Executable,
            [.. app.Host.Arguments.Select(argument => _settings.Expand(argument, "host.json: arguments"))],
            Path.Combine(app.Folder, app.Host.WorkingDirectory),
            HandlerEnvironment.Of(app, _settings, name, _options.Environment(group.Name, name)),
            app.Host.InitializationTimeout);
        return new Instance(group, name, app, command, log, Counts, _options.Time);
    }

    private List<Func<CancellationToken, Task>> CreateTriggers() => [.. _app.Functions.SelectMany<FunctionModel, Func<CancellationToken, Task>>(function => function switch
    {
        QueueFunction queue => [CreateQueue(queue).RunAsync],
        TimerFunction timer => CreateTimer(timer) is var trigger && _options.TimersRun ? [trigger.RunAsync] : [],
        _ => [],
    })];

    private TimerTrigger CreateTimer(TimerFunction function) =>
        _timers[function.Name] = new TimerTrigger(function, _groups[function.ScaleGroup], _caller, Path.Combine(_stateFolder, $"{function.Name}.status.json"), _options.Time);

    private QueueTrigger CreateQueue(QueueFunction function)
    {
        var where = $"{function.Name}/function.json";
        var connection = _settings.Connection(function.Connection, where);
        var name = _settings.Expand(function.Queue, where);
        return new QueueTrigger(
            function, _app.Host.Queues, new QueueClient(connection, name), new QueueClient(connection, $"{name}-poison"), _groups[function.ScaleGroup], _caller, _options);
    }
}
