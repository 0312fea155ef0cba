namespace CloudOrchestrator.LocalAzure.Functions.Apps;

/// <summary>A function as its function.json declares it.</summary>
/// <param name="Name">The name of its folder.</param>
public abstract record FunctionModel(string Name)
{
    /// <summary>The instances that share HTTP and webhook triggers, Event Grid's too.</summary>
    public const string HttpGroup = "http";

    /// <summary>Which functions share instances with it, as Flex Consumption groups them.</summary>
    public virtual string ScaleGroup => $"function:{Name}";
}
