using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CloudOrchestrator.Host.Functions;

/// <summary>What the platform lets through, for the listener behind it: it must not be the narrower of the two.</summary>
/// <remarks>Source: Azure Functions HTTP trigger limits, and the Functions host.</remarks>
internal static class PlatformLimits
{
    /// <summary>Most bytes of a request's body.</summary>
    public const long BodyBytesMax = 104_857_600;

    /// <summary>Most bytes of all headers: the platform's 32 KiB, and room for those that its proxy adds.</summary>
    public const int HeaderBytesMax = 64 * 1024;

    /// <summary>Most headers: the host's 100, and those that its proxy adds.</summary>
    public const int HeadersMax = 200;

    /// <summary>Most bytes of a request's line: 8,192 of the address, some of which the proxy writes as five bytes for three.</summary>
    public const int LineBytesMax = 32 * 1024;

    /// <summary>How long an idle connection is kept: longer than the host keeps it, so that it is never closed just as a call is sent.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromMinutes(10);

    /// <summary>Sets them.</summary>
    public static void Apply(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = BodyBytesMax;
        limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
        limits.MaxRequestHeaderCount = HeadersMax;
        limits.MaxRequestLineSize = LineBytesMax;
        limits.KeepAliveTimeout = KeepAlive;
        // How slowly a client sends is between it and the platform.
        limits.MinRequestBodyDataRate = null;
    }
}
