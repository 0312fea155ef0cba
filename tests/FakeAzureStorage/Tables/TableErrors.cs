using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Tables;

/// <summary>The errors of the table service.</summary>
/// <remarks>Source: Table Storage error codes; the wordings are those that the live service answers.</remarks>
public static class TableErrors
{
    public static StorageError BatchTooLong { get; } = new(400, "InvalidInput", "The batch request operation exceeds the maximum 100 changes per change set.");

    public static StorageError DifferentPartitions { get; } = new(400, "CommandsInBatchActOnDifferentPartitions",
        "All commands in a batch must operate on same entity group.");

    public static StorageError DuplicateRow { get; } = new(400, "InvalidDuplicateRow",
        "The batch request contains multiple changes with same row key. An entity can appear only once in a batch request.");

    public static StorageError EntityAlreadyExists { get; } = new(409, "EntityAlreadyExists", "The specified entity already exists.");

    public static StorageError EntityTooLarge { get; } = new(400, "EntityTooLarge", "The entity is larger than the maximum allowed size (1MB).");

    public static StorageError KeyOutOfRange { get; } = new(400, "OutOfRangeInput", "One of the request inputs is out of range.");

    public static StorageError KeyTooLarge { get; } = new(400, "KeyValueTooLarge", "The key value is larger than the maximum size permitted.");

    public static StorageError PropertiesNeedValue { get; } = new(400, "PropertiesNeedValue",
        "The values are not specified for all properties in the entity.");

    public static StorageError PropertyNameTooLong { get; } = new(400, "PropertyNameTooLong",
        "The property name exceeds the maximum allowed length (255).");

    public static StorageError PropertyTooLarge { get; } = new(400, "PropertyValueTooLarge",
        "The property value exceeds the maximum allowed size (64KB). If the property value is a string, it is UTF-16 encoded and the maximum number of characters should be 32K or less.");

    public static StorageError ResourceNotFound { get; } = new(404, "ResourceNotFound", "The specified resource does not exist.");

    public static StorageError TableAlreadyExists { get; } = new(409, "TableAlreadyExists", "The table specified already exists.");

    public static StorageError TableBeingDeleted { get; } = new(409, "TableBeingDeleted", "The specified table is being deleted.");

    public static StorageError TableNotFound { get; } = new(404, "TableNotFound", "The table specified does not exist.");

    public static StorageError TooManyProperties { get; } = new(400, "TooManyProperties",
        "The entity contains more properties than allowed. Each entity can include up to 252 properties to store data. Each entity also has 3 system properties.");

    public static StorageError UpdateConditionNotSatisfied { get; } = new(412, "UpdateConditionNotSatisfied",
        "The update condition specified in the request was not satisfied.");

    internal static StorageError InvalidETag(string etag) => new(400, "InvalidInput",
        $"The etag value '{etag}' specified in one of the request headers is not valid. Please make sure only one etag value is specified and is valid.");

    internal static StorageError Syntax(string what) => new(400, "InvalidInput", $"Bad Request - Error in query syntax. ({what})");

    internal static StorageError NoETag { get; } = new(400, "MissingRequiredHeader",
        "An HTTP header that's mandatory for this request is not specified.");
}
