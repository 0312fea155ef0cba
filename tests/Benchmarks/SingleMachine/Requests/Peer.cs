namespace CloudOrchestrator.SingleMachine.Requests;

/// <summary>A server that is measured: a process, and connections to it.</summary>
/// <param name="Name">What the figures call it.</param>
/// <param name="Process">Its process id.</param>
/// <param name="Connect">A client with one HTTP/2 connection of its own, over TLS.</param>
internal sealed record Peer(string Name, int Process, Func<HttpClient> Connect);
