namespace CloudOrchestrator.Store.Encryption;

/// <summary>A document cannot be decrypted. The message says which, and the key's name.</summary>
public sealed class CipherException(string message, Exception? cause = null) : StoreException(message, cause);
