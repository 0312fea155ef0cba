namespace CloudOrchestrator.LocalAzure.Functions.Apps;

/// <summary>Called for deliveries to the host's webhook.</summary>
/// <param name="Binding">The name of its data.</param>
/// <param name="Many">One call a delivery, instead of one an event.</param>
public sealed record EventGridFunction(string Name, string Binding, bool Many) : FunctionModel(Name)
{
    public override string ScaleGroup => HttpGroup;
}
