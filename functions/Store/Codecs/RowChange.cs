namespace CloudOrchestrator.Store.Codecs;

/// <summary>One change as a row says it.</summary>
/// <param name="Deletes">Whether it is a deletion; its document is then the last one.</param>
/// <param name="Key">The object's key.</param>
/// <param name="Document">The document; of a spilled one all but its bytes.</param>
/// <param name="Spilled">Where the bytes of a spilled document are; else null.</param>
internal sealed record RowChange(bool Deletes, string Key, Document Document, SpilledBytes? Spilled);
