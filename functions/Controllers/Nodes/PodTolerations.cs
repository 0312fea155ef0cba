using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.Controllers.Nodes;

/// <summary>Which taints a pod tolerates, and for how long, taken from its document once: a node that stays out of reach is judged again and again.</summary>
internal sealed class PodTolerations
{
    private readonly Toleration[] _all;

    private PodTolerations(JsonElement pod) => _all = [.. pod.Elements("spec", "tolerations").Select(Toleration.Of)];

    public static PodTolerations Of(ResourceObject pod) => pod.Derived(static pod => pod.Read(static document => new PodTolerations(document)));

    /// <summary>How long the pod still tolerates a taint; zero or less where it does not any longer.</summary>
    /// <param name="taint">The taint.</param>
    /// <param name="added">When it was set; null for now.</param>
    /// <param name="now">Now.</param>
    public TimeSpan Left(JsonObject taint, DateTimeOffset? added, DateTimeOffset now)
    {
        var tolerations = _all.Where(one => one.Tolerates(taint)).ToList();
        return tolerations.Count == 0 ? TimeSpan.Zero
            : tolerations.Min(one => one.Seconds) is { } seconds ? (added ?? now) + TimeSpan.FromSeconds(seconds) - now
            : TimeSpan.MaxValue;
    }

    private sealed record Toleration(string Key, string Value, string Effect, bool Exists, long? Seconds)
    {
        public static Toleration Of(JsonElement toleration) => new(
            toleration.Text("key") ?? "", toleration.Text("value") ?? "", toleration.Text("effect") ?? "", toleration.Text("operator") == "Exists", toleration.Integer("tolerationSeconds"));

        public bool Tolerates(JsonObject taint) =>
            (Effect.Length == 0 || Effect == taint.Text("effect"))
            && (Key.Length == 0 || Key == taint.Text("key"))
            && (Exists || Value == (taint.Text("value") ?? ""));
    }
}
