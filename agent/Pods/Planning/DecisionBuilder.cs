namespace CloudOrchestrator.Pods.Planning;

/// <summary>Collects a decision.</summary>
internal sealed class DecisionBuilder(PodView view, DateTimeOffset now)
{
    private readonly List<PodAction> _actions = [];
    private DateTimeOffset? _lookAgainAt;

    /// <summary>Adds an action unless it is under way.</summary>
    public void Do(PodAction action)
    {
        if (!view.Busy.Contains(action.Key))
        {
            _actions.Add(action);
        }
    }

    /// <summary>Adds an action that failed before, when its wait is over.</summary>
    public void DoAfter(Failure? failure, PodAction action)
    {
        if (failure is null || failure.RetryAt <= now)
        {
            Do(action);
        }
        else
        {
            LookAgain(failure.RetryAt);
        }
    }

    /// <summary>Has the pod looked at again at this time or before.</summary>
    public void LookAgain(DateTimeOffset at)
    {
        if (at > now && (_lookAgainAt is null || at < _lookAgainAt))
        {
            _lookAgainAt = at;
        }
    }

    public PodDecision Build(bool done = false) => new(_actions, _lookAgainAt, done);
}
