namespace LocalRag.Health;

/// <summary>How a part of LocalRag is.</summary>
public enum Verdict
{
    Ok,

    /// <summary>LocalRag works, but less well than it could.</summary>
    Warn,

    Fail,
}
