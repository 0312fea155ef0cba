namespace CloudOrchestrator.ApiServer.Requests;

/// <summary>What a request does, in the words of discovery and authorization.</summary>
internal static class Verbs
{
    public const string Get = "get";
    public const string List = "list";
    public const string Watch = "watch";
    public const string Create = "create";
    public const string Update = "update";
    public const string Patch = "patch";
    public const string Delete = "delete";
    public const string DeleteCollection = "deletecollection";
}
