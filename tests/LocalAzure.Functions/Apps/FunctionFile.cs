using Cronos;

namespace CloudOrchestrator.LocalAzure.Functions.Apps;

/// <summary>Reads a function.json.</summary>
internal static class FunctionFile
{
    private static readonly string[] KnownMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    public static FunctionModel Read(string path)
    {
        var name = Path.GetFileName(Path.GetDirectoryName(path))!;
        var file = StrictObject.Read(path);
        if (file.Has("retry"))
        {
            throw file.Refuse("retry", "is not doubled: runs are not repeated");
        }

        if (file.Flag("disabled") == true)
        {
            throw file.Refuse("disabled", "is not doubled: leave the folder out");
        }

        var bindings = file.Objects("bindings") ?? throw file.Refuse("bindings", "is missing");
        file.End();
        var types = bindings.Select(binding => binding.RequiredText("type")).ToList();
        var triggers = types.Count(type => type.EndsWith("Trigger", StringComparison.Ordinal));
        if (triggers != 1 || !types[0].EndsWith("Trigger", StringComparison.Ordinal))
        {
            throw file.Refuse("bindings", "must begin with the one trigger");
        }

        var model = ReadTrigger(file, name, types[0], bindings[0]);
        CheckOutputs(file, model, types, bindings);
        return model;
    }

    private static FunctionModel ReadTrigger(StrictObject file, string name, string type, StrictObject binding)
    {
        if (binding.Text("direction") is not (null or "in"))
        {
            throw binding.Refuse("direction", "of a trigger must be in");
        }

        var data = binding.RequiredText("name");
        FunctionModel model = type switch
        {
            "httpTrigger" => ReadHttp(name, binding),
            "eventGridTrigger" => new EventGridFunction(name, data, ReadMany(binding)),
            "queueTrigger" => new QueueFunction(name, data, binding.RequiredText("queueName"), binding.Text("connection") ?? "AzureWebJobsStorage"),
            "timerTrigger" => ReadTimer(name, data, binding),
            _ => throw file.Refuse("bindings", $"has a {type}, which this double does not know"),
        };
        binding.End();
        return model;
    }

    /// <summary>Only a function with one HTTP trigger and one http output is proxied; the others' outputs are not doubled.</summary>
    private static void CheckOutputs(StrictObject file, FunctionModel model, List<string> types, IReadOnlyList<StrictObject> bindings)
    {
        if (model is not HttpFunction)
        {
            if (types.Count > 1)
            {
                throw file.Refuse("bindings", $"has a {types[1]} beside its trigger, which this double does not know");
            }

            return;
        }

        if (types.Count != 2 || types[1] != "http")
        {
            throw file.Refuse("bindings", "must be one httpTrigger and one http output, or nothing is proxied");
        }

        if (bindings[1].RequiredText("direction") != "out")
        {
            throw bindings[1].Refuse("direction", "of the http output must be out");
        }

        bindings[1].RequiredText("name");
        bindings[1].End();
    }

    private static HttpFunction ReadHttp(string name, StrictObject binding)
    {
        if (binding.Text("authLevel") != "anonymous")
        {
            throw binding.Refuse("authLevel", "must be anonymous: other levels want the platform's keys, which are not doubled");
        }

        var methods = binding.Texts("methods")?.Select(method => method.ToUpperInvariant()).ToList()
            ?? throw binding.Refuse("methods", "is missing: list them, other verbs get 404");
        return methods.Find(method => !KnownMethods.Contains(method)) is { } unknown
            ? throw binding.Refuse("methods", $"names {unknown}, which never reaches a function")
            : new HttpFunction(name, binding.Text("route") ?? name, string.Join(',', methods));
    }

    private static bool ReadMany(StrictObject binding) => (binding.Text("cardinality") ?? "one") switch
    {
        "many" => true,
        "one" => false,
        _ => throw binding.Refuse("cardinality", "must be one or many"),
    };

    private static TimerFunction ReadTimer(string name, string data, StrictObject binding)
    {
        if (binding.Flag("runOnStartup") == true)
        {
            throw binding.Refuse("runOnStartup", "is not doubled: it runs at every start of an instance");
        }

        var schedule = binding.RequiredText("schedule");
        try
        {
            CronExpression.Parse(schedule, CronFormat.IncludeSeconds);
        }
        catch (CronFormatException exception)
        {
            throw binding.Refuse("schedule", $"is not a cron expression of six fields: {exception.Message}");
        }

        return new TimerFunction(name, data, schedule, binding.Flag("useMonitor") ?? true);
    }
}
