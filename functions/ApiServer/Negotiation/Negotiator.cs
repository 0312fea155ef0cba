namespace CloudOrchestrator.ApiServer.Negotiation;

/// <summary>Finds the form of the answer from Accept, <c>pretty</c> and the user agent.</summary>
internal static class Negotiator
{
    /// <summary>The form that the client wants most of those there are.</summary>
    /// <param name="request">The request.</param>
    /// <param name="shapes">Whether there is a table, and metadata alone.</param>
    /// <param name="protobuf">Of what there is protobuf.</param>
    /// <returns>Null where there is none: 406.</returns>
    public static Representation? Negotiate(HttpRequest request, bool shapes, ProtobufForms protobuf = ProtobufForms.None)
    {
        var accept = request.Headers.Accept.ToString();
        if (accept.Length == 0)
        {
            return Representation.Json with { Pretty = IsPretty(request) };
        }

        foreach (var range in MediaRange.Parse(accept))
        {
            if (Offer(range, shapes, protobuf) is { } representation)
            {
                return representation with { Pretty = IsPretty(request) };
            }
        }

        return null;
    }

    private static Representation? Offer(MediaRange range, bool shapes, ProtobufForms protobuf)
    {
        AnswerFormat? format = range.Type switch
        {
            MediaTypes.Json or "*/*" or "application/*" => AnswerFormat.Json,
            MediaTypes.Yaml => AnswerFormat.Yaml,
            MediaTypes.Protobuf when protobuf == ProtobufForms.All || (protobuf == ProtobufForms.MetadataAlone && range["as"].Length > 0) => AnswerFormat.Protobuf,
            _ => null,
        };
        if (format is null)
        {
            return null;
        }

        var shape = range["as"];
        if (shape.Length == 0)
        {
            return new Representation(format.Value);
        }

        if (!shapes || range["g"] != "meta.k8s.io" || range["v"] is not ("v1" or "v1beta1"))
        {
            return null;
        }

        return shape switch
        {
            "Table" when format != AnswerFormat.Protobuf => new Representation(format.Value, AnswerShape.Table, range["v"]),
            "PartialObjectMetadata" => new Representation(format.Value, AnswerShape.PartialObject, range["v"]),
            "PartialObjectMetadataList" => new Representation(format.Value, AnswerShape.PartialObject, range["v"], OfList: true),
            _ => null,
        };
    }

    /// <summary>People look at answers through these programs; others read them by program.</summary>
    private static bool IsPretty(HttpRequest request)
    {
        if (request.Query.TryGetValue("pretty", out var pretty))
        {
            return !(pretty.ToString() is "0" || string.Equals(pretty.ToString(), "false", StringComparison.OrdinalIgnoreCase));
        }

        var agent = request.Headers.UserAgent.ToString();
        return agent.StartsWith("curl", StringComparison.Ordinal) || agent.StartsWith("Wget", StringComparison.Ordinal) || agent.StartsWith("Mozilla/5.0", StringComparison.Ordinal);
    }
}
