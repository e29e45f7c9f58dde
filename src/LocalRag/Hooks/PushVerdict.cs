namespace LocalRag.Hooks;

/// <summary>How a host answers a message of a git server.</summary>
public enum PushVerdict
{
    /// <summary>A push to a branch: 202, and <see cref="KnowledgeBase.FollowPushAsync"/>.</summary>
    Push,

    /// <summary>Rightly sent, but nothing to do: a test, a tag, a deleted branch. 200.</summary>
    Ignored,

    /// <summary>The signature, token or password is missing or wrong: 401.</summary>
    Unauthorized,

    /// <summary>No message of a server that is known, or no valid one: 400.</summary>
    Malformed,

    /// <summary>413.</summary>
    TooLarge,
}
