using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace CloudOrchestrator.LocalAzure.Functions.Tests.Worlds;

/// <summary>Sends bytes as they are: clients of libraries tidy targets and headers.</summary>
internal static class RawHttp
{
    /// <summary>The whole answer to a request after which the connection closes.</summary>
    public static async Task<string> SendAsync(Uri address, string head)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, Within.Test);
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\n\r\n"), Within.Test);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync(Within.Test).Comes("the end of the answer");
    }

    /// <summary>The object in an answer's body, whether chunked or not.</summary>
    public static JsonElement Json(string answer)
    {
        var (from, to) = (answer.IndexOf('{', StringComparison.Ordinal), answer.LastIndexOf('}'));
        return JsonDocument.Parse(answer[from..(to + 1)]).RootElement;
    }

    public static int Status(string answer) => int.Parse(answer.Split(' ')[1], null);
}
