namespace CloudOrchestrator.StoreOnAzure;

internal static class Sample
{
    /// <summary>Text as compressible as an object's JSON.</summary>
    public static byte[] Value(int bytes)
    {
        var value = new byte[bytes];
        for (var index = 0; index < bytes; index++)
        {
            value[index] = (byte)('a' + (Random.Shared.Next() & (index % 4 == 0 ? 15 : 1)));
        }

        return value;
    }
}
