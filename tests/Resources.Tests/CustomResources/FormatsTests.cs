using CloudOrchestrator.Resources.CustomResources;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.CustomResources;

public sealed class FormatsTests
{
    [Theory]
    [InlineData("date-time", "2026-01-01T00:00:00Z", "today")]
    [InlineData("datetime", "2026-01-01T00:00:00Z", "2026-01-01")]
    [InlineData("uuid", "7d444840-9dc0-11d1-b245-5ffdce74fad2", "7d444840")]
    [InlineData("uuid3", "a987fbc9-4bed-3078-8f07-9141ba07c9f3", "a987fbc9-4bed-4078-8f07-9141ba07c9f3")]
    [InlineData("uuid4", "57b73598-8764-4ad0-a76a-679bb6640eb1", "57b73598-8764-4ad0-076a-679bb6640eb1")]
    [InlineData("uuid5", "987fbc97-4bed-5078-af07-9141ba07c9f3", "987fbc97-4bed-3078-af07-9141ba07c9f3")]
    [InlineData("bsonobjectid", "507f1f77bcf86cd799439011", "507f1f77")]
    [InlineData("hexcolor", "#FFa0b1", "FFFF")]
    [InlineData("rgbcolor", "rgb(100, 0, 255)", "rgb(100,100)")]
    [InlineData("ssn", "111-11-1111", "111-1-1111")]
    [InlineData("hostname", "www.example-1.com", "a b")]
    [InlineData("hostname", "localhost", "-")]
    [InlineData("duration", "1h30m", "A B")]
    [InlineData("duration", "3 days", "days")]
    [InlineData("isbn", "0-306-40615-2", "0-306-40615-3")]
    [InlineData("isbn", "978-0-306-40615-7", "978-0-306-40615-8")]
    [InlineData("isbn10", "080442957X", "0804429575")]
    [InlineData("isbn10", "0306406152", "9780306406157")]
    [InlineData("isbn13", "9780306406157", "0306406152")]
    [InlineData("creditcard", "4111 1111 1111 1111", "4111-1111-1111-1112")]
    [InlineData("creditcard", "378282246310005", "9111111111111111")]
    [InlineData("k8s-short-name", "web-1", "Web.1")]
    [InlineData("k8s-long-name", "web.example", "web_example")]
    public void IsOf_AFormat_TellsItsTexts(string format, string like, string unlike)
    {
        Assert.True(Formats.IsKnown("string", format));
        Assert.Equal((true, false), (Formats.IsOf(format, like), Formats.IsOf(format, unlike)));
    }
}
