using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Resources.Recording;

/// <summary>Writes Event objects about other objects. The same event again counts up the one that is there.</summary>
public sealed class EventRecorder(IResourceClient client, TimeProvider time)
{
    /// <summary>Records an event. A failure to do so is nobody's concern: events are for people.</summary>
    public async Task RecordAsync(string component, ResourceObject about, string type, string reason, string message, CancellationToken cancellationToken)
    {
        var @namespace = about.Name.Namespace.Length > 0 ? about.Name.Namespace : "default";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{component}\n{about.Uid}\n{type}\n{reason}\n{message}")))[..16];
        var name = new ObjectName(@namespace, $"{(about.Name.Name.Length > 200 ? about.Name.Name[..200] : about.Name.Name)}.{hash}");
        var now = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var context = WriteContext.Controller(component);
        var updated = await client.WriteAsync(
            new ResourceWrite.Update(CoreKinds.Events, name, current => CountUp(current, now)), context, cancellationToken).ConfigureAwait(false);
        if (updated is ResourceOutcome.Refused { Refusal: Refusal.NotFound })
        {
            var document = Document(component, about, name, type, reason, message, now);
            await client.WriteAsync(new ResourceWrite.Create(CoreKinds.Events, @namespace, document), context, cancellationToken).ConfigureAwait(false);
        }
    }

    private static UpdateDecision CountUp(JsonObject? current, string now)
    {
        if (current is null)
        {
            return new UpdateDecision.Nothing();
        }

        current["count"] = (current.Integer("count") ?? 1) + 1;
        current["lastTimestamp"] = now;
        return new UpdateDecision.Replace(current);
    }

    private static JsonObject Document(string component, ResourceObject about, ObjectName name, string type, string reason, string message, string now) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name.Name, ["namespace"] = name.Namespace },
        ["involvedObject"] = new JsonObject
        {
            ["apiVersion"] = about.Kind.ApiVersion,
            ["kind"] = about.Kind.Kind,
            ["namespace"] = about.Name.Namespace,
            ["name"] = about.Name.Name,
            ["uid"] = about.Uid,
        },
        ["type"] = type,
        ["reason"] = reason,
        ["message"] = message,
        ["source"] = new JsonObject { ["component"] = component },
        ["reportingComponent"] = component,
        ["firstTimestamp"] = now,
        ["lastTimestamp"] = now,
        ["count"] = 1,
    };
}
