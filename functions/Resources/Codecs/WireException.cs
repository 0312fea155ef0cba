namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Bytes are not a protobuf message. Never leaves the decoder.</summary>
internal sealed class WireException(string message) : Exception(message);
