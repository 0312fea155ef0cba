using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Storage;

/// <summary>The tables of the kinds of storage.</summary>
internal static class StorageColumns
{
    private const string DefaultClass = "storageclass.kubernetes.io/is-default-class";
    private const string DefaultClassBeta = "storageclass.beta.kubernetes.io/is-default-class";

    public static IReadOnlyList<PrinterColumn> StorageClasses { get; } =
    [
        Cells.Name with { Value = static (item, _) => item.Text("metadata", "name") + (IsDefault(item) ? " (default)" : "") },
        PlainCells.Text("Provisioner", "Who makes the volumes.", item => item.Text("provisioner")),
        PlainCells.Text("ReclaimPolicy", "What becomes of a volume that is released.", item => item.Text("reclaimPolicy")),
        PlainCells.Text("VolumeBindingMode", "When a volume is made and bound.", item => item.Text("volumeBindingMode")),
        PlainCells.Text("AllowVolumeExpansion", "Whether volumes may grow.", item => item.Flag("allowVolumeExpansion") ? "true" : "false"),
        Cells.Age,
    ];

    public static IReadOnlyList<PrinterColumn> VolumeAttachments { get; } =
    [
        Cells.Name,
        PlainCells.Text("Attacher", "Who attaches the volume.", item => item.Text("spec", "attacher")) with { Format = "name" },
        PlainCells.Text("PV", "The volume.", item => item.Text("spec", "source", "persistentVolumeName")),
        PlainCells.Text("Node", "The node.", item => item.Text("spec", "nodeName")),
        PlainCells.Flag("Attached", "Whether the volume is attached.", item => item.Flag("status", "attached")),
        Cells.Age,
    ];

    public static IReadOnlyList<PrinterColumn> CsiDrivers { get; } =
    [
        Cells.Name,
        PlainCells.Flag("AttachRequired", "Whether volumes have to be attached.", item => item.Flag("spec", "attachRequired")),
        PlainCells.Flag("PodInfoOnMount", "Whether the driver is told of the pod.", item => item.Flag("spec", "podInfoOnMount")),
        PlainCells.Flag("StorageCapacity", "Whether the driver says how much storage there is.", item => item.Flag("spec", "storageCapacity")),
        PlainCells.Text("TokenRequests", "The audiences of the tokens that the driver needs.", Audiences),
        PlainCells.Flag("RequiresRepublish", "Whether volumes are mounted again and again.", item => item.Flag("spec", "requiresRepublish")),
        Cells.Text("Modes", "The kinds of volume.", item => string.Join(',', item.Texts("spec", "volumeLifecycleModes"))),
        Cells.Age,
    ];

    public static IReadOnlyList<PrinterColumn> CsiNodes { get; } =
        [Cells.Name, Cells.Number("Drivers", "Drivers indicates the number of CSI drivers registered on the node", item => item.Objects("spec", "drivers").Count()), Cells.Age];

    public static IReadOnlyList<PrinterColumn> CsiStorageCapacities { get; } =
    [
        Cells.Name,
        PlainCells.Text("StorageClassName", "The class of storage.", item => item.Text("storageClassName")),
        PlainCells.Text("Capacity", "How much there is.", item => item.Text("capacity") ?? "<unset>"),
    ];

    public static IReadOnlyList<PrinterColumn> VolumeAttributesClasses { get; } =
        [Cells.Name, PlainCells.Text("DriverName", "The driver.", item => item.Text("driverName")), Cells.Age];

    private static bool IsDefault(JsonObject item) =>
        item.Text("metadata", "annotations", DefaultClass) == "true" || item.Text("metadata", "annotations", DefaultClassBeta) == "true";

    private static string Audiences(JsonObject item)
    {
        var audiences = item.Objects("spec", "tokenRequests").Select(token => token.Text("audience") ?? "").Select(audience => audience.Length > 0 ? audience : "<default>").ToList();
        return audiences.Count > 0 ? string.Join(',', audiences) : "<unset>";
    }
}
