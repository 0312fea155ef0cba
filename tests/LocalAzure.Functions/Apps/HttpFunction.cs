namespace CloudOrchestrator.LocalAzure.Functions.Apps;

/// <summary>Proxied as it comes.</summary>
/// <param name="Route">Its template, without the app's prefix.</param>
/// <param name="Methods">In capitals and joined by commas; every other gets 404.</param>
public sealed record HttpFunction(string Name, string Route, string Methods) : FunctionModel(Name)
{
    public override string ScaleGroup => HttpGroup;

    public bool Takes(string method) => Methods.Split(',').Contains(method, StringComparer.Ordinal);
}
