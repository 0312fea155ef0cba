using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Reviews;

/// <summary>A kind that is never stored: creating one answers a question.</summary>
internal interface IReview
{
    /// <summary>API group.</summary>
    string Group { get; }

    /// <summary>API version.</summary>
    string Version => "v1";

    /// <summary>Kind.</summary>
    string Kind { get; }

    /// <summary>Plural resource name.</summary>
    string Plural => $"{Kind.ToLowerInvariant()}s";

    /// <summary>Whether it is asked within a namespace.</summary>
    bool Namespaced => false;

    /// <summary>The type of its documents in the table of fields, whatever version it is served under.</summary>
    string Type => $"k8s.io.api.{Group.Split('.')[0]}.v1.{Kind}";

    /// <summary>Why a question makes no sense; null where it does.</summary>
    Refusal? Refuse(ApiRequest request, JsonObject document) => null;

    /// <summary>The answer, as the document's status.</summary>
    ValueTask<JsonObject> AnswerAsync(ApiRequest request, JsonObject document);
}
