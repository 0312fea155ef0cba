using System.Threading.Channels;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Tests.Worlds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CloudOrchestrator.Resources.Tests.Reactors;

/// <summary>A world whose reactors run as in a process that may be gone at any moment, and what is around such a process.</summary>
internal sealed class Outside : INoticeCarrier, IReminders, IAsyncDisposable
{
    private readonly Channel<ReactorNotice> _carried = Channel.CreateUnbounded<ReactorNotice>();

    private Outside()
    {
    }

    public World World { get; private set; } = null!;

    public IReactorRuns Runs => World.Services.GetRequiredService<IReactorRuns>();

    /// <summary>Awaited before a notice counts as carried.</summary>
    public Func<Task> Carrying { get; set; } = () => Task.CompletedTask;

    /// <summary>Awaited before a reminder counts as kept.</summary>
    public Func<Wake, TimeSpan, Task> Reminding { get; set; } = (_, _) => Task.CompletedTask;

    public static Task<Outside> CreateAsync(params IReactor[] reactors) => CreateAsync(_ => { }, reactors);

    /// <param name="more">Adds to the services.</param>
    /// <param name="reactors">The reactors.</param>
    public static async Task<Outside> CreateAsync(Action<IServiceCollection> more, params IReactor[] reactors)
    {
        var outside = new Outside();
        outside.World = await World.CreateAsync(more: services =>
        {
            services.AddReactorRuns().AddSingleton<INoticeCarrier>(outside).AddSingleton<IReminders>(outside);
            foreach (var reactor in reactors)
            {
                services.AddSingleton(reactor);
            }

            more(services);
        });
        foreach (var hosted in outside.World.Services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(World.Token);
        }

        return outside;
    }

    public async Task CarryAsync(IReadOnlyList<ReactorNotice> notices, CancellationToken cancellationToken)
    {
        await Carrying();
        foreach (var notice in notices)
        {
            await _carried.Writer.WriteAsync(notice, cancellationToken);
        }
    }

    public Task RemindAsync(Wake wake, TimeSpan after, CancellationToken cancellationToken) => Reminding(wake, after);

    /// <summary>The next notice that is carried of a collection.</summary>
    public async Task<ReactorNotice> NoticeAsync(string collection)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(World.Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (await _carried.Reader.ReadAsync(deadline.Token) is { } notice && notice.Collection == collection)
            {
                return notice;
            }
        }
    }

    /// <summary>Moves the time on until something has come about.</summary>
    public async Task<T> UntilAsync<T>(Task<T> task)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!task.IsCompleted)
        {
            World.Time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(2), World.Token));
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(60))
            {
                throw new TimeoutException("it did not come about");
            }
        }

        return await task;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in World.Services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        await World.DisposeAsync();
    }
}
