using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Reading;
using Microsoft.AspNetCore.Http;

namespace CloudOrchestrator.ApiServer.Answers;

/// <summary>Writes JSON answers.</summary>
internal static class JsonAnswer
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static Task WriteAsync(HttpContext http, JsonObject document, int? code = null)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        Write(output, document);
        output.Write("\n"u8);
        return SendAsync(http, output, code);
    }

    /// <summary>An object as stored, without parsing it.</summary>
    public static Task WriteAsync(HttpContext http, ResourceObject item, int code)
    {
        var output = new ArrayBufferWriter<byte>(4096);
        item.WriteTo(output);
        output.Write("\n"u8);
        return SendAsync(http, output, code);
    }

    public static void Write(IBufferWriter<byte> output, JsonNode document)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        document.WriteTo(writer);
    }

    public static async Task SendAsync(HttpContext http, ArrayBufferWriter<byte> output, int? code = null)
    {
        http.Response.StatusCode = code ?? http.Response.StatusCode;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = output.WrittenCount;
        await http.Response.Body.WriteAsync(output.WrittenMemory, http.RequestAborted).ConfigureAwait(false);
    }
}
