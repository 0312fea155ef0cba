using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Admission;

/// <summary>The tables of what judges and changes writes.</summary>
internal static class AdmissionColumns
{
    private const string Unset = "<unset>";

    private static readonly PrinterColumn ParamKind = PlainCells.Text("ParamKind", "ParamKind specifies the kind of resources used to parameterize this policy", KindOfParameters);

    public static IReadOnlyList<PrinterColumn> Webhooks { get; } =
        [Cells.Name, Cells.Number("Webhooks", "Webhooks indicates the number of webhooks registered in this configuration", item => item.Objects("webhooks").Count()), Cells.Age];

    public static IReadOnlyList<PrinterColumn> ValidatingPolicies { get; } =
        [Cells.Name, Cells.Number("Validations", "Validations indicates the number of validation rules defined in this configuration", item => item.Objects("spec", "validations").Count()), ParamKind, Cells.Age];

    public static IReadOnlyList<PrinterColumn> MutatingPolicies { get; } =
        [Cells.Name, Cells.Number("Mutations", "Mutation indicates the number of mutations rules defined in this configuration", item => item.Objects("spec", "mutations").Count()), ParamKind, Cells.Age];

    public static IReadOnlyList<PrinterColumn> Bindings { get; } =
    [
        Cells.Name,
        PlainCells.Text("PolicyName", "PolicyName indicates the policy definition which the policy binding binded to", item => item.Text("spec", "policyName")),
        PlainCells.Text("ParamRef", "ParamRef indicates the param resource which sets the configration param", Parameters),
        Cells.Age,
    ];

    private static string KindOfParameters(JsonObject item) =>
        item.At("spec", "paramKind") is { } kind ? $"{kind.Text("apiVersion")}/{kind.Text("kind")}" : Unset;

    private static string Parameters(JsonObject item) => item.At("spec", "paramRef") is not { } reference ? Unset
        : reference.Text("name") is not { Length: > 0 } name ? SelectorText.Of(reference.At("selector"))
        : reference.Text("namespace") is { Length: > 0 } inside ? $"{inside}/{name}"
        : $"*/{name}";
}
