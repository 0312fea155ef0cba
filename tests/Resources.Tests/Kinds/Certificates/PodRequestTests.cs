using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Certificates;
using CloudOrchestrator.Resources.Tests.Worlds;
using CloudOrchestrator.Resources.Writing;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Kinds.Certificates;

/// <summary>What becomes of a pod's request of a certificate, once and for ever.</summary>
public sealed class PodRequestTests
{
    /// <summary>Empty, of the key that the certificate is for.</summary>
    private const string Request =
        "MIG6MGICAQAwADBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABEzrlw4iJp0BzVfQzIrJrtyLtuOY30T5kckkDaNZqLGOMd2Jf63a9x9i/hSbePvyB2iq+nmsYNpNIQPTB9HOFjigADAKBggqhkjOPQQDAgNIADBFAiA5l0fZo8iNb9KXlq8IpZz35K/4zToQK8/PTOohEDasuQIhAPbaaMGFJ0FmgUqDqbZuMeWbP0ZUrKPcqHfz5AYxk3xm";

    /// <summary>Valid for the first two hours of 2026.</summary>
    private const string Certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBBTCBrKADAgECAgEHMAoGCCqGSM49BAMCMA0xCzAJBgNVBAMMAmNhMB4XDTI2
        MDEwMTAwMDAwMFoXDTI2MDEwMTAyMDAwMFowDDEKMAgGA1UEAwwBeDBZMBMGByqG
        SM49AgEGCCqGSM49AwEHA0IABEzrlw4iJp0BzVfQzIrJrtyLtuOY30T5kckkDaNZ
        qLGOMd2Jf63a9x9i/hSbePvyB2iq+nmsYNpNIQPTB9HOFjgwCgYIKoZIzj0EAwID
        SAAwRQIhAP7gP/yY/QFcoDlCB7b48NTXMbotIrLn8U/bvSBNZKEdAiB7RMn4ZkWY
        +sO9Zz1cGKDXFwNKtpizt63ASPF+kr4VzQ==
        -----END CERTIFICATE-----

        """;

    private const string Immutable = "Invalid value: immutable after PodCertificateRequest is issued, denied, or failed";

    private static readonly ResourceKind Kind = CertificatesKinds.PodCertificateRequests;

    [Fact]
    public async Task Status_IssuedWithWhatWasAskedFor_IsKeptAndNeverChangesAgain()
    {
        await using var world = await CreateAsync();
        var issued = Issued();

        var done = World.Done(await WriteAsync(world, issued)).Object.Parse();

        Assert.Equal(Certificate, done.Text("status", "certificateChain"));
        Assert.Equal(WriteEffect.Unchanged, World.Done(await WriteAsync(world, issued)).Effect);
        foreach (var other in new[] { new JsonObject(), Ended("Denied"), With(issued, "beginRefreshAt", "2026-01-01T01:01:00Z") })
        {
            var error = Assert.Single(World.Refused<Refusal.Invalid>(await WriteAsync(world, other)).Errors);
            Assert.Equal(("status", Immutable), (error.Field, error.Message));
        }
    }

    [Theory]
    [InlineData("Denied")]
    [InlineData("Failed")]
    public async Task Status_DeniedOrFailed_IsKeptAndNeverChangesAgain(string end)
    {
        await using var world = await CreateAsync();

        World.Done(await WriteAsync(world, Ended(end)));

        Assert.Equal(Immutable, Assert.Single(World.Refused<Refusal.Invalid>(await WriteAsync(world, Issued())).Errors).Message);
    }

    [Fact]
    public async Task Status_WrittenWithTheObject_IsDropped()
    {
        await using var world = await CreateAsync();

        var done = World.Done(await world.UpdateAsync(Kind, "default/r", current => current["status"] = Issued(), World.As("signer"))).Object.Parse();

        Assert.Null(done.At("status", "certificateChain"));
    }

    private static JsonObject Issued() => new()
    {
        ["conditions"] = new JsonArray(Condition("Issued")),
        ["certificateChain"] = Certificate,
        ["notBefore"] = "2026-01-01T00:00:00Z",
        ["beginRefreshAt"] = "2026-01-01T01:00:00Z",
        ["notAfter"] = "2026-01-01T02:00:00Z",
    };

    private static JsonObject Ended(string end) => new() { ["conditions"] = new JsonArray(Condition(end)) };

    private static JsonObject With(JsonObject status, string field, string value)
    {
        var copy = (JsonObject)status.DeepClone();
        copy[field] = value;
        return copy;
    }

    private static JsonObject Condition(string type) =>
        new() { ["type"] = type, ["status"] = "True", ["lastTransitionTime"] = "2026-01-01T00:00:00Z", ["reason"] = "Tested", ["message"] = "" };

    private static async Task<World> CreateAsync()
    {
        var world = await World.CreateAsync();
        World.Done(await world.CreateAsync(Kind, Yaml.Parse($$"""
            metadata: {name: r}
            spec: {signerName: example.com/foo, podName: p, podUID: "1", serviceAccountName: s, serviceAccountUID: "2", nodeName: n1, nodeUID: "3", stubPKCS10Request: {{Request}}}
            """)));
        return world;
    }

    private static Task<ResourceOutcome> WriteAsync(World world, JsonObject status) =>
        world.UpdateAsync(Kind, "default/r", current => current["status"] = status.DeepClone(), World.As("signer", Subresource.Status));
}
