using Azure.Monitor.OpenTelemetry.Exporter;
using CloudOrchestrator.Host.Functions.Settings;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace CloudOrchestrator.Host.Functions;

/// <summary>Sends the app's measurements to Application Insights, once a minute and when the process ends.</summary>
/// <param name="insights">Where to.</param>
/// <param name="lifetime">Says when the app serves: loading the exporter must not delay its first answer.</param>
/// <param name="logger">Told if there is no export.</param>
internal sealed class InsightsExport(Insights insights, IHostApplicationLifetime lifetime, ILogger<InsightsExport> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var onStart = lifetime.ApplicationStarted.Register(started.SetResult);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var onStop = stoppingToken.Register(stopped.SetResult);
        await Task.WhenAny(started.Task, stopped.Task).ConfigureAwait(false);
        if (stoppingToken.IsCancellationRequested)
        {
            return;
        }

        try
        {
            using var provider = Provider();
            await stopped.Task.ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            // The loop's edge: measurements are worth less than the process.
            Log.ExportFailed(logger, fault);
        }
    }

    private MeterProvider Provider() => Sdk.CreateMeterProviderBuilder()
        .AddMeter(FunctionsMeter.Name)
        .AddAzureMonitorMetricExporter(options =>
        {
            options.ConnectionString = insights.ConnectionString;
            options.Credential = insights.UsesIdentity ? ClusterStorage.IdentityOf(insights.ClientId) : null;
            // An instance's disk goes with it.
            options.DisableOfflineStorage = true;
        })
        .Build();
}
