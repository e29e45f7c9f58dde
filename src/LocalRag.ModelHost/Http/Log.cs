using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LocalRag.ModelHost.Http;

/// <summary>What the HTTP surface logs.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "The client of {Path} went away")]
    public static partial void ClientGone(ILogger logger, PathString path);
}
