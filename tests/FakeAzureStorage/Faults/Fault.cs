using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Faults;

/// <summary>What goes wrong with one request. A request lands when the service carries it out; the client may or may not learn of it.</summary>
public sealed record Fault
{
    /// <summary>Longest that a request may land after it was sent.</summary>
    /// <value>30 s, all the time that the service allots to an operation.</value>
    public static readonly TimeSpan LateLandingMax = TimeSpan.FromSeconds(30);

    private Fault(string name) => Name = name;

    internal static Fault None { get; } = new("none");

    /// <summary>What it is called in counts and failures.</summary>
    public string Name { get; }

    internal bool Lands { get; private init; } = true;

    /// <summary>Null if an answer arrives.</summary>
    internal Loss? Loss { get; private init; }

    /// <summary>The client learns of the loss at once, and not only when the request has landed.</summary>
    internal bool LostBeforeLanding { get; private init; }

    internal TimeSpan BeforeLanding { get; private init; }

    internal TimeSpan AfterLanding { get; private init; }

    /// <summary>What is answered instead of what the service would answer.</summary>
    internal StorageError? Error { get; private init; }

    /// <summary>The operation of a transaction that the error is about; the transaction's own answer is then 202.</summary>
    internal int? InnerIndex { get; private init; }

    /// <summary>When the request lands once more, counted from its first landing.</summary>
    internal TimeSpan? Again { get; private init; }

    internal bool AnswersSecond { get; private init; }

    /// <summary>The connection is cut in the middle of the answer's body.</summary>
    internal bool Cuts { get; private init; }

    internal int? PageRows { get; private init; }

    internal Action? Before { get; private init; }

    /// <summary>The request never lands.</summary>
    public static Fault DropRequest(Loss loss = Faults.Loss.Reset) => new("drop request") { Lands = false, Loss = loss, LostBeforeLanding = true };

    /// <summary>The request lands; the client never learns.</summary>
    public static Fault DropAnswer(Loss loss = Faults.Loss.Reset) => new("drop answer") { Loss = loss };

    /// <summary>The request lands; the connection is cut in the middle of the answer.</summary>
    public static Fault CutAnswer() => new("cut answer") { Cuts = true };

    /// <summary>It takes longer, on the way there and on the way back.</summary>
    public static Fault Delay(TimeSpan beforeLanding, TimeSpan afterLanding = default) =>
        new("delay") { BeforeLanding = beforeLanding, AfterLanding = afterLanding };

    /// <summary>The client loses the request, and it lands so much later all the same: after a resend, perhaps.</summary>
    public static Fault LandLate(TimeSpan later, Loss loss = Faults.Loss.Reset)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(later, LateLandingMax);
        return new("land late") { BeforeLanding = later, Loss = loss, LostBeforeLanding = true };
    }

    /// <summary>The request lands twice.</summary>
    /// <param name="gap">Time between the two.</param>
    /// <param name="answersSecond">The client gets the second landing's answer, as after a resend by something on the way.</param>
    public static Fault Duplicate(TimeSpan gap = default, bool answersSecond = false) => new("duplicate") { Again = gap, AnswersSecond = answersSecond };

    /// <summary>The service answers an error.</summary>
    /// <param name="error">Such as <see cref="StorageError.ServerBusy"/>.</param>
    /// <param name="lands">It carries the request out all the same, as an operation that timed out may have been.</param>
    public static Fault Answer(StorageError error, bool lands = false) => new($"answer {error.Status} {error.Code}") { Error = error, Lands = lands };

    /// <summary>A transaction is answered 202 and, within, an error. (Other requests get the error itself.)</summary>
    public static Fault InnerAnswer(StorageError error, int index = 0, bool lands = false) =>
        new($"answer 202 with {error.Status} {error.Code}") { Error = error, InnerIndex = index, Lands = lands };

    /// <summary>A page of a query holds no more than so many rows, perhaps none, and a continuation token.</summary>
    public static Fault ShortPage(int rows = 0) => new("short page") { PageRows = rows };

    /// <summary>Something of the test happens just before the request lands, such as another writer's commit between two pages.</summary>
    public static Fault Meanwhile(Action happens) => new("meanwhile") { Before = happens };
}
