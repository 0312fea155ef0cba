using CloudOrchestrator.LocalAzure.Functions.Apps;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;

namespace CloudOrchestrator.LocalAzure.Functions.Http;

/// <summary>Which HTTP function a request is for.</summary>
internal sealed class HttpRoutes
{
    private readonly List<(TemplateMatcher Matcher, decimal Precedence, HttpFunction Function)> _routes;

    public HttpRoutes(FunctionApp app)
    {
        _routes = [.. app.Functions.OfType<HttpFunction>().Select(function =>
        {
            var template = TemplateParser.Parse($"{app.Host.RoutePrefix}/{function.Route.TrimStart('/')}".Trim('/'));
            return (new TemplateMatcher(template, []), RoutePrecedence.ComputeInbound(template), function);
        }).OrderBy(route => route.Item2)];
    }

    /// <summary>Null: nothing takes it, and the host answers 404.</summary>
    public HttpFunction? Find(string method, PathString path) =>
        _routes.Where(route => route.Function.Takes(method) && route.Matcher.TryMatch(path, [])).Select(route => route.Function).FirstOrDefault();
}
