namespace LocalRag.Cli.Health;

internal enum Verdict
{
    Ok,

    /// <summary>LocalRag works, but less well than it could.</summary>
    Warn,

    Fail,
}
