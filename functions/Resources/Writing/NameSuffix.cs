namespace CloudOrchestrator.Resources.Writing;

/// <summary>The random ends of generated names.</summary>
internal sealed class NameSuffix(int seed)
{
    /// <summary>No vowels, and nothing that looks alike.</summary>
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";

    private const int Length = 5;

    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);

    public string Next()
    {
        lock (_lock)
        {
            return string.Create(Length, _random, static (letters, random) =>
            {
                for (var index = 0; index < letters.Length; index++)
                {
                    letters[index] = Letters[random.Next(Letters.Length)];
                }
            });
        }
    }
}
