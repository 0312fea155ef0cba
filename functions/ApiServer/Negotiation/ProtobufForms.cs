namespace CloudOrchestrator.ApiServer.Negotiation;

/// <summary>Of what there is protobuf.</summary>
internal enum ProtobufForms
{
    /// <summary>Of nothing.</summary>
    None,

    /// <summary>Of metadata alone, which custom resources have like all others.</summary>
    MetadataAlone,

    /// <summary>Of whole objects too.</summary>
    All,
}
