using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Core.Storage;

/// <summary>The tables of volumes and of claims to them.</summary>
internal static class StorageColumns
{
    private const string Unset = "<unset>";

    public static IReadOnlyList<PrinterColumn> PersistentVolumes { get; } =
    [
        Cells.Name,
        Plain("Capacity", "The volume's size.", item => item.Text("spec", "capacity", "storage") ?? "0"),
        Plain("Access Modes", "How it may be mounted.", item => AccessModes.Text(item.At("spec", "accessModes"))),
        Plain("Reclaim Policy", "What becomes of it when its claim goes.", item => item.Text("spec", "persistentVolumeReclaimPolicy")),
        Plain("Status", "The volume's phase.", Phase),
        Plain("Claim", "What claims it.", Claim),
        Plain("StorageClass", "The volume's class.", Class),
        Plain("VolumeAttributesClass", "The class of its attributes.", item => item.Text("spec", "volumeAttributesClassName") ?? Unset),
        Plain("Reason", "Why it failed.", item => item.Text("status", "reason")),
        Cells.Age,
        Plain("VolumeMode", "Filesystem or Block.", item => item.Text("spec", "volumeMode") ?? Unset, 1),
    ];

    public static IReadOnlyList<PrinterColumn> PersistentVolumeClaims { get; } =
    [
        Cells.Name,
        Plain("Status", "The claim's phase.", Phase),
        Plain("Volume", "The volume that it has.", item => item.Text("spec", "volumeName")),
        Plain("Capacity", "The volume's size.", item => IsBound(item) ? item.Text("status", "capacity", "storage") ?? "0" : ""),
        Plain("Access Modes", "How it may be mounted.", item => IsBound(item) ? AccessModes.Text(item.At("status", "accessModes")) : ""),
        Plain("StorageClass", "The class that it asks for.", Class),
        Plain("VolumeAttributesClass", "The class of its attributes.", item => item.Text("spec", "volumeAttributesClassName") ?? Unset),
        Cells.Age,
        Plain("VolumeMode", "Filesystem or Block.", item => item.Text("spec", "volumeMode") ?? Unset, 1),
    ];

    /// <summary>A cell that stays empty where there is nothing to say.</summary>
    private static PrinterColumn Plain(string name, string description, Func<JsonObject, string?> value, int priority = 0) =>
        new(name, "string", "", description, priority, (item, _) => value(item) ?? "");

    private static string? Phase(JsonObject item) => item.At("metadata", "deletionTimestamp") is null ? item.Text("status", "phase") : "Terminating";

    private static string? Claim(JsonObject item) =>
        item.At("spec", "claimRef") is { } claim ? $"{claim.Text("namespace")}/{claim.Text("name")}" : null;

    private static string? Class(JsonObject item) => item.Text("metadata", "annotations", "volume.beta.kubernetes.io/storage-class") ?? item.Text("spec", "storageClassName");

    private static bool IsBound(JsonObject item) => !string.IsNullOrEmpty(item.Text("spec", "volumeName"));
}
