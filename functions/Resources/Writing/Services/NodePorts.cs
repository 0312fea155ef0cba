namespace CloudOrchestrator.Resources.Writing.Services;

/// <summary>The ports that services have on every node.</summary>
internal static class NodePorts
{
    public const string Range = "30000-32767";

    private const uint First = 30000;
    private const uint Count = 2768;

    public static bool IsInRange(long port) => port is >= First and < First + Count;

    /// <summary>A free port, sought from a place that the seed gives; null when all are taken.</summary>
    public static int? Pick(uint seed, Func<int, bool> isTaken)
    {
        for (uint tries = 0; tries < Count; tries++)
        {
            var port = (int)(First + ((seed + tries) % Count));
            if (!isTaken(port))
            {
                return port;
            }
        }

        return null;
    }
}
