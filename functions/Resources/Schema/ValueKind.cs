namespace CloudOrchestrator.Resources.Schema;

/// <summary>The kinds of value that a field may hold.</summary>
public enum ValueKind
{
    /// <summary>A string.</summary>
    String,

    /// <summary>A 32-bit integer.</summary>
    Int32,

    /// <summary>A 64-bit integer.</summary>
    Int64,

    /// <summary>A floating-point number.</summary>
    Double,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>Bytes; base64 in JSON.</summary>
    Bytes,

    /// <summary>A quantity such as <c>500m</c>.</summary>
    Quantity,

    /// <summary>An integer or a string.</summary>
    IntOrString,

    /// <summary>A time to the second, RFC 3339.</summary>
    Time,

    /// <summary>A time to the microsecond, RFC 3339.</summary>
    MicroTime,

    /// <summary>A duration such as <c>5m0s</c>; nanoseconds on the wire.</summary>
    Duration,

    /// <summary>Any JSON.</summary>
    Raw,

    /// <summary>Any JSON that is no object of its own, such as a default; its text on the wire.</summary>
    Json,

    /// <summary>A JSON schema, or true or false.</summary>
    SchemaOrBool,

    /// <summary>A JSON schema, or a list of them.</summary>
    SchemaOrList,

    /// <summary>A JSON schema, or a list of strings.</summary>
    SchemaOrStrings,

    /// <summary>An object of a type of its own.</summary>
    Object,
}
