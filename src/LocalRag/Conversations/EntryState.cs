namespace LocalRag.Conversations;

/// <summary>How an entry ended. The values are stored.</summary>
public enum EntryState
{
    Complete = 0,

    /// <summary>The reader stopped it; what was written until then is kept.</summary>
    Stopped = 1,

    Failed = 2,
}
