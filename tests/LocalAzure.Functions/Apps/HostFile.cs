using System.Text.RegularExpressions;

namespace CloudOrchestrator.LocalAzure.Functions.Apps;

/// <summary>Reads host.json.</summary>
internal static partial class HostFile
{
    /// <summary>Of Flex Consumption.</summary>
    private static readonly TimeSpan FunctionTimeoutDefault = TimeSpan.FromMinutes(30);

    /// <summary>The default of the host, and the limit of Flex Consumption.</summary>
    private static readonly TimeSpan InitializationTimeoutMax = TimeSpan.FromSeconds(30);

    public static HostModel Read(string appFolder, bool hasFunctionFiles)
    {
        var path = Path.Combine(appFolder, "host.json");
        if (!File.Exists(path))
        {
            throw new AppRefusedException($"host.json is missing in {appFolder}.");
        }

        var file = StrictObject.Read(path);
        if (file.Text("version") != "2.0")
        {
            throw file.Refuse("version", "must be \"2.0\"");
        }

        file.Pass("logging");
        CheckBundle(file);
        var timeout = ReadTimeout(file);
        var extensions = file.Object("extensions");
        var prefix = ReadPrefix(extensions?.Object("http"));
        var queues = ReadQueues(extensions?.Object("queues"));
        extensions?.End();
        var handler = file.Object("customHandler") ?? throw file.Refuse("customHandler", "is missing");
        file.End();
        return ReadHandler(handler, hasFunctionFiles) with { FunctionTimeout = timeout, RoutePrefix = prefix, Queues = queues };
    }

    private static TimeSpan? ReadTimeout(StrictObject file)
    {
        if (!file.Has("functionTimeout"))
        {
            return FunctionTimeoutDefault;
        }

        if (file.TextIs("functionTimeout", "-1"))
        {
            file.Pass("functionTimeout");
            return null;
        }

        var timeout = file.Span("functionTimeout");
        return timeout > TimeSpan.Zero ? timeout : throw file.Refuse("functionTimeout", "must be longer than nothing");
    }

    private static void CheckBundle(StrictObject file)
    {
        var bundle = file.Object("extensionBundle")
            ?? throw file.Refuse("extensionBundle", "is missing: Event Grid and queue triggers come from it, and Flex Consumption demands it");
        if (bundle.RequiredText("id") != "Microsoft.Azure.Functions.ExtensionBundle")
        {
            throw bundle.Refuse("id", "must be Microsoft.Azure.Functions.ExtensionBundle");
        }

        var range = BundleRange().Match(bundle.RequiredText("version"));
        if (!range.Success || int.Parse(range.Groups["from"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) < 4)
        {
            throw bundle.Refuse("version", "must be a range from 4 on, such as [4.*, 5.0.0): Flex Consumption demands 4 or later");
        }

        bundle.End();
    }

    private static string ReadPrefix(StrictObject? http)
    {
        var prefix = http?.Text("routePrefix") ?? "api";
        http?.End();
        return prefix.Trim('/');
    }

    private static QueueSettings ReadQueues(StrictObject? queues)
    {
        var defaults = new QueueSettings();
        if (queues is null)
        {
            return defaults;
        }

        var encoding = queues.Text("messageEncoding") ?? "base64";
        if (encoding is not ("base64" or "none"))
        {
            throw queues.Refuse("messageEncoding", "must be base64 or none");
        }

        var batch = queues.Number("batchSize", 1, 32) ?? defaults.BatchSize;
        var settings = new QueueSettings
        {
            BatchSize = batch,
            NewBatchThreshold = queues.Number("newBatchThreshold", 0, 1000) ?? batch / 2,
            MaxDequeueCount = queues.Number("maxDequeueCount", 1, 1000) ?? defaults.MaxDequeueCount,
            VisibilityTimeout = queues.Span("visibilityTimeout") ?? defaults.VisibilityTimeout,
            MaxPollingInterval = queues.Span("maxPollingInterval") ?? defaults.MaxPollingInterval,
            Base64 = encoding == "base64",
        };
        queues.End();
        return settings.MaxPollingInterval >= TimeSpan.FromMilliseconds(100) ? settings : throw queues.Refuse("maxPollingInterval", "must be at least 100 ms");
    }

    private static HostModel ReadHandler(StrictObject handler, bool hasFunctionFiles)
    {
        if (handler.Has("http"))
        {
            throw handler.Refuse("http", hasFunctionFiles
                ? "declares routes although there are function.json files: the host refuses to start with both"
                : "is not known to this double: declare functions in function.json");
        }

        if (handler.Flag("enableForwardingHttpRequest") == true)
        {
            throw handler.Refuse("enableForwardingHttpRequest", "buffers whole answers and is not doubled: use enableProxyingHttpRequest");
        }

        if (handler.Has("port"))
        {
            throw handler.Refuse("port", "takes one port for all instances and is not doubled: leave it out");
        }

        var description = handler.Object("description") ?? throw handler.Refuse("description", "is missing");
        var model = new HostModel
        {
            FunctionTimeout = null,
            RoutePrefix = "",
            Queues = new QueueSettings(),
            Proxies = handler.Flag("enableProxyingHttpRequest") ?? false,
            InitializationTimeout = handler.Span("initializationTimeout") ?? InitializationTimeoutMax,
            Executable = description.RequiredText("defaultExecutablePath"),
            Arguments = description.Texts("arguments") ?? [],
            WorkingDirectory = description.Text("workingDirectory") ?? "",
        };
        description.End();
        handler.End();
        return model.InitializationTimeout <= InitializationTimeoutMax
            ? model
            : throw handler.Refuse("initializationTimeout", "is over 30 s, which Flex Consumption does not give");
    }

    [GeneratedRegex(@"^\[(?<from>[0-9]{1,4})\.[0-9*.]+, *(?:[0-9.]+)[\])]$")]
    private static partial Regex BundleRange();
}
