using System.IO.Compression;
using CloudOrchestrator.ApiServer.Negotiation;

namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>A document as it is kept: compressed, since it is large, made once and asked for rarely.</summary>
internal sealed class OpenApiDocument
{
    private readonly byte[] _compressed;
    private readonly string _contentType;
    private readonly string _tag;

    /// <param name="bytes">The document.</param>
    /// <param name="contentType">What it is sent as.</param>
    /// <param name="hash">Stands for its content.</param>
    public OpenApiDocument(ReadOnlySpan<byte> bytes, string contentType, string hash)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        _compressed = output.ToArray();
        _contentType = contentType;
        _tag = $"\"{hash}\"";
    }

    /// <summary>Answers with the document, or with 304 to who has it.</summary>
    public async Task SendAsync(HttpContext http)
    {
        var response = http.Response;
        response.Headers.ETag = _tag;
        response.Headers.Append("Vary", "Accept, Accept-Encoding");
        if (http.Request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == _tag || tag == $"W/{_tag}" || tag == "*"))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = _contentType;
        if (MediaRange.Parse(http.Request.Headers.AcceptEncoding.ToString()).Any(encoding => encoding.Type is "gzip" or "*"))
        {
            response.Headers.ContentEncoding = "gzip";
            response.ContentLength = _compressed.Length;
            await response.Body.WriteAsync(_compressed, http.RequestAborted);
            return;
        }

        using var plain = new GZipStream(new MemoryStream(_compressed), CompressionMode.Decompress);
        await plain.CopyToAsync(response.Body, http.RequestAborted);
    }
}
