namespace CloudOrchestrator.FakeAzureStorage;

/// <summary>The service's own time for what it stores: never the same twice, so that two versions never share an ETag.</summary>
internal sealed class ServiceClock(TimeProvider time)
{
    private DateTimeOffset _last;

    public DateTimeOffset Now => time.GetUtcNow();

    public DateTimeOffset Next()
    {
        var now = time.GetUtcNow();
        _last = now > _last ? now : _last.AddTicks(1);
        return _last;
    }
}
