namespace CloudOrchestrator.ApiServer.Negotiation;

/// <summary>The form in which the client wants its answer.</summary>
/// <param name="Format">The encoding.</param>
/// <param name="Shape">Whole objects, a table, or metadata alone.</param>
/// <param name="MetaVersion">The version of meta.k8s.io of a table or of metadata alone.</param>
/// <param name="Pretty">Whether JSON is indented.</param>
/// <param name="OfList">Whether metadata alone was asked for as that of a list, and so not of one object.</param>
internal sealed record Representation(AnswerFormat Format, AnswerShape Shape = AnswerShape.Object, string MetaVersion = "v1", bool Pretty = false, bool OfList = false)
{
    /// <summary>Plain JSON.</summary>
    public static Representation Json { get; } = new(AnswerFormat.Json);

    /// <summary>Whether stored bytes can be sent as they are.</summary>
    public bool IsPlain => Format == AnswerFormat.Json && !Pretty;

    /// <summary>The Content-Type of the answer.</summary>
    public string ContentType => Format switch
    {
        AnswerFormat.Yaml => MediaTypes.Yaml,
        AnswerFormat.Protobuf => MediaTypes.Protobuf,
        _ => MediaTypes.Json,
    };

    /// <summary>The same encoding for an answer that is always a whole object, such as a Status.</summary>
    public Representation Whole => this with { Shape = AnswerShape.Object };
}

/// <summary>Encodings of answers.</summary>
internal enum AnswerFormat
{
    Json,
    Yaml,
    Protobuf,
}

/// <summary>What of the objects an answer holds.</summary>
internal enum AnswerShape
{
    Object,
    Table,
    PartialObject,
}
