namespace CloudOrchestrator.LocalAzure.Functions.Handler;

/// <summary>How a trigger is answered.</summary>
public sealed record TriggerScript
{
    public int Status { get; init; } = 200;

    public string? Type { get; init; } = "application/json";

    public string Body { get; init; } = """{"Outputs":{},"Logs":["runs=1 writes=0"],"ReturnValue":null}""";

    /// <summary>Where to, with a redirect.</summary>
    public string? Location { get; init; }

    /// <summary>Not at all, until the caller is gone or someone asks for <c>/release/NAME</c>.</summary>
    public bool Hangs { get; init; }

    /// <summary>Likewise, in the first process only.</summary>
    public bool HangsAtFirst { get; init; }
}
