using System.Buffers;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Answers;

/// <summary>An answer that is one document: written as JSON, and turned into what else the client wants.</summary>
internal abstract class Answer(int code, Representation representation) : IResult
{
    /// <summary>The form of the answer.</summary>
    protected Representation Representation { get; } = representation;

    /// <summary>Its Content-Type.</summary>
    protected virtual string ContentType => Representation.ContentType;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var cancellationToken = httpContext.RequestAborted;
        httpContext.Response.StatusCode = code;
        httpContext.Response.ContentType = ContentType;
        await using var output = new AnswerBuffer(httpContext);
        if (Representation.Format == AnswerFormat.Protobuf)
        {
            WriteProtobuf(output);
            await output.CompleteAsync(cancellationToken);
            return;
        }

        if (Representation.IsPlain)
        {
            await WriteJsonAsync(httpContext, output, sendsParts: true, cancellationToken);
            await output.CompleteAsync(cancellationToken);
            return;
        }

        await using var converted = new AnswerBuffer(httpContext);
        await WriteJsonAsync(httpContext, output, sendsParts: false, cancellationToken);
        Convert(output.Pending, converted);
        await converted.CompleteAsync(cancellationToken);
    }

    /// <summary>Writes the document as compact JSON.</summary>
    /// <param name="httpContext">The request.</param>
    /// <param name="output">Where to.</param>
    /// <param name="sendsParts">Whether parts may be sent before the whole is written.</param>
    /// <param name="cancellationToken">Cancelled when the client goes away.</param>
    protected abstract ValueTask WriteJsonAsync(HttpContext httpContext, AnswerBuffer output, bool sendsParts, CancellationToken cancellationToken);

    /// <summary>Writes the document in protobuf. Called only where the client asked for it and the router offers it.</summary>
    protected virtual void WriteProtobuf(IBufferWriter<byte> output) => throw new NotSupportedException($"{GetType().Name} has no protobuf form.");

    private void Convert(ReadOnlySpan<byte> json, AnswerBuffer output)
    {
        var document = JsonDocuments.Parse(json)!;
        if (Representation.Format == AnswerFormat.Yaml)
        {
            YamlOutput.Write(document, output);
        }
        else
        {
            JsonOutput.Write(document, output, pretty: true);
        }
    }
}
