namespace CloudOrchestrator.Runtimes;

/// <summary>What became of a call: a value, or a fault.</summary>
/// <typeparam name="T">What the call answers.</typeparam>
public readonly record struct RuntimeResult<T>
{
    private readonly T? _value;

    /// <summary>A call that was carried out.</summary>
    /// <param name="value">Its answer.</param>
    public RuntimeResult(T value) => _value = value;

    /// <summary>A call that was not carried out.</summary>
    /// <param name="fault">Why.</param>
    public RuntimeResult(RuntimeFault fault) => Fault = fault;

    /// <summary>Why the call was not carried out; null if it was.</summary>
    public RuntimeFault? Fault { get; }

    /// <summary>The answer.</summary>
    /// <exception cref="InvalidOperationException">There is a fault; whoever asks has not looked.</exception>
    public T Value => Fault is null ? _value! : throw new InvalidOperationException($"No value: {Fault.Message}");

    /// <summary>A value is an answer.</summary>
    /// <param name="value">The answer.</param>
    public static implicit operator RuntimeResult<T>(T value) => new(value);

    /// <summary>A fault is an answer too.</summary>
    /// <param name="fault">Why there is no value.</param>
    public static implicit operator RuntimeResult<T>(RuntimeFault fault) => new(fault);
}
