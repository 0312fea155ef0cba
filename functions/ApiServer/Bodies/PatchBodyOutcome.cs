using CloudOrchestrator.ApiServer.Statuses;

namespace CloudOrchestrator.ApiServer.Bodies;

/// <summary>What reading a patch answers.</summary>
internal abstract record PatchBodyOutcome
{
    private PatchBodyOutcome()
    {
    }

    /// <summary>The patch.</summary>
    public sealed record Read(PatchBody Patch) : PatchBodyOutcome;

    /// <summary>It is no patch. Whether there is anything to be patched comes first.</summary>
    public sealed record Malformed(string Message) : PatchBodyOutcome;

    /// <summary>It cannot be taken.</summary>
    public sealed record Refused(ApiStatus Status) : PatchBodyOutcome;
}
