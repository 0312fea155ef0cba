namespace CloudOrchestrator.Resources.Kinds.Certificates;

/// <summary>A block of PEM.</summary>
/// <param name="Label">What it says it is, such as <c>CERTIFICATE</c>.</param>
/// <param name="HasHeaders">Whether headers stand before its data.</param>
/// <param name="Bytes">Its data.</param>
internal sealed record PemBlock(string Label, bool HasHeaders, ReadOnlyMemory<byte> Bytes);
