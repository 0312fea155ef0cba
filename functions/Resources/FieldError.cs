namespace CloudOrchestrator.Resources;

/// <summary>One fault of a document, as a cause of a 422 Status.</summary>
/// <param name="Reason">FieldValueInvalid, FieldValueRequired, FieldValueNotSupported, FieldValueForbidden, FieldValueDuplicate, FieldValueTooLong, FieldValueTypeInvalid.</param>
/// <param name="Field">The path, such as <c>spec.containers[0].image</c>.</param>
/// <param name="Message">The cause's message in Kubernetes' wording, such as <c>Required value</c> or <c>Invalid value: "x": must be …</c>.</param>
public sealed record FieldError(string Reason, string Field, string Message);
