using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace CloudOrchestrator.LocalAzure.EventGrid.Tests.Publishing;

/// <summary>What no client of the service's would send.</summary>
public sealed class RefusalTests
{
    private const string Batch = "application/cloudevents-batch+json";
    private const string Good = """{"id":"1","source":"s","type":"t","specversion":"1.0"}""";

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/cloudevents+json")]
    [InlineData("application/cloudevents-batch+json; charset=utf-16")]
    [InlineData(null)]
    public async Task Post_AnotherContentType_IsUnsupported(string? contentType)
    {
        await using var bench = await Bench.StartAsync();

        var error = await PostAsync(bench, $"[{Good}]", contentType: contentType);

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "UnsupportedMediaType"), (error.Status, error.Code));
    }

    [Theory]
    [InlineData("/api/events", "POST", HttpStatusCode.BadRequest)]
    [InlineData("/api/events?api-version=2024-01-01", "POST", HttpStatusCode.BadRequest)]
    [InlineData("/api/event?api-version=2018-01-01", "POST", HttpStatusCode.NotFound)]
    [InlineData("/api/events?api-version=2018-01-01", "PUT", HttpStatusCode.MethodNotAllowed)]
    public async Task Send_AnotherAddressOrMethod_IsRefused(string address, string method, HttpStatusCode status)
    {
        await using var bench = await Bench.StartAsync();

        Assert.Equal(status, (await PostAsync(bench, $"[{Good}]", address, method)).Status);
    }

    [Fact]
    public async Task Post_NoKey_IsUnauthorized()
    {
        await using var bench = await Bench.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(bench, $"[{Good}]", key: null)).Status);
    }

    [Theory]
    [InlineData("""{"source":"s","type":"t","specversion":"1.0"}""", "'id' is missing")]
    [InlineData("""{"id":null,"source":"s","type":"t","specversion":"1.0"}""", "'id' is missing")]
    [InlineData("""{"id":"","source":"s","type":"t","specversion":"1.0"}""", "'id'")]
    [InlineData("""{"id":1,"source":"s","type":"t","specversion":"1.0"}""", "'id'")]
    [InlineData("""{"id":"1","type":"t","specversion":"1.0"}""", "'source' is missing")]
    [InlineData("""{"id":"1","source":"http://[","type":"t","specversion":"1.0"}""", "'source'")]
    [InlineData("""{"id":"1","source":"s","specversion":"1.0"}""", "'type' is missing")]
    [InlineData("""{"id":"1","source":"s","type":true,"specversion":"1.0"}""", "'type'")]
    [InlineData("""{"id":"1","source":"s","type":"t"}""", "'specversion' is missing")]
    [InlineData("""{"id":"1","source":"s","type":"t","specversion":"0.3"}""", "'specversion'")]
    [InlineData("""{"id":"1","source":"s","type":"t","specversion":1.0}""", "'specversion'")]
    [InlineData("""{"id":"1","source":"s","type":"t","specversion":"1.0","subject":""}""", "'subject'")]
    [InlineData("""{"id":"1","source":"s","type":"t","specversion":"1.0","time":"yesterday"}""", "'time'")]
    [InlineData("""{"id":"1","source":"s","type":"t","specversion":"1.0","time":"2026-13-01T00:00:00Z"}""", "'time'")]
    [InlineData("""{"id":"1","source":"s","type":"t","specversion":"1.0","dataschema":"relative"}""", "'dataschema'")]
    [InlineData("""{"id":"1","source":"s","type":"t","specversion":"1.0","datacontenttype":"json"}""", "'datacontenttype'")]
    [InlineData("""{"id":"1","source":"s","type":"t","specversion":"1.0","data_base64":"*"}""", "'data_base64'")]
    [InlineData("""{"id":"1","source":"s","type":"t","specversion":"1.0","data":1,"data_base64":"AA=="}""", "'data_base64'")]
    [InlineData("""{"id":"1","source":"s","type":"t","specversion":"1.0","traceParent":"x"}""", "'traceParent'")]
    [InlineData("""{"id":"1","source":"s","type":"t","specversion":"1.0","extra":{}}""", "'extra'")]
    [InlineData("""{"id":"1","id":"2","source":"s","type":"t","specversion":"1.0"}""", "id")]
    [InlineData("\"text\"", "a JSON object")]
    public async Task Post_OneEventOutsideTheSchema_RefusesAllAndNamesIt(string bad, string named)
    {
        await using var bench = await Bench.StartAsync();

        var error = await PostAsync(bench, $"[{Good},{bad}]");

        Assert.Equal((HttpStatusCode.BadRequest, "BadRequest", 0), (error.Status, error.Code, bench.Grid.Pending));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Equal((0, 1), (bench.Grid.Counts.Take().Published.Events, bench.Grid.Counts.Take().Published.Refused));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData(Good)]
    [InlineData("[{]")]
    public async Task Post_NoArrayOfEvents_IsRefused(string body)
    {
        await using var bench = await Bench.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(bench, body)).Status);
    }

    [Fact]
    public async Task Post_AllThatTheSchemaAllows_IsTaken()
    {
        await using var bench = await Bench.StartAsync();

        var answer = await PostAsync(bench, """
            [{"id":"1","source":"../relative?a=b","type":"t","specversion":"1.0","subject":null,"time":"2026-01-01t00:00:00.123456789+01:00",
              "dataschema":"https://example.org/schema","datacontenttype":"application/json; charset=utf-8","data_base64":"AA==",
              "text":"","flag":false,"number":-1}]
            """);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Fact]
    public async Task Post_FiveThousandEvents_IsTheMost()
    {
        await using var bench = await Bench.StartAsync();

        var most = await PostAsync(bench, $"[{string.Join(',', Enumerable.Repeat(Good, 5_000))}]");
        var more = await PostAsync(bench, $"[{string.Join(',', Enumerable.Repeat(Good, 5_001))}]");
        await bench.SettledAsync();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.RequestEntityTooLarge), (most.Status, more.Status));
        Assert.Equal(5_000, bench.Count.Attempts);
    }

    [Fact]
    public async Task Post_AMebibyte_IsTheMost()
    {
        await using var bench = await Bench.StartAsync();
        var padding = new string(' ', (1024 * 1024) - Good.Length - 2);

        var most = await PostAsync(bench, $"[{Good}{padding}]");
        var more = await PostAsync(bench, $"[{Good}{padding} ]");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.RequestEntityTooLarge), (most.Status, more.Status));
    }

    private static async Task<(HttpStatusCode Status, string? Code, string? Message)> PostAsync(
        Bench bench, string body, string address = "/api/events?api-version=2018-01-01", string method = "POST", string? key = Bench.Key, string? contentType = Batch)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(bench.Grid.TopicEndpoint, address));
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        if (key is not null)
        {
            request.Headers.Add("aeg-sas-key", key);
        }

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (text.Length == 0)
        {
            return (answer.StatusCode, null, null);
        }

        var error = JsonDocument.Parse(text).RootElement.GetProperty("error");
        var detail = Assert.Single(error.GetProperty("details").EnumerateArray());
        Assert.Equal(error.GetProperty("code").GetString(), detail.GetProperty("code").GetString());
        return (answer.StatusCode, error.GetProperty("code").GetString(), error.GetProperty("message").GetString());
    }
}
