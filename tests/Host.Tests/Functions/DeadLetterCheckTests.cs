using System.Diagnostics.Metrics;
using CloudOrchestrator.Host.Functions;
using CloudOrchestrator.Host.Tests.Functions.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions;

public sealed class DeadLetterCheckTests : IDisposable
{
    private const string TwoBlobs = """
        <?xml version="1.0" encoding="utf-8"?><EnumerationResults ServiceEndpoint="http://127.0.0.1:1/a" ContainerName="deadletters"><Blobs><Blob><Name>a</Name><Properties /></Blob><Blob><Name>b</Name><Properties /></Blob></Blobs><NextMarker>more</NextMarker></EnumerationResults>
        """;

    private readonly FunctionsMeter _meter = new();

    public void Dispose() => _meter.Dispose();

    [Fact]
    public async Task CheckAsync_SomeOfBoth_ShowsThemAfterOneRequestEach()
    {
        var transport = new RecordedTransport((_, request) => (200, IsBlobs(request) ? TwoBlobs : "count=3"));
        Assert.Equal((2, 3), await CheckAsync(transport));
        Assert.Equal(["/a/deadletters", "/a/test-reminders-poison"], transport.Sent.Select(request => request.Uri.AbsolutePath).Order());
    }

    [Fact]
    public async Task CheckAsync_NothingWasEverThere_ShowsNone() => Assert.Equal((0, 0), await CheckAsync(new RecordedTransport((_, _) => (404, ""))));

    [Fact]
    public async Task CheckAsync_NotAnswered_ShowsNothingAndGoesOn() => Assert.Equal((null, null), await CheckAsync(new RecordedTransport((_, _) => (403, ""))));

    private static bool IsBlobs(RecordedRequest request) => request.Uri.AbsolutePath.EndsWith("deadletters", StringComparison.Ordinal);

    private async Task<(long? DeadLetters, long? Poison)> CheckAsync(RecordedTransport transport)
    {
        await new DeadLetterCheck(Given.Usable(Given.Local()), _meter, NullLogger<DeadLetterCheck>.Instance, transport).CheckAsync(TestContext.Current.CancellationToken);
        Dictionary<string, long> shown = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (_meter.Owns(instrument))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => shown[instrument.Name.Split('.')[^1]] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return (shown.TryGetValue("dead_letters", out var letters) ? letters : null, shown.TryGetValue("poison_reminders", out var poison) ? poison : null);
    }
}
