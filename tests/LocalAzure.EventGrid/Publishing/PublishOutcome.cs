using System.Net;

namespace CloudOrchestrator.LocalAzure.EventGrid.Publishing;

/// <summary>All of a request's events are taken, or none is.</summary>
internal abstract record PublishOutcome
{
    private PublishOutcome()
    {
    }

    public sealed record Taken(IReadOnlyList<PublishedEvent> Events) : PublishOutcome;

    /// <param name="Message">For people: it says what is wrong, and with which event.</param>
    public sealed record Refused(HttpStatusCode Status, string Message) : PublishOutcome
    {
        /// <summary>The error's code as the service writes it: the status in words.</summary>
        public string Code => Status.ToString();
    }
}
