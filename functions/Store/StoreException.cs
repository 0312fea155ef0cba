namespace CloudOrchestrator.Store;

/// <summary>The store cannot be used: its message says what is wrong and where.</summary>
public class StoreException : Exception
{
    /// <summary>Creates the exception.</summary>
    public StoreException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public StoreException(string message, Exception? cause)
        : base(message, cause)
    {
    }
}
