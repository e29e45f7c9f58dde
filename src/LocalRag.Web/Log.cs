namespace LocalRag.Web;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "LocalRag is at {Address}, {Milliseconds} ms after the start of its process")]
    public static partial void Ready(ILogger logger, string address, long milliseconds);

    [LoggerMessage(LogLevel.Error, "An answer failed")]
    public static partial void AnswerFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "An indexing run over {Path} failed")]
    public static partial void RunFailed(ILogger logger, string path, Exception exception);

    [LoggerMessage(LogLevel.Error, "Fetching the model {Model} failed")]
    public static partial void PullFailed(ILogger logger, string model, Exception exception);

    [LoggerMessage(LogLevel.Error, "Trying the model {Model} failed")]
    public static partial void TrialFailed(ILogger logger, string model, Exception exception);

    [LoggerMessage(LogLevel.Warning, "{Source} is not followed as it should be: {Reason}")]
    public static partial void Hindered(ILogger logger, string source, string reason);

    [LoggerMessage(LogLevel.Information, "A push that {Server} told of, to {Branch} of {Url}, concerns no source: none is a clone of that repository with that branch checked out")]
    public static partial void PushConcernsNothing(ILogger logger, string server, string url, string branch);

    [LoggerMessage(LogLevel.Information, "A push that {Server} told of, to {Branch}, is taken in by {Source}")]
    public static partial void PushTaken(ILogger logger, string server, string branch, string source);

    [LoggerMessage(LogLevel.Warning, "A message to /hooks/push was refused: {Reason}")]
    public static partial void PushRefused(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Information, "The knowledge base is empty; indexing the sample at {Path}")]
    public static partial void IndexingSample(ILogger logger, string path);

    [LoggerMessage(LogLevel.Warning, "The settings in {Path} could not be read ({Reason}); the defaults are used")]
    public static partial void SettingsUnreadable(ILogger logger, string path, string reason);
}
