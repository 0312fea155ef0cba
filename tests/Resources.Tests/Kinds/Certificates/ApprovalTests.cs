using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Certificates;
using CloudOrchestrator.Resources.Tests.Worlds;
using CloudOrchestrator.Resources.Writing;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Kinds.Certificates;

/// <summary>Which subresource writes what of a certificate signing request.</summary>
public sealed class ApprovalTests
{
    private const string Request =
        "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIU01Ib0NBUUF3R0RFS01BZ0dBMVVFQ2d3Qlp6RUtNQWdHQTFVRUF3d0JkVEJaTUJNR0J5cUdTTTQ5QWdFRwpDQ3FHU000OUF3RUhBMElBQk1YL0J3SzhHN2lrZHFSZVladkJpTnFiUzZPaG5IdkdvRlYxTGFSazgyS0ZwOHpyCnY4ekdQY2Uxd3JoOERCOU9weUJ0bkNPWEN1ZnNqeU5mSjBkS0RvbWdBREFLQmdncWhrak9QUVFEQWdOSUFEQkYKQWlFQXBJUU5QTS9LQTJvaW1UZTJaNHI0N2tYVGNEUDJ4a3dHYzRQMVY1NDJaZElDSUVFRkhqMWZoOG5hNUZsaAp3S05pUm9wUE8rRjR6STIwcm5UNFFrZmEwbjJnCi0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=";

    private static readonly ResourceKind Kind = CertificatesKinds.CertificateSigningRequests;

    [Fact]
    public async Task Approval_WithMore_ChangesTheConditionsAlone()
    {
        await using var world = await CreateAsync();

        var done = World.Done(await world.UpdateAsync(
            Kind,
            "c",
            current =>
            {
                current["spec"]!["signerName"] = "example.com/other";
                current["status"] = new JsonObject { ["certificate"] = "AAAA", ["conditions"] = new JsonArray(Condition("Approved")) };
            },
            World.As("approver", Subresource.Approval))).Object.Parse();

        Assert.Equal("example.com/signer", done.Text("spec", "signerName"));
        Assert.Null(done.Text("status", "certificate"));
        Assert.Equal(["Approved"], done.Objects("status", "conditions").Select(one => one.Text("type")));
        Assert.Equal("2026-01-01T00:00:00Z", done.Objects("status", "conditions").Single().Text("lastTransitionTime"));
        Assert.Equal("2026-01-01T00:00:00Z", done.Objects("status", "conditions").Single().Text("lastUpdateTime"));
    }

    [Fact]
    public async Task Approval_ThatDeniesToo_IsRefused()
    {
        await using var world = await CreateAsync();

        var refused = World.Refused<Refusal.Invalid>(await ApproveAsync(world, Condition("Approved"), Condition("Denied")));

        Assert.Equal(["Approved and Denied conditions are mutually exclusive"], refused.Errors.Select(error => error.Message[(error.Message.LastIndexOf(": ", StringComparison.Ordinal) + 2)..]));
    }

    [Fact]
    public async Task Approval_WithoutTheOneGiven_IsRefused()
    {
        await using var world = await CreateAsync();
        World.Done(await ApproveAsync(world, Condition("Approved")));

        var refused = World.Refused<Refusal.Invalid>(await ApproveAsync(world));

        Assert.Equal("Forbidden: updates may not remove a condition of type \"Approved\"", Assert.Single(refused.Errors).Message);
    }

    [Fact]
    public async Task Status_ThatApprovesItself_IsRefused()
    {
        await using var world = await CreateAsync();

        var refused = World.Refused<Refusal.Invalid>(await world.UpdateAsync(
            Kind,
            "c",
            current => current["status"] = new JsonObject { ["conditions"] = new JsonArray(Condition("Approved"), Condition("Failed")) },
            World.As("signer", Subresource.Status)));

        Assert.Equal("Forbidden: updates may not add a condition of type \"Approved\"", Assert.Single(refused.Errors).Message);
    }

    [Fact]
    public async Task Update_OfWhatIsRequested_ChangesNothing()
    {
        await using var world = await CreateAsync();

        var done = World.Done(await world.UpdateAsync(Kind, "c", current => current["spec"]!["username"] = "admin")).Object.Parse();

        Assert.Equal("tester", done.Text("spec", "username"));
    }

    private static JsonObject Condition(string type) => new() { ["type"] = type, ["status"] = "True" };

    private static Task<ResourceOutcome> ApproveAsync(World world, params JsonNode[] conditions) => world.UpdateAsync(
        Kind,
        "c",
        current => current["status"] = new JsonObject { ["conditions"] = new JsonArray(conditions) },
        World.As("approver", Subresource.Approval));

    private static async Task<World> CreateAsync()
    {
        var world = await World.CreateAsync();
        await world.AddAsync(Kind, "{metadata: {name: c}, spec: {request: " + Request + ", signerName: example.com/signer, usages: [client auth]}}");
        return world;
    }
}
