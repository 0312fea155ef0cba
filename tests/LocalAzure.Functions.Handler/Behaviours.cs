using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CloudOrchestrator.LocalAzure.Functions.Handler;

/// <summary>What the handler does, by the first part of the path.</summary>
internal sealed class Behaviours(Script script)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();

    public async Task ServeAsync(HttpContext context)
    {
        var parts = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (what, name) = (parts.ElementAtOrDefault(0) ?? "", parts.ElementAtOrDefault(1) ?? "");
        script.Say($"CALL {context.Request.Method} {context.Request.Path} {context.Request.Headers["x-ms-invocation-id"]}");
        await (what switch
        {
            "" when !context.Request.Headers.ContainsKey("x-ms-invocation-id") => Task.CompletedTask,
            "env" => context.Response.WriteAsJsonAsync(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value)),
            "status" => StatusAsync(context, int.Parse(name, CultureInfo.InvariantCulture)),
            "hang" => HangAsync(context),
            "firsthangs" when script.Start == 1 => HangAsync(context),
            "flush" => FlushAsync(context, name),
            "release" => ReleaseAsync(name),
            "chunks" => ChunksAsync(context),
            "swallow" => SwallowAsync(context),
            "exit" => ExitAsync(int.Parse(name, CultureInfo.InvariantCulture)),
            _ when HttpMethods.IsPost(context.Request.Method) && !context.Request.Headers.ContainsKey("x-ms-invocation-id") => TriggerAsync(context, what),
            _ => EchoAsync(context),
        });
    }

    private static Task EchoAsync(HttpContext context) => context.Response.WriteAsJsonAsync(new
    {
        method = context.Request.Method,
        target = context.Features.Get<IHttpRequestFeature>()!.RawTarget,
        protocol = context.Request.Protocol,
        process = Environment.ProcessId,
        headers = context.Request.Headers.ToDictionary(header => header.Key.ToUpperInvariant(), header => header.Value.ToString()),
    });

    private static Task StatusAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = "7";
        return Task.CompletedTask;
    }

    private static async Task ExitAsync(int code)
    {
        await Console.Out.FlushAsync();
        Environment.Exit(code);
    }

    private static async Task SwallowAsync(HttpContext context)
    {
        var buffer = new byte[64 * 1024];
        long bytes = 0;
        while (await context.Request.Body.ReadAsync(buffer) is var count and > 0)
        {
            bytes += count;
        }

        await context.Response.WriteAsync(bytes.ToString(CultureInfo.InvariantCulture));
    }

    private async Task ChunksAsync(HttpContext context)
    {
        var buffer = new byte[1024];
        while (await context.Request.Body.ReadAsync(buffer) is var count and > 0)
        {
            script.Say($"CHUNK {Encoding.UTF8.GetString(buffer, 0, count)}");
        }
    }

    private async Task HangAsync(HttpContext context)
    {
        script.Say($"HANGS {context.Request.Headers["x-ms-invocation-id"]}");
        await GoneAsync(context);
    }

    private async Task FlushAsync(HttpContext context, string name)
    {
        await context.Response.StartAsync();
        await context.Response.Body.FlushAsync();
        script.Say($"FLUSHED {name}");
        await Task.WhenAny(Gate(name).Task, GoneAsync(context));
        await context.Response.WriteAsync("body");
        await context.Response.Body.FlushAsync();
        await GoneAsync(context);
    }

    private Task ReleaseAsync(string name)
    {
        Gate(name).TrySetResult();
        return Task.CompletedTask;
    }

    private async Task TriggerAsync(HttpContext context, string function)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var headers = context.Request.Headers.ToDictionary(header => header.Key.ToUpperInvariant(), header => header.Value.ToString());
        script.Say($"TRIGGER {JsonSerializer.Serialize(new { function, body, headers })}");
        var answer = script.TriggerOf(function);
        if (answer.Hangs || (answer.HangsAtFirst && script.Start == 1))
        {
            script.Say($"HANGS {function}");
            await Task.WhenAny(Gate(function).Task, GoneAsync(context));
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.Type;
        context.Response.Headers.Location = answer.Location;
        await context.Response.WriteAsync(answer.Body);
    }

    private async Task GoneAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(() => gone.TrySetResult());
        await gone.Task;
        script.Say($"GONE {context.Request.Path}");
    }

    private TaskCompletionSource Gate(string name) => _gates.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
