using CloudOrchestrator.ApiServer.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Requests;

public class QueryValuesTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("?watch", true)]
    [InlineData("?watch=", true)]
    [InlineData("?watch=1", true)]
    [InlineData("?watch=true", true)]
    [InlineData("?watch=anything", true)]
    [InlineData("?watch=0", false)]
    [InlineData("?watch=FALSE", false)]
    public void NullableFlag_Values_AreReadAsKubernetesDoes(string query, bool? expected) => Assert.Equal(expected, Of(query).NullableFlag("watch"));

    [Theory]
    [InlineData("", true, null)]
    [InlineData("?limit=", true, null)]
    [InlineData("?limit=5", true, 5L)]
    [InlineData("?limit=-5", true, -5L)]
    [InlineData("?limit=5x", false, null)]
    [InlineData("?limit=99999999999999999999", false, null)]
    public void TryInteger_Values_AreReadOrRefused(string query, bool isRead, long? expected)
    {
        Assert.Equal(isRead, Of(query).TryInteger("limit", out var value, out var error));
        Assert.Equal(expected, value);
        Assert.Equal(isRead, error.Length == 0);
    }

    private static QueryValues Of(string query) => new(new QueryCollection(QueryHelpers.ParseQuery(query)));
}
