using Microsoft.Extensions.Logging;

namespace LocalRag.ModelHost.Inference;

/// <summary>What happens to models, as it is logged.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Loading {Model}, {Bytes} bytes")]
    public static partial void Loading(ILogger logger, string model, long bytes);

    [LoggerMessage(Level = LogLevel.Information, Message = "Loaded {Model} in {Milliseconds} ms")]
    public static partial void Loaded(ILogger logger, string model, long milliseconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Unloaded {Model}")]
    public static partial void Unloaded(ILogger logger, string model);
}
