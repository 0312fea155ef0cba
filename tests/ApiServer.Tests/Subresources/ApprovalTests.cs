using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Subresources;

public class ApprovalTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Requests = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

    private const string Request =
        "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIU01Ib0NBUUF3R0RFS01BZ0dBMVVFQ2d3Qlp6RUtNQWdHQTFVRUF3d0JkVEJaTUJNR0J5cUdTTTQ5QWdFRwpDQ3FHU000OUF3RUhBMElBQk1YL0J3SzhHN2lrZHFSZVladkJpTnFiUzZPaG5IdkdvRlYxTGFSazgyS0ZwOHpyCnY4ekdQY2Uxd3JoOERCOU9weUJ0bkNPWEN1ZnNqeU5mSjBkS0RvbWdBREFLQmdncWhrak9QUVFEQWdOSUFEQkYKQWlFQXBJUU5QTS9LQTJvaW1UZTJaNHI0N2tYVGNEUDJ4a3dHYzRQMVY1NDJaZElDSUVFRkhqMWZoOG5hNUZsaAp3S05pUm9wUE8rRjR6STIwcm5UNFFrZmEwbjJnCi0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=";

    private readonly TestServer _server = fixture.Server;

    [Fact]
    public async Task Put_OfACondition_ApprovesTheRequestOfWhoCreatedIt()
    {
        var created = await _server.PostAsync(Requests, $$$"""{"metadata":{"name":"a"},"spec":{"request":"{{{Request}}}","signerName":"example.com/s","usages":["client auth"]}}""").JsonAsync(HttpStatusCode.Created);
        created["status"]!["conditions"] = new JsonArray(JsonNode.Parse("""{"type":"Approved","status":"True","reason":"ByTest"}"""));

        var approved = await _server.PutAsync(Requests + "/a/approval", created.ToJsonString()).JsonAsync();

        Assert.Equal("kubernetes-admin", (string?)approved["spec"]!["username"]);
        Assert.Equal("Approved", (string?)Assert.Single(approved["status"]!["conditions"]!.AsArray())!["type"]);
    }

    [Fact]
    public async Task PutOfTheStatus_OfAnApprovedRequest_ChangesNothingOfTheApproval()
    {
        var approved = await ApprovedAsync("b");
        var given = approved["status"]!["conditions"]![0]!.DeepClone();
        approved["status"]!["conditions"] = new JsonArray(
            JsonNode.Parse("""{"type":"Failed","status":"True"}"""),
            JsonNode.Parse("""{"type":"Approved","status":"True","reason":"ByAnother"}"""));

        var failed = await _server.PutAsync(Requests + "/b/status", approved.ToJsonString()).JsonAsync();

        Assert.Equal(["Failed", "Approved"], failed["status"]!["conditions"]!.AsArray().Select(condition => (string?)condition!["type"]));
        Assert.True(JsonNode.DeepEquals(given, failed["status"]!["conditions"]![1]));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("approval")]
    public async Task Put_WithoutTheApprovalGiven_IsRefused(string part)
    {
        var approved = await ApprovedAsync("c-" + part);
        approved["status"]!["conditions"] = new JsonArray();

        var (_, message) = await _server.PutAsync($"{Requests}/c-{part}/{part}", approved.ToJsonString()).StatusAsync(422, "Invalid");

        Assert.Equal($"CertificateSigningRequest.certificates.k8s.io \"c-{part}\" is invalid: status.conditions: Forbidden: updates may not remove a condition of type \"Approved\"", message);
    }

    [Fact]
    public async Task Put_OfTheRequest_ChangesNeitherWhatIsRequestedNorWhatBecameOfIt()
    {
        var approved = await ApprovedAsync("d");
        var changed = approved.DeepClone();
        changed["spec"]!["signerName"] = "example.com/other";
        changed["status"]!["conditions"] = new JsonArray();

        var same = await _server.PutAsync(Requests + "/d", changed.ToJsonString()).JsonAsync();

        Assert.True(JsonNode.DeepEquals(approved, same));
    }

    private async Task<JsonNode> ApprovedAsync(string name)
    {
        var created = await _server.PostAsync(Requests, $$$"""{"metadata":{"name":"{{{name}}}"},"spec":{"request":"{{{Request}}}","signerName":"example.com/s","usages":["client auth"]}}""").JsonAsync(HttpStatusCode.Created);
        created["status"]!["conditions"] = new JsonArray(JsonNode.Parse("""{"type":"Approved","status":"True","reason":"ByTest"}"""));
        return await _server.PutAsync($"{Requests}/{name}/approval", created.ToJsonString()).JsonAsync();
    }

    [Fact]
    public async Task Put_ToAKindWithoutApproval_IsNotFound() =>
        await _server.PutAsync("/api/v1/namespaces/default/configmaps/a/approval", "{}").StatusAsync(404, "NotFound");
}
