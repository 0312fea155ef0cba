namespace CloudOrchestrator.ApiServer.PipelineApply.Manifests;

/// <summary>How much one file may hold. Its bytes are bounded as those of every body: <see cref="ApiServerOptions.BodyBytesMax"/>.</summary>
internal static class ManifestLimits
{
    /// <summary>Most objects of one file.</summary>
    /// <value>1,000: applied one after the other, at 30 ms each, they take 30 s of the 230 s that the platform lets an answer wait.</value>
    public const int ObjectsMax = 1000;

    /// <summary>Most values of all documents together, with aliases written out: a bound on files made of aliases of aliases.</summary>
    public const int ValuesMax = 1_000_000;

    /// <summary>Most faults that are reported of one file.</summary>
    public const int FaultsMax = 100;
}
