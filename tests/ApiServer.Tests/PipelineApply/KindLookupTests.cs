using System.Text;
using CloudOrchestrator.ApiServer.PipelineApply;
using CloudOrchestrator.ApiServer.PipelineApply.Manifests;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.PipelineApply;

public class KindLookupTests
{
    private static readonly ResourceKind Widgets = CoreKinds.ConfigMaps with { Group = "example.com", Kind = "Widget", Plural = "widgets", Singular = "widget", Collection = "widgets.example.com" };

    private static readonly IReadOnlyList<ManifestObject> Objects = ManifestReader.Read(
        Encoding.UTF8.GetBytes("""
            {apiVersion: example.com/v1, kind: Widget, metadata: {name: w}}
            ---
            {apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: widgets.example.com}, spec: {group: example.com, names: {kind: Widget}}}
            """),
        isJson: false).Objects;

    private readonly FakeTimeProvider _time = new();
    private KindTable _table = new([CoreKinds.ConfigMaps]);

    [Fact]
    public async Task Find_DefinedHere_WaitsUntilItIsServed()
    {
        var lookup = new KindLookup(() => _table, _time);
        lookup.Define(Objects[1]);
        var finding = lookup.FindAsync(Objects[0], TestContext.Current.CancellationToken).AsTask();
        Assert.False(finding.IsCompleted);
        _table = new KindTable([CoreKinds.ConfigMaps, Widgets]);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Same(Widgets, await finding);
    }

    [Fact]
    public async Task Find_DefinedHereButNeverServed_GivesUp()
    {
        var lookup = new KindLookup(() => _table, _time);
        lookup.Define(Objects[1]);
        var finding = lookup.FindAsync(Objects[0], TestContext.Current.CancellationToken).AsTask();
        while (!finding.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.Null(await finding);
        Assert.True(_time.GetUtcNow() - _time.Start >= KindLookup.ServedWithin);
    }

    [Fact]
    public async Task Find_NotDefinedHere_DoesNotWait()
    {
        var lookup = new KindLookup(() => _table, _time);
        lookup.Define(Objects[0]);
        Assert.Null(await lookup.FindAsync(Objects[0], TestContext.Current.CancellationToken));
    }
}
