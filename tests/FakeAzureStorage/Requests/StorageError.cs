namespace CloudOrchestrator.FakeAzureStorage.Requests;

/// <summary>An error as the service documents it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Such as <c>EntityAlreadyExists</c>.</param>
/// <param name="Message">The service's own wording, which clients' users see.</param>
/// <remarks>Source: Common REST API error codes, Table Storage error codes, Blob Storage error codes.</remarks>
public sealed record StorageError(int Status, string Code, string Message)
{
    public static StorageError AuthenticationFailed { get; } = new(403, "AuthenticationFailed",
        "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.");

    /// <summary>A shared access signature that is good, but not for this.</summary>
    public static StorageError AuthorizationFailure { get; } = new(403, "AuthorizationFailure", "This request is not authorized to perform this operation.");

    public static StorageError NoAuthenticationInformation { get; } = new(401, "NoAuthenticationInformation",
        "Server failed to authenticate the request. Please refer to the information in the www-authenticate header.");

    public static StorageError InternalError { get; } = new(500, "InternalError", "Server encountered an internal error. Please try again after some time.");

    public static StorageError InvalidInput { get; } = new(400, "InvalidInput", "One of the request inputs is not valid.");

    public static StorageError NotImplemented { get; } = new(501, "NotImplemented",
        "The requested operation is not implemented on the specified resource.");

    /// <summary>The service gave up on the operation, which may have landed.</summary>
    public static StorageError OperationTimedOut { get; } = new(500, "OperationTimedOut", "Operation could not be completed within the specified time.");

    public static StorageError RequestBodyTooLarge { get; } = new(413, "RequestBodyTooLarge",
        "The request body is too large and exceeds the maximum permissible limit.");

    /// <summary>The partition is asked for more than its target.</summary>
    public static StorageError ServerBusy { get; } = new(503, "ServerBusy", "The server is currently unable to receive requests. Please retry your request.");

    /// <summary>The account is asked for more than its target.</summary>
    public static StorageError AccountBusy { get; } = new(503, "ServerBusy", "Operations per second is over the account limit.");
}
