using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>Rules of the owners that an object names.</summary>
internal static class OwnerValidation
{
    /// <summary>Messages do not say which of the owners they are of.</summary>
    private const string Field = "metadata.ownerReferences";

    public static IEnumerable<FieldError> Validate(JsonObject item)
    {
        var controllers = new List<string>();
        foreach (var owner in item.Objects("metadata", "ownerReferences"))
        {
            foreach (var error in Owner(owner))
            {
                yield return error;
            }

            if (owner.Flag("controller"))
            {
                controllers.Add($"{owner.Text("kind")}/{owner.Text("name")}");
            }
        }

        foreach (var further in controllers.Skip(1))
        {
            yield return Faults.Invalid(
                Field,
                item.At("metadata", "ownerReferences"),
                $"Only one reference can have Controller set to true. Found \"true\" in references for {controllers[0]} and {further}");
        }
    }

    private static IEnumerable<FieldError> Owner(JsonObject owner)
    {
        var apiVersion = owner.Text("apiVersion") ?? "";
        if (!HasVersion(apiVersion))
        {
            yield return Faults.Invalid($"{Field}.apiVersion", apiVersion, "version must not be empty");
        }

        foreach (var required in new[] { "kind", "name", "uid" }.Where(required => string.IsNullOrEmpty(owner.Text(required))))
        {
            yield return Faults.Invalid($"{Field}.{required}", "", "must not be empty");
        }

        // Events come and go by themselves.
        if (apiVersion == "v1" && owner.Text("kind") == "Event")
        {
            yield return Faults.Invalid(Field, owner.DeepClone(), "/v1, Kind=Event is disallowed from being an owner");
        }
    }

    private static bool HasVersion(string apiVersion) => apiVersion.Split('/') is [{ Length: > 0 }] or [_, { Length: > 0 }];
}
