using System.Globalization;

namespace CloudOrchestrator.ApiServer.PipelineApply.Manifests;

/// <summary>A place in the file that was sent.</summary>
/// <param name="Document">The document, from 1. Those that hold nothing do not count.</param>
/// <param name="Item">The item of a list that the document is, from 1; 0 where it is none.</param>
/// <param name="Line">The line in the file, from 1.</param>
internal readonly record struct ManifestPosition(int Document, int Item, int Line)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"document {Document}, {(Item > 0 ? $"item {Item}, " : "")}line {Line}");
}
