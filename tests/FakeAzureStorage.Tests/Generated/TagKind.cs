namespace CloudOrchestrator.FakeAzureStorage.Tests.Generated;

public enum TagKind
{
    /// <summary>Whatever is there.</summary>
    Any,

    /// <summary>The one that the last answer for the row held.</summary>
    Last,

    /// <summary>The first that an answer for the row held.</summary>
    First,
}
