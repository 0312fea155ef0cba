using Azure.Monitor.OpenTelemetry.Exporter;
using CloudOrchestrator.Host.Functions.Settings;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace CloudOrchestrator.Host.Functions;

/// <summary>Sends the app's measurements to Application Insights: once a minute, and when it is told to, since the platform ends a process without a word.</summary>
/// <param name="insights">Where to.</param>
/// <param name="lifetime">Says when the app listens: loading the exporter must not hold that up.</param>
/// <param name="logger">Told if there is no export.</param>
internal sealed class InsightsExport(Insights insights, IHostApplicationLifetime lifetime, ILogger<InsightsExport> logger) : IHostedService, IDisposable
{
    /// <summary>How long measurements may keep whoever sends them.</summary>
    private static readonly TimeSpan FlushMax = TimeSpan.FromSeconds(3);

    private readonly TaskCompletionSource<MeterProvider?> _provider = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() => Task.Run(Load, CancellationToken.None));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _provider.TrySetResult(null);
        await FlushAsync().ConfigureAwait(false);
    }

    /// <summary>Ends once what is measured is noted.</summary>
    public Task ReadyAsync() => _provider.Task;

    /// <summary>Sends what is noted, if that can be done soon.</summary>
    public async Task FlushAsync()
    {
        if (await _provider.Task.ConfigureAwait(false) is { } provider)
        {
            await Task.Run(() => provider.ForceFlush((int)FlushMax.TotalMilliseconds)).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        if (_provider.Task is { IsCompletedSuccessfully: true, Result: { } provider })
        {
            provider.Dispose();
        }
    }

    private void Load()
    {
        MeterProvider? provider = null;
        try
        {
            provider = Sdk.CreateMeterProviderBuilder().AddMeter(FunctionsMeter.Name).AddAzureMonitorMetricExporter(Configure).Build();
        }
        catch (Exception fault)
        {
            // The task's edge: measurements are worth less than the process.
            Log.ExportFailed(logger, fault);
        }

        if (!_provider.TrySetResult(provider))
        {
            provider?.Dispose();
        }
    }

    private void Configure(AzureMonitorExporterOptions options)
    {
        options.ConnectionString = insights.ConnectionString;
        options.Credential = insights.UsesIdentity ? ClusterStorage.IdentityOf(insights.ClientId) : null;
        // An instance's disk goes with it.
        options.DisableOfflineStorage = true;
    }
}
