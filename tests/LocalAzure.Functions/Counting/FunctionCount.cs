namespace CloudOrchestrator.LocalAzure.Functions.Counting;

/// <summary>What a function did.</summary>
/// <param name="Executions">Begun, which is what is billed.</param>
/// <param name="Failures">Ended as failures: cut, timed out, or answered as the platform takes for one.</param>
/// <param name="FoundNothing">Whose log says that they wrote nothing: <c>writes=0</c>.</param>
/// <param name="Duration">Of those that have ended, together.</param>
public sealed record FunctionCount(long Executions, long Failures, long FoundNothing, TimeSpan Duration)
{
    public static FunctionCount None { get; } = new(0, 0, 0, TimeSpan.Zero);

    public static FunctionCount operator -(FunctionCount later, FunctionCount earlier) => new(
        later.Executions - earlier.Executions,
        later.Failures - earlier.Failures,
        later.FoundNothing - earlier.FoundNothing,
        later.Duration - earlier.Duration);
}
